//! Records, which cross from JavaScript as names and values in turn.

use alloc::string::String;
use alloc::vec::Vec;

/// Each name with its value.
pub(super) fn pairs(texts: Vec<String>) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut texts = texts.into_iter();
    while let (Some(name), Some(value)) = (texts.next(), texts.next()) {
        pairs.push((name, value));
    }
    pairs
}
