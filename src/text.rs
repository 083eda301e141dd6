//! Searching text for text. The standard library's searcher is made for long texts, and would bring 3 KB
//! and a panic into the wasm module.

use alloc::string::String;

/// The texts in one.
#[inline(never)]
pub(crate) fn concat(texts: &[&str]) -> String {
    let mut whole = String::new();
    push_all(texts, &mut whole);
    whole
}

/// Appends the texts.
#[inline(never)]
pub(crate) fn push_all(texts: &[&str], out: &mut String) {
    out.reserve(texts.iter().map(|text| text.len()).sum());
    for text in texts {
        out.push_str(text);
    }
}

/// Whether `text` has `wanted` in it.
pub(crate) fn contains(text: &str, wanted: &str) -> bool {
    split_once(text, wanted).is_some()
}

/// Whether `word` is one of the words between the spaces of `words`: a list of texts that takes the module no more
/// than they do.
#[inline(never)]
pub(crate) fn is_one_of(words: &str, word: &str) -> bool {
    parts(words, b' ').any(|other| other == word)
}

/// Whether a segment between slashes is `.` or `..`, which browsers take out of a path.
#[inline(never)]
pub(crate) fn has_dot_segment(path: &[u8]) -> bool {
    path.split(|byte| *byte == b'/')
        .any(|segment| matches!(segment, b"." | b".."))
}

/// What stands before and behind the first `separator`.
#[inline(never)]
pub(crate) fn split_once<'a>(text: &'a str, separator: &str) -> Option<(&'a str, &'a str)> {
    let at = (0..text.len()).find(|&at| {
        text.as_bytes()
            .get(at..)
            .is_some_and(|rest| rest.starts_with(separator.as_bytes()))
    })?;
    Some((text.get(..at)?, text.get(at + separator.len()..)?))
}

/// What stands before and behind the first `separator`, an ASCII character.
#[inline(never)]
pub(crate) fn cut(text: &str, separator: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == separator)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// What stands before and behind the last `separator`, an ASCII character.
#[inline(never)]
pub(crate) fn cut_last(text: &str, separator: u8) -> Option<(&str, &str)> {
    let at = text.bytes().rposition(|byte| byte == separator)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// The parts between separators, one after another. There is always one, and it may be empty.
pub(crate) struct Parts<'a> {
    rest: Option<&'a str>,
    separator: u8,
}

/// Splits at every `separator`, an ASCII character.
pub(crate) fn parts(text: &str, separator: u8) -> Parts<'_> {
    Parts {
        rest: Some(text),
        separator,
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    #[inline(never)]
    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest?;
        let Some((part, rest)) = cut(rest, self.separator) else {
            return self.rest.take();
        };
        self.rest = Some(rest);
        Some(part)
    }
}

/// Bytes that are known to be ASCII, such as hex digits, as text.
pub(crate) fn ascii(bytes: &[u8]) -> &str {
    core::str::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{cut, cut_last, parts, split_once};

    #[test]
    fn it_splits_as_the_standard_library_does() {
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
            assert_eq!(cut(text, b'-'), text.split_once('-'), "{text}");
            assert_eq!(cut_last(text, b'-'), text.rsplit_once('-'), "{text}");
            let by_us: Vec<_> = parts(text, b'-').collect();
            assert_eq!(by_us, text.split('-').collect::<Vec<_>>(), "{text}");
        }
    }
}
