//! Fuzzes the parsers of addresses: `s3://` URIs, URLs, endpoints, regions, buckets and keys.

#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use s3_signpost::location::{Addressing, Location};
use s3_signpost::url::UrlParts;
use s3_signpost::{LocationUrl, ObjectUrl, S3Uri, bucket_name, object_key};

#[derive(Debug, Arbitrary)]
struct Input<'a> {
    text: &'a str,
    endpoint: &'a str,
    region: &'a str,
    bucket: Option<&'a str>,
}

fuzz_target!(|input: Input<'_>| {
    if let Ok(uri) = S3Uri::parse(input.text) {
        assert!(uri.key.is_none_or(|key| input.text.ends_with(key)));
    }
    let _ = UrlParts::parse(input.text);
    let _ = bucket_name::check(input.text, bucket_name::Rules::Dns);
    let _ = bucket_name::check(input.text, bucket_name::Rules::Legacy);
    let _ = object_key::check_addressable(input.text);
    let _ = Location::aws(input.region);
    let _ = ObjectUrl::parse(input.text, None);
    let aws = Location::aws("us-east-1").expect("a location");
    let _ = LocationUrl::parse(input.text, &aws, input.bucket);

    let Ok(location) = Location::custom(input.region, input.endpoint) else {
        return;
    };
    for addressing in [Addressing::Auto, Addressing::Virtual, Addressing::Path] {
        let location = location.clone().with_addressing(addressing);
        let Ok(address) = location.address(input.bucket) else {
            continue;
        };
        let _ = ObjectUrl::parse(input.text, Some(&address));
        let _ = LocationUrl::parse(input.text, &location, input.bucket);
        // Parsing reverses formatting.
        let url = [&address.origin(), address.path(), "/k"].concat();
        let service = location.address(None).expect("the service's address");
        if let (Some(bucket), Ok(object)) = (input.bucket, ObjectUrl::parse(&url, Some(&service))) {
            assert_eq!(object.bucket.as_deref(), Some(bucket), "{url}");
            assert_eq!(object.key.as_deref(), Some("k"), "{url}");
            let own = LocationUrl::parse(&url, &location, Some(bucket)).expect("a URL");
            let own = own.expect("a URL of the location");
            assert_eq!(
                (own.bucket.as_str(), own.key.as_deref()),
                (bucket, Some("k"))
            );
        }
    }
});
