//! `Content-Disposition: attachment` with a file name in any script (RFC 6266 and RFC 8187).

use alloc::string::String;

use crate::encode::{Slash, uri_encode};
use crate::text::push_replaced;

/// Returns the header value that saves a download as `file_name`.
///
/// The value is ASCII, because S3 rejects a `response-content-disposition` with characters outside ISO-8859-1. A name
/// with other characters is percent-encoded in `filename*`, and `filename` has a replacement for old clients.
pub fn attachment(file_name: &str) -> String {
    let mut value = String::from("attachment; filename=\"");
    push_replaced(file_name, replacement, &mut value);
    value.push_str("\"");
    if file_name.bytes().any(|byte| replacement(byte).is_some()) {
        value.push_str("; filename*=UTF-8''");
        uri_encode(file_name, Slash::Encode, &mut value);
    }
    value
}

/// Returns the replacement of a character that is not ASCII, or that a browser does not take in a quoted string.
fn replacement(byte: u8) -> Option<&'static str> {
    match byte {
        // In some browsers a backslash or a quote breaks the quoted string, and some decode `%`.
        b'"' | b'\\' | b'%' | 0xC0.. | ..b' ' | 0x7F => Some("_"),
        // The other bytes of a character that is not ASCII.
        0x80..0xC0 => Some(""),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::attachment;

    #[test]
    fn an_ascii_name_is_quoted() {
        assert_eq!(
            attachment("report 1.pdf"),
            "attachment; filename=\"report 1.pdf\""
        );
    }

    #[test]
    fn a_name_outside_ascii_is_encoded_and_has_a_replacement() {
        assert_eq!(
            attachment("€ rates.txt"),
            "attachment; filename=\"_ rates.txt\"; filename*=UTF-8''%E2%82%AC%20rates.txt"
        );
    }

    #[test]
    fn a_quote_or_a_line_break_does_not_end_the_name() {
        assert_eq!(
            attachment("a\"\r\nb%41"),
            "attachment; filename=\"a___b_41\"; filename*=UTF-8''a%22%0D%0Ab%2541"
        );
    }
}
