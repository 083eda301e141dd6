//! A URL says what was asked for, and its signature covers all that is said of it.

use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use s3_signpost::location::Location;
use s3_signpost::sha256::lanes::Engine;
use s3_signpost::v2::canonical::is_sub_resource;
use s3_signpost::{Expiry, Method, ObjectUrl, SignatureVersion, Timestamp};

use crate::given::{self, Asked, asked};

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

/// What either version signs, each changed by itself.
fn changes(one: &Asked) -> Vec<(&'static str, Asked)> {
    let mut changed = vec![
        (
            "method",
            one.but(|asked| asked.request.method = another_method(asked.request.method)),
        ),
        (
            "key",
            one.but(|asked| asked.request.key.as_mut().expect("a key").push('x')),
        ),
        (
            "bucket",
            one.but(|asked| asked.request.bucket.as_mut().expect("a bucket").push('x')),
        ),
        (
            "secret",
            one.but(|asked| asked.keys.secret_access_key.push('x')),
        ),
        (
            "date",
            one.but(|asked| asked.now = seconds_later(asked.now, 1)),
        ),
        (
            "x-amz header",
            one.but(|asked| {
                asked
                    .request
                    .headers
                    .push(("x-amz-meta-z".into(), "z".into()))
            }),
        ),
        (
            "sub-resource",
            one.but(|asked| asked.request.query.push(("policy".into(), String::new()))),
        ),
        (
            "expiry",
            one.but(|asked| {
                asked.request.expiry = match asked.request.expiry {
                    Expiry::In(1) => Expiry::In(2),
                    Expiry::In(seconds) => Expiry::In(seconds - 1),
                    at => at,
                };
            }),
        ),
        (
            "token",
            one.but(|asked| match &mut asked.keys.session_token {
                Some(token) => token.push('x'),
                none => *none = Some("x".into()),
            }),
        ),
    ];
    if !one.request.headers.is_empty() {
        changed.push((
            "header's value",
            one.but(|asked| {
                // Only these are signed by both versions.
                asked
                    .request
                    .headers
                    .retain(|(name, _)| name.to_lowercase().starts_with("x-amz-"));
                asked
                    .request
                    .headers
                    .push(("x-amz-tagging".into(), "a=b".into()));
            }),
        ));
    }
    for index in 0..one.request.query.len() {
        if is_sub_resource(&one.request.query[index].0) {
            changed.push((
                "parameter's value",
                one.but(|asked| asked.request.query[index].1.push('x')),
            ));
            changed.push((
                "parameter",
                one.but(|asked| drop(asked.request.query.remove(index))),
            ));
        }
    }
    changed
}

