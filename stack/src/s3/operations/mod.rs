//! S3's operations, a file for each kind.

#![expect(
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "all operations have the signature of s3s's trait"
)]

pub mod buckets;
pub mod listings;
pub mod objects;
mod receive;
mod requirements;
pub mod tags;
pub mod uploads;

use hyper::StatusCode;
use s3s::{S3Error, S3ErrorCode};

use super::store::StoreError;

impl From<StoreError> for S3Error {
    fn from(error: StoreError) -> Self {
        let code = match error {
            StoreError::NoSuchBucket => S3ErrorCode::NoSuchBucket,
            StoreError::NoSuchKey => S3ErrorCode::NoSuchKey,
            StoreError::NoSuchUpload => S3ErrorCode::NoSuchUpload,
            StoreError::BucketAlreadyOwnedByYou => S3ErrorCode::BucketAlreadyOwnedByYou,
            StoreError::BucketNotEmpty => S3ErrorCode::BucketNotEmpty,
            StoreError::PreconditionFailed => S3ErrorCode::PreconditionFailed,
            StoreError::Io(error) => return Self::internal_error(error),
        };
        Self::new(code)
    }
}

/// Returns an error whose code s3s does not define.
fn unlisted(status: StatusCode, code: &'static str, message: impl Into<String>) -> S3Error {
    let mut error = S3Error::with_message(S3ErrorCode::Custom(code.into()), message.into());
    error.set_status_code(status);
    error
}
