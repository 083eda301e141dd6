//! AWS's published examples of Signature Version 4, each step a test of its own, so that a failure
//! names the broken step. The vectors say where each one is published.

use s3_signpost::encode::{Slash, uri_encode};
use s3_signpost::header::CanonicalHeaders;
use s3_signpost::location::{SERVICE, Variants};
use s3_signpost::policy::FILENAME;
use s3_signpost::query::CanonicalQuery;
use s3_signpost::v4::canonical::CanonicalRequest;
use s3_signpost::v4::key::SigningKey;
use s3_signpost::v4::scope::Scope;
use s3_signpost::v4::string_to_sign::string_to_sign;
use s3_signpost::{
    Credentials, Expiry, KeyRule, Location, PostRequest, PresignRequest, Timestamp, v4,
};
use serde_json::Value;

/// 2013-05-24T00:00:00Z, 2015-12-29T00:00:00Z and 2015-08-30T12:36:00Z: the instants of AWS's examples.
const MAY_24_2013: i64 = 1_369_353_600;
const DECEMBER_29_2015: i64 = 1_451_347_200;
const AUGUST_30_2015: i64 = 1_440_938_160;

fn example(name: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("vectors/aws-examples.json")).expect("JSON");
    all["examples"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|example| example["name"] == name)
        .unwrap_or_else(|| panic!("no example {name}"))
        .clone()
}

fn text<'a>(example: &'a Value, field: &str) -> &'a str {
    example[field]
        .as_str()
        .unwrap_or_else(|| panic!("no text in {field}"))
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix(seconds).expect("an instant")
}

fn credentials(example: &Value) -> Credentials {
    Credentials::new(
        text(&example["credentials"], "access_key_id"),
        text(&example["credentials"], "secret_access_key"),
    )
    .expect("credentials")
}

/// The canonical request of a header-signed example, from its parts.
fn canonical_request(example: &Value) -> String {
    let mut headers = CanonicalHeaders::default();
    headers.insert("host".into(), text(example, "host").into());
    for pair in example["headers"].as_array().expect("headers") {
        let name = pair[0].as_str().expect("a name").to_lowercase();
        headers.insert(name, pair[1].as_str().expect("a value").into());
    }
    let mut query = CanonicalQuery::default();
    for pair in example["query"].as_array().expect("a query") {
        query.insert(
            pair[0].as_str().expect("a name"),
            pair[1].as_str().expect("a value"),
        );
    }
    let mut path = String::new();
    uri_encode(text(example, "path"), Slash::Keep, &mut path);
    CanonicalRequest {
        method: text(example, "method"),
        path: &path,
        query: &query.text(""),
        headers: &headers,
        payload: text(example, "payload_hash"),
    }
    .text()
}

fn signature(example: &Value, signed_at: Timestamp) -> String {
    let scope = Scope::new(signed_at, text(example, "region"), SERVICE);
    let secret = text(&example["credentials"], "secret_access_key");
    let text = string_to_sign(signed_at, &scope, &canonical_request(example));
    SigningKey::derive(secret, &scope).sign(&text)
}

const HEADER_EXAMPLES: [&str; 5] = [
    "s3-v4-query-get",
    "s3-v4-header-get-object",
    "s3-v4-header-put-object",
    "s3-v4-header-get-lifecycle",
    "s3-v4-header-list-objects",
];

#[test]
fn the_canonical_request_of_each_s3_example_is_awss() {
    for name in HEADER_EXAMPLES {
        let example = example(name);
        assert_eq!(
            canonical_request(&example),
            text(&example, "canonical_request"),
            "{name}"
        );
    }
}

#[test]
fn the_string_to_sign_of_each_s3_example_is_awss() {
    for name in HEADER_EXAMPLES {
        let example = example(name);
        let scope = Scope::new(at(MAY_24_2013), text(&example, "region"), SERVICE);
        assert_eq!(
            string_to_sign(at(MAY_24_2013), &scope, text(&example, "canonical_request")),
            text(&example, "string_to_sign"),
            "{name}"
        );
    }
}

#[test]
fn the_signature_of_each_s3_example_is_awss() {
    for name in HEADER_EXAMPLES {
        let example = example(name);
        assert_eq!(
            signature(&example, at(MAY_24_2013)),
            text(&example["documented"], "signature"),
            "{name}"
        );
    }
}

#[test]
fn a_scope_of_another_service_makes_the_signatures_of_awss_general_examples() {
    for name in ["general-v4-query-iam", "general-v4-header-iam"] {
        let example = example(name);
        assert_eq!(
            canonical_request(&example),
            text(&example, "canonical_request"),
            "{name}"
        );
        let scope = Scope::new(at(AUGUST_30_2015), text(&example, "region"), "iam");
        let signed = string_to_sign(at(AUGUST_30_2015), &scope, &canonical_request(&example));
        assert_eq!(signed, text(&example, "string_to_sign"), "{name}");
        let key = SigningKey::derive(text(&example["credentials"], "secret_access_key"), &scope);
        assert_eq!(
            key.sign(&signed),
            text(&example["documented"], "signature"),
            "{name}"
        );
    }
}

