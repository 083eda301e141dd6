//! JSON strings of POST policies (RFC 8259).

use alloc::string::String;

use crate::encode::hex_digit;

/// Appends `text` as a quoted JSON string. Escapes only what RFC 8259 requires: quotes, backslashes and control
/// characters.
///
/// Other characters are written as UTF-8. S3's documentation asks for `\uXXXX` but S3 accepts both, and Ceph RGW rejects
/// the two escapes that a character above U+FFFF needs.
pub fn push_string(text: &str, out: &mut String) {
    out.push_str("\"");
    // A policy has some thousand characters, so runs of those that stay are copied at once.
    let mut run = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= b' ' && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.push_str(text.get(run..at).unwrap_or_default());
        if byte < b' ' {
            out.push_str(if byte < 16 { "\\u000" } else { "\\u001" });
            out.push_str(hex_digit("0123456789abcdef", byte & 15));
            run = at + 1;
        } else {
            out.push_str("\\");
            run = at;
        }
    }
    out.push_str(text.get(run..).unwrap_or_default());
    out.push_str("\"");
}

#[cfg(test)]
mod tests {
    use super::push_string;

    #[test]
    fn an_independent_parser_parses_every_string() {
        let mut text: String = (0..=0x2FF_u32).filter_map(char::from_u32).collect();
        text.push_str("\u{2028}\u{FFFD}😀\u{10FFFF}");
        let mut written = String::new();
        push_string(&text, &mut written);
        assert_eq!(
            serde_json::from_str::<String>(&written).expect("JSON"),
            text
        );
    }

    #[test]
    fn only_quotes_backslashes_and_control_characters_are_escaped() {
        let mut written = String::new();
        push_string("a\"\\\0\t\u{1F}\u{7F}é\u{2028}😀", &mut written);
        assert_eq!(
            written,
            "\"a\\\"\\\\\\u0000\\u0009\\u001f\u{7F}é\u{2028}😀\""
        );
    }
}
