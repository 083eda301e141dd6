//! Percent escapes that should not be there.

/// Whether `text` contains a `%` and two hex digits.
pub(super) fn has_escape(text: &[u8]) -> bool {
    text.windows(3).any(is_escape)
}

/// Whether `text` contains a `%` without two hex digits after it.
pub(super) fn has_stray_percent(text: &str) -> bool {
    let text = text.as_bytes();
    text.iter()
        .enumerate()
        .any(|(at, byte)| *byte == b'%' && !text.get(at..at + 3).is_some_and(is_escape))
}

fn is_escape(text: &[u8]) -> bool {
    matches!(text, [b'%', high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}
