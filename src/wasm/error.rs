//! The core's errors, as JavaScript sees them.

use wasm_bindgen::JsValue;

use super::object::object;
use crate::error::Error;

impl From<Error> for JsValue {
    fn from(error: Error) -> Self {
        object(&[
            ("code", error.code().as_str().into()),
            ("field", error.field().into()),
            ("message", error.message().into()),
            ("hint", error.hint().into()),
            ("index", error.index().into()),
        ])
        .into()
    }
}
