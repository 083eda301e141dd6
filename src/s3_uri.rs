//! `s3://bucket/key`, parsed as by the AWS CLI.

use crate::error::{Error, Reason};
use crate::location::access_point;
use crate::text::split_first;

/// An S3 URI: a bucket, and optionally a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct S3Uri<'a> {
    /// The bucket name, or the ARN of an access point.
    pub bucket: &'a str,
    /// The key, not decoded: `?`, `#` and `%` belong to it. None for the bucket itself.
    pub key: Option<&'a str>,
}

impl<'a> S3Uri<'a> {
    /// Whether `text` begins with `s3://`.
    pub fn is_one(text: &str) -> bool {
        text.get(..5)
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case("s3://"))
    }

    /// Parses an S3 URI. Fails with `InvalidS3Uri` if `text` does not begin with `s3://` and a bucket.
    pub fn parse(text: &'a str) -> Result<Self, Error> {
        if !Self::is_one(text) {
            return Err(invalid(Reason::NotS3Uri));
        }
        let rest = text.get(5..).unwrap_or_default();
        let (bucket, key) = access_point::split_key(rest)
            .or_else(|| split_first(rest, b'/'))
            .unwrap_or((rest, ""));
        let key = Some(key).filter(|key| !key.is_empty());
        if bucket.is_empty() {
            return Err(invalid(Reason::S3UriWithoutBucket));
        }
        Ok(Self { bucket, key })
    }
}

fn invalid(reason: Reason) -> Error {
    Error::new(reason, "key", &[])
}

#[cfg(test)]
mod tests {
    use super::S3Uri;
    use crate::error::Code;

    fn parse(text: &str) -> (&str, Option<&str>) {
        let uri = S3Uri::parse(text).expect("a URI");
        (uri.bucket, uri.key)
    }

    #[test]
    fn the_first_slash_separates_bucket_and_key() {
        assert_eq!(parse("s3://bucket/a/b.txt"), ("bucket", Some("a/b.txt")));
    }

    #[test]
    fn a_question_mark_a_hash_and_a_percent_sign_belong_to_the_key() {
        assert_eq!(
            parse("s3://bucket/k?versionId=1#x%20y"),
            ("bucket", Some("k?versionId=1#x%20y"))
        );
    }

    #[test]
    fn a_leading_slash_of_the_key_is_kept() {
        assert_eq!(parse("s3://bucket//a"), ("bucket", Some("/a")));
    }

    #[test]
    fn a_uri_of_a_bucket_has_no_key() {
        assert_eq!(parse("s3://bucket"), ("bucket", None));
        assert_eq!(parse("S3://bucket/"), ("bucket", None));
    }

    /// Expected: the results of `awscli.customizations.s3.utils`. It parses ARNs of Object Lambda too, although `aws s3`
    /// rejects them later.
    #[test]
    fn arns_of_access_points_are_split_as_by_the_aws_cli() {
        let point = "arn:aws:s3:us-west-2:123456789012:accesspoint";
        let outpost = "arn:aws:s3-outposts:us-west-2:123456789012:outpost";
        let lambda = "arn:aws:s3-object-lambda:us-west-2:123456789012:accesspoint";
        for (arn, rest, key) in [
            (format!("{point}/my-ap"), "/a/b.txt", "a/b.txt"),
            (format!("{point}:my-ap"), "/a/b.txt", "a/b.txt"),
            (format!("{point}/my-ap"), "//a:b", "/a:b"),
            (format!("{point}/my-ap"), "/object/a", "object/a"),
            (format!("{point}/my-ap"), "/", ""),
            (format!("{point}/my-ap"), "", ""),
            (format!("{point}/my-ap:a"), "/b", "b"),
            (format!("{outpost}/op-1/accesspoint/my-ap"), "/a/b", "a/b"),
            (format!("{outpost}:op-1:accesspoint:my-ap"), ":a/b", "a/b"),
            (format!("{lambda}/my-ap"), "/a:b", "a:b"),
            (format!("{lambda}:my-ap"), ":a", "a"),
            ("arn:aws:s3:::bucket".into(), "/a", "a"),
        ] {
            let uri = format!("s3://{arn}{rest}");
            let key = Some(key).filter(|key| !key.is_empty());
            assert_eq!(parse(&uri), (arn.as_str(), key), "{uri}");
        }
    }

    #[test]
    fn uris_without_a_bucket_are_rejected() {
        for text in [
            "",
            "s3:",
            "s3://",
            "s3:///key",
            "https://bucket/key",
            "bucket/key",
            "é3://b",
        ] {
            let error = S3Uri::parse(text).expect_err("an error");
            assert_eq!(error.code(), Code::InvalidS3Uri, "{text}");
        }
    }
}
