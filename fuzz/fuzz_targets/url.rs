//! Fuzzes presigned URLs: each begins with the address of its bucket, and only characters that no URL parser changes.

#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use s3_signpost::{
    Credentials, Expiry, Location, Method, PresignRequest, SignatureVersion, Timestamp,
};

const METHODS: [Method; 5] = [
    Method::Get,
    Method::Head,
    Method::Put,
    Method::Delete,
    Method::Post,
];

#[derive(Debug, Arbitrary)]
struct Input<'a> {
    access_key_id: &'a str,
    secret_access_key: &'a str,
    session_token: Option<&'a str>,
    endpoint: Option<&'a str>,
    bucket: Option<&'a str>,
    key: Option<&'a str>,
    headers: Vec<(&'a str, &'a str)>,
    query: Vec<(&'a str, &'a str)>,
    content_type: Option<&'a str>,
    file_name: Option<&'a str>,
    method: &'a str,
    is_v2: bool,
    seconds: u32,
    now: i64,
}

fn sign(input: &Input<'_>) -> Option<String> {
    let mut credentials = Credentials::new(input.access_key_id, input.secret_access_key)
        .or_else(|_| Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret"))
        .ok()?;
    if let Some(token) = input.session_token {
        credentials = credentials.with_session_token(token).ok()?;
    }
    let location = match input.endpoint {
        Some(endpoint) => Location::custom("us-east-1", endpoint)
            .or_else(|_| Location::custom("us-east-1", "http://localhost:9000/a"))
            .ok()?,
        None => Location::aws("us-east-1").ok()?,
    };
    let mut request = PresignRequest {
        bucket: input.bucket.map(String::from),
        key: input.key.map(Into::into),
        method: METHODS
            .into_iter()
            .find(|method| method.as_str() == input.method)
            .unwrap_or_default(),
        expiry: Expiry::In(input.seconds % 700_000),
        ..PresignRequest::default()
    };
    for (name, value) in &input.headers {
        request.headers.push(((*name).into(), (*value).into()));
    }
    for (name, value) in &input.query {
        request.query.push(((*name).into(), (*value).into()));
    }
    request.response.content_type = input.content_type.map(Into::into);
    request.response.download_as = input.file_name.map(Into::into);
    let version = match input.is_v2 {
        true => SignatureVersion::V2,
        false => SignatureVersion::V4,
    };
    let now = Timestamp::from_unix(input.now.rem_euclid(253_402_300_800)).ok()?;
    let url = version
        .presign(&credentials, &location, &request, now)
        .ok()?
        .url;
    let address = location.address(input.bucket).expect("the address of the bucket");
    let start = [address.origin(), address.path(), "/"].concat();
    assert!(url.starts_with(&start), "{url}");
    Some(url)
}

fuzz_target!(|input: Input<'_>| {
    if let Some(url) = sign(&input) {
        let is_url_character =
            |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/:?&=%[]".contains(&byte);
        assert!(url.bytes().all(is_url_character), "{url}");
    }
});
