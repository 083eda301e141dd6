//! Reads a presigned URL: who signed it, what it grants and until when, and its problems.
//!
//! This needs no key and proves nothing: only S3 can verify a signature. An [`Inspection`] contains neither the
//! signature nor the session token.

mod escapes;
mod inspection;
mod parameters;
mod problem;
mod query;
mod url_syntax;
mod v2;
mod v4;

use alloc::string::String;
use alloc::vec::Vec;

pub use inspection::Inspection;
pub use problem::{Problem, ProblemCode};

use crate::error::{Error, Reason};
use crate::object_url::ObjectUrl;
use crate::signature_version::SignatureVersion;
use crate::time::Timestamp;
use crate::url::UrlParts;
use parameters::Parameters;

/// Inspects a presigned URL as of `now`.
///
/// Fails with [`Code::InvalidUrl`](crate::Code::InvalidUrl) if `url` is not a URL of S3, and with [`Code::NotPresigned`](crate::Code::NotPresigned) if it has no S3
/// signature.
pub fn inspect(url: &str, now: Timestamp) -> Result<Inspection, Error> {
    let parts = UrlParts::parse(url)?;
    let parameters = Parameters::parse(parts.query);
    let signature = signature_version(&parameters)?;
    let object = ObjectUrl::from_parts(&parts, None)?;

    let mut inspection = Inspection {
        signature,
        bucket: object.bucket,
        key: object.key,
        region: object.region,
        access_key_id: String::new(),
        temporary: parameters.has_token(),
        signed_at: None,
        expires_at: None,
        signed_headers: None,
        problems: Vec::new(),
    };
    match signature {
        SignatureVersion::V4 => v4::read(&parameters, &mut inspection),
        SignatureVersion::V2 => v2::read(&parameters, &mut inspection),
    }
    inspection.check_time(now);
    query::check(&parameters, &mut inspection);
    url_syntax::check(&parts, &mut inspection);
    Ok(inspection)
}

fn signature_version(parameters: &Parameters) -> Result<SignatureVersion, Error> {
    if v4::MARKERS.iter().any(|name| parameters.has(name)) {
        return Ok(SignatureVersion::V4);
    }
    let reason = if parameters.has("Key-Pair-Id") {
        Reason::SignedForCloudFront
    } else if parameters.has("X-Goog-Signature") {
        Reason::SignedForGoogle
    } else if v2::MARKERS.iter().any(|name| parameters.has(name)) {
        return Ok(SignatureVersion::V2);
    } else {
        Reason::NoSignature
    };
    Err(Error::new(reason, "url", &[]))
}
