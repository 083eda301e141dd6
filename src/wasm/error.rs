//! The core's errors, as JavaScript sees them.

use alloc::string::String;

#[cfg(feature = "signer")]
use wasm_bindgen::JsValue;

use crate::error::Error;
use crate::time::decimal;

/// A text, of which the TypeScript side makes an error: code, index, message and hint, a line each, and then the
/// field, which may hold anything.
pub(super) fn refusal(error: &Error) -> String {
    let index = error.index().map(|index| decimal(index as u64));
    let mut text = String::from(error.code().as_str());
    for line in [
        index.as_deref().unwrap_or_default(),
        error.message(),
        error.hint(),
        error.field(),
    ] {
        text.push('\n');
        text.push_str(line);
    }
    text
}

#[cfg(feature = "signer")]
impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        JsValue::from_str(&refusal(&error))
    }
}
