//! `s3://bucket/key`, split as the AWS CLI splits it.

use crate::access_point;
use crate::error::{Error, Reason};
use crate::text::split_first;

/// A bucket, and an object in it where one is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct S3Uri<'a> {
    /// The name before the first slash, or the ARN of an access point.
    pub bucket: &'a str,
    /// All the rest, to the letter: `?`, `#` and `%` belong to the key. None for the bucket itself.
    pub key: Option<&'a str>,
}

impl<'a> S3Uri<'a> {
    /// Whether `text` claims to be one.
    pub fn is_one(text: &str) -> bool {
        text.get(..5)
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case("s3://"))
    }

    /// Fails with [`Code::InvalidS3Uri`](crate::Code::InvalidS3Uri) where there is no `s3://`, or no bucket after it.
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

    fn parts(text: &str) -> (&str, Option<&str>) {
        let uri = S3Uri::parse(text).expect("a URI");
        (uri.bucket, uri.key)
    }

    #[test]
    fn the_first_slash_ends_the_bucket() {
        assert_eq!(parts("s3://bucket/a/b.txt"), ("bucket", Some("a/b.txt")));
    }

    #[test]
    fn a_question_mark_a_hash_and_a_percent_sign_belong_to_the_key() {
        assert_eq!(
            parts("s3://bucket/k?versionId=1#x%20y"),
            ("bucket", Some("k?versionId=1#x%20y"))
        );
    }

    #[test]
    fn a_leading_slash_of_the_key_is_kept() {
        assert_eq!(parts("s3://bucket//a"), ("bucket", Some("/a")));
    }

    #[test]
    fn the_bucket_alone_names_no_object() {
        assert_eq!(parts("s3://bucket"), ("bucket", None));
        assert_eq!(parts("S3://bucket/"), ("bucket", None));
    }

    /// Each as `awscli.customizations.s3.utils` splits it; its regular expression for Object Lambda is there too, though
    /// `aws s3` then refuses to go on.
    #[test]
    fn the_arn_of_an_access_point_is_split_as_the_aws_cli_splits_it() {
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
            assert_eq!(parts(&uri), (arn.as_str(), key), "{uri}");
        }
    }

    #[test]
    fn what_names_no_bucket_is_refused() {
        for text in [
            "",
            "s3:",
            "s3://",
            "s3:///key",
            "https://bucket/key",
            "bucket/key",
            "é3://b",
        ] {
            let error = S3Uri::parse(text).expect_err("refused");
            assert_eq!(error.code(), Code::InvalidS3Uri, "{text}");
        }
    }
}
