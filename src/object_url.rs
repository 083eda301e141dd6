//! The address of an object over HTTP, taken apart again: bucket, key and region.
//!
//! AWS's hosts: <https://docs.aws.amazon.com/general/latest/gr/s3.html>, and for the older forms
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html>.

use alloc::string::String;

use crate::encode;
use crate::error::{Error, Reason};
use crate::location::{Address, PARTITIONS, partition_of};
use crate::text::{concat, split_first, split_last};
use crate::url::{UrlParts, invalid};

/// What an `http(s)` URL names. Its query and fragment are not looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectUrl {
    /// None where the service itself is asked. Behind an access point, that point's ARN.
    pub bucket: Option<String>,
    /// Percent-decoded once, a `+` as it stands. None for the bucket itself.
    pub key: Option<String>,
    /// Where the host names it.
    pub region: Option<String>,
}

impl ObjectUrl {
    /// Takes `url` apart. A host that is not AWS's is read by path style, unless `endpoint`, the address
    /// of the service it belongs to, says otherwise: below its host is a bucket's, and its base path is
    /// not the bucket's.
    ///
    /// Fails with [`Code::InvalidUrl`](crate::Code::InvalidUrl) for what is no URL, has a user name, has a path whose bytes are no
    /// UTF-8, or leads to a host of AWS at which there are no objects to be had by it.
    pub fn parse(url: &str, endpoint: Option<&Address>) -> Result<Self, Error> {
        Self::of(&UrlParts::parse(url)?, endpoint)
    }

    /// The same of a URL that is cut already.
    pub(crate) fn of(parts: &UrlParts<'_>, endpoint: Option<&Address>) -> Result<Self, Error> {
        let mut bucket = None;
        let mut region = None;
        let mut path = parts.path;
        if let Some((hosted, below)) = endpoint.and_then(|endpoint| below(parts, endpoint)) {
            bucket = hosted.map(Into::into);
            path = below;
        } else if let Some(name) = name_at_aws(parts.host_name()) {
            let named = aws(name).ok_or_else(|| refusal(name))?;
            bucket = match named.access_points {
                "" => Some(named.label.into()),
                service => Some(access_point(service, named.label, named.region)?),
            };
            region = Some(named.region.into());
        }
        bucket = bucket.and_then(unless_empty);
        path = path.strip_prefix("/").unwrap_or(path);
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

/// The bucket that the host names below an endpoint's, and the path below the endpoint's; None for another host.
fn below<'a>(parts: &'a UrlParts<'_>, endpoint: &Address) -> Option<(Option<&'a str>, &'a str)> {
    let below = parts.host.strip_suffix(endpoint.host())?;
    let bucket = below.strip_suffix(".");
    let path = parts.path.strip_prefix(endpoint.path())?;
    let is_below =
        (path.is_empty() || path.starts_with("/")) && (below.is_empty() || bucket.is_some());
    is_below.then_some((bucket, path))
}

/// What stands before the suffix of AWS's hosts; None for others.
fn name_at_aws(host: &str) -> Option<&str> {
    PARTITIONS
        .iter()
        .find_map(|[.., suffix]| host.strip_suffix(suffix)?.strip_suffix("."))
}

/// What a host of AWS names.
struct Named<'a> {
    /// The service whose access point it is, as ARNs have it; empty for a bucket.
    access_points: &'a str,
    /// The bucket, empty where the path names it; or the access point.
    label: &'a str,
    /// Empty where the host does not say.
    region: &'a str,
}

