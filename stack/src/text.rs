//! Percent-encoding and XML, as little of them as the stack needs.

use std::fmt::Write as _;

/// The text with the five characters that XML reserves replaced.
pub fn xml_escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            // Not allowed in XML 1.0, even as references; S3 itself writes them as references.
            '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' => {
                let _ = write!(escaped, "&#x{:x};", u32::from(character));
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

/// The bytes with every `%XX` replaced; a `%` that begins no such group stays.
pub fn percent_decode(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let group = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        let value = group
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match value {
            Some(value) => {
                decoded.push(value);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    decoded
}

/// AWS's `UriEncode`: everything but `A-Za-z0-9-._~` becomes `%XX`, and `/` too if `slash` says so.
pub fn uri_encode(bytes: &[u8], slash: Slash) -> String {
    let mut encoded = String::with_capacity(bytes.len());
    for &byte in bytes {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte))
            }
            b'/' if slash == Slash::Kept => encoded.push('/'),
            _ => {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

/// What becomes of a `/` in [`uri_encode`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Slash {
    Kept,
    Encoded,
}

/// The decoded pairs of a query or a form, in their order; `+` is a space, as in a form.
pub fn form_pairs(text: &str) -> Vec<(String, String)> {
    let decode =
        |part: &str| String::from_utf8_lossy(&percent_decode(&part.replace('+', " "))).into_owned();
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoding_leaves_a_lone_percent_sign() {
        assert_eq!(percent_decode("100%, %zz, %41%2f"), b"100%, %zz, A/");
    }

    #[test]
    fn encoding_keeps_only_the_unreserved_characters() {
        assert_eq!(
            uri_encode("a b/ü~*".as_bytes(), Slash::Kept),
            "a%20b/%C3%BC~%2A"
        );
        assert_eq!(uri_encode(b"a/b", Slash::Encoded), "a%2Fb");
    }

    #[test]
    fn pairs_keep_their_order_and_their_duplicates() {
        let pairs = form_pairs("b=1&a=x+y%2B&b&&c=d=e");
        let expected = [("b", "1"), ("a", "x y+"), ("b", ""), ("c", "d=e")];
        assert_eq!(
            pairs,
            expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
    }

    #[test]
    fn escaped_text_is_safe_in_xml() {
        assert_eq!(
            xml_escape("<a & \"b\">\u{1}"),
            "&lt;a &amp; &quot;b&quot;&gt;&#x1;"
        );
    }
}
