//! What both signature versions make of a request before they sign it.

use alloc::string::String;

use crate::credentials::Credentials;
use crate::encode::{Slash, uri_encode};
use crate::error::{Code, Error};
use crate::expiry::Validity;
use crate::header::CanonicalHeaders;
use crate::location::{Address, Location};
use crate::object_key;
use crate::query::CanonicalQuery;
use crate::request::{PresignRequest, PresignedUrl};
use crate::sorted_pairs::SortedPairs;
use crate::time::Timestamp;

/// A request, checked, but for its key: requests that differ in nothing else share it.
pub(crate) struct Prepared {
    pub(crate) method: &'static str,
    pub(crate) address: Address,
    pub(crate) headers: CanonicalHeaders,
    /// As given, not encoded: `query` and `response`.
    pub(crate) parameters: SortedPairs,
    /// The same as they are sent.
    pub(crate) query: CanonicalQuery,
    pub(crate) validity: Validity,
    names_a_bucket: bool,
}

impl Prepared {
    /// `longest` is what the signature version allows, in seconds.
    pub(crate) fn new<T: AsRef<str>>(
        credentials: &Credentials,
        location: &Location,
        request: &PresignRequest<T>,
        now: Timestamp,
        longest: u32,
    ) -> Result<Self, Error> {
        let signed_at = request.signing_date.unwrap_or(now);
        let mut validity = Validity::new(request.expiry, signed_at, now, credentials, longest)?;
        if let Some(window) = request.cache_window {
            validity = validity.within_window(window, request.expiry, credentials, longest)?;
        }
        // Filled in place: whatever is refused, there is one value to drop.
        let mut prepared = Self {
            method: request.method.as_str(),
            address: location.address(request.bucket())?,
            headers: CanonicalHeaders::default(),
            parameters: SortedPairs::default(),
            query: CanonicalQuery::default(),
            validity,
            names_a_bucket: request.bucket.is_some(),
        };
        let Self {
            address,
            headers,
            parameters,
            query,
            ..
        } = &mut prepared;
        headers.add(address.host(), &request.headers)?;
        request.parameters(&mut |name, value| {
            query.add(name, value)?;
            parameters.insert(name.into(), value.into());
            Ok(())
        })?;
        Ok(prepared)
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
                    "must be set where `key` is.",
                    "Name the bucket here or where the signer is made.",
                ));
            }
            object_key::check_addressable(key)?;
            uri_encode(key, Slash::Keep, path);
        }
        Ok(())
    }

    /// Whether this is the path of a key of which nothing is encoded: encoding only makes longer.
    pub(crate) fn is_plain(&self, path: &str, key: &str) -> bool {
        path.len() == self.address.path().len() + "/".len() + key.len()
    }

    /// What the caller gets.
    pub(crate) fn presigned<T: AsRef<str>>(
        &self,
        url: String,
        request: &PresignRequest<T>,
    ) -> PresignedUrl {
        let headers = request.headers.iter();
        PresignedUrl {
            url,
            method: request.method,
            headers: headers
                .map(|(name, value)| (name.as_ref().into(), value.as_ref().into()))
                .collect(),
            expires_at: self.validity.expires_at,
            limited_by: self.validity.limited_by,
        }
    }
}
