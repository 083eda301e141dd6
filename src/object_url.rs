//! URLs of objects, parsed into bucket, key and region.

use alloc::string::String;

use crate::encode;
use crate::error::{Error, Reason};
use crate::location::Address;
use crate::location::access_point::arn_of_host;
use crate::location::aws_hosts;
use crate::location::partition::Partition;
use crate::text::split_first;
use crate::url::{UrlParts, invalid};

/// The parts of an `http(s)` URL of an object. Its query and fragment are ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectUrl {
    /// The bucket, or the ARN of an access point. None if the URL addresses the service itself.
    pub bucket: Option<String>,
    /// The key, percent-decoded once; a `+` stays a `+`. None for the bucket itself.
    pub key: Option<String>,
    /// The region, if the host contains it.
    pub region: Option<String>,
}

impl ObjectUrl {
    /// Parses a URL. Hosts of AWS name their bucket and region; for other hosts, the URL is read in path style. If the
    /// host belongs to `endpoint`, the address of a service, a subdomain of it names the bucket and its base path is
    /// removed.
    ///
    /// Fails with `InvalidUrl` if `url` is not a URL, has a user name, has a path that is not UTF-8 after decoding, or
    /// has a host of AWS that serves no objects.
    pub fn parse(url: &str, endpoint: Option<&Address>) -> Result<Self, Error> {
        Self::from_parts(&UrlParts::parse(url)?, endpoint)
    }

    /// Reads a URL that is already split. Fails as [`ObjectUrl::parse`] does.
    pub(crate) fn from_parts(
        parts: &UrlParts<'_>,
        endpoint: Option<&Address>,
    ) -> Result<Self, Error> {
        let mut bucket = None;
        let mut region = None;
        let mut path = parts.path;
        if let Some((hosted_bucket, rest)) =
            endpoint.and_then(|endpoint| strip_endpoint(parts, endpoint))
        {
            bucket = hosted_bucket.map(Into::into);
            path = rest;
        } else if let Some(name) = Partition::strip_dns_suffix(parts.host_name()) {
            let host = aws_hosts::parse(name).ok_or_else(|| unsupported_host(name))?;
            bucket = Some(match host.access_point_service {
                "" => host.label.into(),
                service => arn_of_host(service, host.label, host.region)
                    .ok_or_else(|| invalid(Reason::UrlHostWithoutObjects))?,
            });
            region = Some(host.region.into());
        }
        bucket = bucket.and_then(unless_empty);
        path = path.strip_prefix('/').unwrap_or(path);
        if bucket.is_none() {
            let (first, rest) = split_first(path, b'/').unwrap_or((path, ""));
            bucket = unless_empty(decoded(first)?);
            path = rest;
        }
        Ok(Self {
            bucket,
            key: unless_empty(decoded(path)?),
            region: region.and_then(unless_empty),
        })
    }
}

fn unless_empty(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// Returns the bucket before the endpoint's host, if any, and the path after the endpoint's base path. Returns None if
/// the URL does not belong to the endpoint.
fn strip_endpoint<'a>(
    parts: &'a UrlParts<'_>,
    endpoint: &Address,
) -> Option<(Option<&'a str>, &'a str)> {
    let subdomain = parts.host.strip_suffix(endpoint.host())?;
    let bucket = subdomain.strip_suffix('.');
    let path = parts.path.strip_prefix(endpoint.path())?;
    let belongs =
        (path.is_empty() || path.starts_with('/')) && (subdomain.is_empty() || bucket.is_some());
    belongs.then_some((bucket, path))
}

fn decoded(text: &str) -> Result<String, Error> {
    encode::decoded(text).ok_or_else(|| invalid(Reason::UrlPathNotUtf8))
}

fn unsupported_host(name: &str) -> Error {
    invalid(if aws_hosts::is_website(name) {
        Reason::UrlOfWebsite
    } else {
        Reason::UrlHostWithoutObjects
    })
}

#[cfg(test)]
mod tests {
    use super::ObjectUrl;
    use crate::error::{Code, Reason};
    use crate::location::{Addressing, Location, Variants};

    /// `bucket|key|region`, each empty for None.
    fn parse(url: &str) -> String {
        describe(ObjectUrl::parse(url, None).expect(url))
    }

    fn describe(url: ObjectUrl) -> String {
        [url.bucket, url.key, url.region]
            .map(Option::unwrap_or_default)
            .join("|")
    }

    fn reason(url: &str) -> Reason {
        let error = ObjectUrl::parse(url, None).expect_err(url);
        assert_eq!((error.code(), error.field()), (Code::InvalidUrl, "url"));
        error.reason()
    }

