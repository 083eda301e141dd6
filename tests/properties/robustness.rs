//! No input causes a panic, and no error contains a secret.

use proptest::collection::vec;
use proptest::prelude::*;
use s3_signpost::location::{Addressing, Location};
use s3_signpost::v4::SigningKeyCache;
use s3_signpost::{
    Condition, Credentials, Expiry, KeyRule, PostRequest, PresignRequest, SignatureVersion,
    Timestamp, bucket_name, object_key,
};

use crate::inputs;

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
    vec((inputs::text(12), inputs::text(12)), 0..4)
}

fn any_condition() -> impl Strategy<Value = Condition> {
    prop_oneof![
        (inputs::text(8), inputs::text(8)).prop_map(|(name, value)| Condition::Eq { name, value }),
        (inputs::text(8), inputs::text(8))
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
        inputs::text_of(URL_PIECES, 8)
    ];
    (inputs::text(8), endpoint).prop_filter_map("a location", |(region, endpoint)| {
        Location::custom(&region, &endpoint)
            .or_else(|_| Location::aws("eu-west-1"))
            .ok()
    })
}

fn versions() -> impl Strategy<Value = SignatureVersion> {
    prop_oneof![Just(SignatureVersion::V4), Just(SignatureVersion::V2)]
}

fn example_credentials() -> Credentials {
    Credentials::new(
        "AKIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    )
    .expect("credentials")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_a_parser_of_addresses_panic(
        text in prop_oneof![inputs::text(30), inputs::text_of(URL_PIECES, 14)],
        endpoint in any_location(),
        bucket in proptest::option::of(inputs::text(8)),
    ) {
        let _ = Location::aws(&text);
        let _ = Location::custom("us-east-1", &text);
        let _ = bucket_name::check(&text, bucket_name::Rules::Dns);
        let _ = bucket_name::check(&text, bucket_name::Rules::Legacy);
        let _ = object_key::check_addressable(&text);
        for addressing in [Addressing::Auto, Addressing::Virtual, Addressing::Path] {
            let endpoint = endpoint.clone().with_addressing(addressing);
            let _ = endpoint.address(bucket.as_deref());
            let _ = endpoint.address(Some(&text));
        }
    }

    #[test]
    fn no_request_makes_presign_panic(
        version in versions(),
        location in any_location(),
        bucket in proptest::option::of(prop_oneof![inputs::bucket().boxed(), inputs::text(8).boxed()]),
        key in proptest::option::of(prop_oneof![inputs::key().boxed(), inputs::text(20).boxed()]),
        (headers, query) in (any_pairs(), any_pairs()),
        (expiry, now, signing_date) in (any_expiry(), any_instant(), proptest::option::of(any_instant())),
        file_name in proptest::option::of(inputs::text(9)),
    ) {
        let mut request = PresignRequest { bucket, key, expiry, headers, query, signing_date, ..PresignRequest::default() };
        request.response.download_as = file_name;
        let _ = version.presign(&example_credentials(), &location, &request, now);
    }

    #[test]
    fn no_form_makes_presign_post_panic(
        version in versions(),
        location in any_location(),
        bucket in inputs::bucket(),
        key in prop_oneof![
            inputs::text(20).prop_map(KeyRule::Exact),
            inputs::text(20).prop_map(KeyRule::StartsWith),
        ],
        (fields, conditions) in (any_pairs(), vec(any_condition(), 0..4)),
        (expiry, now) in (any_expiry(), any_instant()),
        (min_size, max_size) in any::<(Option<u64>, Option<u64>)>(),
        content_type in proptest::option::of(inputs::text(9)),
    ) {
        let mut request = PostRequest::new(&bucket, key);
        request.fields = fields;
        request.conditions = conditions;
        request.expiry = expiry;
        request.min_size = min_size;
        request.max_size = max_size;
        request.content_type = content_type;
        let _ = version.presign_post(&example_credentials(), &location, &request, now);
    }

    #[test]
    fn errors_about_credentials_do_not_contain_them(secret in "hush[ \\n\u{e9}]hush", token in "hush[ \\t]hush") {
        let secret = Credentials::new("AKIA", &secret).expect_err("an error");
        let token = example_credentials().with_session_token(&token).expect_err("an error");
        for error in [secret, token] {
            let output = format!("{error} {error:?}");
            prop_assert!(!output.contains("hush"));
        }
    }
}

#[test]
fn debug_output_contains_no_secret_token_or_signature() {
    let token = "IQoJb3JpZ2luX2VjEXAMPLE";
    let credentials = example_credentials()
        .with_session_token(token)
        .expect("a token");
    let location = Location::aws("eu-west-1").expect("a location");
    let now = Timestamp::from_unix(1_800_000_000).expect("an instant");
    for version in [SignatureVersion::V4, SignatureVersion::V2] {
        let request = PresignRequest::get("bucket", "key");
        let url = version
            .presign(&credentials, &location, &request, now)
            .expect("a URL");
        let signer = version
            .url_signer(
                &mut SigningKeyCache::default(),
                &credentials,
                &location,
                &request,
                now,
            )
            .expect("a signer");
        let form = PostRequest::new("bucket", KeyRule::Exact("key".into()));
        let form = version
            .presign_post(&credentials, &location, &form, now)
            .expect("a form");
        let output = format!("{credentials:?} {url:?} {signer:?} {form:?}");
        let (_, signature) = url.url.rsplit_once("Signature=").expect("a signature");
        for secret in [token, signature, "wJalrXUtnFEMI"] {
            assert!(!output.contains(secret), "{output}");
        }
    }
}