/// What only V4 signs.
fn changes_in_v4(one: &Asked) -> Vec<(&'static str, Asked)> {
    let mut changed = vec![
        (
            "region",
            one.but(|asked| {
                asked.location = Location::custom("other", "https://one.test").expect("a location");
            }),
        ),
        (
            "host",
            one.but(|asked| {
                asked.location = Location::custom(asked.location.region(), "https://other.test")
                    .expect("a location");
            }),
        ),
        (
            "access key id",
            one.but(|asked| asked.keys.access_key_id.push('X')),
        ),
        (
            "unsigned header",
            one.but(|asked| {
                asked
                    .request
                    .headers
                    .push(("range".into(), "bytes=0-".into()))
            }),
        ),
    ];
    for index in 0..one.request.query.len() {
        changed.push((
            "parameter's name",
            one.but(|asked| asked.request.query[index].0.push('x')),
        ));
    }
    for index in 0..one.request.headers.len() {
        changed.push((
            "header's value",
            one.but(|asked| asked.request.headers[index].1.push('x')),
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

/// The parameters as a server decodes them, in their order.
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
    fn changing_any_one_signed_thing_changes_the_v4_signature(one in asked()) {
        let signature = one.signature(SignatureVersion::V4);
        prop_assert_eq!(&signature, &one.signature(SignatureVersion::V4));
        for (what, other) in changes(&one).into_iter().chain(changes_in_v4(&one)) {
            prop_assert_ne!(&signature, &other.signature(SignatureVersion::V4), "{}", what);
        }
    }

    #[test]
    fn changing_any_one_signed_thing_changes_the_v2_signature(one in asked()) {
        let signature = one.signature(SignatureVersion::V2);
        prop_assert_eq!(&signature, &one.signature(SignatureVersion::V2));
        for (what, other) in changes(&one) {
            prop_assert_ne!(&signature, &other.signature(SignatureVersion::V2), "{}", what);
        }
    }

    #[test]
    fn no_two_things_asked_for_have_one_signature(one in asked(), other in asked()) {
        for version in [SignatureVersion::V4, SignatureVersion::V2] {
            prop_assert_ne!(one.signature(version), other.signature(version));
        }
    }

    #[test]
    fn a_signer_of_many_keys_gives_each_the_url_that_it_would_have_alone(
        one in asked(),
        keys in proptest::collection::vec(given::key(), 1..5),
        is_v2 in any::<bool>(),
    ) {
        let version = if is_v2 { SignatureVersion::V2 } else { SignatureVersion::V4 };
        let credentials = one.keys.credentials();
        let mut many = version
            .url_signer(&credentials, &one.location, &one.request, one.now)
            .expect("a signer");
        for key in keys {
            let alone = one.but(|asked| asked.request.key = Some(key.clone()));
            prop_assert_eq!(many.url(Some(&key)).expect("a URL"), alone.url(version));
        }
    }

    #[test]
    fn keys_that_are_signed_at_once_have_the_signatures_that_each_has_alone(
        one in asked(),
        keys in proptest::collection::vec(given::key(), 1..40),
        is_v2 in any::<bool>(),
    ) {
        let version = if is_v2 { SignatureVersion::V2 } else { SignatureVersion::V4 };
        let mut signer = version
            .url_signer(&one.keys.credentials(), &one.location, &one.request, one.now)
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
    fn a_url_names_the_bucket_and_the_key_that_were_asked_for(one in asked(), is_v2 in any::<bool>()) {
        let version = if is_v2 { SignatureVersion::V2 } else { SignatureVersion::V4 };
        let url = one.url(version);
        let address = one.location.address(None).expect("an address");
        let named = ObjectUrl::parse(&url, Some(&address)).expect("a URL of an object");
        prop_assert_eq!(named.bucket, one.request.bucket);
        prop_assert_eq!(named.key, one.request.key);
    }

    #[test]
    fn a_url_has_every_parameter_that_was_asked_for_and_none_but_the_signatures_besides(
        one in asked(),
        is_v2 in any::<bool>(),
    ) {
        let version = if is_v2 { SignatureVersion::V2 } else { SignatureVersion::V4 };
        let mut expected = one.request.query.clone();
        if let Some(content_type) = &one.request.response.content_type {
            expected.push(("response-content-type".into(), content_type.clone()));
        }
        let of_the_signature = |name: &str| {
            name.to_lowercase().starts_with("x-amz-") || matches!(name, "AWSAccessKeyId" | "Expires" | "Signature")
        };
        let mut found = parameters(&one.url(version));
        let token = found.iter().find(|(name, _)| name.eq_ignore_ascii_case("x-amz-security-token"));
        prop_assert_eq!(token.map(|(_, value)| value), one.keys.session_token.as_ref());
        found.retain(|(name, _)| !of_the_signature(name));
        expected.sort();
        found.sort();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_url_is_of_characters_that_every_parser_leaves_alone(one in asked(), is_v2 in any::<bool>()) {
        let version = if is_v2 { SignatureVersion::V2 } else { SignatureVersion::V4 };
        let url = one.url(version);
        prop_assert!(url.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/:?&=%".contains(&byte)), "{}", url);
    }
}
