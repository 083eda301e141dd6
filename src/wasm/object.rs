//! Plain JavaScript objects out of Rust's values.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

/// An object with these properties, in this order.
pub(super) fn object(properties: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in properties {
        set(&object, name, value);
    }
    object
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // It cannot fail: the object is plain, new and extensible.
    let _ = Reflect::set(object, &name.into(), value);
}
