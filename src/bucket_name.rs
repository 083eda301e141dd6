//! Bucket names: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>.

use crate::error::{Error, Reason};
use crate::text::{contains, split};

/// Rules for bucket names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    /// AWS's current rules: 3 to 63 of `a-z 0-9 . -`, with valid DNS labels between dots, and not an IP address.
    Dns,
    /// The rules of botocore, for buckets created in us-east-1 before March 2018 and for S3-compatible services: 1 to
    /// 255 of `A-Z a-z 0-9 . - _`, except `.` and `..`. A name that breaks the current rules needs path style.
    Legacy,
}

/// Checks a bucket name. Fails with `InvalidBucketName`.
pub fn check(name: &str, rules: Rules) -> Result<(), Error> {
    let problem = match rules {
        Rules::Dns => dns_problem(name),
        Rules::Legacy => legacy_problem(name),
    };
    match problem {
        None => Ok(()),
        Some(reason) => Err(Error::new(reason, "bucket", &[name])),
    }
}

/// Whether `name` is one DNS label, so that a wildcard certificate covers `name.host`.
#[inline(never)]
pub(crate) fn is_one_label(name: &str) -> bool {
    !contains(name, ".") && dns_problem(name).is_none()
}

fn dns_problem(name: &str) -> Option<Reason> {
    if !(3..=63).contains(&name.len()) {
        return Some(Reason::BucketLength);
    }
    if !name
        .bytes()
        .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-'))
    {
        return Some(Reason::BucketCharacters);
    }
    let mut labels = 0;
    for label in split(name, b'.') {
        labels += 1;
        if label.is_empty() {
            return Some(Reason::BucketDots);
        }
        if label.starts_with('-') || label.ends_with('-') {
            return Some(Reason::BucketHyphens);
        }
    }
    if labels == 4 && name.bytes().all(|byte| byte <= b'9') {
        return Some(Reason::BucketIsIpAddress);
    }
    if name.starts_with("xn--") {
        return Some(Reason::BucketIsPunycode);
    }
    None
}

fn legacy_problem(name: &str) -> Option<Reason> {
    if !(1..=255).contains(&name.len()) {
        return Some(Reason::LegacyBucketLength);
    }
    if !name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
    {
        return Some(Reason::LegacyBucketCharacters);
    }
    // Browsers remove such a segment from a path.
    if matches!(name, "." | "..") {
        return Some(Reason::LegacyBucketIsDotSegment);
    }
    None
}

/// Rejects bucket names that AWS reserves for other kinds of buckets and access points. Fails with `UnsupportedBucket`.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>
#[expect(
    clippy::case_sensitive_file_extension_comparisons,
    reason = ".mrap is no file extension, and bucket names are in lower case"
)]
pub(crate) fn check_supported(name: &str) -> Result<(), Error> {
    let reason = if name.ends_with("--x-s3") || name.ends_with("--xa-s3") {
        Reason::S3ExpressBucket
    } else if name.ends_with("--op-s3") {
        Reason::OutpostAlias
    } else if name.ends_with(".mrap") {
        Reason::MultiRegionAccessPoint
    } else {
        return Ok(());
    };
    Err(Error::new(reason, "bucket", &[]))
}

#[cfg(test)]
mod tests {
    use super::{Rules, check, is_one_label};
    use crate::error::Code;

    fn is_accepted(name: &str, rules: Rules) -> bool {
        match check(name, rules) {
            Ok(()) => true,
            Err(error) => {
                assert_eq!(
                    (error.code(), error.field()),
                    (Code::InvalidBucketName, "bucket")
                );
                false
            }
        }
    }

    #[test]
    fn the_example_names_of_aws_are_accepted() {
        for name in [
            "amzn-s3-demo-bucket1-a1b2c3d4-5678-90ab-cdef-example11111",
            "amzn-s3-demo-bucket",
            "example.com",
            "www.example.com",
            "my.example.s3.bucket",
            "abc",
        ] {
            assert!(is_accepted(name, Rules::Dns), "{name}");
        }
    }

    #[test]
    fn names_that_aws_forbids_are_rejected() {
        let too_long = "a".repeat(64);
        for name in [
            "",
            "ab",
            too_long.as_str(),
            "amzn_s3_demo_bucket",
            "AmznS3DemoBucket",
            "amzn-s3-demo-bucket-",
            "-bucket",
            "example..com",
            ".example",
            "example.",
            "example.-com",
            "192.168.5.4",
            "xn--bucket",
            "bücket",
            "buc ket",
            "buc/ket",
        ] {
            assert!(!is_accepted(name, Rules::Dns), "{name}");
        }
    }

    #[test]
    fn legacy_rules_accept_old_names() {
        assert!(is_accepted("My_Old.Bucket", Rules::Legacy));
        assert!(is_accepted(&"a".repeat(255), Rules::Legacy));
        for name in ["a", "ab", "...", "-a", "_", "192.168.5.4"] {
            assert!(is_accepted(name, Rules::Legacy), "{name}");
        }
        for name in [
            "", ".", "..", "a/b", "a\\b", "a%2e", "a\0", "a\n", "a b", "é",
        ] {
            assert!(!is_accepted(name, Rules::Legacy), "{name:?}");
        }
        assert!(!is_accepted(&"a".repeat(256), Rules::Legacy));
        assert!(!is_accepted("my bucket", Rules::Legacy));
        assert!(!is_accepted("my/bucket", Rules::Legacy));
    }

    #[test]
    fn names_with_dots_are_not_one_label() {
        assert!(is_one_label("my-bucket"));
        assert!(!is_one_label("my.bucket"));
        assert!(!is_one_label("My_Bucket"));
    }
}
