//! Explains a rejected signature for JavaScript.

use alloc::string::String;

use wasm_bindgen::prelude::*;

use super::wire::{ExplainArguments, ExplainReply, reply};
use crate::error::Error;
use crate::explain::{ErrorDocument, SentRequest, difference};

/// Takes [`ExplainArguments`] and replies with [`ExplainReply`].
#[wasm_bindgen(js_name = explainSignature)]
pub fn explain_signature(arguments: &str) -> String {
    reply(try_explain(arguments))
}

fn try_explain(arguments: &str) -> Result<String, Error> {
    let arguments = ExplainArguments::decode(arguments)?;
    let document = ErrorDocument {
        access_key_id: arguments.access_key_id.unwrap_or_default(),
        string_to_sign: arguments.string_to_sign.unwrap_or_default(),
        canonical_request: arguments.canonical_request.unwrap_or_default(),
    };
    let sent = SentRequest {
        method: arguments.method.unwrap_or_default(),
        url: arguments.url.unwrap_or_default(),
        headers: &arguments.headers,
    };
    let difference = difference(&document, &sent);
    let difference = difference.as_ref();
    Ok(ExplainReply {
        part: difference.map(|difference| difference.part.as_str()),
        cause: difference.map(|difference| difference.cause.as_str()),
        ours: difference.map(|difference| difference.ours.as_str()),
        theirs: difference.map(|difference| difference.theirs.as_str()),
    }
    .encode())
}
