//! The signer of a page. Secrets go in once, and never come out.

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use super::wire::{
    ObjectUrlArguments, ObjectUrlReply, OpenArguments, PostArguments, PostReply, S3UriArguments,
    S3UriReply, ShareArguments, ShareReply, malformed, reply,
};
use crate::credentials::Credentials;
use crate::decimal::decimal;
use crate::error::{Error, item};
use crate::expiry::Expiry;
use crate::location::{Location, Variants};
use crate::location_url::LocationUrl;
use crate::post::{Condition, KeyRule, PostRequest};
use crate::request::{PresignRequest, ResponseOverrides};
use crate::s3_uri::S3Uri;
use crate::signature_version::SignatureVersion;
use crate::time::Timestamp;
use crate::url_signer::UrlSigner;
use s3_signpost_sha256::lanes::Engine;

/// Signs for one set of credentials at one location.
///
/// The constructor makes a closed one, and [`open`](Self::open) replies with its errors: a constructor that throws
/// would bring a table of JavaScript's values into the module.
#[wasm_bindgen]
#[derive(Default)]
pub struct Presigner {
    place: Option<Place>,
    credentials: Option<Credentials>,
    shared: Option<UrlSigner>,
    signed: String,
}

/// The location of an open presigner.
struct Place {
    signature: SignatureVersion,
    location: Location,
    /// The default bucket.
    bucket: Option<String>,
}

#[wasm_bindgen]
impl Presigner {
    /// Makes a presigner that is not open yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes [`OpenArguments`]. Replies with nothing.
    pub fn open(&mut self, arguments: String) -> String {
        let arguments = Zeroizing::new(arguments);
        reply(self.try_open(&arguments))
    }

    fn try_open(&mut self, arguments: &str) -> Result<String, Error> {
        let arguments = OpenArguments::decode(arguments)?;
        let bucket = arguments.bucket;
        let mut location = Location::from_parts(arguments.region, arguments.endpoint)?;
        location.set_variants(Variants {
            dualstack: arguments.dualstack,
            accelerate: arguments.accelerate,
            fips: arguments.fips,
            global: arguments.global_endpoint,
        })?;
        location.set_addressing(arguments.addressing.unwrap_or_default());
        if let Some(protocol) = arguments.protocol {
            location.set_protocol(protocol)?;
        }
        if let Some(origin) = arguments.public_endpoint {
            location.set_public_endpoint(origin)?;
        }
        // A wrong default bucket fails here, not at the first request that relies on it.
        if bucket.is_some() {
            location.address(bucket)?;
        }
        let signature = arguments.signature.unwrap_or_default();
        signature.check(&location, bucket)?;
        if let Some(access_key_id) = arguments.access_key_id {
            self.credentials = Some(Credentials::from_parts(
                access_key_id,
                arguments.secret_access_key,
                arguments.session_token,
                arguments.expiration,
            )?);
        }
        self.place = Some(Place {
            signature,
            location,
            bucket: bucket.map(Into::into),
        });
        Ok(String::new())
    }

    /// Takes [`ShareArguments`]. Checks the request, and hashes the part that is the same for all keys, which
    /// [`sign`](Self::sign) then uses. Replies with [`ShareReply`].
    pub fn share(&mut self, arguments: &str) -> String {
        reply(self.try_share(arguments))
    }

    fn try_share(&mut self, arguments: &str) -> Result<String, Error> {
        let (place, credentials) = self.signing()?;
        let arguments = ShareArguments::decode(arguments)?;
        let request = PresignRequest {
            bucket: arguments.bucket,
            key: None,
            method: arguments.method.unwrap_or_default(),
            expiry: expiry(arguments.expires_in, arguments.expires_at),
            response: ResponseOverrides {
                content_type: arguments.content_type,
                content_language: arguments.content_language,
                expires: arguments.expires,
                cache_control: arguments.cache_control,
                content_disposition: arguments.content_disposition,
                content_encoding: arguments.content_encoding,
                download_as: arguments.download_as,
            },
            headers: arguments.headers,
            query: arguments.query,
            signing_date: arguments.signing_date,
            cache_window: arguments.cache_window,
        };
        let signer =
            place
                .signature
                .url_signer(credentials, &place.location, &request, arguments.now)?;
        let shared = signer.request();
        let reply = ShareReply {
            origin: shared.address.origin(),
            suffix: signer.suffix(),
            expires_at: shared.validity.expires_at,
            limited_by: shared.validity.limited_by.as_str(),
            base: shared.address.path(),
        }
        .encode();
        self.shared = Some(signer);
        Ok(reply)
    }

    /// Signs a key, or the bucket if there is none. Returns the length in bytes of `sign` in the grammar of
    /// [`wire`](super::wire), which is at [`signed`](Self::signed): the glue's decoder would take most of the time of
    /// so short a text.
    pub fn sign(&mut self, key: Option<String>) -> u32 {
        self.signed.clear();
        if let Some(signer) = &mut self.shared
            && let Err(error) = signer.sign(key.as_deref(), &mut self.signed)
        {
            self.signed = reply(Err(error));
        }
        self.signed.len() as u32
    }

