//! The credential scope: the day, region and service for which a signing key is valid.

use alloc::string::String;

use crate::text::concat;
use crate::time::Timestamp;

/// A scope, such as `20130524/us-east-1/s3/aws4_request`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope<'a> {
    /// Day of the signing date in UTC, such as `20130524`.
    pub date_stamp: String,
    /// Region, such as `us-east-1`.
    pub region: &'a str,
    /// Service, such as `s3`.
    pub service: &'static str,
}

impl<'a> Scope<'a> {
    /// The last part of each scope.
    pub const TERMINATION: &'static str = "aws4_request";

    /// The scope of a signing date.
    pub fn new(signed_at: Timestamp, region: &'a str, service: &'static str) -> Self {
        Self {
            date_stamp: signed_at.date_stamp(),
            region,
            service,
        }
    }

    /// Returns the parts joined by slashes.
    ///
    /// ```text
    /// <yyyymmdd>/<region>/<service>/aws4_request
    /// ```
    pub fn text(&self) -> String {
        concat(&[
            &self.date_stamp,
            "/",
            self.region,
            "/",
            self.service,
            "/",
            Self::TERMINATION,
        ])
    }

    /// Returns the value of `X-Amz-Credential`: access key id, slash, scope.
    pub fn credential(&self, access_key_id: &str) -> String {
        concat(&[access_key_id, "/", &self.text()])
    }
}

#[cfg(test)]
mod tests {
    use super::Scope;
    use crate::time::Timestamp;

    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>.
    #[test]
    fn scope_and_credential_are_those_of_awss_example() {
        let signed_at = Timestamp::from_unix(1_369_353_600).expect("2013-05-24T00:00:00Z");
        let scope = Scope::new(signed_at, "us-east-1", "s3");
        assert_eq!(scope.text(), "20130524/us-east-1/s3/aws4_request");
        assert_eq!(
            scope.credential("AKIAIOSFODNN7EXAMPLE"),
            "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request"
        );
    }
}
