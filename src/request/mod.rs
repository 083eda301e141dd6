//! A request to presign, and the presigned URL.

mod method;
mod response_overrides;

use alloc::string::String;
use alloc::vec::Vec;

pub use method::Method;
pub use response_overrides::ResponseOverrides;

use crate::expiry::{Expiry, LimitedBy};
use crate::time::Timestamp;

/// A request to presign. Its texts are owned, or borrowed as `&str`.
#[derive(Clone, Debug, Default)]
pub struct PresignRequest<T = String> {
    /// The bucket. A request without a bucket is to the service itself, as `ListBuckets` is.
    pub bucket: Option<T>,
    /// The object's key, exactly as stored. A request without a key is to the bucket itself.
    pub key: Option<T>,
    /// The method. The default is GET.
    pub method: Method,
    /// Expiry of the URL. The default is an hour.
    pub expiry: Expiry,
    /// Headers that the sender must send; all are signed. `Content-Length`, of a PUT or POST, fixes the body's size.
    pub headers: Vec<(T, T)>,
    /// Query parameters in addition to those of the signature, such as `versionId` or `x-amz-request-payer`.
    pub query: Vec<(T, T)>,
    /// Headers of the response that the request overrides.
    pub response: ResponseOverrides<T>,
    /// Signing date, if it is not now.
    pub signing_date: Option<Timestamp>,
    /// Number of seconds within which equal requests get equal URLs. The signing date is rounded down to a multiple of
    /// it, and the lifetime is longer by up to as many seconds.
    pub cache_window: Option<u32>,
}

impl PresignRequest {
    /// A GET of an object.
    pub fn get(bucket: &str, key: &str) -> Self {
        Self {
            bucket: Some(bucket.into()),
            key: Some(key.into()),
            ..Self::default()
        }
    }
}

impl<T: AsRef<str>> PresignRequest<T> {
    /// The bucket, borrowed.
    pub(crate) fn bucket(&self) -> Option<&str> {
        self.bucket.as_ref().map(T::as_ref)
    }

    /// The key, borrowed.
    pub(crate) fn key(&self) -> Option<&str> {
        self.key.as_ref().map(T::as_ref)
    }
}

/// A presigned URL. Anyone who has it can use it until it expires, so it is a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct PresignedUrl {
    /// The URL.
    pub url: String,
    /// The method for which it is signed.
    pub method: Method,
    /// The request's headers, which the sender must send unchanged. `Content-Length` is not among them: every client
    /// sends it by itself.
    pub headers: Vec<(String, String)>,
    /// The instant at which the URL stops working.
    pub expires_at: Timestamp,
    /// The cause of that expiry.
    pub limited_by: LimitedBy,
}

impl core::fmt::Debug for PresignedUrl {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter
            .debug_struct("PresignedUrl")
            .field("method", &self.method)
            .field("expires_at", &self.expires_at)
            .field("limited_by", &self.limited_by)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::{Method, PresignedUrl};
    use crate::expiry::LimitedBy;
    use crate::time::Timestamp;

    #[test]
    fn debug_does_not_show_the_url() {
        let presigned = PresignedUrl {
            url: "https://host/?X-Amz-Signature=secret".into(),
            method: Method::Get,
            headers: Vec::new(),
            expires_at: Timestamp::from_unix(0).expect("an instant"),
            limited_by: LimitedBy::Request,
        };
        assert!(!format!("{presigned:?}").contains("secret"));
    }
}
