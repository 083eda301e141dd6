//! A presigned URL: the signature and all it speaks of, in the query.

use alloc::string::String;

use zeroize::Zeroize;

use super::canonical::{CanonicalRequest, UNSIGNED_PAYLOAD};
use super::key::SigningKey;
use super::scope::Scope;
use super::string_to_sign::first_lines;
use super::{ALGORITHM, LONGEST_SECONDS};
use crate::credentials::Credentials;
use crate::error::Error;
use crate::location::Location;
use crate::prepared::Prepared;
use crate::request::{PresignRequest, PresignedUrl};
use crate::sha256::{HmacSha256, Sha256, SharedTail, hex};
use crate::text::{ascii, concat};
use crate::time::{Timestamp, decimal};

/// Presigns `request` at `now`, the real instant.
///
/// Nothing is hoisted, dropped or added: the headers given are signed and returned, and the query holds
/// what was given and the six or seven parameters of the signature. Any code but those of forms and of
/// `s3://` URIs can be the answer.
pub fn presign<T: AsRef<str>>(
    credentials: &Credentials,
    location: &Location,
    request: &PresignRequest<T>,
    now: Timestamp,
) -> Result<PresignedUrl, Error> {
    let mut signer = UrlSigner::new(credentials, location, request, now)?;
    let url = signer.url(request.key())?;
    Ok(signer.prepared.presigned(url, request))
}

/// Signs requests that differ in their key alone: all else is checked, the signing key derived, and what
/// they have in common hashed, once.
pub struct UrlSigner {
    pub(crate) prepared: Prepared,
    query: String,
    /// Has taken in what canonical requests begin with.
    pub(super) canonical_request: Sha256,
    /// What they end with.
    pub(super) tail: SharedTail,
    pub(super) hmac: HmacSha256,
    /// The HMAC's inner hash, which has taken in what strings to sign begin with.
    pub(super) string_to_sign: Sha256,
}

impl UrlSigner {
    /// Takes all of `request` but its key. Fails as [`presign`] does.
    pub fn new<T: AsRef<str>>(
        credentials: &Credentials,
        location: &Location,
        request: &PresignRequest<T>,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let mut prepared = Prepared::new(credentials, location, request, now, LONGEST_SECONDS)?;
        let signed_at = prepared.validity.signed_at;
        let address = &prepared.address;
        let scope = Scope::new(signed_at, address.region(), address.service());
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
        // V4 wants the equals sign of each.
        let query = query.text("");

        let mut canonical_request = Sha256::default();
        canonical_request.update(prepared.method.as_bytes());
        canonical_request.update(b"\n");
        let tail = CanonicalRequest {
            method: prepared.method,
            path: "",
            query: &query,
            headers: &prepared.headers,
            payload: UNSIGNED_PAYLOAD,
        }
        .tail();
        let hmac = SigningKey::derive(credentials.secret_access_key(), &scope).hmac();
        let mut string_to_sign = hmac.begin();
        string_to_sign.update(first_lines(signed_at, &scope).as_bytes());
        Ok(Self {
            query,
            canonical_request,
            tail: SharedTail::new(tail.into_bytes()),
            hmac,
            string_to_sign,
            prepared,
        })
    }

    /// The URL for one key, or for the bucket itself.
    pub fn url(&mut self, key: Option<&str>) -> Result<String, Error> {
        let mut path = String::new();
        self.prepared.push_path(key, &mut path)?;
        let mut url = String::from(self.prepared.address.origin());
        url.push_str(&path);
        url.push_str(&self.suffix());
        url.push_str(ascii(&self.signature(&path)));
        Ok(url)
    }

    /// What stands between the path and the signature.
    pub fn suffix(&self) -> String {
        concat(&["?", &self.query, "&X-Amz-Signature="])
    }

    /// The signature for an encoded path, in hex.
    pub(crate) fn signature(&mut self, path: &str) -> [u8; 64] {
        let mut request = self.canonical_request.clone();
        request.update(path.as_bytes());
        let mut text = self.string_to_sign.clone();
        text.update(&hex(&self.tail.finish(request)));
        hex(&self.hmac.finish(text))
    }
}

/// What was hashed of the signing key is as good as a part of it.
impl Drop for UrlSigner {
    fn drop(&mut self) {
        self.string_to_sign.zeroize();
    }
}
