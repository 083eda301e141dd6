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
        if name == "__proto__" {
            define(&object, name, &value.into());
        } else {
            set(&object, name, &value.into());
        }
    }
    object
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // It cannot fail: the object is plain, new and extensible.
    let _ = Reflect::set(object, &name.into(), value);
}

/// Assigning to `__proto__` would change the object's prototype instead of giving it a property.
fn define(object: &Object, name: &str, value: &JsValue) {
    let descriptor = Object::new();
    set(&descriptor, "value", value);
    set(&descriptor, "enumerable", &JsValue::TRUE);
    let _ = Reflect::define_property(object, &name.into(), &descriptor);
}
