//! Whatever is given, the answer is a value or an error: never a panic, and never a word of a secret.

use proptest::collection::vec;
use proptest::prelude::*;
use s3_signpost::location::{Addressing, Location};
use s3_signpost::object_url::ObjectUrl;
use s3_signpost::url::UrlParts;
use s3_signpost::{
    Condition, Credentials, Expiry, KeyRule, PostRequest, PresignRequest, S3Uri, SignatureVersion,
    Timestamp, bucket_name, object_key,
};

use crate::given;

const URL_PIECES: &[&str] = &[
    "https:",
    "http:",
    "s3:",
    "//",
    "/",
    ":",
    "@",
    "?",
    "#",
    ".",
    "..",
    "%",
    "%2e",
    "%FF",
    "[",
    "]",
    "::1",
    "443",
    "80",
    "99999",
    "s3",
    "s3-",
    "-",
    "amazonaws.com",
    ".s3.",
    "eu-west-1",
    "vpce",
    "bucket",
    "é",
    "dualstack",
    "s3-accesspoint",
    "123456789012",
    "X-Amz-Signature=",
    "&",
    "=",
    "+",
    " ",
];
fn any_pairs() -> impl Strategy<Value = Vec<(String, String)>> {
    vec((given::text(12), given::text(12)), 0..4)
}

fn any_condition() -> impl Strategy<Value = Condition> {
    prop_oneof![
        (given::text(8), given::text(8)).prop_map(|(name, value)| Condition::Eq { name, value }),
        (given::text(8), given::text(8))
            .prop_map(|(name, prefix)| Condition::StartsWith { name, prefix }),
        (any::<u64>(), any::<u64>())
            .prop_map(|(min, max)| Condition::ContentLengthRange { min, max }),
    ]
}

fn any_instant() -> impl Strategy<Value = Timestamp> {
    (0..=253_402_300_799_i64).prop_map(|seconds| Timestamp::from_unix(seconds).expect("an instant"))
}

fn any_expiry() -> impl Strategy<Value = Expiry> {
    prop_oneof![
        any::<u32>().prop_map(Expiry::In),
        any_instant().prop_map(Expiry::At)
    ]
}

fn any_location() -> impl Strategy<Value = Location> {
    let endpoint = prop_oneof![
        Just(String::from("http://[::1]:9000/a")),
        given::made_of(URL_PIECES, 8)
    ];
    (given::text(8), endpoint).prop_filter_map("a location", |(region, endpoint)| {
        Location::custom(&region, &endpoint)
            .or_else(|_| Location::aws("eu-west-1"))
            .ok()
    })
}

fn versions() -> impl Strategy<Value = SignatureVersion> {
    prop_oneof![Just(SignatureVersion::V4), Just(SignatureVersion::V2)]
}

fn anyone() -> Credentials {
    Credentials::new(
        "AKIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    )
    .expect("credentials")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn no_address_panics(
        text in prop_oneof![given::text(30), given::made_of(URL_PIECES, 14)],
        endpoint in any_location(),
        bucket in proptest::option::of(given::text(8)),
    ) {
        let _ = S3Uri::parse(&text);
        let _ = UrlParts::parse(&text);
        let _ = Location::aws(&text);
        let _ = Location::custom("us-east-1", &text);
        let _ = bucket_name::check(&text, bucket_name::Rules::Dns);
        let _ = bucket_name::check(&text, bucket_name::Rules::Legacy);
        let _ = object_key::check_addressable(&text);
        let _ = ObjectUrl::parse(&text, None);
        for addressing in [Addressing::Auto, Addressing::Virtual, Addressing::Path] {
            let endpoint = endpoint.clone().with_addressing(addressing);
            if let Ok(address) = endpoint.address(bucket.as_deref()) {
                let _ = ObjectUrl::parse(&text, Some(&address));
            }
        }
    }

    #[test]
    fn no_request_panics(
        version in versions(),
        location in any_location(),
        bucket in proptest::option::of(prop_oneof![given::bucket().boxed(), given::text(8).boxed()]),
        key in proptest::option::of(prop_oneof![given::key().boxed(), given::text(20).boxed()]),
        (headers, query) in (any_pairs(), any_pairs()),
        (expiry, now, signing_date) in (any_expiry(), any_instant(), proptest::option::of(any_instant())),
        file_name in proptest::option::of(given::text(9)),
    ) {
        let mut request = PresignRequest { bucket, key, expiry, headers, query, signing_date, ..PresignRequest::default() };
        request.response.download_as = file_name;
        let _ = version.presign(&anyone(), &location, &request, now);
    }

    #[test]
    fn no_form_panics(
        version in versions(),
        location in any_location(),
        bucket in given::bucket(),
        key in prop_oneof![
            given::text(20).prop_map(KeyRule::Exact),
            given::text(20).prop_map(KeyRule::StartsWith),
        ],
        (fields, conditions) in (any_pairs(), vec(any_condition(), 0..4)),
        (expiry, now) in (any_expiry(), any_instant()),
        (min_size, max_size) in any::<(Option<u64>, Option<u64>)>(),
        content_type in proptest::option::of(given::text(9)),
    ) {
        let mut request = PostRequest::new(&bucket, key);
        request.fields = fields;
        request.conditions = conditions;
        request.expiry = expiry;
        request.min_size = min_size;
        request.max_size = max_size;
        request.content_type = content_type;
        let _ = version.presign_post(&anyone(), &location, &request, now);
    }

    #[test]
    fn no_error_of_credentials_says_what_they_are(secret in "hush[ \\n\u{e9}]hush", token in "hush[ \\t]hush") {
        let secret = Credentials::new("AKIA", &secret).expect_err("refused");
        let token = anyone().with_session_token(&token).expect_err("refused");
        for error in [secret, token] {
            let told = format!("{error} {error:?}");
            prop_assert!(!told.contains("hush"));
        }
    }
}
