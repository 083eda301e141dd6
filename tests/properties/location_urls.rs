//! A presigned URL belongs to the location that signed it, and contains the request without the signature.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use s3_signpost::{Location, LocationUrl, SignatureVersion};

use crate::inputs;

fn versions() -> impl Strategy<Value = SignatureVersion> {
    select(&[SignatureVersion::V4, SignatureVersion::V2][..])
}

fn with_public_endpoint() -> impl Strategy<Value = Location> {
    (
        inputs::location(),
        proptest::option::of("https?://[a-z]{2,9}\\.cdn\\.test(:[1-9][0-9]{3})?"),
    )
        .prop_map(|(location, origin)| match origin {
            Some(origin) => location.with_public_endpoint(&origin).expect("a location"),
            None => location,
        })
}

/// Pieces of URLs of the bucket `photos` at `https://s3.eu-west-1.amazonaws.com`, and of others.
const PIECES: &[&str] = &[
    "https://s3.eu-west-1.amazonaws.com",
    "http://photos.s3.amazonaws.com",
    "https://",
    "s3://",
    "photos",
    "/",
    "?",
    "&",
    "=",
    "#",
    "%",
    "%2F",
    "%FF",
    ".",
    "..",
    "\\",
    "@",
    ":",
    "+",
    " ",
    "X-Amz-Date",
    "é",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_presigned_url_belongs_to_its_location(
        mut input in inputs::url_input(),
        location in with_public_endpoint(),
        version in versions(),
    ) {
        input.location = location;
        let url = input.url(version);
        let bucket = input.request.bucket.as_deref();
        let own = LocationUrl::parse(&url, &input.location, bucket);
        let own = own.expect("a URL that can be decoded").expect("a URL of the location");
        prop_assert_eq!(Some(own.bucket.as_str()), bucket);
        prop_assert_eq!(&own.key, &input.request.key);
        let mut query = input.request.query.clone();
        let content_type = &input.request.response.content_type;
        query.extend(content_type.iter().map(|value| ("response-content-type".into(), value.clone())));
        query.sort();
        let own: Vec<_> = own.query.iter().map(|(name, value)| (name.into(), value.into())).collect();
        prop_assert_eq!(own, query);
    }

    #[test]
    fn a_presigned_url_of_another_bucket_is_foreign(
        input in inputs::url_input(),
        version in versions(),
    ) {
        let url = input.url(version);
        prop_assert_eq!(LocationUrl::parse(&url, &input.location, Some("another")), Ok(None));
    }

    #[test]
    fn no_text_makes_the_parser_panic_or_name_another_bucket(
        text in prop_oneof![inputs::text(30), inputs::text_of(PIECES, 14)],
        locations in vec(inputs::location(), 0..2),
    ) {
        let aws = Location::aws("eu-west-1").expect("a location");
        for location in locations.iter().chain([&aws]) {
            let _ = LocationUrl::parse(&text, location, None);
            if let Ok(Some(url)) = LocationUrl::parse(&text, location, Some("photos")) {
                prop_assert_eq!(url.bucket, "photos");
            }
        }
    }
}
