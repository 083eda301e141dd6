//! Searching text for text. The standard library's searcher is made for long texts, and would bring 3 KB
//! and a panic into the wasm module.

/// What stands before and behind the first `separator`.
pub(crate) fn split_once<'a>(text: &'a str, separator: &str) -> Option<(&'a str, &'a str)> {
    let at = (0..text.len()).find(|&at| {
        text.as_bytes()
            .get(at..)
            .is_some_and(|rest| rest.starts_with(separator.as_bytes()))
    })?;
    Some((text.get(..at)?, text.get(at + separator.len()..)?))
}

/// Bytes that are known to be ASCII, such as hex digits, as text.
pub(crate) fn ascii(bytes: &[u8]) -> &str {
    core::str::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::split_once;

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
        }
    }
}