#[test]
fn an_object_lambda_access_point_is_signed_for_its_own_region_and_service() {
    let request = PresignRequest::get(
        "arn:aws:s3-object-lambda:us-west-2:123456789012:accesspoint/my-olap",
        "a",
    );
    let location = Location::aws("eu-west-1").expect("a location");
    let example = example("s3-v4-query-get");
    let url = v4::presign(&credentials(&example), &location, &request, at(MAY_24_2013))
        .expect("a URL")
        .url;
    assert!(
        url.starts_with("https://my-olap-123456789012.s3-object-lambda.us-west-2.amazonaws.com/a?")
    );
    assert!(url.contains("%2F20130524%2Fus-west-2%2Fs3-object-lambda%2Faws4_request&"));
}

#[test]
fn the_signing_keys_of_both_example_days_are_derived() {
    for (day, key) in [
        (
            MAY_24_2013,
            "dbb893acc010964918f1fd433add87c70e8b0db6be30c1fbeafefa5ec6ba8378",
        ),
        (
            DECEMBER_29_2015,
            "cbcef1ebeaefc82cce6530b9f0a9ae598846065f5c5bae0674bd5ebc4ba52d28",
        ),
    ] {
        let scope = Scope::new(at(day), "us-east-1", SERVICE);
        let derived = SigningKey::derive("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", &scope);
        assert_eq!(hex::encode(derived.as_bytes()), key);
    }
}

/// AWS's example names the legacy host without a region.
fn legacy_location(region: &str) -> Location {
    Location::aws(region)
        .and_then(|location| {
            location.with_variants(Variants {
                global: true,
                ..Variants::default()
            })
        })
        .expect("a location")
}

fn presigned(token: Option<&str>, response_content_type: Option<&str>) -> String {
    let example = example("s3-v4-query-get");
    let mut credentials = credentials(&example);
    if let Some(token) = token {
        credentials = credentials.with_session_token(token).expect("a token");
    }
    let mut request = PresignRequest::get("examplebucket", "test.txt");
    request.expiry = Expiry::In(86_400);
    request.response.content_type = response_content_type.map(Into::into);
    v4::presign(
        &credentials,
        &legacy_location("us-east-1"),
        &request,
        at(MAY_24_2013),
    )
    .expect("a URL")
    .url
}

#[test]
fn the_presigned_url_is_awss_to_the_byte() {
    assert_eq!(
        presigned(None, None),
        "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    );
}

#[test]
fn a_session_token_is_part_of_what_is_signed() {
    assert!(
        presigned(Some("oej5cie4uctureturdtuc5dctd"), None).ends_with(
            "&X-Amz-Signature=bf77b83a7135594046c90a7e7e10cf1a4c8f8ecc1d541d0f42bea6b7670870c7"
        )
    );
}

#[test]
fn a_response_override_is_part_of_what_is_signed() {
    assert!(presigned(None, Some("text/plain")).ends_with(
        "&X-Amz-Signature=9cee3ba363b3a52fed152d18bb250d52a459d0905600d9b032825a3794ffd2cb"
    ));
}

#[test]
fn the_signature_of_the_post_example_is_awss() {
    let example = example("s3-v4-post");
    let scope = Scope::new(at(DECEMBER_29_2015), text(&example, "region"), SERVICE);
    let key = SigningKey::derive(text(&example["credentials"], "secret_access_key"), &scope);
    assert_eq!(
        key.sign(text(&example["documented"], "policy_base64")),
        "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e"
    );
}

#[test]
fn the_conditions_of_the_post_example_come_from_its_fields() {
    let example = example("s3-v4-post");
    let mut request = PostRequest::new(
        "sigv4examplebucket",
        KeyRule::Exact(["user/user1/", FILENAME].concat()),
    );
    let fields = example["fields"].as_object().expect("fields");
    for (name, value) in fields {
        let signers_own = [
            "key",
            "policy",
            "x-amz-algorithm",
            "x-amz-credential",
            "x-amz-date",
            "x-amz-signature",
        ];
        if !signers_own.contains(&name.to_lowercase().as_str()) {
            let value = value.as_str().expect("a text");
            request.fields.push((name.clone(), value.into()));
        }
    }
    let starts_with = |name: &str, prefix: &str| s3_signpost::Condition::StartsWith {
        name: name.into(),
        prefix: prefix.into(),
    };
    request
        .conditions
        .push(starts_with("Content-Type", "image/"));
    request.conditions.push(starts_with("x-amz-meta-tag", ""));
    let post = v4::presign_post(
        &credentials(&example),
        &legacy_location("us-east-1"),
        &request,
        at(DECEMBER_29_2015),
    )
    .expect("a form");

    let policy = &post
        .fields
        .iter()
        .find(|(name, _)| name == "policy")
        .expect("a policy")
        .1;
    let ours: Value = serde_json::from_slice(&decode(policy)).expect("JSON");
    let theirs: Value = serde_json::from_str(text(&example, "policy_text")).expect("JSON");
    let sorted = |policy: &Value| {
        let mut conditions: Vec<String> = policy["conditions"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|condition| condition.to_string().to_lowercase())
            .collect();
        conditions.sort();
        conditions
    };
    assert_eq!(sorted(&ours), sorted(&theirs));
    assert_eq!(post.url, "https://sigv4examplebucket.s3.amazonaws.com/");
}

fn decode(base64: &str) -> Vec<u8> {
    use base64ct::{Base64, Encoding};
    Base64::decode_vec(base64).expect("base64")
}
