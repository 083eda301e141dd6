//! The signer that a page holds: secrets go in once, and never come out.

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use super::error::answer;
use super::given::Given;
use crate::credentials::Credentials;
use crate::decimal::decimal;
use crate::error::{Error, item};
use crate::expiry::{Expiry, LimitedBy};
use crate::location::{Addressing, Location, Protocol, Variants};
use crate::post::{Condition, KeyRule, PostRequest};
use crate::request::{Method, PresignRequest, ResponseOverrides};
use crate::s3_uri::S3Uri;
use crate::signature_version::SignatureVersion;
use crate::text::{push_all, split};
use crate::time::Timestamp;
use crate::url_signer::UrlSigner;
use s3_signpost_sha256::lanes::Engine;

/// Signs for one set of credentials at one location.
///
/// It is made empty, and told the rest by calls that answer in a text: what could refuse by throwing would bring a
/// table of JavaScript's values into the module.
#[wasm_bindgen]
#[derive(Default)]
pub struct Presigner {
    signing: Option<Signing>,
    shared: Option<UrlSigner>,
    signed: String,
}

/// By what it signs.
struct Signing {
    signature: SignatureVersion,
    credentials: Credentials,
    location: Location,
}

#[wasm_bindgen]
impl Presigner {
    /// One that signs nothing yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the parts of the public `SignerOptions` and `Credentials`: region, endpoint, bucket, the four endpoint
    /// variants as bits in the order of [`Variants`], of `addressing`, `protocol` and `signature` their place among
    /// the public values; then expiration, id, token and secret. Answers nothing.
    pub fn open(&mut self, given: String) -> String {
        let given = Zeroizing::new(given);
        answer(self.try_open(&mut Given(&given)))
    }

    fn try_open(&mut self, given: &mut Given<'_>) -> Result<String, Error> {
        let region = given.text().unwrap_or_default();
        let mut location = Location::from_parts(region, given.text())?;
        let bucket = given.text();
        let variants = given.choice();
        location.set_variants(Variants {
            dualstack: variants & 1 != 0,
            accelerate: variants & 2 != 0,
            fips: variants & 4 != 0,
            global: variants & 8 != 0,
        })?;
        location.set_addressing(match given.choice() {
            0 => Addressing::Auto,
            1 => Addressing::Virtual,
            _ => Addressing::Path,
        });
        match given.choice() {
            0 => {}
            1 => location.set_protocol(Protocol::Https)?,
            _ => location.set_protocol(Protocol::Http)?,
        }
        // A wrong default is told at once, not at the first request that relies on it.
        if bucket.is_some() {
            location.address(bucket)?;
        }
        let signature = match given.choice() {
            0 => SignatureVersion::V4,
            _ => SignatureVersion::V2,
        };
        signature.check(&location, bucket)?;
        let expiration = given.instant();
        let access_key_id = given.text().unwrap_or_default();
        let session_token = given.text();
        let secret_access_key = given.text().unwrap_or_default();
        let credentials =
            Credentials::from_parts(access_key_id, secret_access_key, session_token, expiration)?;
        self.signing = Some(Signing {
            signature,
            credentials,
            location,
        });
        Ok(String::new())
    }

    /// Takes the parts of a public `PresignRequest` but its key: bucket, of the method its place among the public
    /// values, `expiresIn`, `expiresAt`, `signingDate`, `cacheWindow`, the present, the overrides in the order of
    /// [`ResponseOverrides`], headers and query. Checks them, and hashes what all URLs have in common, which
    /// [`sign`](Self::sign) then goes by.
    ///
    /// Answers a line each: what stands before the path in every URL, what stands between the path and the
    /// signature, when the URLs end in seconds, the public `limitedBy`, and what paths begin with.
    pub fn share(&mut self, given: &str) -> String {
        answer(self.try_share(&mut Given(given)))
    }

    fn try_share(&mut self, given: &mut Given<'_>) -> Result<String, Error> {
        let Some(signing) = &self.signing else {
            return Ok(String::new());
        };
        let bucket = given.text();
        let method = match given.choice() {
            0 => Method::Get,
            1 => Method::Head,
            2 => Method::Put,
            3 => Method::Delete,
            _ => Method::Post,
        };
        let expiry = expiry(given);
        let signing_date = given.instant();
        let cache_window = given.seconds();
        let now = given.present()?;
        let request = PresignRequest {
            bucket,
            key: None,
            method,
            expiry,
            response: ResponseOverrides {
                content_type: given.text(),
                content_language: given.text(),
                expires: given.text(),
                cache_control: given.text(),
                content_disposition: given.text(),
                content_encoding: given.text(),
                download_as: given.text(),
            },
            headers: given.pairs(),
            query: given.pairs(),
            signing_date,
            cache_window,
        };
        let signer =
            signing
                .signature
                .url_signer(&signing.credentials, &signing.location, &request, now)?;
        let shared = signer.request();
        let mut answer = String::from(shared.address.origin());
        push_line(&mut answer, signer.suffix());
        push_ending(
            &mut answer,
            shared.validity.expires_at,
            shared.validity.limited_by,
        );
        push_line(&mut answer, shared.address.path());
        self.shared = Some(signer);
        Ok(answer)
    }

