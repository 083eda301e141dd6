//! What a presigned URL says, as a text.

use alloc::string::String;

use wasm_bindgen::prelude::*;

use super::answer::answer as texts;
use super::error::answer;
use crate::decimal::decimal;
use crate::error::Error;
use crate::inspect;
use crate::time::Timestamp;

/// Takes the URL and the present in seconds. Answers in this order, each empty where there is none: signature, bucket,
/// key, region, access key id, whether it is temporary, two instants in seconds, the signed headers as the URL has them,
/// and of each problem its place among the codes, a space, the parameter if it has one, and a semicolon. Where the URL
/// is not one of S3's, it replies with the error.
#[wasm_bindgen(js_name = inspect)]
pub fn inspect(url: &str, now: f64) -> String {
    answer(said(url, now))
}

fn said(url: &str, now: f64) -> Result<String, Error> {
    let inspection = inspect::inspect(url, Timestamp::from_unix(now as i64)?)?;
    let mut problems = String::new();
    for problem in &inspection.problems {
        problems.push_str(&decimal(problem.code as u64));
        problems.push(' ');
        problems.push_str(problem.parameter.unwrap_or_default());
        problems.push(';');
    }
    Ok(texts(&[
        inspection.signature.as_str(),
        inspection.bucket.as_deref().unwrap_or_default(),
        inspection.key.as_deref().unwrap_or_default(),
        inspection.region.as_deref().unwrap_or_default(),
        &inspection.access_key_id,
        if inspection.temporary { "1" } else { "" },
        &seconds(inspection.signed_at),
        &seconds(inspection.expires_at),
        inspection.signed_headers.as_deref().unwrap_or_default(),
        &problems,
    ]))
}

fn seconds(instant: Option<Timestamp>) -> String {
    match instant {
        Some(instant) => decimal(instant.unix().unsigned_abs()),
        None => String::new(),
    }
}
