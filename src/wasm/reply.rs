//! S3's XML documents, as records.

use js_sys::{Array, Object};
use wasm_bindgen::prelude::*;

use super::object::object;
use crate::listing::Listing;
use crate::listing::parts::PartListing;
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

/// A page of ListObjectsV2, or undefined where this is another document, or is cut. `contents` has four items
/// for each object: key, size, ETag and date; a page has a thousand of them, and objects cost time.
#[wasm_bindgen(js_name = readListing)]
pub fn read_listing(xml: &str) -> Option<Object> {
    let listing = Listing::parse(xml)?;
    let contents = Array::new();
    for entry in listing.contents {
        contents.push(&entry.key.into());
        contents.push(&JsValue::from_f64(entry.size as f64));
        contents.push(&entry.etag.into());
        contents.push(&entry.last_modified.into());
    }
    let prefixes: Array = listing
        .common_prefixes
        .into_iter()
        .map(JsValue::from)
        .collect();
    Some(object(&[
        ("contents", contents.into()),
        ("commonPrefixes", prefixes.into()),
        ("encodingType", listing.encoding_type.into()),
        (
            "nextContinuationToken",
            listing.next_continuation_token.into(),
        ),
    ]))
}

/// A page of ListParts, or undefined where this is another document, or is cut. `parts` has four items for
/// each part: number, size, ETag and checksum.
#[wasm_bindgen(js_name = readPartListing)]
pub fn read_part_listing(xml: &str) -> Option<Object> {
    let listing = PartListing::parse(xml)?;
    let parts = Array::new();
    for part in listing.parts {
        parts.push(&JsValue::from_f64(part.number as f64));
        parts.push(&JsValue::from_f64(part.size as f64));
        parts.push(&part.etag.into());
        parts.push(&part.checksum.into());
    }
    let next = listing.next_part_number_marker;
    Some(object(&[
        ("parts", parts.into()),
        (
            "nextPartNumberMarker",
            next.map(|number| number as f64).into(),
        ),
    ]))
}
