//! Why a signature did not match, as a plain object.

use alloc::string::String;
use alloc::vec::Vec;

use js_sys::Object;
use wasm_bindgen::prelude::*;

use super::object::object;
use super::pairs::pairs;
use crate::explain::{SentRequest, difference};
use crate::reply::Reply;

/// Sets S3's `Error` document beside the request that was sent. Answers the public `difference` and the name
/// of its cause, or undefined where the document does not tell.
#[wasm_bindgen(js_name = explainSignature)]
pub fn explain_signature(
    xml: &str,
    method: &str,
    url: &str,
    headers: Vec<String>,
) -> Option<Object> {
    let headers = pairs(headers);
    let sent = SentRequest {
        method,
        url,
        headers: &headers,
    };
    let found = Reply::parse(xml, "Error").and_then(|reply| difference(&reply, &sent));
    found.map(|found| {
        object(&[
            ("part", found.part.as_str().into()),
            ("cause", found.cause.as_str().into()),
            ("ours", found.ours.into()),
            ("theirs", found.theirs.into()),
        ])
    })
}
