//! Text search and concatenation. The standard library's substring search would add 3 KB and a panic to the wasm
//! module.

use alloc::string::String;

/// Joins `texts`.
#[inline(never)]
pub(crate) fn concat(texts: &[&str]) -> String {
    let mut out = String::new();
    push_all(texts, &mut out);
    out
}

/// Appends each of `texts` to `out`.
#[inline(never)]
pub(crate) fn push_all(texts: &[&str], out: &mut String) {
    out.reserve(texts.iter().map(|text| text.len()).sum());
    for text in texts {
        out.push_str(text);
    }
}

/// Appends `text` with other texts in the place of those bytes for which `replacement` returns one.
#[inline(never)]
pub(crate) fn push_replaced(
    text: &str,
    replacement: fn(u8) -> Option<&'static str>,
    out: &mut String,
) {
    // Bytes that stay are copied in runs. `get` has nothing for the empty run between two bytes of a character.
    let mut run = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(replacement) = replacement(byte) {
            out.push_str(text.get(run..at).unwrap_or_default());
            out.push_str(replacement);
            run = at + 1;
        }
    }
    out.push_str(text.get(run..).unwrap_or_default());
}

/// Whether `text` contains `pattern`.
pub(crate) fn contains(text: &str, pattern: &str) -> bool {
    split_once(text, pattern).is_some()
}

/// Whether `word` is in `words`, a list separated by spaces. Such a list takes fewer bytes of the wasm module than an
/// array of `&str`.
#[inline(never)]
pub(crate) fn is_one_of(words: &str, word: &str) -> bool {
    split(words, b' ').any(|other| other == word)
}

/// Whether a segment of `path` is `.` or `..`, which browsers remove.
#[inline(never)]
pub(crate) fn has_dot_segment(path: &[u8]) -> bool {
    path.split(|byte| *byte == b'/')
        .any(|segment| matches!(segment, b"." | b".."))
}

/// Splits `text` at the first `separator`.
#[inline(never)]
pub(crate) fn split_once<'a>(text: &'a str, separator: &str) -> Option<(&'a str, &'a str)> {
    let at = (0..text.len()).find(|&at| {
        text.as_bytes()
            .get(at..)
            .is_some_and(|rest| rest.starts_with(separator.as_bytes()))
    })?;
    Some((text.get(..at)?, text.get(at + separator.len()..)?))
}

/// Splits `text` at the first `separator`, an ASCII character.
#[inline(never)]
pub(crate) fn split_first(text: &str, separator: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == separator)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Iterator of [`split`].
pub(crate) struct Split<'a> {
    rest: Option<&'a str>,
    separator: u8,
}

/// Splits `text` at each `separator`, an ASCII character. Yields at least one part; parts may be empty.
pub(crate) fn split(text: &str, separator: u8) -> Split<'_> {
    Split {
        rest: Some(text),
        separator,
    }
}

impl<'a> Iterator for Split<'a> {
    type Item = &'a str;

    #[inline(never)]
    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest?;
        let Some((part, rest)) = split_first(rest, self.separator) else {
            return self.rest.take();
        };
        self.rest = Some(rest);
        Some(part)
    }
}

/// Converts ASCII bytes, such as hex digits, to text. Returns an empty text for other bytes.
pub(crate) fn ascii(bytes: &[u8]) -> &str {
    core::str::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{split, split_first, split_once};

    #[test]
    fn every_split_equals_that_of_the_standard_library() {
        for text in [
            "",
            "-",
            "-->",
            "a-->b",
            "a--->b-->c",
            "é-->€",
            "a--",
            "-->-->",
        ] {
            assert_eq!(split_once(text, "-->"), text.split_once("-->"), "{text}");
            assert_eq!(split_first(text, b'-'), text.split_once('-'), "{text}");
            let parts: Vec<_> = split(text, b'-').collect();
            assert_eq!(parts, text.split('-').collect::<Vec<_>>(), "{text}");
        }
    }
}
