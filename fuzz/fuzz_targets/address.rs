//! Fuzzes the parsers of addresses: endpoints, regions, buckets and keys.

#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use s3_signpost::location::{Addressing, Location};
use s3_signpost::{bucket_name, object_key};

#[derive(Debug, Arbitrary)]
struct Input<'a> {
    text: &'a str,
    endpoint: &'a str,
    region: &'a str,
    bucket: Option<&'a str>,
}

fuzz_target!(|input: Input<'_>| {
    let _ = bucket_name::check(input.text, bucket_name::Rules::Dns);
    let _ = bucket_name::check(input.text, bucket_name::Rules::Legacy);
    let _ = object_key::check_addressable(input.text);
    let _ = Location::aws(input.region);

    let Ok(location) = Location::custom(input.region, input.endpoint) else {
        return;
    };
    for addressing in [Addressing::Auto, Addressing::Virtual, Addressing::Path] {
        let location = location.clone().with_addressing(addressing);
        let _ = location.address(Some(input.text));
        if let Ok(address) = location.address(input.bucket) {
            assert!(address.origin().ends_with(address.host()));
        }
    }
});
