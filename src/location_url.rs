//! URLs of objects at one location, parsed to be signed anew.

use alloc::string::String;

use crate::encode::{decoded, decoded_query, has_stray_percent};
use crate::error::{Error, Reason};
use crate::location::Location;
use crate::location::access_point::is_same_bucket;
use crate::opaque_debug::opaque_debug;
use crate::query::is_reserved;
use crate::s3_uri::S3Uri;
use crate::sorted_pairs::SortedPairs;
use crate::text::split_first;
use crate::url::{UrlParts, invalid, query_pairs};

/// A URL of an object or a bucket at a location.
#[derive(Clone, PartialEq, Eq)]
pub struct LocationUrl<'a> {
    /// The bucket, or the ARN of an access point.
    pub bucket: String,
    /// The key, decoded once; a `+` stays a `+`. None for the bucket itself.
    pub key: Option<String>,
    /// Decoded parameters without those of a signature. No name occurs twice.
    pub query: SortedPairs,
    /// The fragment, without `#`.
    pub fragment: Option<&'a str>,
}

opaque_debug!(LocationUrl<'_>, "LocationUrl");

impl<'a> LocationUrl<'a> {
    /// Parses a URL in any style of S3, or an S3 URI. Returns None if it does not belong to `location`, or to `bucket`
    /// if there is one.
    ///
    /// A URL belongs to AWS by its host, in the location's region or without a region, over http and https. It belongs
    /// to a custom endpoint, and to the public endpoint, if scheme, host and port are the same. Text that is no URL, a
    /// URL with a user name, and the address of a website belong to no location.
    ///
    /// Fails with `InvalidUrl` for a host that browsers would rewrite; with `InvalidS3Uri`; and, for a URL of this
    /// location, with `InvalidUrl` if it cannot be decoded, and with `InvalidQuery` for a parameter without a name or
    /// with the name of another.
    pub fn parse(
        url: &'a str,
        location: &Location,
        bucket: Option<&str>,
    ) -> Result<Option<Self>, Error> {
        if has_s3_scheme(url) {
            let uri = S3Uri::parse(url).map_err(|error| error.with_field("url"))?;
            return Ok(is_wanted(uri.bucket, bucket).then(|| Self {
                bucket: uri.bucket.into(),
                key: uri.key.map(Into::into),
                query: SortedPairs::default(),
                fragment: None,
            }));
        }
        let parts = match UrlParts::split(url) {
            Ok(parts) => parts,
            Err(error) if error.reason() == Reason::UrlHostMalformed => return Err(error),
            Err(_) => return Ok(None),
        };
        let Some((mut own_bucket, path)) = location.split_own_url(&parts, bucket) else {
            return Ok(None);
        };
        let mut key = path.strip_prefix('/').unwrap_or(path);
        if own_bucket.is_empty() {
            let (first, rest) = split_first(key, b'/').unwrap_or((key, ""));
            // A bucket's name that cannot be decoded is not wanted.
            own_bucket = decoded(first).unwrap_or_default();
            key = rest;
        }
        if own_bucket.is_empty() || !is_wanted(&own_bucket, bucket) {
            return Ok(None);
        }
        check_text(parts.path)?;
        check_text(parts.query)?;
        let key = decoded(key).ok_or_else(|| invalid(Reason::UrlPathNotUtf8))?;
        Ok(Some(Self {
            bucket: own_bucket,
            key: Some(key).filter(|key| !key.is_empty()),
            query: query(parts.query)?,
            fragment: parts.fragment,
        }))
    }
}

fn has_s3_scheme(url: &str) -> bool {
    split_first(url, b':').is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("s3"))
}

fn is_wanted(bucket: &str, wanted: Option<&str>) -> bool {
    wanted.is_none_or(|wanted| is_same_bucket(wanted, bucket))
}

