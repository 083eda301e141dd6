//! S3's XML documents, as records.

use js_sys::Object;
use wasm_bindgen::prelude::*;

use super::object::object;
use crate::reply::Reply;

/// The elements under `root`, the first of each name; undefined where this is another document.
#[wasm_bindgen(js_name = readReply)]
pub fn read_reply(xml: &str, root: &str) -> Option<Object> {
    let reply = Reply::parse(xml, root)?;
    let mut properties = alloc::vec::Vec::new();
    for (name, text) in reply.elements() {
        if !properties.iter().any(|(other, _)| *other == name) {
            properties.push((name, JsValue::from_str(text)));
        }
    }
    Some(object(&properties))
}
