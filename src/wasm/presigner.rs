//! The signer that a page holds: secrets go in once, and never come out.

use alloc::string::String;

use js_sys::{Array, Object};
use wasm_bindgen::prelude::*;
use web_sys::Url;
use zeroize::Zeroizing;

use super::object::{object, record};
use super::options::{Options, instant, string, texts, whole, wrong_type};
use crate::credentials::Credentials;
use crate::error::{Code, Error, item};
use crate::expiry::{Expiry, LimitedBy};
use crate::location::{Addressing, Location, Protocol, Variants};
use crate::policy::{Condition, KeyRule, PostRequest};
use crate::request::{Method, PresignRequest, ResponseOverrides};
use crate::s3_uri::S3Uri;
use crate::signature::SignatureVersion;
use crate::time::{Timestamp, decimal};

/// Of a public `PresignRequest`; all but the first can be shared by many keys.
const REQUEST_OPTIONS: [&str; 10] = [
    "key",
    "bucket",
    "method",
    "expiresIn",
    "expiresAt",
    "headers",
    "query",
    "response",
    "signingDate",
    "cacheWindow",
];

/// Signs for one set of credentials at one location.
#[wasm_bindgen]
pub struct Presigner {
    signature: SignatureVersion,
    credentials: Credentials,
    location: Location,
    bucket: Option<String>,
}

#[wasm_bindgen]
impl Presigner {
    /// Takes the public `SignerOptions` and `credentials`, whose `expiration` is in milliseconds.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<Presigner, JsValue> {
        let options = Options::new(
            options,
            &[
                "credentials",
                "region",
                "bucket",
                "endpoint",
                "addressing",
                "protocol",
                "dualstack",
                "accelerate",
                "fips",
                "globalEndpoint",
                "signature",
            ],
        )?;
        let bucket = options.string("bucket")?;
        let location = location(&options)?;
        // A wrong default is told at once, not at the first request that relies on it.
        if bucket.is_some() {
            location.address(bucket.as_deref())?;
        }
        let signature = match options.string("signature")? {
            None => SignatureVersion::default(),
            Some(name) => SignatureVersion::parse(&name)?,
        };
        signature.check(&location, bucket.as_deref())?;
        Ok(Self {
            signature,
            credentials: credentials(&options)?,
            location,
            bucket,
        })
    }

    /// Takes a key, an `s3://` URI or a public `PresignRequest`, and the present in milliseconds. Answers
    /// a `PresignedUrl` whose `expiresAt` is in milliseconds.
    pub fn presign(&self, request: &JsValue, now: f64) -> Result<Object, JsValue> {
        let request = self.request(request)?;
        let signed =
            self.signature
                .presign(&self.credentials, &self.location, &request, present(now)?)?;
        Ok(object(&[
            ("url", signed.url.into()),
            ("method", signed.method.as_str().into()),
            ("headers", record(&signed.headers).into()),
            ("expiresAt", milliseconds(signed.expires_at)),
            ("limitedBy", limited_by(signed.limited_by)),
        ]))
    }

    /// Takes an array of keys, a public `PresignRequest` without one, and the present in milliseconds.
    /// Answers an array of URLs. An error tells the `index` of the key at fault, where it is a key's.
    #[wasm_bindgen(js_name = presignMany)]
    pub fn presign_many(
        &self,
        keys: &JsValue,
        shared: &JsValue,
        now: f64,
    ) -> Result<Array, JsValue> {
        let keys = keys
            .dyn_ref::<Array>()
            .ok_or_else(|| wrong_type("keys", "an array of strings"))?;
        let shared = self.request_with(shared, REQUEST_OPTIONS.get(1..).unwrap_or_default())?;
        let signer =
            self.signature
                .url_signer(&self.credentials, &self.location, &shared, present(now)?)?;
        let urls = Array::new();
        for (index, key) in keys.iter().enumerate() {
            let url = string(&key, "key")
                .and_then(|key| signer.url(Some(&key)))
                .map_err(|error| error.at_index(index))?;
            urls.push(&url.into());
        }
        Ok(urls)
    }

    /// Takes a public `PostRequest` and the present in milliseconds. Answers a `PresignedPost` without its
    /// methods, and what the file's type must begin with where the form leaves that open.
    #[wasm_bindgen(js_name = presignPost)]
    pub fn presign_post(&self, request: &JsValue, now: f64) -> Result<Object, JsValue> {
        let request = self.post_request(request)?;
        let signed = self.signature.presign_post(
            &self.credentials,
            &self.location,
            &request,
            present(now)?,
        )?;
        Ok(object(&[
            ("url", signed.url.into()),
            ("fields", record(&signed.fields).into()),
            ("contentTypePrefix", signed.content_type_prefix.into()),
            ("expiresAt", milliseconds(signed.expires_at)),
            ("limitedBy", limited_by(signed.limited_by)),
        ]))
    }
}