    #[test]
    fn every_style_of_aws_host_is_parsed() {
        for (host, region) in [
            ("photos.s3.us-west-2.amazonaws.com", "us-west-2"),
            ("s3.us-west-2.amazonaws.com/photos", "us-west-2"),
            ("photos.s3-us-west-2.amazonaws.com", "us-west-2"),
            ("s3-us-west-2.amazonaws.com/photos", "us-west-2"),
            ("photos.s3.amazonaws.com", ""),
            ("s3.amazonaws.com/photos", ""),
            ("photos.s3-external-1.amazonaws.com", "us-east-1"),
            ("photos.s3.dualstack.us-west-2.amazonaws.com", "us-west-2"),
            ("s3.dualstack.us-west-2.amazonaws.com/photos", "us-west-2"),
            ("photos.s3-fips.us-west-2.amazonaws.com", "us-west-2"),
            (
                "photos.s3-fips.dualstack.us-west-2.amazonaws.com",
                "us-west-2",
            ),
            (
                "s3-fips-us-gov-west-1.amazonaws.com/photos",
                "us-gov-west-1",
            ),
            ("photos.s3-accelerate.amazonaws.com", ""),
            ("photos.s3-accelerate.dualstack.amazonaws.com", ""),
            (
                "photos.bucket.vpce-1a2b3c4d-5e6f.s3.us-west-2.vpce.amazonaws.com",
                "us-west-2",
            ),
            (
                "bucket.vpce-1a2b3c4d-5e6f.s3.us-west-2.vpce.amazonaws.com/photos",
                "us-west-2",
            ),
        ] {
            assert_eq!(
                parse(&format!("https://{host}/a/b.txt?X-Amz-Expires=1")),
                format!("photos|a/b.txt|{region}"),
                "{host}"
            );
        }
    }

    #[test]
    fn addresses_in_every_partition_are_parsed_back() {
        for region in [
            "eu-central-1",
            "cn-north-1",
            "us-gov-west-1",
            "us-iso-east-1",
            "us-isob-east-1",
            "us-isof-south-1",
            "eu-isoe-west-1",
            "eusc-de-east-1",
        ] {
            for addressing in [Addressing::Virtual, Addressing::Path] {
                let address = Location::aws(region)
                    .map(|location| location.with_addressing(addressing))
                    .and_then(|location| location.address(Some("photos")))
                    .expect("an address");
                let url = [address.origin(), address.path(), "/a"].concat();
                assert_eq!(parse(&url), format!("photos|a|{region}"));
            }
        }
    }

    #[test]
    fn addresses_of_every_variant_are_parsed_back() {
        for bits in 0..8 {
            let variants = Variants {
                dualstack: bits & 1 != 0,
                accelerate: bits & 2 != 0,
                fips: bits & 4 != 0,
                global: false,
            };
            let Ok(location) = Location::aws("us-east-2").and_then(|l| l.with_variants(variants))
            else {
                continue;
            };
            let address = location.address(Some("photos")).expect("an address");
            let url = [address.origin(), address.path(), "/a"].concat();
            let region = if variants.accelerate { "" } else { "us-east-2" };
            assert_eq!(parse(&url), format!("photos|a|{region}"));
        }
    }

    #[test]
    fn hosts_of_access_points_give_their_arn() {
        assert_eq!(
            parse("https://my-point-123456789012.s3-accesspoint.us-west-2.amazonaws.com/a"),
            "arn:aws:s3:us-west-2:123456789012:accesspoint/my-point|a|us-west-2"
        );
        assert_eq!(
            parse(
                "https://p-123456789012.s3-accesspoint-fips.dualstack.us-gov-east-1.amazonaws.com/a"
            ),
            "arn:aws-us-gov:s3:us-gov-east-1:123456789012:accesspoint/p|a|us-gov-east-1"
        );
    }

    #[test]
    fn addresses_of_access_points_are_parsed_back() {
        for arn in [
            "arn:aws:s3:us-east-2:123456789012:accesspoint/my-point",
            "arn:aws-cn:s3:cn-north-1:123456789012:accesspoint/my-point",
            "arn:aws:s3-object-lambda:us-east-2:123456789012:accesspoint/my-point",
            "arn:aws:s3-outposts:us-east-2:123456789012:outpost/op-0123456789abcdef0/accesspoint/my-point",
        ] {
            let region = arn.split(':').nth(3).expect("a region");
            let address = Location::aws(region)
                .and_then(|location| location.address(Some(arn)))
                .expect("an address");
            let url = [address.origin(), address.path(), "/a"].concat();
            assert_eq!(parse(&url), format!("{arn}|a|{region}"));
        }
    }

    #[test]
    fn hosts_of_directory_buckets_are_parsed() {
        assert_eq!(
            parse("https://b--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com/a"),
            "b--usw2-az1--x-s3|a|us-west-2"
        );
    }

