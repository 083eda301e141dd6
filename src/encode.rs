//! AWS's `UriEncode`. The same encoder writes what is signed and what is sent.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html>: every byte except
//! `A-Z a-z 0-9 - . _ ~` becomes `%XX` with upper-case digits; a space is `%20`, never `+`.

use alloc::string::String;
use alloc::vec::Vec;

use crate::text::ascii;

const DIGITS: &str = "0123456789ABCDEF";

/// Whether `/` is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slash {
    /// `/` stays: in keys and other paths.
    Keep,
    /// `/` becomes `%2F`: in names and values of a query.
    Encode,
}

/// Encodes `text` and appends it to `out`.
#[inline(never)]
pub fn uri_encode(text: &str, slash: Slash, out: &mut String) {
    // Most bytes of a key or a token stay, so runs of them are copied at once. `get` has nothing for the empty run between
    // two bytes of a character.
    let mut run = 0;
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        if !stays(byte, slash) {
            out.push_str(text.get(run..at).unwrap_or_default());
            push_escape(byte, out);
            run = at + 1;
        }
    }
    out.push_str(text.get(run..).unwrap_or_default());
}

/// Encodes `bytes` and appends them to `out`.
pub(crate) fn uri_encode_bytes(bytes: &[u8], slash: Slash, out: &mut String) {
    for &byte in bytes {
        if stays(byte, slash) {
            out.push_str(ascii(&[byte]));
        } else {
            push_escape(byte, out);
        }
    }
}

/// Appends `%XX`.
#[inline(never)]
fn push_escape(byte: u8, out: &mut String) {
    out.push_str("%");
    out.push_str(hex_digit(DIGITS, byte >> 4));
    out.push_str(hex_digit(DIGITS, byte & 15));
}

fn stays(byte: u8, slash: Slash) -> bool {
    /// For each byte: 2 if it always stays, 1 if it stays in paths only, else 0.
    #[expect(clippy::indexing_slicing, reason = "evaluated at compile time")]
    const STAYS: [u8; 256] = {
        let mut table = [0; 256];
        let mut byte = 0_u8;
        while byte < 128 {
            let is_unreserved =
                byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
            table[byte as usize] = if is_unreserved { 2 } else { 0 };
            byte += 1;
        }
        table[b'/' as usize] = 1;
        table
    };
    let least = match slash {
        Slash::Keep => 1,
        Slash::Encode => 2,
    };
    STAYS
        .get(usize::from(byte))
        .is_some_and(|&kind| kind >= least)
}

/// Returns the digit of four bits, one of `digits`.
#[inline(never)]
pub(crate) fn hex_digit(digits: &'static str, nibble: u8) -> &'static str {
    let at = usize::from(nibble);
    digits.get(at..=at).unwrap_or_default()
}

/// Encodes `text` as a name or value of a query.
pub fn query_component(text: &str) -> String {
    let mut out = String::new();
    uri_encode(text, Slash::Encode, &mut out);
    out
}

/// Percent-decodes `text` once. A `%` without two hex digits after it stays.
pub(crate) fn percent_decode(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.as_bytes();
    while let Some((&first, rest)) = bytes.split_first() {
        bytes = rest;
        if first == b'%'
            && let [high, low, rest @ ..] = rest
            && let (Some(high), Some(low)) = (nibble(*high), nibble(*low))
        {
            out.push(high << 4 | low);
            bytes = rest;
        } else {
            out.push(first);
        }
    }
    out
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Slash, percent_decode, query_component, uri_encode};

    fn path(text: &str) -> String {
        let mut out = String::new();
        uri_encode(text, Slash::Keep, &mut out);
        out
    }

    #[test]
    fn only_unreserved_characters_and_slashes_stay_in_a_path() {
        let all: String = (0..128u8).map(char::from).collect();
        let kept: String = path(&all)
            .split('%')
            .enumerate()
            .map(|(index, part)| if index == 0 { part } else { &part[2..] })
            .collect();
        assert_eq!(
            kept,
            "-./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~"
        );
    }

    #[test]
    fn a_space_is_percent_20_and_a_plus_is_percent_2b() {
        assert_eq!(path("a b+c"), "a%20b%2Bc");
    }

    #[test]
    fn a_slash_stays_in_a_path_and_is_encoded_in_a_query() {
        assert_eq!(path("a//b/"), "a//b/");
        assert_eq!(query_component("a/b"), "a%2Fb");
    }

    #[test]
    fn every_byte_of_a_character_is_encoded_in_upper_case() {
        assert_eq!(path("é€😀"), "%C3%A9%E2%82%AC%F0%9F%98%80");
    }

    #[test]
    fn a_percent_sign_is_always_encoded() {
        assert_eq!(path("100%25"), "100%2525");
    }

    #[test]
    fn decoding_reverses_encoding() {
        let text = "a b/ü%zz%4";
        assert_eq!(percent_decode(&path(text)), text.as_bytes());
    }

    #[test]
    fn decoding_keeps_a_percent_sign_without_two_hex_digits() {
        assert_eq!(percent_decode("%4%zz%41%"), b"%4%zzA%");
    }
}