impl Presigner {
    fn request(&self, value: &JsValue) -> Result<PresignRequest, Error> {
        if value.is_string() {
            let text = string(value, "key")?;
            let (bucket, key) = if S3Uri::is_one(&text) {
                let uri = S3Uri::parse(&text)?;
                (Some(uri.bucket.into()), uri.key.map(Into::into))
            } else {
                (self.bucket.clone(), Some(text))
            };
            return Ok(PresignRequest {
                bucket,
                key,
                ..PresignRequest::default()
            });
        }
        self.request_with(value, &REQUEST_OPTIONS)
    }

    fn request_with(&self, value: &JsValue, known: &[&str]) -> Result<PresignRequest, Error> {
        let options = Options::new(value, known)?;
        // Filled bit by bit: with one value to drop on every way out, the module is smaller.
        let mut request = PresignRequest {
            bucket: self.bucket.clone(),
            ..PresignRequest::default()
        };
        if let Some(bucket) = options.string("bucket")? {
            request.bucket = Some(bucket);
        }
        if let Some(name) = options.string("method")? {
            request.method = Method::parse(&name)?;
        }
        request.key = options.string("key")?;
        request.expiry = expiry(&options)?;
        request.headers = options.record("headers")?;
        request.query = options.record("query")?;
        request.response = response(&options)?;
        request.signing_date = options.date("signingDate")?;
        request.cache_window = seconds(&options, "cacheWindow")?;
        Ok(request)
    }

    fn post_request(&self, value: &JsValue) -> Result<PostRequest, Error> {
        let options = Options::new(
            value,
            &[
                "bucket",
                "key",
                "keyStartsWith",
                "expiresIn",
                "expiresAt",
                "fields",
                "conditions",
                "minSize",
                "maxSize",
                "contentType",
                "signingDate",
            ],
        )?;
        let key = match (options.string("key")?, options.string("keyStartsWith")?) {
            (Some(key), None) => KeyRule::Exact(key),
            (None, Some(prefix)) => KeyRule::StartsWith(prefix),
            (both_or_neither, _) => {
                return Err(Error::new(
                    Code::InvalidKey,
                    "key",
                    if both_or_neither.is_some() {
                        "Both key and keyStartsWith are given."
                    } else {
                        "The form says nothing of the key it may write to."
                    },
                    "Give key for one object, or keyStartsWith for any whose key begins so.",
                ));
            }
        };
        let bucket = options
            .string("bucket")?
            .or_else(|| self.bucket.clone())
            .ok_or_else(|| {
                Error::new(
                    Code::InvalidBucketName,
                    "bucket",
                    "No bucket is named.",
                    "Name it here or where the signer is made.",
                )
            })?;
        let mut request = PostRequest::new(&bucket, key);
        for (index, value) in options.array("conditions")?.iter().enumerate() {
            request.conditions.push(condition(value, index)?);
        }
        request.expiry = expiry(&options)?;
        request.fields = options.record("fields")?;
        request.min_size = options.size("minSize")?;
        request.max_size = options.size("maxSize")?;
        request.content_type = options.string("contentType")?;
        request.signing_date = options.date("signingDate")?;
        Ok(request)
    }
}

fn credentials(options: &Options<'_>) -> Result<Credentials, Error> {
    let Some(given) = options.nested(
        "credentials",
        &[
            "accessKeyId",
            "secretAccessKey",
            "sessionToken",
            "expiration",
        ],
    )?
    else {
        return Err(Error::new(
            Code::CredentialsMalformed,
            "credentials",
            "There are none.",
            "Give { accessKeyId, secretAccessKey }, and sessionToken for temporary ones.",
        ));
    };
    let access_key_id = given.string("accessKeyId")?.unwrap_or_default();
    let secret = Zeroizing::new(given.string("secretAccessKey")?.unwrap_or_default());
    let mut credentials = Credentials::new(&access_key_id, &secret)?;
    if let Some(token) = given.string("sessionToken")? {
        credentials = credentials.with_session_token(&Zeroizing::new(token))?;
    }
    if let Some(milliseconds) = given.number("expiration")? {
        let expiration =
            instant(milliseconds).map_err(|error| error.with_field("credentials.expiration"))?;
        credentials = credentials.with_expiration(expiration);
    }
    Ok(credentials)
}