/// Fails for text that browsers and S3 read differently: browsers turn a `\` into a `/` and drop tabs and line breaks,
/// and S3 rejects a `%` without two hex digits.
fn check_text(text: &str) -> Result<(), Error> {
    if text
        .bytes()
        .any(|byte| byte < b' ' || matches!(byte, b'\\' | 0x7F))
    {
        return Err(invalid(Reason::UrlCharacters));
    }
    if has_stray_percent(text) {
        return Err(invalid(Reason::UrlPercent));
    }
    Ok(())
}

/// Decodes the parameters of a query, without those of a signature.
fn query(query: &str) -> Result<SortedPairs, Error> {
    let mut pairs = SortedPairs::default();
    for (name, value) in query_pairs(query) {
        let (Some(name), Some(value)) = (decoded_query(name), decoded_query(value)) else {
            return Err(invalid(Reason::UrlQueryNotUtf8));
        };
        if is_reserved(&name) {
            continue;
        }
        if name.is_empty() {
            return Err(invalid(Reason::ParameterWithoutName));
        }
        if pairs.has(&name) {
            return Err(invalid(Reason::UrlParameterTwice));
        }
        pairs.insert(name, value);
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::LocationUrl;
    use crate::error::{Error, Reason};
    use crate::location::{Addressing, Location};

    const AP: &str = "arn:aws:s3:eu-west-1:123456789012:accesspoint/point";

    fn aws(region: &str) -> Location {
        Location::aws(region).expect("a location")
    }

    fn custom(endpoint: &str) -> Location {
        Location::custom("eu-west-1", endpoint).expect("a location")
    }

    fn parse<'a>(
        url: &'a str,
        location: &Location,
        bucket: Option<&str>,
    ) -> Result<Option<LocationUrl<'a>>, Error> {
        LocationUrl::parse(url, location, bucket)
    }

    /// `bucket|key`, empty for a foreign URL.
    fn describe(url: &str, location: &Location, bucket: Option<&str>) -> String {
        let own = parse(url, location, bucket).expect(url);
        own.map_or_else(String::new, |own| {
            [own.bucket, own.key.unwrap_or_default()].join("|")
        })
    }

    #[test]
    fn hosts_of_aws_in_the_region_belong_to_it() {
        for url in [
            "https://photos.s3.eu-west-1.amazonaws.com/a",
            "http://s3.eu-west-1.amazonaws.com/photos/a",
            "https://photos.s3-eu-west-1.amazonaws.com/a",
            "https://photos.s3.amazonaws.com/a",
            "https://s3.amazonaws.com:443/photos/a",
            "https://photos.s3-fips.dualstack.eu-west-1.amazonaws.com/a",
            "https://photos.s3-accelerate.amazonaws.com/a",
            "s3://photos/a",
        ] {
            for bucket in [None, Some("photos")] {
                assert_eq!(
                    describe(url, &aws("eu-west-1"), bucket),
                    "photos|a",
                    "{url}"
                );
            }
            assert_eq!(
                describe(url, &aws("eu-west-1"), Some("videos")),
                "",
                "{url}"
            );
        }
    }

    #[test]
    fn other_hosts_of_aws_are_foreign() {
        for (url, region) in [
            ("https://photos.s3.us-east-1.amazonaws.com/a", "eu-west-1"),
            ("https://photos.s3.amazonaws.com:444/a", "eu-west-1"),
            (
                "https://photos.s3-website.eu-west-1.amazonaws.com/a",
                "eu-west-1",
            ),
            (
                "https://bucket.vpce-1a2b-3c4d.s3.eu-west-1.vpce.amazonaws.com/photos/a",
                "eu-west-1",
            ),
            ("https://photos.s3.amazonaws.com/a", "us-gov-west-1"),
            ("https://photos.s3.amazonaws.com/a", "cn-north-1"),
            ("https://s3.eu-west-1.amazonaws.com/", "eu-west-1"),
        ] {
            assert_eq!(describe(url, &aws(region), None), "", "{url}");
        }
    }

    #[test]
    fn the_host_of_an_access_point_belongs_to_its_arn() {
        let url = "https://point-123456789012.s3-accesspoint.eu-west-1.amazonaws.com/a";
        let expected = [AP, "|a"].concat();
        for bucket in [None, Some(AP), Some(AP.replace("t/", "t:").as_str())] {
            assert_eq!(describe(url, &aws("us-east-1"), bucket), expected);
        }
        assert_eq!(describe(url, &aws("us-gov-west-1"), None), "");
        assert_eq!(describe(url, &aws("eu-west-1"), Some("point")), "");
        let store = custom("https://s3.test");
        let url = "https://point-123456789012.s3.test/a";
        assert_eq!(describe(url, &store, Some(AP)), expected);
        assert_eq!(describe(url, &store, None), "");
    }

    #[test]
    fn a_custom_endpoint_is_compared_by_scheme_host_port_and_base_path() {
        let store = custom("https://s3.test:8443/base");
        for (url, expected) in [
            ("https://s3.test:8443/base/b/a", "b|a"),
            ("https://S3.test:8443/base/b/a", "b|a"),
            ("http://s3.test:8443/base/b/a", ""),
            ("https://s3.test/base/b/a", ""),
            ("https://s3.test:8443/based/b/a", ""),
            ("https://www.s3.test:8443/base/a", ""),
            ("https://mys3.test:8443/base/b/a", ""),
        ] {
            assert_eq!(describe(url, &store, None), expected, "{url}");
        }
        let url = "https://www.s3.test:8443/base/a";
        assert_eq!(describe(url, &store, Some("www")), "www|a");
        let store = store.with_addressing(Addressing::Virtual);
        assert_eq!(describe(url, &store, None), "www|a");
    }

    #[test]
    fn the_public_endpoint_belongs_to_the_location_too() {
        let store = custom("http://minio:9000/base")
            .with_public_endpoint("https://cdn.test")
            .expect("a location");
        for url in [
            "http://minio:9000/base/b/a",
            "https://cdn.test/base/b/a",
            "https://b.cdn.test/base/a",
        ] {
            assert_eq!(describe(url, &store, Some("b")), "b|a", "{url}");
        }
        assert_eq!(describe("http://cdn.test/base/b/a", &store, Some("b")), "");
    }

    #[test]
    fn text_that_is_no_url_is_foreign() {
        for text in [
            "",
            "a",
            "/photos/a",
            "ftp://h/a",
            "data:,a",
            "https:",
            "a b\n",
        ] {
            assert_eq!(describe(text, &aws("eu-west-1"), None), "", "{text}");
        }
    }

    #[test]
    fn the_query_is_decoded_without_parameters_of_a_signature() {
        let url = "https://photos.s3.amazonaws.com/a?x=b+c%2B&X-AMZ-date=1&Expires=2&acl&a%20b=#f";
        let own = parse(url, &aws("eu-west-1"), None).expect("a URL");
        let own = own.expect("a URL of the location");
        let pairs = [("a b", ""), ("acl", ""), ("x", "b c+")];
        assert!(own.query.iter().eq(pairs));
        assert_eq!(own.fragment, Some("f"));
    }

    #[test]
    fn a_url_of_the_location_that_cannot_be_decoded_is_an_error() {
        for (rest, reason) in [
            ("/a\\b", Reason::UrlCharacters),
            ("/a\tb", Reason::UrlCharacters),
            ("/a?b=\n&c", Reason::UrlCharacters),
            ("/100%", Reason::UrlPercent),
            ("/a?b=%4", Reason::UrlPercent),
            ("/%ff", Reason::UrlPathNotUtf8),
            ("/a?%ff", Reason::UrlQueryNotUtf8),
            ("/a?=b", Reason::ParameterWithoutName),
            ("/a?b&b=1", Reason::UrlParameterTwice),
        ] {
            let url = ["https://photos.s3.amazonaws.com", rest].concat();
            let error = parse(&url, &aws("eu-west-1"), None).expect_err(rest);
            assert_eq!((error.reason(), error.field()), (reason, "url"), "{rest}");
            assert_eq!(parse(&url, &aws("eu-west-1"), Some("videos")), Ok(None));
        }
    }
}
