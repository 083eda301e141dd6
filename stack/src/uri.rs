//! Percent-encoding as AWS defines it, and form-encoded pairs.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};

/// Every byte that AWS's `UriEncode` encodes: all but `A-Z a-z 0-9 - . _ ~`.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The same for a path, whose slashes stay.
const RESERVED_IN_PATH: &AsciiSet = &RESERVED.remove(b'/');

/// Encodes a name or a value, slashes included.
pub fn encode(text: &str) -> Cow<'_, str> {
    percent_encode(text.as_bytes(), RESERVED).into()
}

/// Encodes a path and keeps its slashes.
pub fn encode_path(path: &[u8]) -> Cow<'_, str> {
    percent_encode(path, RESERVED_IN_PATH).into()
}

/// Replaces each `%XX` by its byte. A `%` without two hexadecimal digits stays.
pub fn decode(text: &str) -> Cow<'_, [u8]> {
    percent_decode_str(text).into()
}

/// Returns the decoded pairs of a query or a form, in order. A `+` is a space.
pub fn form_pairs(text: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(text.as_bytes())
        .into_owned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoding_keeps_a_lone_percent_sign() {
        assert_eq!(decode("100%, %zz, %41%2f").as_ref(), b"100%, %zz, A/");
    }

    #[test]
    fn encoding_keeps_only_the_unreserved_characters() {
        assert_eq!(encode_path("a b/ü~*".as_bytes()), "a%20b/%C3%BC~%2A");
        assert_eq!(encode("a/b"), "a%2Fb");
    }

    #[test]
    fn form_pairs_keep_order_and_duplicates() {
        let pairs = form_pairs("b=1&a=x+y%2B&b&&c=d=e");
        let expected = [("b", "1"), ("a", "x y+"), ("b", ""), ("c", "d=e")];
        assert_eq!(
            pairs,
            expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
    }
}