fn location(options: &Options<'_>) -> Result<Location, Error> {
    let region = options.string("region")?.unwrap_or_default();
    let location = match options.string("endpoint")? {
        None => Location::aws(&region)?,
        // The browser's own parser writes the host as the browser will send it: lower case, punycode,
        // addresses in their one short form.
        Some(endpoint) => match Url::new(&endpoint) {
            Ok(url) => Location::custom(&region, &url.href())?,
            Err(_) => Location::custom(&region, &endpoint)?,
        },
    };
    let addressing = match options.string("addressing")?.as_deref() {
        None | Some("auto") => Addressing::Auto,
        Some("virtual") => Addressing::Virtual,
        Some("path") => Addressing::Path,
        Some(_) => {
            return Err(wrong_type(
                "addressing",
                "\"auto\", \"virtual\" or \"path\"",
            ));
        }
    };
    let location = location
        .with_addressing(addressing)
        .with_variants(Variants {
            dualstack: options.boolean("dualstack")?,
            accelerate: options.boolean("accelerate")?,
            fips: options.boolean("fips")?,
            global: options.boolean("globalEndpoint")?,
        })?;
    match options.string("protocol")?.as_deref() {
        None => Ok(location),
        Some("https") => location.with_protocol(Protocol::Https),
        Some("http") => location.with_protocol(Protocol::Http),
        Some(_) => Err(wrong_type("protocol", "\"https\" or \"http\"")),
    }
}

fn expiry(options: &Options<'_>) -> Result<Expiry, Error> {
    match (seconds(options, "expiresIn")?, options.date("expiresAt")?) {
        (None, None) => Ok(Expiry::default()),
        (None, Some(end)) => Ok(Expiry::At(end)),
        (Some(seconds), None) => Ok(Expiry::In(seconds)),
        (Some(_), Some(_)) => Err(Error::new(
            Code::InvalidExpiry,
            "expiresAt",
            "Both expiresIn and expiresAt are given.",
            "Give one of the two.",
        )),
    }
}

fn seconds(options: &Options<'_>, name: &str) -> Result<Option<u32>, Error> {
    let Some(number) = options.number(name)? else {
        return Ok(None);
    };
    if number == f64::from(number as u32) {
        return Ok(Some(number as u32));
    }
    Err(Error::new(
        Code::InvalidExpiry,
        name,
        "It is not a whole number of seconds.",
        "Give 1 or more, without a fraction.",
    ))
}

fn response(options: &Options<'_>) -> Result<ResponseOverrides, Error> {
    let Some(given) = options.nested(
        "response",
        &[
            "contentType",
            "contentLanguage",
            "expires",
            "cacheControl",
            "contentDisposition",
            "contentEncoding",
            "downloadAs",
        ],
    )?
    else {
        return Ok(ResponseOverrides::default());
    };
    let mut response = ResponseOverrides::default();
    for (name, value) in [
        ("contentType", &mut response.content_type),
        ("contentLanguage", &mut response.content_language),
        ("expires", &mut response.expires),
        ("cacheControl", &mut response.cache_control),
        ("contentDisposition", &mut response.content_disposition),
        ("contentEncoding", &mut response.content_encoding),
        ("downloadAs", &mut response.download_as),
    ] {
        *value = given.string(name)?;
    }
    Ok(response)
}

/// One of the three forms that a condition has in JSON.
fn condition(value: &JsValue, index: usize) -> Result<Condition, Error> {
    let field = item("conditions", &decimal(index as u64));
    let malformed = || {
        Error::new(
            Code::InvalidCondition,
            &field,
            "It is not one of S3's conditions.",
            "Write { name: value }, [\"eq\", \"$name\", value], [\"starts-with\", \"$name\", prefix] or [\"content-length-range\", least, most].",
        )
    };
    let Some(array) = value.dyn_ref::<Array>() else {
        if !value.is_object() {
            return Err(malformed());
        }
        let mut pairs = texts(value, &field)?;
        let (Some((name, value)), true) = (pairs.pop(), pairs.is_empty()) else {
            return Err(malformed());
        };
        return Ok(Condition::Eq { name, value });
    };
    if array.length() != 3 {
        return Err(malformed());
    }
    let operator = array.get(0).as_string().ok_or_else(malformed)?;
    if operator == "content-length-range" {
        let bound = |at| {
            let number = array.get(at).as_f64().ok_or_else(malformed)?;
            whole(number, &field)
        };
        return Ok(Condition::ContentLengthRange {
            min: bound(1)?,
            max: bound(2)?,
        });
    }
    let name = string(&array.get(1), &field)?;
    let text = string(&array.get(2), &field)?;
    let name = String::from(name.strip_prefix('$').ok_or_else(malformed)?);
    match operator.as_str() {
        "eq" => Ok(Condition::Eq { name, value: text }),
        "starts-with" => Ok(Condition::StartsWith { name, prefix: text }),
        _ => Err(malformed()),
    }
}

fn present(now: f64) -> Result<Timestamp, Error> {
    instant(now).map_err(|error| error.with_field("clockOffset"))
}

fn milliseconds(instant: Timestamp) -> JsValue {
    JsValue::from_f64(instant.unix() as f64 * 1000.0)
}

fn limited_by(limit: LimitedBy) -> JsValue {
    match limit {
        LimitedBy::Request => "request",
        LimitedBy::Credentials => "credentials",
    }
    .into()
}
