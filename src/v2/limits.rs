//! Limits of Signature Version 2, and the requests that only Version 4 can sign.

use crate::error::{Error, Reason, item};
use crate::location::Location;
use crate::location::access_point::AccessPoint;
use crate::text::is_one_of;

/// Maximum lifetime of a V2 signature: a year, in seconds. It is this crate's own limit; S3 has none.
pub const MAX_EXPIRY_SECONDS: u32 = 31_536_000;

/// AWS's regions that opened before 30 January 2014. Later regions reject this version:
/// <https://docs.aws.amazon.com/general/latest/gr/s3.html> lists the versions of each region.
const REGIONS: &str = "\
    ap-northeast-1 ap-southeast-1 ap-southeast-2 eu-west-1 sa-east-1 us-east-1 us-gov-west-1 \
    us-west-1 us-west-2";

/// Fails with [`Code::SignatureV4Required`](crate::Code::SignatureV4Required) for access points, and for regions of AWS
/// that reject this version.
pub fn check_location(location: &Location, bucket: Option<&str>) -> Result<(), Error> {
    if bucket.is_some_and(AccessPoint::is_arn) {
        return Err(needs_v4("signature", Reason::AccessPointNeedsV4));
    }
    match location.aws_region() {
        Some(region) if !accepts_v2(region) => Err(needs_v4("signature", Reason::RegionNeedsV4)),
        _ => Ok(()),
    }
}

/// Returns whether the region of AWS accepts this version.
fn accepts_v2(region: &str) -> bool {
    is_one_of(REGIONS, region)
}

/// Fails if a header, parameter or form field asks for encryption with a KMS key: S3 requires V4 for that.
#[inline(never)]
pub(super) fn check_encryption(collection: &str, name: &str, value: &str) -> Result<(), Error> {
    let has_key = name.eq_ignore_ascii_case("x-amz-server-side-encryption-aws-kms-key-id");
    let uses_kms =
        name.eq_ignore_ascii_case("x-amz-server-side-encryption") && value.starts_with("aws:kms");
    if has_key || uses_kms {
        return Err(needs_v4(&item(collection, name), Reason::KmsNeedsV4));
    }
    Ok(())
}

pub(super) fn needs_v4(field: &str, reason: Reason) -> Error {
    Error::new(reason, field, &[])
}
