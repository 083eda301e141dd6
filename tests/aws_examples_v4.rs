//! AWS's published examples of Signature Version 4, by steps. Each assertion is on the bytes that the shipped signer
//! hashes, so that a failure names the broken step. tests/vectors/aws-examples.json names the document of each example.

use s3_signpost::encode::{Slash, uri_encode};
use s3_signpost::header::CanonicalHeaders;
use s3_signpost::location::{SERVICE, Variants};
use s3_signpost::post::FILENAME;
use s3_signpost::query::CanonicalQuery;
use s3_signpost::v4::canonical_request::CanonicalRequest;
use s3_signpost::v4::scope::Scope;
use s3_signpost::v4::signature::Signer;
use s3_signpost::v4::signing_key::SigningKey;
use s3_signpost::v4::string_to_sign::StringToSign;
use s3_signpost::{
    Credentials, Expiry, KeyRule, Location, PostRequest, PresignRequest, Timestamp, v4,
};
use serde_json::Value;

/// 2013-05-24T00:00:00Z and 2015-12-29T00:00:00Z: the signing dates of S3's examples.
const MAY_24_2013: i64 = 1_369_353_600;
const DECEMBER_29_2015: i64 = 1_451_347_200;

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

/// The examples whose steps are published. Two of them are of IAM.
const EXAMPLES: [&str; 7] = [
    "s3-v4-query-get",
    "s3-v4-header-get-object",
    "s3-v4-header-put-object",
    "s3-v4-header-get-lifecycle",
    "s3-v4-header-list-objects",
    "general-v4-query-iam",
    "general-v4-header-iam",
];

fn signing_date(example: &Value) -> Timestamp {
    Timestamp::from_amz_date(text(example, "time")).expect("a signing date")
}

fn scope(example: &Value) -> Scope<'_> {
    let service = match text(example, "service") {
        "iam" => "iam",
        _ => SERVICE,
    };
    Scope::new(signing_date(example), text(example, "region"), service)
}

/// The canonical request of an example, built from the parts that its document lists.
fn canonical_request(example: &Value) -> CanonicalRequest {
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
    CanonicalRequest::new(
        text(example, "method"),
        &query.text(""),
        &headers,
        text(example, "payload_hash"),
    )
}

fn encoded_path(example: &Value) -> String {
    let mut path = String::new();
    uri_encode(text(example, "path"), Slash::Keep, &mut path);
    path
}

/// The documented string to sign, split before the hash of the canonical request.
fn documented_string_to_sign(example: &Value) -> (&str, &str) {
    let text = text(example, "string_to_sign");
    text.split_at(text.len() - 64)
}

#[test]
fn the_canonical_request_of_each_example_is_awss() {
    for name in EXAMPLES {
        let example = example(name);
        let request = canonical_request(&example);
        let path = encoded_path(&example);
        assert_eq!(
            [&request.before_path, &*path, &request.after_path].concat(),
            text(&example, "canonical_request"),
            "{name}"
        );
    }
}

#[test]
fn the_hash_of_each_examples_canonical_request_is_awss() {
    for name in EXAMPLES {
        let example = example(name);
        let documented = text(&example, "canonical_request");
        let path = encoded_path(&example);
        let (before_path, after_path) = documented.split_once(&path).expect("the path");
        let mut hasher = CanonicalRequest {
            before_path: before_path.into(),
            after_path: after_path.into(),
        }
        .into_hasher();
        let (_, hash) = documented_string_to_sign(&example);
        assert_eq!(hasher.hash(&path), hash.as_bytes(), "{name}");
    }
}

#[test]
fn the_string_to_sign_of_each_example_is_awss() {
    for name in EXAMPLES {
        let example = example(name);
        let string_to_sign = StringToSign::new(signing_date(&example), &scope(&example));
        let (before_hash, _) = documented_string_to_sign(&example);
        assert_eq!(string_to_sign.before_hash, before_hash, "{name}");
    }
}

#[test]
fn the_signature_of_each_example_is_awss() {
    for name in EXAMPLES {
        let example = example(name);
        let secret = text(&example["credentials"], "secret_access_key");
        let key = SigningKey::derive(secret, &scope(&example));
        let (before_hash, hash) = documented_string_to_sign(&example);
        assert_eq!(
            Signer::new(&key, before_hash).sign(hash.as_bytes()),
            text(&example["documented"], "signature").as_bytes(),
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
fn the_presigned_url_equals_awss() {
    assert_eq!(
        presigned(None, None),
        "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    );
}

#[test]
fn a_session_token_is_signed() {
    assert!(
        presigned(Some("oej5cie4uctureturdtuc5dctd"), None).ends_with(
            "&X-Amz-Signature=bf77b83a7135594046c90a7e7e10cf1a4c8f8ecc1d541d0f42bea6b7670870c7"
        )
    );
}

#[test]
fn a_response_override_is_signed() {
    assert!(presigned(None, Some("text/plain")).ends_with(
        "&X-Amz-Signature=9cee3ba363b3a52fed152d18bb250d52a459d0905600d9b032825a3794ffd2cb"
    ));
}

#[test]
fn the_signature_of_the_post_example_is_awss() {
    let example = example("s3-v4-post");
    let scope = Scope::new(at(DECEMBER_29_2015), text(&example, "region"), SERVICE);
    let key = SigningKey::derive(text(&example["credentials"], "secret_access_key"), &scope);
    let policy = text(&example["documented"], "policy_base64");
    assert_eq!(
        &Signer::new(&key, "").sign(policy.as_bytes()),
        b"8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e"
    );
}

#[test]
fn the_form_of_the_post_example_has_its_conditions_and_a_signature_of_its_policy() {
    let example = example("s3-v4-post");
    let mut request = PostRequest::new(
        "sigv4examplebucket",
        KeyRule::Exact(["user/user1/", FILENAME].concat()),
    );
    let fields = example["fields"].as_object().expect("fields");
    for (name, value) in fields {
        let set_by_signer = [
            "key",
            "policy",
            "x-amz-algorithm",
            "x-amz-credential",
            "x-amz-date",
            "x-amz-signature",
        ];
        if !set_by_signer.contains(&name.to_lowercase().as_str()) {
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

    let field = |name: &str| {
        let field = post.fields.iter().find(|(other, _)| other == name);
        &field.expect("the field").1
    };
    let policy = field("policy");
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
    let scope = Scope::new(at(DECEMBER_29_2015), text(&example, "region"), SERVICE);
    let key = SigningKey::derive(text(&example["credentials"], "secret_access_key"), &scope);
    assert_eq!(
        field("x-amz-signature").as_bytes(),
        Signer::new(&key, "").sign(policy.as_bytes())
    );
    assert_eq!(post.url, "https://sigv4examplebucket.s3.amazonaws.com/");
}

fn decode(base64: &str) -> Vec<u8> {
    use base64ct::{Base64, Encoding};
    Base64::decode_vec(base64).expect("base64")
}
