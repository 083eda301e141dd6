//! Percent escapes that should not be there.

/// Whether `text` contains a `%` and two hex digits.
pub(super) fn has_escape(text: &[u8]) -> bool {
    text.windows(3).any(is_escape)
}

fn is_escape(text: &[u8]) -> bool {
    matches!(text, [b'%', high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}
