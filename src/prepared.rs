//! What both signature versions make of a request before they sign it.

use alloc::string::String;
use alloc::vec::Vec;

use crate::credentials::Credentials;
use crate::encode::{Slash, uri_encode};
use crate::error::{Code, Error};
use crate::expiry::Validity;
use crate::header::CanonicalHeaders;
use crate::location::{Address, Location};
use crate::object_key;
use crate::query::CanonicalQuery;
use crate::request::{PresignRequest, PresignedUrl};
use crate::time::Timestamp;

/// A request, checked, but for its key: requests that differ in nothing else share it.
pub(crate) struct Prepared {
    pub(crate) method: &'static str,
    pub(crate) address: Address,
    pub(crate) headers: CanonicalHeaders,
    /// As given, not encoded: `query` and `response`.
    pub(crate) parameters: Vec<(String, String)>,
    /// The same as they are sent.
    pub(crate) query: CanonicalQuery,
    pub(crate) validity: Validity,
    names_a_bucket: bool,
}

impl Prepared {
    /// `longest` is what the signature version allows, in seconds.
    pub(crate) fn new(
        credentials: &Credentials,
        location: &Location,
        request: &PresignRequest,
        now: Timestamp,
        longest: u32,
    ) -> Result<Self, Error> {
        let address = location.address(request.bucket.as_deref())?;
        let headers = CanonicalHeaders::new(address.host(), &request.headers)?;
        let signed_at = request.signing_date.unwrap_or(now);
        let mut validity = Validity::new(request.expiry, signed_at, now, credentials, longest)?;
        if let Some(window) = request.cache_window {
            validity = validity.within_window(window, request.expiry, credentials, longest)?;
        }
        let parameters = request.parameters()?;
        Ok(Self {
            method: request.method.as_str(),
            query: CanonicalQuery::new(&parameters)?,
            address,
            headers,
            parameters,
            validity,
            names_a_bucket: request.bucket.is_some(),
        })
    }

    /// Appends the path that is both signed and sent. A bucket's own path by path style ends in a slash, which both
    /// signature versions and all stores agree on.
    pub(crate) fn push_path(&self, key: Option<&str>, path: &mut String) -> Result<(), Error> {
        path.push_str(self.address.path());
        path.push('/');
        if let Some(key) = key {
            if !self.names_a_bucket {
                return Err(Error::new(
                    Code::InvalidBucketName,
                    "bucket",
                    "An object is asked for, but no bucket is named.",
                    "Name the bucket here or where the signer is made.",
                ));
            }
            object_key::check_addressable(key)?;
            uri_encode(key, Slash::Keep, path);
        }
        Ok(())
    }

    /// What the caller gets.
    pub(crate) fn presigned(&self, url: String, request: &PresignRequest) -> PresignedUrl {
        PresignedUrl {
            url,
            method: request.method,
            headers: request.headers.clone(),
            expires_at: self.validity.expires_at,
            limited_by: self.validity.limited_by,
        }
    }
}
