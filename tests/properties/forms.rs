//! S3's policy rules accept every signed form.

use base64ct::{Base64, Encoding};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use s3_signpost::{
    Condition, Credentials, KeyRule, Location, PostRequest, PresignedPost, SignatureVersion,
    Timestamp,
};
use serde_json::Value;

use crate::inputs;

const VALUES: &[&str] = &[
    "a",
    "b/",
    "private",
    "image/",
    "png",
    "é",
    " ",
    "\"",
    "\\",
    "${filename}",
    "${",
    "$",
];
const NAMES: &[&str] = &[
    "acl",
    "ACL",
    "Content-Type",
    "Cache-Control",
    "x-amz-meta-a",
    "X-Amz-Meta-B",
    "tagging",
    "x-amz-storage-class",
    "x-ignore-this",
    "success_action_redirect",
];

const FILENAME: &str = "${filename}";

fn value() -> impl Strategy<Value = String> {
    vec(select(VALUES), 0..4).prop_map(|pieces| pieces.concat())
}

fn pair() -> impl Strategy<Value = (String, String)> {
    (select(NAMES).prop_map(String::from), value())
}

fn condition() -> impl Strategy<Value = Condition> {
    prop_oneof![
        pair().prop_map(|(name, value)| Condition::Eq { name, value }),
        pair().prop_map(|(name, prefix)| Condition::StartsWith { name, prefix }),
        value().prop_map(|prefix| Condition::StartsWith {
            name: "key".into(),
            prefix
        }),
        (0..9_u64, 0..9_u64).prop_map(|(min, max)| Condition::ContentLengthRange { min, max }),
    ]
}

fn request() -> impl Strategy<Value = PostRequest> {
    (
        prop_oneof![
            value().prop_map(KeyRule::Exact),
            value().prop_map(KeyRule::StartsWith),
        ],
        vec(pair(), 0..3),
        vec(condition(), 0..4),
        proptest::option::of(select(
            &["image/", "image/png", "a${filename}", "${filename}/"][..],
        )),
        proptest::option::of(5..9_u64),
    )
        .prop_map(|(key, fields, conditions, content_type, max_size)| {
            let mut request = PostRequest::new("bucket", key);
            request.fields = fields;
            request.conditions = conditions;
            request.content_type = content_type.map(String::from);
            request.max_size = max_size;
            request
        })
}

/// Returns the reason why S3 rejects the form after its open fields were filled in; None if S3 accepts it.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html>
fn rejection(post: &PresignedPost) -> Option<String> {
    let mut sent = post.fields.clone();
    let conditions = &conditions_of(post);

    if let Some(prefix) = &post.content_type_prefix {
        sent.push(("Content-Type".into(), prefix.clone()));
    }
    for name in conditions
        .iter()
        .filter_map(|condition| parts(condition).get(1).cloned())
    {
        if value_of(&sent, &name).is_none() {
            sent.push((name, FILENAME.into()));
        }
    }
    for (name, value) in &mut sent {
        if value.contains(FILENAME) {
            *value = required_value(conditions, name).unwrap_or(value.clone());
        }
        *value = value.replace(FILENAME, "name");
    }

    for (name, _) in &sent {
        let name = name.to_lowercase();
        let needs_no_condition = name.starts_with("x-ignore-")
            || ["policy", "signature", "awsaccesskeyid", "x-amz-signature"]
                .contains(&name.as_str());
        let has_condition = conditions.iter().any(|condition| {
            parts(condition)
                .get(1)
                .is_some_and(|other| other.to_lowercase() == name)
        });
        if !needs_no_condition && !has_condition {
            return Some(format!("Extra input fields: {name}"));
        }
    }
    for condition in conditions {
        let [operator, name, expected] = &parts(condition)[..] else {
            return Some(format!("not a condition: {condition}"));
        };
        let found = if name == "bucket" {
            Some("bucket".into())
        } else {
            value_of(&sent, name)
        };
        let is_met = match (operator.as_str(), found) {
            ("content-length-range", _) => condition[1].as_u64() <= condition[2].as_u64(),
            ("eq", Some(found)) => found == *expected,
            ("starts-with", Some(found)) => found.starts_with(expected),
            _ => false,
        };
        if !is_met {
            return Some(format!("Policy Condition failed: {condition}"));
        }
    }
    None
}

fn conditions_of(post: &PresignedPost) -> Vec<Value> {
    let policy = value_of(&post.fields, "policy").expect("a policy");
    let policy = Base64::decode_vec(&policy).expect("base64");
    let policy: Value = serde_json::from_slice(&policy).expect("JSON");
    policy["conditions"].as_array().expect("a list").clone()
}

/// Returns operator, name and value of a condition.
fn parts(condition: &Value) -> Vec<String> {
    match condition {
        Value::Object(pair) => pair
            .iter()
            .flat_map(|(name, value)| {
                [
                    "eq".into(),
                    name.clone(),
                    value.as_str().expect("a string").into(),
                ]
            })
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, item)| match item.as_str() {
                Some(name) if index == 1 => name.trim_start_matches('$').into(),
                Some(text) => text.into(),
                None => item.to_string(),
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Returns the value of an `eq` condition, else the longest prefix of the `starts-with` conditions.
fn required_value(conditions: &[Value], name: &str) -> Option<String> {
    conditions
        .iter()
        .map(parts)
        .filter(|parts| parts[1].eq_ignore_ascii_case(name))
        .max_by_key(|parts| (parts[0] == "eq", parts[2].len()))
        .map(|parts| parts[2].clone())
}

fn value_of(fields: &[(String, String)], name: &str) -> Option<String> {
    fields
        .iter()
        .find(|(other, _)| other.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.clone())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1_500, ..ProptestConfig::default() })]

    #[test]
    fn every_signed_form_can_be_sent(
        keys in inputs::keys(),
        request in request(),
        version in select(&[SignatureVersion::V4, SignatureVersion::V2][..]),
    ) {
        let location = Location::custom("us-east-1", "https://s3.test").expect("a location");
        let now = Timestamp::from_unix(1_800_000_000).expect("an instant");
        let Ok(post) = version.presign_post(&keys.credentials(), &location, &request, now) else {
            return Ok(());
        };
        prop_assert_eq!(rejection(&post), None);
    }

    #[test]
    fn the_policy_allows_only_the_requested_keys(
        request in request(),
        version in select(&[SignatureVersion::V4, SignatureVersion::V2][..]),
    ) {
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret").expect("credentials");
        let location = Location::custom("us-east-1", "https://s3.test").expect("a location");
        let now = Timestamp::from_unix(1_800_000_000).expect("an instant");
        let Ok(post) = version.presign_post(&credentials, &location, &request, now) else {
            return Ok(());
        };
        let (operator, text) = match &request.key {
            KeyRule::StartsWith(prefix) => ("starts-with", prefix.as_str()),
            KeyRule::Exact(key) => match key.split_once(FILENAME) {
                Some((before, _)) => ("starts-with", before),
                None => ("eq", key.as_str()),
            },
        };
        let expected = [operator, "key", text].map(String::from).to_vec();
        prop_assert!(conditions_of(&post).iter().any(|condition| parts(condition) == expected));
    }
}
