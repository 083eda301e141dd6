//! A presigned URL states its inputs, and its signature covers them.

use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use s3_signpost::location::Location;
use s3_signpost::sha256::lanes::Engine;
use s3_signpost::v2::sub_resources::is_sub_resource;
use s3_signpost::v4::SigningKeyCache;
use s3_signpost::{Expiry, Method, SignatureVersion, Timestamp};

use crate::inputs::{self, UrlInput, url_input};

fn another_method(method: Method) -> Method {
    match method {
        Method::Get => Method::Head,
        Method::Head => Method::Get,
        Method::Put => Method::Delete,
        Method::Delete => Method::Post,
        Method::Post => Method::Put,
    }
}

fn seconds_later(instant: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_unix(instant.unix() + seconds).expect("an instant")
}

/// Changes of inputs that both versions sign.
fn changes(input: &UrlInput) -> Vec<(&'static str, UrlInput)> {
    let mut changed = vec![
        (
            "method",
            input.with(|input| input.request.method = another_method(input.request.method)),
        ),
        (
            "key",
            input.with(|input| input.request.key.as_mut().expect("a key").push('x')),
        ),
        (
            "bucket",
            input.with(|input| input.request.bucket.as_mut().expect("a bucket").push('x')),
        ),
        (
            "secret",
            input.with(|input| input.keys.secret_access_key.push('x')),
        ),
        (
            "date",
            input.with(|input| input.now = seconds_later(input.now, 1)),
        ),
        (
            "x-amz header",
            input.with(|input| {
                input
                    .request
                    .headers
                    .push(("x-amz-meta-z".into(), "z".into()));
            }),
        ),
        (
            "sub-resource",
            input.with(|input| input.request.query.push(("policy".into(), String::new()))),
        ),
        (
            "expiry",
            input.with(|input| {
                input.request.expiry = match input.request.expiry {
                    Expiry::In(1) => Expiry::In(2),
                    Expiry::In(seconds) => Expiry::In(seconds - 1),
                    Expiry::At(instant) => Expiry::At(instant),
                };
            }),
        ),
        (
            "token",
            input.with(|input| match &mut input.keys.session_token {
                Some(token) => token.push('x'),
                none => *none = Some("x".into()),
            }),
        ),
    ];
    if !input.request.headers.is_empty() {
        changed.push((
            "header's value",
            input.with(|input| {
                // Both versions sign only these headers.
                input
                    .request
                    .headers
                    .retain(|(name, _)| name.to_lowercase().starts_with("x-amz-"));
                input
                    .request
                    .headers
                    .push(("x-amz-tagging".into(), "a=b".into()));
            }),
        ));
    }
    for index in 0..input.request.query.len() {
        if is_sub_resource(&input.request.query[index].0) {
            changed.push((
                "parameter's value",
                input.with(|input| input.request.query[index].1.push('x')),
            ));
            changed.push((
                "parameter",
                input.with(|input| drop(input.request.query.remove(index))),
            ));
        }
    }
    changed
}

/// Changes of inputs that only V4 signs.
fn changes_in_v4(input: &UrlInput) -> Vec<(&'static str, UrlInput)> {
    let mut changed = vec![
        (
            "region",
            input.with(|input| {
                input.location = Location::custom("other", "https://one.test").expect("a location");
            }),
        ),
        (
            "host",
            input.with(|input| {
                input.location = Location::custom(input.location.region(), "https://other.test")
                    .expect("a location");
            }),
        ),
        (
            "access key id",
            input.with(|input| input.keys.access_key_id.push('X')),
        ),
        (
            "unsigned header",
            input.with(|input| {
                input
                    .request
                    .headers
                    .push(("range".into(), "bytes=0-".into()));
            }),
        ),
    ];
    for index in 0..input.request.query.len() {
        changed.push((
            "parameter's name",
            input.with(|input| input.request.query[index].0.push('x')),
        ));
    }
    for index in 0..input.request.headers.len() {
        changed.push((
            "header's value",
            input.with(|input| input.request.headers[index].1.push('x')),
        ));
    }
    changed
}

fn decoded(text: &str) -> String {
    percent_decode_str(text)
        .decode_utf8()
        .expect("UTF-8")
        .into_owned()
}

