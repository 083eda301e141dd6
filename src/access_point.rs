//! Access points, which stand for a bucket and are named by an ARN:
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html>.

use crate::bucket_name;
use crate::error::{Error, Reason};
use crate::location::SERVICE;
use crate::text::concat;

/// Which kind of access point, and so which service answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind<'a> {
    /// Of a bucket: `arn:aws:s3:region:account:accesspoint/name`.
    Bucket,
    /// Of S3 Object Lambda, with `s3-object-lambda` in the place of `s3`.
    ObjectLambda,
    /// Of a bucket on the Outpost of this id: `arn:aws:s3-outposts:…:outpost/id/accesspoint/name`.
    Outpost(&'a str),
}

impl Kind<'_> {
    /// What its requests are signed for.
    pub(crate) fn service(self) -> &'static str {
        match self {
            Self::Bucket => SERVICE,
            Self::ObjectLambda => "s3-object-lambda",
            Self::Outpost(_) => "s3-outposts",
        }
    }

    /// The first label of its hosts, behind what is the access point's own.
    pub(crate) fn endpoint(self) -> &'static str {
        match self {
            Self::Bucket => "s3-accesspoint",
            _ => self.service(),
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
    /// Whether what is given for a bucket is an ARN.
    pub(crate) fn is_arn(bucket: &str) -> bool {
        bucket.starts_with("arn:")
    }

    /// Fails with [`Code::InvalidBucketName`](crate::Code::InvalidBucketName) for an ARN of something else, and with
    /// [`Code::UnsupportedBucket`](crate::Code::UnsupportedBucket) for a Multi-Region Access Point.
    pub(crate) fn parse(arn: &'a str) -> Result<Self, Error> {
        let mut parts = Parts(Some(arn));
        // The ARN's own name, and the partition, which the region tells as well.
        let _ = (parts.next(), parts.next());
        let mut next = || parts.next().unwrap_or_default();
        let (service, region, account) = (next(), next(), next());
        let mut resource = next();
        let kind = match service {
            SERVICE => Kind::Bucket,
            "s3-object-lambda" => Kind::ObjectLambda,
            "s3-outposts" if resource == "outpost" => {
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
        // Each becomes one label of a host name.
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
}

/// Splits `text` behind the ARN of an access point, into the ARN and a key, as the AWS CLI does. None if it does not
/// begin with such an ARN.
pub(crate) fn split_key(text: &str) -> Option<(&str, &str)> {
    if !AccessPoint::is_arn(text) {
        return None;
    }
    let mut parts = Parts(Some(text));
    let (_, _, service) = (parts.next()?, parts.next()?, parts.next()?);
    let (_, _, mut resource) = (parts.next()?, parts.next()?, parts.next()?);
    if resource == "outpost" {
        parts.next()?;
        resource = parts.next()?;
    }
    if resource != "accesspoint" {
        return None;
    }
    let rest = parts.0?;
    let ends = |byte| byte == b'/' || byte == b':' && service != SERVICE;
    let length = rest.bytes().position(ends).unwrap_or(rest.len());
    let (arn, key) = text.split_at_checked(text.len() - rest.len() + length)?;
    Some((arn, key.get(1..).unwrap_or_default()))
}

/// The parts of an ARN, which colons and slashes separate; the last leaves none.
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

    fn parsed(arn: &str) -> AccessPoint<'_> {
        AccessPoint::parse(arn).expect(arn)
    }

    #[test]
    fn the_name_stands_behind_a_slash_or_a_colon() {
        for arn in [
            "arn:aws:s3:us-west-2:123456789012:accesspoint/my-ap",
            "arn:aws:s3:us-west-2:123456789012:accesspoint:my-ap",
        ] {
            assert_eq!(
                parsed(arn),
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
    fn the_service_tells_the_kind() {
        assert_eq!(
            parsed("arn:aws:s3-object-lambda:us-west-2:123456789012:accesspoint/my-ap").kind,
            Kind::ObjectLambda
        );
        assert_eq!(
            parsed("arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01234567890123456/accesspoint/my-ap").kind,
            Kind::Outpost("op-01234567890123456")
        );
    }

    #[test]
    fn what_is_not_an_access_point_is_refused() {
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
    fn a_multi_region_access_point_is_refused_with_the_reason() {
        let error = AccessPoint::parse("arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap")
            .expect_err("refused");
        assert_eq!(error.code(), Code::UnsupportedBucket);
        assert_eq!(error.reason(), Reason::MultiRegionAccessPoint);
    }
}
