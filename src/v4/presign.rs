//! A presigned URL: the signature and its parameters, in the query.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>.

use alloc::string::String;

use super::canonical_request::{CanonicalRequest, CanonicalRequestHasher, UNSIGNED_PAYLOAD};
use super::limits::MAX_EXPIRY_SECONDS;
use super::scope::Scope;
use super::signature::Signer;
use super::signing_key_cache::SigningKeyCache;
use super::string_to_sign::ALGORITHM;
use super::string_to_sign::StringToSign;
use crate::credentials::Credentials;
use crate::decimal::decimal;
use crate::error::Error;
use crate::location::Location;
use crate::opaque_debug::opaque_debug;
use crate::request::{PresignRequest, PresignedUrl};
use crate::shared_request::SharedRequest;
use crate::text::{ascii, concat};
use crate::time::Timestamp;

/// Presigns `request` at `now`, the real instant.
///
/// Adds nothing but the six or seven parameters of the signature: all headers are signed and returned, and the query
/// has all parameters of the request. Fails with any code except those of forms and of `s3://` URIs.
pub fn presign<T: AsRef<str>>(
    credentials: &Credentials,
    location: &Location,
    request: &PresignRequest<T>,
    now: Timestamp,
) -> Result<PresignedUrl, Error> {
    let keys = &mut SigningKeyCache::default();
    let mut signer = UrlSigner::new(keys, credentials, location, request, now)?;
    let url = signer.url(request.key())?;
    Ok(signer.request.presigned(url, request))
}

/// Signs requests that differ only in their key. Everything else is checked, derived and hashed once.
pub struct UrlSigner {
    pub(crate) request: SharedRequest,
    pub(super) canonical_request: CanonicalRequestHasher,
    /// Has hashed the part of the string to sign before the canonical request's hash.
    pub(super) signer: Signer,
    /// `?…&X-Amz-Signature=`
    suffix: String,
}

opaque_debug!(UrlSigner, "UrlSigner");

impl UrlSigner {
    /// Prepares all steps for `request` without its key. `keys` is a cache for these credentials. Fails as [`presign`]
    /// does.
    pub fn new<T: AsRef<str>>(
        keys: &mut SigningKeyCache,
        credentials: &Credentials,
        location: &Location,
        request: &PresignRequest<T>,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let mut request =
            SharedRequest::new(credentials, location, request, now, MAX_EXPIRY_SECONDS)?;
        let signed_at = request.validity.signed_at;
        let address = &request.address;
        let scope = Scope::new(signed_at, address.region(), address.service());
        let query = &mut request.query;
        query.insert("X-Amz-Algorithm", ALGORITHM);
        let credential = scope.credential(credentials.access_key_id());
        query.insert("X-Amz-Credential", &credential);
        query.insert("X-Amz-Date", &signed_at.amz_date());
        query.insert("X-Amz-Expires", &decimal(request.validity.seconds.into()));
        query.insert("X-Amz-SignedHeaders", &request.headers.signed_headers());
        if let Some(token) = credentials.session_token() {
            query.insert("X-Amz-Security-Token", token);
        }
        // A V4 query has an equals sign after each name.
        let query = query.text("");

        let canonical_request =
            CanonicalRequest::new(request.method, &query, &request.headers, UNSIGNED_PAYLOAD);
        let string_to_sign = StringToSign::new(signed_at, &scope);
        let key = keys.key(credentials, &scope);
        Ok(Self {
            canonical_request: canonical_request.into_hasher(),
            signer: Signer::new(key, &string_to_sign.before_hash),
            suffix: concat(&["?", &query, "&X-Amz-Signature="]),
            request,
        })
    }

    /// Returns the URL of one key, or of the bucket itself.
    pub fn url(&mut self, key: Option<&str>) -> Result<String, Error> {
        let mut path = String::new();
        self.request.push_path(key, &mut path)?;
        let signature = self.signature(&path);
        Ok(self.request.url(&path, &self.suffix, ascii(&signature)))
    }

    /// The part of each URL between path and signature.
    pub fn suffix(&self) -> &str {
        &self.suffix
    }

    /// Returns the signature of the request with this encoded path, in lower-case hex.
    pub(crate) fn signature(&mut self, path: &str) -> [u8; 64] {
        let hash = self.canonical_request.hash(path);
        self.signer.sign(&hash)
    }
}
