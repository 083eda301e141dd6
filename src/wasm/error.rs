//! The core's errors, as JavaScript sees them.

use alloc::string::String;

use crate::error::Error;
use crate::text::concat;

/// A text, of which the TypeScript side makes an error: code, predicate and hint, a line each, and then the field,
/// which may hold anything.
pub(super) fn refusal(error: &Error) -> String {
    concat(&[
        error.code().as_str(),
        "\n",
        error.predicate(),
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
