//! What a presigned URL says, as a plain object.

use alloc::string::String;

use js_sys::Object;
use wasm_bindgen::prelude::*;

use super::object::object;
use crate::inspect;
use crate::time::Timestamp;

/// Takes the URL and the present in seconds. Answers the public object without what follows from the
/// others: instants in milliseconds, the signed headers as the URL has them, and of each problem its code, a
/// space, the parameter if it has one, and a semicolon.
#[wasm_bindgen(js_name = inspect)]
pub fn inspect(url: &str, now: f64) -> Result<Object, JsValue> {
    let inspection = inspect::inspect(url, Timestamp::from_unix(now as i64)?)?;
    let mut problems = String::new();
    for problem in &inspection.problems {
        let parameter = problem.parameter.unwrap_or_default();
        for part in [problem.code.as_str(), " ", parameter, ";"] {
            problems.push_str(part);
        }
    }
    Ok(object(&[
        ("signature", inspection.signature.as_str().into()),
        ("bucket", inspection.bucket.unwrap_or_default().into()),
        ("key", inspection.key.unwrap_or_default().into()),
        ("region", inspection.region.into()),
        ("accessKeyId", inspection.access_key_id.into()),
        ("temporary", inspection.temporary.into()),
        ("signedAt", milliseconds(inspection.signed_at)),
        ("expiresAt", milliseconds(inspection.expires_at)),
        ("signedHeaders", inspection.signed_headers.into()),
        ("problems", problems.into()),
    ]))
}

fn milliseconds(instant: Option<Timestamp>) -> JsValue {
    match instant {
        Some(instant) => JsValue::from_f64(instant.unix() as f64 * 1000.0),
        None => JsValue::UNDEFINED,
    }
}
