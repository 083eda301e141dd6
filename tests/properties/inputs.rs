//! Strategies for random inputs: arbitrary text for parsers, valid requests for signers.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use s3_signpost::location::Addressing;
use s3_signpost::request::ResponseOverrides;
use s3_signpost::{
    Credentials, Expiry, Location, Method, PresignRequest, SignatureVersion, Timestamp,
};

/// Arbitrary text of up to `max_length` characters.
pub fn text(max_length: usize) -> impl Strategy<Value = String> {
    vec(any::<char>(), 0..=max_length).prop_map(String::from_iter)
}

/// Text of up to `max_count` pieces, each mostly from `pieces`, else arbitrary.
pub fn text_of(pieces: &'static [&'static str], max_count: usize) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => select(pieces).prop_map(String::from),
        1 => text(3),
    ];
    vec(piece, 0..=max_count).prop_map(|pieces| pieces.concat())
}

/// A key that a browser can request.
pub fn key() -> impl Strategy<Value = String> {
    text_of(
        &[
            "a", "Z", "7", "/", "//", ".", "..", " ", "+", "%", "%20", "?", "&", "=", "#", ":",
            "@", "é", "日本", "😀", "~", "\\", "\"", "\n", "\u{0}", "\u{2028}",
        ],
        12,
    )
    .prop_filter("a key without dot segments", |key| {
        !key.is_empty() && !key.split('/').any(|segment| matches!(segment, "." | ".."))
    })
}

pub fn bucket() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9]{2,20}".prop_map(|name| name)
}

fn graphic(min_length: usize, max_length: usize) -> impl Strategy<Value = String> {
    vec(proptest::char::range('!', '~'), min_length..=max_length).prop_map(String::from_iter)
}

/// The strings of credentials.
#[derive(Clone, Debug)]
pub struct Keys {
    pub access_key_id: String,
    pub secret_access_key: String,
    pub session_token: Option<String>,
}

impl Keys {
    pub fn credentials(&self) -> Credentials {
        let credentials =
            Credentials::new(&self.access_key_id, &self.secret_access_key).expect("credentials");
        match &self.session_token {
            Some(token) => credentials.with_session_token(token).expect("a token"),
            None => credentials,
        }
    }
}

pub fn keys() -> impl Strategy<Value = Keys> {
    (
        "[A-Z0-9]{16,20}",
        graphic(1, 60),
        proptest::option::of(graphic(1, 300)),
    )
        .prop_map(|(access_key_id, secret_access_key, session_token)| Keys {
            access_key_id,
            secret_access_key,
            session_token,
        })
}

pub fn instant() -> impl Strategy<Value = Timestamp> {
    (0..=250_000_000_000_i64).prop_map(|seconds| Timestamp::from_unix(seconds).expect("an instant"))
}

/// A location that both signature versions support.
pub fn location() -> impl Strategy<Value = Location> {
    let aws = select(&["us-east-1", "eu-west-1", "us-west-2"][..])
        .prop_map(|region| Location::aws(region).expect("a location"));
    let custom = (
        "[a-z]{2,8}-[0-9]",
        "https?://[a-z]{2,9}\\.test(:[1-9][0-9]{3})?(/[a-z]{1,5})?",
    )
        .prop_map(|(region, endpoint)| Location::custom(&region, &endpoint).expect("a location"));
    let addressing = select(&[Addressing::Auto, Addressing::Path, Addressing::Virtual][..]);
    (prop_oneof![aws, custom], addressing)
        .prop_map(|(location, addressing)| location.with_addressing(addressing))
}

/// A valid request for an object.
pub fn request() -> impl Strategy<Value = PresignRequest> {
    let methods = [
        Method::Get,
        Method::Head,
        Method::Put,
        Method::Delete,
        Method::Post,
    ];
    let parameter = (
        select(
            &[
                "acl",
                "tagging",
                "uploads",
                "versionId",
                "uploadId",
                "partNumber",
                "prefix",
                "marker",
                "é ü",
                "a&b",
                "list-type",
            ][..],
        ),
        text_of(&["a", "1", " ", "&", "=", "+", "é", "%"], 8),
    );
    let header = (
        select(
            &[
                "content-type",
                "x-amz-acl",
                "X-Amz-Meta-A",
                "x-amz-meta-b",
                "cache-control",
            ][..],
        ),
        "[!-~]([ -~]{0,20}[!-~])?",
    );
    (
        bucket(),
        key(),
        select(methods.to_vec()),
        1..=604_800_u32,
        vec(header, 0..4),
        vec(parameter, 0..4),
        proptest::option::of("[ -~]{1,20}"),
    )
        .prop_map(
            |(bucket, key, method, seconds, headers, query, content_type)| PresignRequest {
                bucket: Some(bucket),
                key: Some(key),
                method,
                expiry: Expiry::In(seconds),
                headers: without_duplicates(headers),
                query: without_duplicates(query),
                response: ResponseOverrides {
                    content_type: content_type
                        .filter(|_| matches!(method, Method::Get | Method::Head)),
                    ..ResponseOverrides::default()
                },
                ..PresignRequest::default()
            },
        )
}

fn without_duplicates(pairs: Vec<(&'static str, String)>) -> Vec<(String, String)> {
    let mut unique: Vec<(String, String)> = Vec::new();
    for (name, value) in pairs {
        if !unique
            .iter()
            .any(|(other, _)| other.eq_ignore_ascii_case(name))
        {
            unique.push((name.into(), value));
        }
    }
    unique
}

/// All inputs of a presigned URL.
#[derive(Clone, Debug)]
pub struct UrlInput {
    pub keys: Keys,
    pub location: Location,
    pub request: PresignRequest,
    pub now: Timestamp,
}

impl UrlInput {
    pub fn url(&self, version: SignatureVersion) -> String {
        let credentials = self.keys.credentials();
        version
            .presign(&credentials, &self.location, &self.request, self.now)
            .expect("a URL")
            .url
    }

    pub fn signature(&self, version: SignatureVersion) -> String {
        let url = self.url(version);
        let (_, signature) = url.rsplit_once("Signature=").expect("a signature");
        signature.into()
    }

    /// Returns a copy with one change.
    pub fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut other = self.clone();
        change(&mut other);
        other
    }
}

pub fn url_input() -> impl Strategy<Value = UrlInput> {
    (keys(), location(), request(), instant()).prop_map(|(keys, location, request, now)| UrlInput {
        keys,
        location,
        request,
        now,
    })
}