    /// Signs a key, or without one the bucket: the signature, a line feed, and the encoded path, unless that is the key
    /// as it stands behind what all paths begin with. Answers the length of that in bytes; they are found at
    /// [`signed`](Self::signed), since most of a short text's way through the glue is taken by the engine's own decoder.
    pub fn sign(&mut self, key: Option<String>) -> u32 {
        self.signed.clear();
        if let Some(signer) = &mut self.shared
            && let Err(error) = signer.sign(key.as_deref(), &mut self.signed)
        {
            self.signed = answer(Err(error));
        }
        self.signed.len() as u32
    }

    /// Where [`sign`](Self::sign) or [`sign_many`](Self::sign_many) left its answer, until the next call.
    pub fn signed(&self) -> *const u8 {
        self.signed.as_ptr()
    }

    /// The same of each of the keys between the NULs in `keys`, with a line feed behind each. They come as UTF-8: a
    /// browser's own encoder is faster over a long text than the glue's.
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
            self.signed = answer(signer.sign_many(keys, engine));
        }
        self.signed.len() as u32
    }

    /// Takes the parts of a public `PostRequest`: bucket, the key and whether it is only its beginning,
    /// `expiresIn`, `expiresAt`, `signingDate`, the present, `minSize`, `maxSize`, `contentType`, fields, and of
    /// each condition its operator and two operands, in turn.
    ///
    /// Answers a line each: the URL, when the form ends in seconds, the public `limitedBy`, 1 where the
    /// file's type is open and what it must begin with, and then the fields, names and values in turn: no form has a
    /// line break in them. It changes nothing: another kind of borrow than the other calls' would be bytes.
    #[wasm_bindgen(js_name = presignPost)]
    pub fn presign_post(&mut self, given: &str) -> String {
        answer(self.try_presign_post(&mut Given(given)))
    }

    fn try_presign_post(&self, given: &mut Given<'_>) -> Result<String, Error> {
        let Some(signing) = &self.signing else {
            return Ok(String::new());
        };
        let bucket = given.text().unwrap_or_default();
        let key = given.text().unwrap_or_default();
        let key = match given.choice() {
            0 => KeyRule::Exact(key),
            _ => KeyRule::StartsWith(key),
        };
        let expiry = expiry(given);
        let signing_date = given.instant();
        let now = given.present()?;
        let request = PostRequest {
            bucket,
            key,
            expiry,
            signing_date,
            min_size: given.number(),
            max_size: given.number(),
            content_type: given.text(),
            fields: given.pairs(),
            conditions: conditions(given)?,
        };
        let signed = signing.signature.presign_post(
            &signing.credentials,
            &signing.location,
            &request,
            now,
        )?;
        let mut answer = signed.url;
        push_ending(&mut answer, signed.expires_at, signed.limited_by);
        let prefix = signed.content_type_prefix;
        push_line(&mut answer, if prefix.is_some() { "1" } else { "0" });
        push_line(&mut answer, prefix.as_deref().unwrap_or_default());
        for (name, value) in &signed.fields {
            push_line(&mut answer, name);
            push_line(&mut answer, value);
        }
        Ok(answer)
    }
}

impl Presigner {
    /// What stands at [`signed`](Self::signed), for those who need not ask where.
    pub fn signed_text(&self) -> &str {
        &self.signed
    }
}

/// `s3://bucket/key`, the scheme in lower case; without a key, nothing behind the slash. An ARN has colons for slashes,
/// so that the first slash ends it.
#[wasm_bindgen(js_name = s3Uri)]
pub fn s3_uri(text: &str) -> String {
    answer(S3Uri::parse(text).map(|uri| {
        let mut text = String::from("s3://");
        for part in split(uri.bucket, b'/') {
            push_all(&[part, ":"], &mut text);
        }
        text.pop();
        push_all(&["/", uri.key.unwrap_or_default()], &mut text);
        text
    }))
}

/// Two lines: the instant in seconds, and the public `limitedBy`.
#[inline(never)]
fn push_ending(answer: &mut String, expires_at: Timestamp, limited_by: LimitedBy) {
    push_line(answer, &decimal(expires_at.unix().unsigned_abs()));
    push_line(answer, limited_by.as_str());
}

fn push_line(answer: &mut String, line: &str) {
    push_all(&["\n", line], answer);
}

fn expiry(given: &mut Given<'_>) -> Expiry {
    match (given.seconds(), given.instant()) {
        (Some(seconds), _) => Expiry::In(seconds),
        (None, Some(end)) => Expiry::At(end),
        (None, None) => Expiry::default(),
    }
}

fn conditions<'a>(given: &mut Given<'a>) -> Result<Vec<Condition<&'a str>>, Error> {
    let mut conditions = Vec::new();
    for index in 0..given.choice() / 3 {
        let mut text = || given.text().unwrap_or_default();
        let condition = Condition::from_operands(text(), text(), text())
            .map_err(|error| error.with_field(item("conditions", &decimal(index.into()))))?;
        conditions.push(condition);
    }
    Ok(conditions)
}
