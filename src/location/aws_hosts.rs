//! AWS's S3 hosts, formatted and parsed: <https://docs.aws.amazon.com/general/latest/gr/s3.html>. For older forms see
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html>.

use alloc::string::String;

use super::access_point::{self, AccessPoint};
use super::partition::Partition;
use crate::text::{push_all, split_first, split_last};

/// Variants of AWS's endpoints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "AWS combines the variants freely"
)]
pub struct Variants {
    /// IPv4 and IPv6.
    pub dualstack: bool,
    /// Transfer Acceleration, for requests to a bucket.
    pub accelerate: bool,
    /// FIPS 140 validated cryptography.
    pub fips: bool,
    /// The legacy host without a region, `s3.amazonaws.com`.
    pub global: bool,
}

/// Appends the host of a region, or the global host.
pub(super) fn push_host(region: &str, is_global: bool, variants: Variants, out: &mut String) {
    let suffix = Partition::of_region(region).dns_suffix;
    let parts: &[&str] = if variants.accelerate {
        &["s3-accelerate", ".", suffix]
    } else if variants.global || is_global && !variants.fips && !variants.dualstack {
        &["s3", ".", suffix]
    } else {
        &["s3", ".", region, ".", suffix]
    };
    push_variant_host(parts, variants, out);
}

/// Appends the host of an access point's service in the access point's region.
pub(super) fn push_access_point_host(
    point: &AccessPoint<'_>,
    variants: Variants,
    out: &mut String,
) {
    let suffix = Partition::of_region(point.region).dns_suffix;
    push_variant_host(
        &[point.kind.endpoint(), ".", point.region, ".", suffix],
        variants,
        out,
    );
}

/// Appends a host. The marks of the variants follow the first part, the service.
fn push_variant_host(parts: &[&str], variants: Variants, out: &mut String) {
    let (service, rest) = parts.split_at_checked(1).unwrap_or_default();
    push_all(service, out);
    if variants.fips {
        out.push_str("-fips");
    }
    if variants.dualstack {
        out.push_str(".dualstack");
    }
    push_all(rest, out);
}

/// A parsed host.
pub(crate) struct AwsHost<'a> {
    /// The service of an access point; empty for a bucket.
    pub(crate) access_point_service: &'a str,
    /// The bucket, or the access point and its account. Empty if the path names the bucket.
    pub(crate) label: &'a str,
    /// Empty if the host has no region.
    pub(crate) region: &'a str,
}

/// Parses a host without its DNS suffix. Returns None if it serves no objects.
///
/// The host is parsed from its end, because bucket names may contain dots and labels such as `s3`.
pub(crate) fn parse(name: &str) -> Option<AwsHost<'_>> {
    let (before, last) = split_label(name);
    let bucket = |label, region| AwsHost {
        access_point_service: "",
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
        && let (before, "s3-accelerate") = split_label(before)
    {
        return Some(bucket(before, ""));
    }
    let (before, region, is_vpc_endpoint) = match last {
        "vpce" => {
            let (before, region) = split_label(before);
            (before, region, true)
        }
        _ => (before, last, false),
    };
    if !is_region(region) {
        return None;
    }
    let (before, service) = match split_label(before) {
        (before, "dualstack") => split_label(before),
        labels => labels,
    };
    let (label, access_point_service) = if is_vpc_endpoint {
        // [bucket.]bucket.vpce-1a2b-3c4d.s3 with the literal label "bucket", or [name.]accesspoint.vpce-1a2b-3c4d.s3
        let (label, kind) = split_label(split_label(before).0);
        match (service, kind) {
            ("s3", "bucket") => (label, ""),
            ("s3", "accesspoint") => (label, access_point::SERVICE),
            _ => return None,
        }
    } else {
        match service.strip_suffix("-fips").unwrap_or(service) {
            "s3" => (before, ""),
            "s3-accesspoint" => (before, access_point::SERVICE),
            service @ (access_point::OBJECT_LAMBDA | access_point::OUTPOSTS) => (before, service),
            _ if service.starts_with("s3express-") => (before, ""),
            _ => return None,
        }
    };
    Some(AwsHost {
        access_point_service,
        label,
        region,
    })
}

/// Whether a host without its DNS suffix is that of a bucket's website.
pub(crate) fn is_website(name: &str) -> bool {
    let (before, last) = split_label(name);
    [last, split_label(before).1]
        .iter()
        .any(|label| label.starts_with("s3-website"))
}

/// Splits `name` before its last label.
fn split_label(name: &str) -> (&str, &str) {
    split_last(name, b'.').unwrap_or(("", name))
}

fn is_region(label: &str) -> bool {
    split_first(label, b'-').is_some()
        && label.as_bytes().last().is_some_and(u8::is_ascii_digit)
        && label
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}