/// Reads a host of AWS, whose suffix is cut off, from its end: a bucket may have dots, and labels such as `s3`, in its
/// own name. None where there are no objects to be had by it.
fn aws(name: &str) -> Option<Named<'_>> {
    let (before, last) = cut_label(name);
    let bucket = |label, region| Named {
        access_points: "",
        label,
        region,
    };
    if last == "s3" {
        return Some(bucket(before, ""));
    }
    if let Some(variant) = last.strip_prefix("s3-") {
        // s3-us-west-2, s3-fips-us-gov-west-1, s3-external-1, s3-accelerate, s3-website-us-east-1
        let region = variant.strip_prefix("fips-").unwrap_or(variant);
        return match region {
            "accelerate" => Some(bucket(before, "")),
            "external-1" => Some(bucket(before, "us-east-1")),
            _ if variant.starts_with("website") || !is_region(region) => None,
            _ => Some(bucket(before, region)),
        };
    }
    if last == "dualstack"
        && let (before, "s3-accelerate") = cut_label(before)
    {
        return Some(bucket(before, ""));
    }
    let (before, region, by_vpc_endpoint) = match last {
        "vpce" => {
            let (before, region) = cut_label(before);
            (before, region, true)
        }
        _ => (before, last, false),
    };
    if !is_region(region) {
        return None;
    }
    let (before, service) = match cut_label(before) {
        (before, "dualstack") => cut_label(before),
        labels => labels,
    };
    let (label, access_points) = if by_vpc_endpoint {
        // [name.]bucket.vpce-1a2b-3c4d.s3, with "bucket" to the letter; accesspoint. likewise
        let (label, kind) = cut_label(cut_label(before).0);
        match (service, kind) {
            ("s3", "bucket") => (label, ""),
            ("s3", "accesspoint") => (label, "s3"),
            _ => return None,
        }
    } else {
        match service.strip_suffix("-fips").unwrap_or(service) {
            "s3" => (before, ""),
            "s3-accesspoint" => (before, "s3"),
            service @ ("s3-object-lambda" | OUTPOSTS) => (before, service),
            _ if service.starts_with("s3express-") => (before, ""),
            _ => return None,
        }
    };
    Some(Named {
        access_points,
        label,
        region,
    })
}

const OUTPOSTS: &str = "s3-outposts";

/// The ARN of `name-123456789012`, which stands where a bucket's name would.
fn access_point(service: &str, label: &str, region: &str) -> Result<String, Error> {
    let (label, outpost) = match service {
        OUTPOSTS => cut_label(label),
        _ => (label, ""),
    };
    let (name, account) = match split_last(label, b'-') {
        Some((name, account)) if account.bytes().all(|byte| byte.is_ascii_digit()) => {
            (name, account)
        }
        _ => return Err(not_of_objects()),
    };
    let [_, partition, _] = partition_of(region);
    let arn = [
        "arn:aws",
        partition,
        ":",
        service,
        ":",
        region,
        ":",
        account,
        if outpost.is_empty() { ":" } else { ":outpost/" },
        outpost,
        if outpost.is_empty() { "" } else { "/" },
        "accesspoint/",
        name,
    ];
    Ok(concat(&arn))
}

/// What stands before the last label, and that label.
fn cut_label(name: &str) -> (&str, &str) {
    split_last(name, b'.').unwrap_or(("", name))
}

