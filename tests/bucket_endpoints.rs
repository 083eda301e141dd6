//! Compares the addresses of buckets with botocore's endpoint rules for S3.

use s3_signpost::Location;
use s3_signpost::location::{Addressing, Variants};
use serde_json::Value;

fn cases() -> Vec<Value> {
    let all: Value =
        serde_json::from_str(include_str!("vectors/bucket_endpoints.json")).expect("JSON");
    all["cases"].as_array().expect("a list").clone()
}

/// Returns the URL of the bucket and the signing region and service; None if the bucket is rejected.
fn address(case: &Value) -> Option<[String; 3]> {
    let region = case["region"].as_str().expect("a region");
    let flags = case["flags"].as_array().expect("a list");
    let has = |flag: &str| flags.iter().any(|other| other == flag);
    let variants = Variants {
        dualstack: has("dualstack"),
        accelerate: has("accelerate"),
        fips: has("fips"),
        global: has("globalEndpoint"),
    };
    let location = match case["endpoint"].as_str() {
        Some(endpoint) => Location::custom(region, endpoint),
        None => Location::aws(region),
    };
    let addressing = if case["path"] == true {
        Addressing::Path
    } else {
        Addressing::Auto
    };
    let bucket_address = location
        .and_then(|location| location.with_variants(variants))
        .and_then(|location| {
            location
                .with_addressing(addressing)
                .address(case["bucket"].as_str())
        })
        .ok()?;
    Some([
        [bucket_address.origin(), bucket_address.path()].concat(),
        bucket_address.region().into(),
        bucket_address.service().into(),
    ])
}

#[test]
fn every_bucket_address_equals_botocores() {
    for case in cases() {
        let expected = case["address"].as_array().map(|parts| {
            [0, 1, 2].map(|index| String::from(parts[index].as_str().expect("a string")))
        });
        assert_eq!(address(&case), expected, "{case}");
    }
}
