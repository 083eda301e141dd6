//! A presigned URL: the signature and all it speaks of, in the query.

use alloc::string::String;

use super::canonical::{CanonicalRequest, UNSIGNED_PAYLOAD};
use super::key::SigningKey;
use super::scope::Scope;
use super::string_to_sign::string_to_sign;
use super::{ALGORITHM, LONGEST_SECONDS};
use crate::credentials::Credentials;
use crate::error::Error;
use crate::location::Location;
use crate::prepared::Prepared;
use crate::request::{PresignRequest, PresignedUrl};
use crate::time::{Timestamp, decimal};

/// Presigns `request` at `now`, the real instant.
///
/// Nothing is hoisted, dropped or added: the headers given are signed and returned, and the query holds
/// what was given and the six or seven parameters of the signature. Any code but those of forms and of
/// `s3://` URIs can be the answer.
pub fn presign(
    credentials: &Credentials,
    location: &Location,
    request: &PresignRequest,
    now: Timestamp,
) -> Result<PresignedUrl, Error> {
    let signer = UrlSigner::new(credentials, location, request, now)?;
    let url = signer.url(request.key.as_deref())?;
    Ok(signer.prepared.presigned(url, request))
}

/// Signs requests that differ in their key alone: all else is checked, and the signing key derived, once.
pub struct UrlSigner {
    prepared: Prepared,
    scope: Scope,
    key: SigningKey,
    query: String,
}

impl UrlSigner {
    /// Takes all of `request` but its key. Fails as [`presign`] does.
    pub fn new(
        credentials: &Credentials,
        location: &Location,
        request: &PresignRequest,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let mut prepared = Prepared::new(credentials, location, request, now, LONGEST_SECONDS)?;
        let signed_at = prepared.validity.signed_at;
        let scope = Scope::new(
            signed_at,
            prepared.address.region(),
            prepared.address.service(),
        );
        let query = &mut prepared.query;
        query.insert("X-Amz-Algorithm", ALGORITHM);
        let credential = scope.credential(credentials.access_key_id());
        query.insert("X-Amz-Credential", &credential);
        query.insert("X-Amz-Date", &signed_at.amz_date());
        query.insert("X-Amz-Expires", &decimal(prepared.validity.seconds.into()));
        query.insert("X-Amz-SignedHeaders", &prepared.headers.signed_headers());
        if let Some(token) = credentials.session_token() {
            query.insert("X-Amz-Security-Token", token);
        }
        Ok(Self {
            key: SigningKey::derive(credentials.secret_access_key(), &scope),
            // V4 wants the equals sign of each.
            query: query.text(|_| false),
            scope,
            prepared,
        })
    }

    /// The URL for one key, or for the bucket itself.
    pub fn url(&self, key: Option<&str>) -> Result<String, Error> {
        let path = self.prepared.path(key)?;
        let request = CanonicalRequest {
            method: self.prepared.method,
            path: &path,
            query: &self.query,
            headers: &self.prepared.headers,
            payload: UNSIGNED_PAYLOAD,
        };
        let text = string_to_sign(
            self.prepared.validity.signed_at,
            &self.scope,
            &request.text(),
        );
        Ok([
            &self.prepared.address.origin(),
            &path,
            "?",
            &self.query,
            "&X-Amz-Signature=",
            &self.key.sign(&text),
        ]
        .concat())
    }
}
