//! The signer that a page holds: secrets go in once, and never come out.

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use super::numbers::{instant, present, seconds, size};
use super::pairs::pairs;
use crate::credentials::Credentials;
use crate::error::Error;
use crate::expiry::{Expiry, LimitedBy};
use crate::location::{Addressing, Location, Protocol, Variants};
use crate::policy::{Condition, KeyRule, PostRequest};
use crate::request::{Method, PresignRequest, ResponseOverrides};
use crate::s3_uri::S3Uri;
use crate::sha256::lanes::Engine;
use crate::signature::{self, SignatureVersion};
use crate::time::{decimal, number};

/// Signs for one set of credentials at one location.
#[wasm_bindgen]
pub struct Presigner {
    signature: SignatureVersion,
    credentials: Credentials,
    location: Location,
}

#[wasm_bindgen]
impl Presigner {
    /// Takes the parts of the public `Credentials` and `SignerOptions`: `expiration` in seconds, the four
    /// endpoint variants as bits in the order of [`Variants`], and of `addressing`, `protocol` and `signature`
    /// their place among the public values.
    #[wasm_bindgen(constructor)]
    #[expect(
        clippy::too_many_arguments,
        reason = "an object would cost time and bytes"
    )]
    pub fn new(
        access_key_id: &str,
        secret_access_key: String,
        session_token: Option<String>,
        expiration: f64,
        region: &str,
        endpoint: Option<String>,
        bucket: Option<String>,
        variants: u32,
        addressing: u32,
        protocol: u32,
        signature: u32,
    ) -> Result<Presigner, JsValue> {
        let secret_access_key = Zeroizing::new(secret_access_key);
        let session_token = session_token.map(Zeroizing::new);
        let location = location(
            region,
            endpoint.as_deref(),
            bucket.as_deref(),
            variants,
            addressing,
            protocol,
        )?;
        let signature = match signature {
            0 => SignatureVersion::V4,
            _ => SignatureVersion::V2,
        };
        signature.check(&location, bucket.as_deref())?;
        let mut credentials = Credentials::new(access_key_id, &secret_access_key)?;
        if let Some(token) = &session_token {
            credentials = credentials.with_session_token(token)?;
        }
        if let Some(expiration) = instant(expiration) {
            credentials = credentials.with_expiration(expiration);
        }
        Ok(Self {
            signature,
            credentials,
            location,
        })
    }

    /// Takes the parts of a public `PresignRequest` but its key: instants in seconds and NaN for those that
    /// are absent, records as names and values in turn, and of the method its place among the public values.
    /// Checks them, and hashes what all URLs have in common.
    #[wasm_bindgen(js_name = urlSigner)]
    #[expect(
        clippy::too_many_arguments,
        reason = "an object would cost time and bytes"
    )]
    pub fn url_signer(
        &self,
        bucket: Option<String>,
        method: u32,
        expires_in: f64,
        expires_at: f64,
        headers: Vec<String>,
        query: Vec<String>,
        response: Vec<String>,
        signing_date: f64,
        cache_window: f64,
        now: f64,
    ) -> Result<UrlSigner, JsValue> {
        let request = PresignRequest {
            bucket,
            key: None,
            method: match method {
                0 => Method::Get,
                1 => Method::Head,
                2 => Method::Put,
                3 => Method::Delete,
                _ => Method::Post,
            },
            expiry: expiry(expires_in, expires_at),
            headers: pairs(headers),
            query: pairs(query),
            response: overrides(response),
            signing_date: instant(signing_date),
            cache_window: seconds(cache_window),
        };
        let signer = self.signature.url_signer(
            &self.credentials,
            &self.location,
            &request,
            present(now)?,
        )?;
        Ok(UrlSigner { signer })
    }

    /// Takes the parts of a public `PostRequest`, as [`url_signer`](Self::url_signer) does; of each condition its
    /// operator and two operands, in turn. Answers, as texts, the URL, when the form ends in seconds, whether
    /// the credentials end it, whether the file's type is open and what it must begin with, and then the
    /// fields, names and values in turn.
    #[wasm_bindgen(js_name = presignPost)]
    #[expect(
        clippy::too_many_arguments,
        reason = "an object would cost time and bytes"
    )]
    pub fn presign_post(
        &self,
        bucket: &str,
        key: String,
        starts_with: bool,
        expires_in: f64,
        expires_at: f64,
        fields: Vec<String>,
        conditions: Vec<String>,
        min_size: f64,
        max_size: f64,
        content_type: Option<String>,
        signing_date: f64,
        now: f64,
    ) -> Result<Vec<String>, JsValue> {
        let key = if starts_with {
            KeyRule::StartsWith(key)
        } else {
            KeyRule::Exact(key)
        };
        let mut request = PostRequest::new(bucket, key);
        request.conditions = self::conditions(conditions);
        request.expiry = expiry(expires_in, expires_at);
        request.fields = pairs(fields);
        request.min_size = size(min_size);
        request.max_size = size(max_size);
        request.content_type = content_type;
        request.signing_date = instant(signing_date);
        let signed = self.signature.presign_post(
            &self.credentials,
            &self.location,
            &request,
            present(now)?,
        )?;
        let is_open = signed.content_type_prefix.is_some();
        let mut answer = Vec::from([
            signed.url,
            decimal(signed.expires_at.unix().unsigned_abs()),
            decimal((signed.limited_by == LimitedBy::Credentials).into()),
            decimal(is_open.into()),
            signed.content_type_prefix.unwrap_or_default(),
        ]);
        for (name, value) in signed.fields {
            answer.push(name);
            answer.push(value);
        }
        Ok(answer)
    }
}

