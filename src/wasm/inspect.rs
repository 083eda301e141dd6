//! Inspects a presigned URL for JavaScript.

use alloc::string::String;

use wasm_bindgen::prelude::*;

use super::wire::{InspectArguments, InspectReply, reply};
use crate::error::Error;

/// Takes [`InspectArguments`] and replies with [`InspectReply`].
#[wasm_bindgen(js_name = inspect)]
pub fn inspect(arguments: &str) -> String {
    reply(try_inspect(arguments))
}

fn try_inspect(arguments: &str) -> Result<String, Error> {
    let InspectArguments { url, now } = InspectArguments::decode(arguments)?;
    let inspection = crate::inspect::inspect(url, now)?;
    Ok(InspectReply {
        signature: inspection.signature.as_str(),
        bucket: inspection.bucket.as_deref(),
        key: inspection.key.as_deref(),
        region: inspection.region.as_deref(),
        access_key_id: &inspection.access_key_id,
        temporary: inspection.temporary,
        signed_at: inspection.signed_at,
        expires_at: inspection.expires_at,
        signed_headers: inspection.signed_headers.as_deref(),
        problems: &inspection.problems,
    }
    .encode())
}