    /// The address of the text of [`sign`](Self::sign) or [`sign_many`](Self::sign_many), until the next call.
    pub fn signed(&self) -> *const u8 {
        self.signed.as_ptr()
    }

    /// Signs each of the `keys` of the grammar. Returns the length in bytes of `sign-many`, which is at
    /// [`signed`](Self::signed). The keys come as UTF-8, since a browser's own encoder is faster than the glue's for a
    /// long text.
    #[wasm_bindgen(js_name = signMany)]
    pub fn sign_many(&mut self, keys: &[u8], has_simd: bool) -> u32 {
        let engine = if has_simd {
            Engine::Simd
        } else {
            Engine::Scalar
        };
        let keys = keys
            .split(|byte| *byte == 0)
            .map(|key| core::str::from_utf8(key).unwrap_or_default());
        if let Some(signer) = &mut self.shared {
            self.signed = reply(signer.sign_many(keys, engine));
        }
        self.signed.len() as u32
    }

    /// Takes [`PostArguments`] and replies with [`PostReply`]. `&mut self`, which all methods take, saves the glue of
    /// another kind of borrow.
    #[wasm_bindgen(js_name = presignPost)]
    pub fn presign_post(&mut self, arguments: &str) -> String {
        reply(self.try_presign_post(arguments))
    }

    fn try_presign_post(&self, arguments: &str) -> Result<String, Error> {
        let (place, credentials) = self.signing()?;
        let arguments = PostArguments::decode(arguments)?;
        let key = match (arguments.key, arguments.key_starts_with) {
            (Some(key), None) => KeyRule::Exact(key),
            (None, Some(prefix)) => KeyRule::StartsWith(prefix),
            (Some(_), Some(_)) | (None, None) => return Err(malformed()),
        };
        let request = PostRequest {
            bucket: arguments.bucket,
            key,
            expiry: expiry(arguments.expires_in, arguments.expires_at),
            signing_date: arguments.signing_date,
            min_size: arguments.min_size,
            max_size: arguments.max_size,
            content_type: arguments.content_type,
            fields: arguments.fields,
            conditions: conditions(&arguments.conditions)?,
        };
        let post =
            place
                .signature
                .presign_post(credentials, &place.location, &request, arguments.now)?;
        Ok(PostReply {
            url: &post.url,
            expires_at: post.expires_at,
            limited_by: post.limited_by.as_str(),
            content_type_prefix: post.content_type_prefix.as_deref(),
            fields: &post.fields,
        }
        .encode())
    }

    /// Takes [`ObjectUrlArguments`]. Replies with [`ObjectUrlReply`], or with nothing for a URL of another place.
    #[wasm_bindgen(js_name = objectUrl)]
    pub fn object_url(&mut self, arguments: &str) -> String {
        reply(self.try_object_url(arguments))
    }

    fn try_object_url(&self, arguments: &str) -> Result<String, Error> {
        let place = self.place.as_ref().ok_or_else(malformed)?;
        let ObjectUrlArguments { url } = ObjectUrlArguments::decode(arguments)?;
        let parsed = LocationUrl::parse(url, &place.location, place.bucket.as_deref())?;
        Ok(parsed.map_or_else(String::new, |parsed| {
            ObjectUrlReply {
                bucket: &parsed.bucket,
                key: parsed.key.as_deref(),
                query: &parsed.query,
                fragment: parsed.fragment,
            }
            .encode()
        }))
    }

    /// Fails if the presigner is not open, or was opened without credentials.
    fn signing(&self) -> Result<(&Place, &Credentials), Error> {
        let signing = self.place.as_ref().zip(self.credentials.as_ref());
        signing.ok_or_else(malformed)
    }
}

impl Presigner {
    /// The text at [`signed`](Self::signed), for callers in Rust.
    pub fn signed_text(&self) -> &str {
        &self.signed
    }
}

/// Takes [`S3UriArguments`] and replies with [`S3UriReply`].
#[wasm_bindgen(js_name = s3Uri)]
pub fn s3_uri(arguments: &str) -> String {
    reply(try_s3_uri(arguments))
}

fn try_s3_uri(arguments: &str) -> Result<String, Error> {
    let S3UriArguments { uri } = S3UriArguments::decode(arguments)?;
    let S3Uri { bucket, key } = S3Uri::parse(uri)?;
    Ok(S3UriReply { bucket, key }.encode())
}

/// An hour if neither is set. JavaScript never sets both.
fn expiry(expires_in: Option<u32>, expires_at: Option<Timestamp>) -> Expiry {
    let expires_in = expires_in.map(Expiry::In);
    expires_in
        .or_else(|| expires_at.map(Expiry::At))
        .unwrap_or_default()
}

fn conditions<'a>(groups: &[[&'a str; 3]]) -> Result<Vec<Condition<&'a str>>, Error> {
    let mut conditions = Vec::new();
    for (index, [operator, first, second]) in groups.iter().enumerate() {
        let condition = Condition::from_operands(operator, first, second)
            .map_err(|error| error.with_field(item("conditions", &decimal(index as u64))))?;
        conditions.push(condition);
    }
    Ok(conditions)
}
