//! Plain JavaScript objects out of Rust's values.

use alloc::string::String;

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

/// An object whose properties are these texts, in this order.
pub(super) fn record(pairs: &[(String, String)]) -> Object {
    let object = Object::new();
    for (name, value) in pairs {
        set(&object, name, &value.into());
    }
    object
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // Defined, not assigned: a name such as `__proto__` must become a property like any other.
    let descriptor = Object::new();
    for (key, part) in [
        ("value", value),
        ("enumerable", &JsValue::TRUE),
        ("writable", &JsValue::TRUE),
        ("configurable", &JsValue::TRUE),
    ] {
        // Neither can fail: the objects are plain, new and extensible.
        let _ = Reflect::set(&descriptor, &key.into(), part);
    }
    let _ = Reflect::define_property(object, &name.into(), &descriptor);
}
