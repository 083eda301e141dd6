//! JSON strings as a POST policy needs them (RFC 8259), pure ASCII.

use alloc::string::String;

const HEX: &[u8; 16] = b"0123456789abcdef";

/// Appends `text` as a quoted JSON string. Beyond ASCII it is `\uXXXX`, the form that S3's policy
/// documentation asks for, so that no store can read the bytes in another encoding.
pub fn push_string(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            ' '..='~' => out.push(character),
            _ => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    out.push_str("\\u");
                    for digit in 0..4 {
                        let nibble = usize::from(*unit >> (12 - 4 * digit) & 15);
                        out.push(HEX.get(nibble).map_or('0', |&digit| char::from(digit)));
                    }
                }
            }
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::push_string;

    #[test]
    fn an_independent_parser_reads_back_every_string() {
        let mut nasty: String = (0..=0x2FF_u32).filter_map(char::from_u32).collect();
        nasty.push_str("\u{2028}\u{FFFD}😀\u{10FFFF}");
        let mut written = String::new();
        push_string(&nasty, &mut written);
        assert!(written.is_ascii());
        assert_eq!(
            serde_json::from_str::<String>(&written).expect("JSON"),
            nasty
        );
    }
}
