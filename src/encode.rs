//! AWS's `UriEncode`: the one encoder, for what is signed and for what is sent.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html>: every byte but
//! `A-Z a-z 0-9 - . _ ~` becomes `%XX` with upper-case digits; a space is `%20`, never `+`.

use alloc::string::String;
use alloc::vec::Vec;

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// What happens to `/`: it stays between the segments of a path, and is encoded everywhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slash {
    /// In an object's key and other paths.
    Keep,
    /// In names and values of a query.
    Encode,
}

/// Appends `text` to `out`, encoded.
pub fn uri_encode(text: &str, slash: Slash, out: &mut String) {
    let mut rest = text;
    // Most of a key or a token stays as it is, so what stays is copied at a stretch.
    while let Some(at) = rest.as_bytes().iter().position(|&byte| !stays(byte, slash)) {
        let (bare, encoded) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(bare);
        let mut characters = encoded.chars();
        if let Some(character) = characters.next() {
            uri_encode_bytes(character.encode_utf8(&mut [0; 4]).as_bytes(), slash, out);
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
}

pub(crate) fn uri_encode_bytes(bytes: &[u8], slash: Slash, out: &mut String) {
    for &byte in bytes {
        if stays(byte, slash) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(digit(byte >> 4));
            out.push(digit(byte & 15));
        }
    }
}

fn stays(byte: u8, slash: Slash) -> bool {
    /// By byte: 2 stays everywhere, 1 in paths.
    #[expect(clippy::indexing_slicing, reason = "the compiler does it")]
    const STAYS: [u8; 256] = {
        let mut table = [0; 256];
        let mut byte = 0;
        while byte < 128 {
            let unreserved = (byte as u8).is_ascii_alphanumeric()
                || matches!(byte as u8, b'-' | b'.' | b'_' | b'~');
            table[byte] = if unreserved { 2 } else { 0 };
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

fn digit(nibble: u8) -> char {
    HEX.get(usize::from(nibble))
        .map_or('0', |&digit| char::from(digit))
}

/// `text` encoded as a query name or value.
pub fn query_component(text: &str) -> String {
    let mut out = String::new();
    uri_encode(text, Slash::Encode, &mut out);
    out
}

/// Percent-decodes `text` once; a `%` that no two hex digits follow stays as it is.
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

/// Percent-decodes `text` once; None where that gives no UTF-8.
#[inline(never)]
pub(crate) fn decoded(text: &str) -> Option<String> {
    String::from_utf8(percent_decode(text)).ok()
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
    fn only_the_unreserved_characters_stay_bare() {
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
    fn what_looks_encoded_is_encoded_once_more() {
        assert_eq!(path("100%25"), "100%2525");
    }

    #[test]
    fn decoding_undoes_encoding() {
        let text = "a b/ü%zz%4";
        assert_eq!(percent_decode(&path(text)), text.as_bytes());
    }

    #[test]
    fn a_stray_percent_sign_stays_when_decoding() {
        assert_eq!(percent_decode("%4%zz%41%"), b"%4%zzA%");
    }
}
