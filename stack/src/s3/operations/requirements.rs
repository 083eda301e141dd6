//! Requirements of S3 for an upload besides its signature.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use s3s::crypto::{Checksum as _, Md5};
use s3s::{S3Result, s3_error};

use super::receive::Promise;

/// Requires a checksum of an upload with object lock headers. `operation` is S3's name of it in the refusal.
pub fn demand_checksum(is_locked: bool, promise: &Promise, operation: &str) -> S3Result<()> {
    let has_checksum =
        promise.content_md5.is_some() || !promise.checksums.is_empty() || promise.trailer.is_some();
    if !is_locked || has_checksum {
        return Ok(());
    }
    Err(s3_error!(
        InvalidRequest,
        "Content-MD5 OR x-amz-checksum- HTTP header is required for {operation} requests with Object Lock parameters"
    ))
}

/// Reads the MD5 of a customer's encryption key (SSE-C), after it was compared with the key.
pub fn customer_key(key: Option<&str>, md5: Option<&str>) -> S3Result<Option<String>> {
    let Some(key) = key else {
        return Ok(None);
    };
    let bytes = STANDARD
        .decode(key)
        .ok()
        .filter(|bytes| bytes.len() == 32)
        .ok_or_else(|| {
            s3_error!(
                InvalidArgument,
                "The secret key was invalid for the specified algorithm."
            )
        })?;
    let expected = STANDARD.encode(Md5::checksum(&bytes));
    if md5 != Some(&expected) {
        return Err(s3_error!(
            InvalidArgument,
            "The calculated MD5 hash of the key did not match the hash that was provided."
        ));
    }
    Ok(Some(expected))
}

/// Requires the key of the upload's beginning with a later request of it.
pub fn demand_customer_key(begun_with: Option<&str>, sent: Option<&str>) -> S3Result<()> {
    match (begun_with, sent) {
        (Some(_), None) => Err(s3_error!(
            InvalidRequest,
            "The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters."
        )),
        (begun_with, sent) if begun_with != sent => Err(s3_error!(
            InvalidRequest,
            "The provided encryption parameters did not match the ones used originally."
        )),
        _ => Ok(()),
    }
}
