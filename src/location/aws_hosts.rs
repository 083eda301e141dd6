//! AWS's S3 hosts: <https://docs.aws.amazon.com/general/latest/gr/s3.html>. For older forms see
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html>.

use alloc::string::String;

use super::access_point::AccessPoint;
use super::partition::Partition;
use crate::text::push_all;

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