/// Signs URLs that differ in their key alone.
#[wasm_bindgen]
pub struct UrlSigner {
    signer: signature::UrlSigner,
}

#[wasm_bindgen]
impl UrlSigner {
    /// What stands before the path in every URL.
    #[wasm_bindgen(getter)]
    pub fn origin(&self) -> String {
        self.signer.prepared().address.origin()
    }

    /// What stands between the path and the signature.
    #[wasm_bindgen(getter)]
    pub fn suffix(&self) -> String {
        self.signer.suffix()
    }

    /// When the URLs end, in seconds.
    #[wasm_bindgen(getter, js_name = expiresAt)]
    pub fn expires_at(&self) -> f64 {
        self.signer.prepared().validity.expires_at.unix() as f64
    }

    /// Whether the credentials end them.
    #[wasm_bindgen(getter, js_name = limitedByCredentials)]
    pub fn limited_by_credentials(&self) -> bool {
        self.signer.prepared().validity.limited_by == LimitedBy::Credentials
    }

    /// The encoded path and the signature, with a line feed between them. Without a key, those of the bucket.
    pub fn sign(&mut self, key: Option<String>) -> Result<String, JsValue> {
        let mut out = String::with_capacity(256);
        self.signer.sign(key.as_deref(), &mut out)?;
        Ok(out)
    }

    /// The same for each of the keys between the NULs in `keys`, each with a line feed behind it. They come as
    /// UTF-8: a browser's own encoder is faster over a long text than the glue's.
    #[wasm_bindgen(js_name = signMany)]
    pub fn sign_many(&mut self, keys: &[u8], has_simd: bool) -> Result<String, JsValue> {
        let engine = if has_simd {
            Engine::Simd
        } else {
            Engine::Scalar
        };
        let keys = keys
            .split(|byte| *byte == 0)
            .map(|key| core::str::from_utf8(key).unwrap_or_default());
        Ok(self.signer.sign_many(keys, engine)?)
    }
}

/// Bucket and key of an `s3://` URI; the bucket alone where there is no key.
#[wasm_bindgen(js_name = s3Uri)]
pub fn s3_uri(text: &str) -> Result<Vec<String>, JsValue> {
    let uri = S3Uri::parse(text)?;
    let mut parts = Vec::from([uri.bucket.into()]);
    parts.extend(uri.key.map(String::from));
    Ok(parts)
}

/// A function of its own: what is made on the way is not mixed with what the caller has to drop.
#[inline(never)]
fn location(
    region: &str,
    endpoint: Option<&str>,
    bucket: Option<&str>,
    variants: u32,
    addressing: u32,
    protocol: u32,
) -> Result<Location, Error> {
    let location = match endpoint {
        None => Location::aws(region)?,
        Some(endpoint) => Location::custom(region, endpoint)?,
    }
    .with_addressing(match addressing {
        0 => Addressing::Auto,
        1 => Addressing::Virtual,
        _ => Addressing::Path,
    })
    .with_variants(Variants {
        dualstack: variants & 1 != 0,
        accelerate: variants & 2 != 0,
        fips: variants & 4 != 0,
        global: variants & 8 != 0,
    })?;
    let location = match protocol {
        0 => location,
        1 => location.with_protocol(Protocol::Https)?,
        _ => location.with_protocol(Protocol::Http)?,
    };
    // A wrong default is told at once, not at the first request that relies on it.
    if bucket.is_some() {
        location.address(bucket)?;
    }
    Ok(location)
}

fn expiry(expires_in: f64, expires_at: f64) -> Expiry {
    match (seconds(expires_in), instant(expires_at)) {
        (Some(seconds), _) => Expiry::In(seconds),
        (None, Some(end)) => Expiry::At(end),
        (None, None) => Expiry::default(),
    }
}

fn overrides(given: Vec<String>) -> ResponseOverrides {
    let mut response = ResponseOverrides::default();
    for (name, value) in pairs(given) {
        let place = match name.as_str() {
            "contentType" => &mut response.content_type,
            "contentLanguage" => &mut response.content_language,
            "expires" => &mut response.expires,
            "cacheControl" => &mut response.cache_control,
            "contentDisposition" => &mut response.content_disposition,
            "contentEncoding" => &mut response.content_encoding,
            _ => &mut response.download_as,
        };
        *place = Some(value);
    }
    response
}

fn conditions(given: Vec<String>) -> Vec<Condition> {
    let mut conditions = Vec::new();
    let mut parts = given.into_iter();
    while let (Some(operator), Some(name), Some(value)) = (parts.next(), parts.next(), parts.next())
    {
        let bound = |text: &str| number(text).unwrap_or_default().unsigned_abs();
        conditions.push(match operator.as_str() {
            "eq" => Condition::Eq { name, value },
            "starts-with" => Condition::StartsWith {
                name,
                prefix: value,
            },
            _ => Condition::ContentLengthRange {
                min: bound(&name),
                max: bound(&value),
            },
        });
    }
    conditions
}
