//! Why a signature did not match, as a text.

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::prelude::*;

use super::answer::answer;
use crate::explain::{ErrorDocument, SentRequest, difference};
use crate::text::split;

/// Explains a rejected signature.
///
/// `texts` are separated by NUL: method, URL, and the names and values of the headers of the sent request; an empty
/// text; then `AWSAccessKeyId`, `StringToSign` and `CanonicalRequest` of S3's error document, empty if absent. Returns
/// part, cause, our item and S3's item of the [`Difference`](crate::explain::Difference), or an empty text for none.
#[wasm_bindgen(js_name = explainSignature)]
pub fn explain_signature(texts: &str) -> String {
    let mut texts = split(texts, 0);
    let mut next = || texts.next().unwrap_or_default();
    let (method, url) = (next(), next());
    let mut headers = Vec::new();
    loop {
        let name = next();
        if name.is_empty() {
            break;
        }
        headers.push((name, next()));
    }
    let document = ErrorDocument {
        access_key_id: next(),
        string_to_sign: next(),
        canonical_request: next(),
    };
    let sent = SentRequest {
        method,
        url,
        headers: &headers,
    };
    match difference(&document, &sent) {
        Some(found) => answer(&[
            found.part.as_str(),
            found.cause.as_str(),
            &found.ours,
            &found.theirs,
        ]),
        None => String::new(),
    }
}
