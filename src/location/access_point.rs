//! ARNs of access points, which replace a bucket's name:
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html>.

use alloc::string::String;

use crate::bucket_name;
use crate::error::{Error, Reason};
use crate::text::concat;

/// The name of S3 in ARNs and credential scopes.
pub const SERVICE: &str = "s3";
/// The name of S3 Object Lambda.
pub(crate) const OBJECT_LAMBDA: &str = "s3-object-lambda";
/// The name of S3 on Outposts.
pub(crate) const OUTPOSTS: &str = "s3-outposts";

/// Kind of access point, which determines the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind<'a> {
    /// Access point of a bucket: `arn:aws:s3:region:account:accesspoint/name`.
    Bucket,
    /// Access point of S3 Object Lambda: `arn:aws:s3-object-lambda:region:account:accesspoint/name`.
    ObjectLambda,
    /// Access point of a bucket on the Outpost of this id: `arn:aws:s3-outposts:…:outpost/id/accesspoint/name`.
    Outpost(&'a str),
}

impl Kind<'_> {
    /// Returns the service of the credential scope.
    pub(crate) fn service(self) -> &'static str {
        match self {
            Self::Bucket => SERVICE,
            Self::ObjectLambda => OBJECT_LAMBDA,
            Self::Outpost(_) => OUTPOSTS,
        }
    }

    /// Returns the label of the service in the host.
    pub(crate) fn endpoint(self) -> &'static str {
        match self {
            Self::Bucket => "s3-accesspoint",
            Self::ObjectLambda | Self::Outpost(_) => self.service(),
        }
    }
}

/// The parts of an access point's ARN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AccessPoint<'a> {
    pub(crate) kind: Kind<'a>,
    pub(crate) region: &'a str,
    pub(crate) account: &'a str,
    pub(crate) name: &'a str,
}

impl<'a> AccessPoint<'a> {
    /// Whether `bucket` is an ARN.
    pub(crate) fn is_arn(bucket: &str) -> bool {
        bucket.starts_with("arn:")
    }

    /// Parses the ARN of an access point. Fails with `InvalidBucketName` for another ARN, and with `UnsupportedBucket`
    /// for a Multi-Region Access Point.
    pub(crate) fn parse(arn: &'a str) -> Result<Self, Error> {
        let mut parts = Parts(Some(arn));
        // "arn" and the partition, which follows from the region.
        let _ = (parts.next(), parts.next());
        let mut next = || parts.next().unwrap_or_default();
        let (service, region, account) = (next(), next(), next());
        let mut resource = next();
        let kind = match service {
            SERVICE => Kind::Bucket,
            OBJECT_LAMBDA => Kind::ObjectLambda,
            OUTPOSTS if resource == "outpost" => {
                let outpost = next();
                resource = next();
                Kind::Outpost(outpost)
            }
            _ => return Err(invalid(Reason::ArnNotOfAccessPoint)),
        };
        if resource != "accesspoint" {
            return Err(invalid(Reason::ArnNotOfAccessPoint));
        }
        let name = next();
        if kind == Kind::Bucket && region.is_empty() && !name.is_empty() {
            return Err(invalid(Reason::MultiRegionAccessPoint));
        }
        // Each is a DNS label of the host.
        let is_label = bucket_name::is_one_label(&concat(&[name, "-", account]))
            && bucket_name::is_one_label(region)
            && match kind {
                Kind::Outpost(id) => bucket_name::is_one_label(id),
                _ => true,
            };
        if name.is_empty() || account.is_empty() || !is_label {
            return Err(invalid(Reason::ArnMalformed));
        }
        if parts.next().is_some() {
            return Err(invalid(Reason::ArnTooLong));
        }
        Ok(Self {
            kind,
            region,
            account,
            name,
        })
    }

    /// Returns the labels of the host before the service, such as `name-123456789012`.
    pub(crate) fn host_label(&self) -> String {
        let label = concat(&[self.name, "-", self.account]);
        match self.kind {
            Kind::Outpost(id) => concat(&[&label, ".", id]),
            Kind::Bucket | Kind::ObjectLambda => label,
        }
    }
}

/// Iterator over the parts of an ARN, separated by colons or slashes. It contains the rest; None after the last part.
struct Parts<'a>(Option<&'a str>);

impl<'a> Parts<'a> {
    #[inline(never)]
    fn next(&mut self) -> Option<&'a str> {
        let rest = self.0?;
        let end = rest.bytes().position(|byte| matches!(byte, b':' | b'/'));
        self.0 = end.and_then(|end| rest.get(end + 1..));
        rest.get(..end.unwrap_or(rest.len()))
    }
}

fn invalid(reason: Reason) -> Error {
    Error::new(reason, "bucket", &[])
}

#[cfg(test)]
mod tests {
    use super::{AccessPoint, Kind};
    use crate::error::{Code, Reason};

    fn parse(arn: &str) -> AccessPoint<'_> {
        AccessPoint::parse(arn).expect(arn)
    }

    #[test]
    fn a_slash_or_a_colon_precedes_the_name() {
        for arn in [
            "arn:aws:s3:us-west-2:123456789012:accesspoint/my-ap",
            "arn:aws:s3:us-west-2:123456789012:accesspoint:my-ap",
        ] {
            assert_eq!(
                parse(arn),
                AccessPoint {
                    kind: Kind::Bucket,
                    region: "us-west-2",
                    account: "123456789012",
                    name: "my-ap",
                }
            );
        }
    }

    #[test]
    fn the_service_determines_the_kind() {
        assert_eq!(
            parse("arn:aws:s3-object-lambda:us-west-2:123456789012:accesspoint/my-ap").kind,
            Kind::ObjectLambda
        );
        assert_eq!(
            parse("arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01234567890123456/accesspoint/my-ap").kind,
            Kind::Outpost("op-01234567890123456")
        );
    }

    #[test]
    fn arns_of_other_resources_are_rejected() {
        for arn in [
            "arn:",
            "arn:aws:s3:::bucket",
            "arn:aws:s3:us-west-2:123456789012:bucket/my-bucket",
            "arn:aws:s3:us-west-2:123456789012:accesspoint",
            "arn:aws:s3:us-west-2:123456789012:accesspoint/",
            "arn:aws:s3:us-west-2:123456789012:accesspoint/my-ap/object/key",
            "arn:aws:s3:us-west-2:123456789012:accesspoint/My_Ap",
            "arn:aws:s3:us-west-2::accesspoint/my-ap",
            "arn:aws:sqs:us-west-2:123456789012:my-queue",
            "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-1/bucket/my-bucket",
            "arn:aws:s3-outposts:us-west-2:123456789012:accesspoint/my-ap",
            "arn:aws:s3-object-lambda::123456789012:accesspoint/my-ap",
            "arn:aws:s3:us_west:123456789012:accesspoint/my-ap",
        ] {
            let error = AccessPoint::parse(arn).expect_err(arn);
            assert_eq!(
                (error.code(), error.field()),
                (Code::InvalidBucketName, "bucket"),
                "{arn}"
            );
        }
    }

    #[test]
    fn multi_region_access_points_are_rejected_as_unsupported() {
        let error = AccessPoint::parse("arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap")
            .expect_err("an error");
        assert_eq!(error.code(), Code::UnsupportedBucket);
        assert_eq!(error.reason(), Reason::MultiRegionAccessPoint);
    }
}
