//! Bucket names: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>.

use crate::error::{Error, Reason};
use crate::text::{contains, split};

/// Which names pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    /// Today's: 3 to 63 of `a-z 0-9 . -`, each dot-separated label a legal host label, not an IP address.
    Dns,
    /// The names that botocore accepts, for buckets of us-east-1 from before March 2018 and of S3-compatible stores: 1 to 255 of
    /// `A-Z a-z 0-9 . - _`, but neither `.` nor `..`. A name that breaks the rules of today is reached by path only.
    Legacy,
}

/// Fails with [`Code::InvalidBucketName`](crate::Code::InvalidBucketName), saying which rule `name` breaks.
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

/// Whether `name` can be a label before the endpoint's host under one wildcard certificate: no dots.
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
        if label.starts_with("-") || label.ends_with("-") {
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

#[cfg(test)]
mod tests {
    use super::{Rules, check, is_one_label};
    use crate::error::Code;

    fn allowed(name: &str, rules: Rules) -> bool {
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
    fn the_names_of_awss_own_examples_pass() {
        for name in [
            "amzn-s3-demo-bucket1-a1b2c3d4-5678-90ab-cdef-example11111",
            "amzn-s3-demo-bucket",
            "example.com",
            "www.example.com",
            "my.example.s3.bucket",
            "abc",
        ] {
            assert!(allowed(name, Rules::Dns), "{name}");
        }
    }

    #[test]
    fn the_names_that_aws_forbids_are_refused() {
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
            assert!(!allowed(name, Rules::Dns), "{name}");
        }
    }

    #[test]
    fn old_names_pass_where_they_are_allowed() {
        assert!(allowed("My_Old.Bucket", Rules::Legacy));
        assert!(allowed(&"a".repeat(255), Rules::Legacy));
        for name in ["a", "ab", "...", "-a", "_", "192.168.5.4"] {
            assert!(allowed(name, Rules::Legacy), "{name}");
        }
        for name in [
            "", ".", "..", "a/b", "a\\b", "a%2e", "a\0", "a\n", "a b", "é",
        ] {
            assert!(!allowed(name, Rules::Legacy), "{name:?}");
        }
        assert!(!allowed(&"a".repeat(256), Rules::Legacy));
        assert!(!allowed("my bucket", Rules::Legacy));
        assert!(!allowed("my/bucket", Rules::Legacy));
    }

    #[test]
    fn a_name_with_dots_is_not_one_label() {
        assert!(is_one_label("my-bucket"));
        assert!(!is_one_label("my.bucket"));
        assert!(!is_one_label("My_Bucket"));
    }
}
