//! Fuzzes POST policies: a signed form contains no characters that break its encoding.

#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use s3_signpost::{
    Condition, Credentials, Expiry, KeyRule, Location, PostRequest, SignatureVersion, Timestamp,
};

#[derive(Debug, Arbitrary)]
enum InputCondition<'a> {
    Eq(&'a str, &'a str),
    StartsWith(&'a str, &'a str),
    Size(u64, u64),
}

#[derive(Debug, Arbitrary)]
struct Input<'a> {
    key: &'a str,
    is_prefix: bool,
    is_v2: bool,
    fields: Vec<(&'a str, &'a str)>,
    conditions: Vec<InputCondition<'a>>,
    sizes: (Option<u64>, Option<u64>),
    content_type: Option<&'a str>,
    seconds: u32,
}

fuzz_target!(|input: Input<'_>| {
    let key = match input.is_prefix {
        true => KeyRule::StartsWith(input.key.into()),
        false => KeyRule::Exact(input.key.into()),
    };
    let mut request = PostRequest::new("bucket", key);
    for (name, value) in input.fields {
        request.fields.push((name.into(), value.into()));
    }
    for condition in input.conditions {
        request.conditions.push(match condition {
            InputCondition::Eq(name, value) => Condition::Eq {
                name: name.into(),
                value: value.into(),
            },
            InputCondition::StartsWith(name, prefix) => Condition::StartsWith {
                name: name.into(),
                prefix: prefix.into(),
            },
            InputCondition::Size(min, max) => Condition::ContentLengthRange { min, max },
        });
    }
    (request.min_size, request.max_size) = input.sizes;
    request.content_type = input.content_type.map(Into::into);
    request.expiry = Expiry::In(input.seconds % 700_000);
    let version = match input.is_v2 {
        true => SignatureVersion::V2,
        false => SignatureVersion::V4,
    };
    let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "secret").expect("credentials");
    let location = Location::custom("us-east-1", "https://s3.test").expect("a location");
    let now = Timestamp::from_unix(1_800_000_000).expect("an instant");
    let Ok(post) = version.presign_post(&credentials, &location, &request, now) else {
        return;
    };
    for (name, value) in &post.fields {
        assert!(!name.contains(['"', '\r', '\n']) && !value.contains(['\r', '\n', '\0']));
    }
});
