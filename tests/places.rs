//! Where a bucket is, held against botocore's endpoint rules.

use s3_signpost::Location;
use s3_signpost::location::{Addressing, Variants};
use serde_json::Value;

fn cases() -> Vec<Value> {
    let all: Value = serde_json::from_str(include_str!("vectors/places.json")).expect("JSON");
    all["cases"].as_array().expect("a list").clone()
}

/// The URL of the bucket, and the region and the service that sign; None where it is refused.
fn place(case: &Value) -> Option<[String; 3]> {
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
    let address = location
        .and_then(|location| location.with_variants(variants))
        .and_then(|location| {
            location
                .with_addressing(addressing)
                .address(case["bucket"].as_str())
        })
        .ok()?;
    Some([
        [address.origin(), address.path()].concat(),
        address.region().into(),
        address.service().into(),
    ])
}

#[test]
fn a_bucket_is_where_botocore_finds_it() {
    for case in cases() {
        let theirs = case["place"].as_array().map(|parts| {
            [0, 1, 2].map(|index| String::from(parts[index].as_str().expect("a text")))
        });
        assert_eq!(place(&case), theirs, "{case}");
    }
}