    #[test]
    fn bucket_names_may_contain_labels_of_s3_hosts() {
        assert_eq!(
            parse("https://my.example.s3.bucket.s3.us-east-1.amazonaws.com/a"),
            "my.example.s3.bucket|a|us-east-1"
        );
        assert_eq!(parse("https://s3.s3.amazonaws.com/a"), "s3|a|");
    }

    #[test]
    fn the_key_is_decoded_once_and_keeps_a_plus() {
        assert_eq!(
            parse("https://b.s3.amazonaws.com/a+b%20c%2Bd%2520%C3%A9//e/"),
            "b|a+b c+d%20é//e/|"
        );
        assert_eq!(parse("https://s3.amazonaws.com/b//a"), "b|/a|");
    }

    #[test]
    fn urls_of_a_bucket_and_of_the_service_have_no_key() {
        assert_eq!(parse("https://b.s3.amazonaws.com"), "b||");
        assert_eq!(parse("https://s3.amazonaws.com/b/?list-type=2"), "b||");
        assert_eq!(parse("https://s3.amazonaws.com/"), "||");
    }

    #[test]
    fn query_and_fragment_are_ignored() {
        assert_eq!(parse("https://s3.amazonaws.com/b/a?c/d#e?f"), "b|a|");
        assert_eq!(parse("https://s3.amazonaws.com/b/a#e?f"), "b|a|");
    }

    #[test]
    fn other_hosts_are_read_in_path_style() {
        for host in [
            "localhost:9000",
            "[::1]:9000",
            "minio.example.com",
            "bucket.s3.example.com",
            "evil-amazonaws.com",
            "amazonaws.com",
        ] {
            assert_eq!(parse(&format!("http://{host}/b/a")), "b|a|", "{host}");
        }
    }

    #[test]
    fn a_known_endpoint_allows_virtual_hosted_style_and_a_base_path() {
        let endpoint = Location::custom("auto", "https://files.example:8443/s3")
            .and_then(|location| location.address(None))
            .expect("an address");
        for (url, expected) in [
            ("https://files.example:8443/s3/b/a", "b|a|"),
            ("https://b.files.example:8443/s3/a", "b|a|"),
            ("https://FILES.example:8443/s3/b/a", "b|a|"),
            ("https://myfiles.example:8443/s3/a", "s3|a|"),
            ("https://files.example:8443/s3b/a", "s3b|a|"),
        ] {
            let object = ObjectUrl::parse(url, Some(&endpoint)).expect(url);
            assert_eq!(describe(object), expected, "{url}");
        }
    }

    #[test]
    fn website_hosts_are_rejected() {
        for host in [
            "b.s3-website-us-east-1.amazonaws.com",
            "b.s3-website.eu-central-1.amazonaws.com",
        ] {
            assert_eq!(reason(&format!("http://{host}/a")), Reason::UrlOfWebsite);
        }
    }

    #[test]
    fn aws_hosts_without_objects_are_rejected() {
        for host in [
            "ec2.us-east-1.amazonaws.com",
            "sts.amazonaws.com",
            "123456789012.s3-control.us-east-1.amazonaws.com",
            "alias.mrap.accesspoint.s3-global.amazonaws.com",
            "control.vpce-1a2b-3c4d.s3.us-east-1.vpce.amazonaws.com",
            "point.s3-accesspoint.us-east-1.amazonaws.com",
        ] {
            assert_eq!(
                reason(&format!("https://{host}/a")),
                Reason::UrlHostWithoutObjects,
                "{host}"
            );
        }
    }

    #[test]
    fn malformed_urls_are_rejected() {
        for url in [
            "",
            "b",
            "s3://b/a",
            "https:/b/a",
            "https://",
            "https:///a",
            "https://:80/a",
            "https://b.s3.amazonaws.com:x/a",
            "https://b.s3.amazonaws.com:70000/a",
            "https://b.s3.amazonaws.com@evil.example/a",
            "https://b.s3.amazonaws.com\\@evil.example/a",
            "https://b.s3.amazonaws.com/a b",
            "https://b.s3.amazonaws.com/a\nb",
            "https://b\u{e9}.s3.amazonaws.com/a",
            "https://b.s3.amazonaws.com/%ff",
        ] {
            assert_eq!(reason(url).code(), Code::InvalidUrl);
        }
    }

    #[test]
    fn surrounding_whitespace_and_the_case_of_the_host_are_ignored() {
        assert_eq!(parse(" \n\thttps://b.s3.amazonaws.com/a\n"), "b|a|");
        assert_eq!(parse("HTTPS://B.S3.AmazonAWS.com:443/A"), "b|A|");
    }
}
