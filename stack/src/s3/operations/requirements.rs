//! Requirements of S3 for an upload: object lock checksums and customer-provided keys.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use s3s::crypto::{Checksum as _, Md5};
use s3s::{S3Result, s3_error};

use super::receive::Declared;

/// Requires a checksum for an upload with object lock headers. `operation` is S3's name for it in the error.
pub fn require_checksum(is_locked: bool, declared: &Declared, operation: &str) -> S3Result<()> {
    let has_checksum = declared.content_md5.is_some()
        || !declared.checksums.is_empty()
        || declared.trailer.is_some();
    if !is_locked || has_checksum {
        return Ok(());
    }
    Err(s3_error!(
        InvalidRequest,
        "Content-MD5 OR x-amz-checksum- HTTP header is required for {operation} requests with Object Lock parameters"
    ))
}

/// Checks a customer-provided encryption key (SSE-C) against its MD5, and returns the MD5 in base64.
pub fn customer_key_md5(key: Option<&str>, md5: Option<&str>) -> S3Result<Option<String>> {
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

/// Requires that a request of an upload has the key that the upload was created with.
pub fn require_customer_key(created_with: Option<&str>, sent: Option<&str>) -> S3Result<()> {
    match (created_with, sent) {
        (Some(_), None) => Err(s3_error!(
            InvalidRequest,
            "The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters."
        )),
        (created_with, sent) if created_with != sent => Err(s3_error!(
            InvalidRequest,
            "The provided encryption parameters did not match the ones used originally."
        )),
        _ => Ok(()),
    }
}