/// Returns the parameters in order, decoded.
fn parameters(url: &str) -> Vec<(String, String)> {
    let (_, query) = url.split_once('?').expect("a query");
    query
        .split('&')
        .map(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            (decoded(name), decoded(value))
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn every_change_of_a_signed_input_changes_the_v4_signature(input in url_input()) {
        let signature = input.signature(SignatureVersion::V4);
        prop_assert_eq!(&signature, &input.signature(SignatureVersion::V4));
        for (name, other) in changes(&input).into_iter().chain(changes_in_v4(&input)) {
            prop_assert_ne!(&signature, &other.signature(SignatureVersion::V4), "{}", name);
        }
    }

    #[test]
    fn every_change_of_a_signed_input_changes_the_v2_signature(input in url_input()) {
        let signature = input.signature(SignatureVersion::V2);
        prop_assert_eq!(&signature, &input.signature(SignatureVersion::V2));
        for (name, other) in changes(&input) {
            prop_assert_ne!(&signature, &other.signature(SignatureVersion::V2), "{}", name);
        }
    }

    #[test]
    fn different_inputs_have_different_signatures(input in url_input(), other in url_input()) {
        for version in [SignatureVersion::V4, SignatureVersion::V2] {
            prop_assert_ne!(input.signature(version), other.signature(version));
        }
    }

    #[test]
    fn a_url_signer_gives_the_same_urls_as_presign(
        input in url_input(),
        keys in proptest::collection::vec(inputs::key(), 1..5),
        is_v2 in any::<bool>(),
    ) {
        let version = if is_v2 { SignatureVersion::V2 } else { SignatureVersion::V4 };
        let credentials = input.keys.credentials();
        let mut signer = version
            .url_signer(&mut SigningKeyCache::default(), &credentials, &input.location, &input.request, input.now)
            .expect("a signer");
        for key in keys {
            let alone = input.with(|input| input.request.key = Some(key.clone()));
            prop_assert_eq!(signer.url(Some(&key)).expect("a URL"), alone.url(version));
        }
    }

    #[test]
    fn sign_many_gives_the_same_signatures_as_sign(
        input in url_input(),
        keys in proptest::collection::vec(inputs::key(), 1..40),
        is_v2 in any::<bool>(),
    ) {
        let version = if is_v2 { SignatureVersion::V2 } else { SignatureVersion::V4 };
        let mut signer = version
            .url_signer(&mut SigningKeyCache::default(), &input.keys.credentials(), &input.location, &input.request, input.now)
            .expect("a signer");
        let mut expected = String::new();
        for key in &keys {
            signer.sign(Some(key), &mut expected).expect("a signature");
            expected.push('\n');
        }
        let signed = signer
            .sign_many(keys.iter().map(String::as_str), Engine::Scalar)
            .expect("signatures");
        prop_assert_eq!(signed, expected);
    }

    #[test]
    fn a_url_contains_the_bucket_and_the_key_of_its_request(input in url_input(), is_v2 in any::<bool>()) {
        let version = if is_v2 { SignatureVersion::V2 } else { SignatureVersion::V4 };
        let url = input.url(version);
        let bucket = input.request.bucket.as_deref();
        let address = input.location.address(bucket).expect("an address");
        let start = [address.origin(), address.path(), "/"].concat();
        let rest = url.strip_prefix(&start).expect("the address of the bucket");
        let (path, _) = rest.split_once('?').expect("a query");
        let key = percent_decode_str(path).decode_utf8().expect("a key");
        prop_assert_eq!(Some(key.as_ref()).filter(|key| !key.is_empty()), input.request.key.as_deref());
    }

    #[test]
    fn a_url_contains_the_parameters_of_its_request_and_of_the_signature_only(
        input in url_input(),
        is_v2 in any::<bool>(),
    ) {
        let version = if is_v2 { SignatureVersion::V2 } else { SignatureVersion::V4 };
        let mut expected = input.request.query.clone();
        if let Some(content_type) = &input.request.response.content_type {
            expected.push(("response-content-type".into(), content_type.clone()));
        }
        let is_of_signature = |name: &str| {
            name.to_lowercase().starts_with("x-amz-") || matches!(name, "AWSAccessKeyId" | "Expires" | "Signature")
        };
        let mut found = parameters(&input.url(version));
        let token = found.iter().find(|(name, _)| name.eq_ignore_ascii_case("x-amz-security-token"));
        prop_assert_eq!(token.map(|(_, value)| value), input.keys.session_token.as_ref());
        found.retain(|(name, _)| !is_of_signature(name));
        expected.sort();
        found.sort();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_url_contains_only_characters_that_no_url_parser_changes(input in url_input(), is_v2 in any::<bool>()) {
        let version = if is_v2 { SignatureVersion::V2 } else { SignatureVersion::V4 };
        let url = input.url(version);
        prop_assert!(url.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/:?&=%".contains(&byte)), "{}", url);
    }
}