fn is_region(label: &str) -> bool {
    split_first(label, b'-').is_some()
        && label.as_bytes().last().is_some_and(u8::is_ascii_digit)
        && label
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

fn decoded(text: &str) -> Result<String, Error> {
    encode::decoded(text).ok_or_else(|| invalid(Reason::UrlPathNotUtf8))
}

/// Why there are no objects to be had at this host of AWS.
fn refusal(name: &str) -> Error {
    let (before, last) = cut_label(name);
    if [last, cut_label(before).1]
        .iter()
        .any(|label| label.starts_with("s3-website"))
    {
        return invalid(Reason::UrlOfWebsite);
    }
    not_of_objects()
}

fn not_of_objects() -> Error {
    invalid(Reason::UrlHostWithoutObjects)
}

#[cfg(test)]
mod tests {
    use super::ObjectUrl;
    use crate::error::{Code, Reason};
    use crate::location::{Addressing, Location, Variants};

    /// `bucket|key|region`, each empty for None.
    fn read(url: &str) -> String {
        shown(ObjectUrl::parse(url, None).expect(url))
    }

    fn shown(url: ObjectUrl) -> String {
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
    fn every_style_of_awss_hosts_names_the_same_object() {
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
                read(&format!("https://{host}/a/b.txt?X-Amz-Expires=1")),
                format!("photos|a/b.txt|{region}"),
                "{host}"
            );
        }
    }

    #[test]
    fn what_the_signer_writes_for_a_region_of_each_partition_is_read_back() {
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
                assert_eq!(read(&url), format!("photos|a|{region}"));
            }
        }
    }

    #[test]
    fn every_variant_that_the_signer_knows_is_read_back() {
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
            assert_eq!(read(&url), format!("photos|a|{region}"));
        }
    }

    #[test]
    fn an_access_point_is_named_by_its_arn() {
        assert_eq!(
            read("https://my-point-123456789012.s3-accesspoint.us-west-2.amazonaws.com/a"),
            "arn:aws:s3:us-west-2:123456789012:accesspoint/my-point|a|us-west-2"
        );
        assert_eq!(
            read(
                "https://p-123456789012.s3-accesspoint-fips.dualstack.us-gov-east-1.amazonaws.com/a"
            ),
            "arn:aws-us-gov:s3:us-gov-east-1:123456789012:accesspoint/p|a|us-gov-east-1"
        );
    }

    #[test]
    fn what_the_signer_writes_for_an_access_point_is_read_back() {
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
            assert_eq!(read(&url), format!("{arn}|a|{region}"));
        }
    }

    #[test]
    fn a_directory_bucket_is_named_by_its_zonal_host() {
        assert_eq!(
            read("https://b--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com/a"),
            "b--usw2-az1--x-s3|a|us-west-2"
        );
    }

    #[test]
    fn a_buckets_name_may_look_like_a_host_of_s3() {
        assert_eq!(
            read("https://my.example.s3.bucket.s3.us-east-1.amazonaws.com/a"),
            "my.example.s3.bucket|a|us-east-1"
        );
        assert_eq!(read("https://s3.s3.amazonaws.com/a"), "s3|a|");
    }

    #[test]
    fn the_key_is_decoded_once_and_a_plus_stays() {
        assert_eq!(
            read("https://b.s3.amazonaws.com/a+b%20c%2Bd%2520%C3%A9//e/"),
            "b|a+b c+d%20é//e/|"
        );
        assert_eq!(read("https://s3.amazonaws.com/b//a"), "b|/a|");
    }

    #[test]
    fn a_bucket_and_the_service_are_named_without_a_key() {
        assert_eq!(read("https://b.s3.amazonaws.com"), "b||");
        assert_eq!(read("https://s3.amazonaws.com/b/?list-type=2"), "b||");
        assert_eq!(read("https://s3.amazonaws.com/"), "||");
    }

    #[test]
    fn query_and_fragment_are_not_the_keys() {
        assert_eq!(read("https://s3.amazonaws.com/b/a?c/d#e?f"), "b|a|");
        assert_eq!(read("https://s3.amazonaws.com/b/a#e?f"), "b|a|");
    }

    #[test]
    fn another_host_is_read_by_path_style() {
        for host in [
            "localhost:9000",
            "[::1]:9000",
            "minio.example.com",
            "bucket.s3.example.com",
            "evil-amazonaws.com",
            "amazonaws.com",
        ] {
            assert_eq!(read(&format!("http://{host}/b/a")), "b|a|", "{host}");
        }
    }

    #[test]
    fn an_endpoint_tells_buckets_in_its_host_and_its_base_path() {
        let endpoint = Location::custom("auto", "https://files.example:8443/s3")
            .and_then(|location| location.address(None))
            .expect("an address");
        for (url, what) in [
            ("https://files.example:8443/s3/b/a", "b|a|"),
            ("https://b.files.example:8443/s3/a", "b|a|"),
            ("https://FILES.example:8443/s3/b/a", "b|a|"),
            ("https://myfiles.example:8443/s3/a", "s3|a|"),
            ("https://files.example:8443/s3b/a", "s3b|a|"),
        ] {
            let read = ObjectUrl::parse(url, Some(&endpoint)).expect(url);
            assert_eq!(shown(read), what, "{url}");
        }
    }

    #[test]
    fn a_website_is_refused_with_the_way_out() {
        for host in [
            "b.s3-website-us-east-1.amazonaws.com",
            "b.s3-website.eu-central-1.amazonaws.com",
        ] {
            assert_eq!(reason(&format!("http://{host}/a")), Reason::UrlOfWebsite);
        }
    }

    #[test]
    fn hosts_of_aws_without_objects_are_refused() {
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
    fn what_is_no_address_of_the_web_is_refused() {
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
    fn what_surrounds_a_pasted_address_is_no_part_of_it() {
        assert_eq!(read(" \n\thttps://b.s3.amazonaws.com/a\n"), "b|a|");
        assert_eq!(read("HTTPS://B.S3.AmazonAWS.com:443/A"), "b|A|");
    }
}
