//! JSON strings of POST policies (RFC 8259).

use alloc::string::String;

/// Appends `text` as a quoted JSON string. Escapes only what RFC 8259 requires: quotes, backslashes and control
/// characters.
///
/// Other characters are written as UTF-8. S3's documentation asks for `\uXXXX` but S3 accepts both, and Ceph RGW rejects
/// the two escapes that a character above U+FFFF needs.
pub fn push_string(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\0'..='\x1F' => {
                out.push_str("\\u00");
                let code = character as u32;
                out.extend(char::from_digit(code >> 4, 16));
                out.extend(char::from_digit(code & 15, 16));
            }
            _ => out.push(character),
        }
    }
    out.push('"');
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
