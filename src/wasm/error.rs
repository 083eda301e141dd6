//! The core's errors, as JavaScript sees them.

use alloc::string::String;

use crate::error::Error;
use crate::text::concat;
use crate::time::decimal;

/// A text, of which the TypeScript side makes an error: code, index, message and hint, a line each, and then the
/// field, which may hold anything.
pub(super) fn refusal(error: &Error) -> String {
    let index = error.index().map(|index| decimal(index as u64));
    concat(&[
        error.code().as_str(),
        "\n",
        index.as_deref().unwrap_or_default(),
        "\n",
        error.message(),
        "\n",
        error.hint(),
        "\n",
        error.field(),
    ])
}

/// What is answered in one text: a refusal has a line feed before it, with which no answer begins.
#[cfg(feature = "signer")]
#[inline(never)]
pub(super) fn answer(result: Result<String, Error>) -> String {
    match result {
        Ok(text) => text,
        Err(error) => concat(&["\n", &refusal(&error)]),
    }
}
