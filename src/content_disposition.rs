//! `Content-Disposition: attachment` with a file name in any script (RFC 6266 and RFC 8187).

use alloc::string::String;

use crate::encode::{Slash, uri_encode};

/// The header's value that saves a download as `file_name`.
///
/// The result is pure ASCII, since S3 refuses a `response-content-disposition` beyond ISO-8859-1: a name
/// that needs more stands percent-encoded in `filename*`, beside a plain `filename` for old readers.
pub fn attachment(file_name: &str) -> String {
    let mut value = String::from("attachment; filename=\"");
    let mut exact = true;
    for character in file_name.chars() {
        // A backslash and a quote break the quoted string in some browsers, and some decode `%`.
        if matches!(character, ' '..='~') && !matches!(character, '"' | '\\' | '%') {
            value.push(character);
        } else {
            value.push('_');
            exact = false;
        }
    }
    value.push('"');
    if !exact {
        value.push_str("; filename*=UTF-8''");
        uri_encode(file_name, Slash::Encode, &mut value);
    }
    value
}

#[cfg(test)]
mod tests {
    use super::attachment;

    #[test]
    fn a_plain_name_stands_in_quotes() {
        assert_eq!(
            attachment("report 1.pdf"),
            "attachment; filename=\"report 1.pdf\""
        );
    }

    #[test]
    fn a_name_beyond_ascii_stands_encoded_beside_a_plain_one() {
        assert_eq!(
            attachment("€ rates.txt"),
            "attachment; filename=\"_ rates.txt\"; filename*=UTF-8''%E2%82%AC%20rates.txt"
        );
    }

    #[test]
    fn a_quote_or_a_line_break_cannot_end_the_name() {
        assert_eq!(
            attachment("a\"\r\nb%41"),
            "attachment; filename=\"a___b_41\"; filename*=UTF-8''a%22%0D%0Ab%2541"
        );
    }
}
