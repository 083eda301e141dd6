//! A presigned URL: the signature and all it speaks of, in the query.

use alloc::string::String;

use super::canonical::{CanonicalRequest, UNSIGNED_PAYLOAD};
use super::key::SigningKey;
use super::scope::Scope;
use super::string_to_sign::string_to_sign;
use super::{ALGORITHM, LONGEST_SECONDS};
use crate::credentials::Credentials;
use crate::encode::{Slash, uri_encode};
use crate::error::{Code, Error, item};
use crate::expiry::Validity;
use crate::header::CanonicalHeaders;
use crate::location::{Address, Location};
use crate::object_key;
use crate::query::CanonicalQuery;
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
    let prepared = Prepared::new(credentials, location, request, now)?;
    let key = SigningKey::derive(credentials.secret_access_key(), &prepared.scope);
    let signature = key.sign(&prepared.string_to_sign());
    Ok(PresignedUrl {
        url: [
            &prepared.address.origin(),
            &prepared.path,
            "?",
            &prepared.query,
            "&X-Amz-Signature=",
            &signature,
        ]
        .concat(),
        method: request.method,
        headers: request.headers.clone(),
        expires_at: prepared.validity.expires_at,
        limited_by: prepared.validity.limited_by,
    })
}

/// Everything but the signature.
struct Prepared<'a> {
    method: &'static str,
    address: Address,
    path: String,
    query: String,
    headers: CanonicalHeaders,
    scope: Scope<'a>,
    validity: Validity,
}

impl<'a> Prepared<'a> {
    fn new(
        credentials: &Credentials,
        location: &'a Location,
        request: &PresignRequest,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let address = location.address(request.bucket.as_deref())?;
        let path = path(&address, request)?;
        let headers = CanonicalHeaders::new(address.host(), &request.headers)?;

        let signed_at = request.signing_date.unwrap_or(now);
        let validity = Validity::new(request.expiry, signed_at, now, credentials, LONGEST_SECONDS)?;
        let scope = Scope::new(signed_at, location.region());

        let mut query = CanonicalQuery::new(&request.query)?;
        for (name, value) in request.response.parameters(request.method)? {
            if request.query.iter().any(|(given, _)| given == name) {
                return Err(Error::new(
                    Code::InvalidQuery,
                    item("query", name),
                    "It is given both in query and in response.",
                    "Give it once.",
                ));
            }
            query.insert(name, &value);
        }
        query.insert("X-Amz-Algorithm", ALGORITHM);
        let credential = scope.credential(credentials.access_key_id());
        query.insert("X-Amz-Credential", &credential);
        query.insert("X-Amz-Date", &signed_at.amz_date());
        query.insert("X-Amz-Expires", &decimal(validity.seconds.into()));
        query.insert("X-Amz-SignedHeaders", &headers.signed_headers());
        if let Some(token) = credentials.session_token() {
            query.insert("X-Amz-Security-Token", token);
        }

        Ok(Self {
            method: request.method.as_str(),
            address,
            path,
            query: query.text(),
            headers,
            scope,
            validity,
        })
    }

    fn canonical_request(&self) -> String {
        CanonicalRequest {
            method: self.method,
            path: &self.path,
            query: &self.query,
            headers: &self.headers,
            payload: UNSIGNED_PAYLOAD,
        }
        .text()
    }

    fn string_to_sign(&self) -> String {
        string_to_sign(
            self.validity.signed_at,
            &self.scope,
            &self.canonical_request(),
        )
    }
}

/// The path that is both signed and sent. A bucket's own path by path style ends in a slash, which both
/// signature versions and all stores agree on.
fn path(address: &Address, request: &PresignRequest) -> Result<String, Error> {
    let mut path = String::from(address.path());
    path.push('/');
    if let Some(key) = &request.key {
        if request.bucket.is_none() {
            return Err(Error::new(
                Code::InvalidBucketName,
                "bucket",
                "An object is asked for, but no bucket is named.",
                "Name the bucket here or where the signer is made.",
            ));
        }
        object_key::check_addressable(key)?;
        uri_encode(key, Slash::Keep, &mut path);
    }
    Ok(path)
}
