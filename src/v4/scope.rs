//! The credential scope: on which day, where and for what a signing key works.

use alloc::string::String;

use crate::text::concat;
use crate::time::Timestamp;

/// `20130524/us-east-1/s3/aws4_request`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope<'a> {
    /// `20130524`.
    pub date_stamp: String,
    /// `us-east-1`.
    pub region: &'a str,
    /// `s3`.
    pub service: &'static str,
}

impl<'a> Scope<'a> {
    /// What ends every scope.
    pub const TERMINATION: &'static str = "aws4_request";

    /// The scope of an instant, in a region, for a service.
    pub fn new(signed_at: Timestamp, region: &'a str, service: &'static str) -> Self {
        Self {
            date_stamp: signed_at.date_stamp(),
            region,
            service,
        }
    }

    /// The parts, joined by slashes.
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

    /// `AKIA…/20130524/us-east-1/s3/aws4_request`: `X-Amz-Credential`.
    pub fn credential(&self, access_key_id: &str) -> String {
        concat(&[access_key_id, "/", &self.text()])
    }
}

#[cfg(test)]
mod tests {
    use super::Scope;
    use crate::time::Timestamp;

    #[test]
    fn the_parts_stand_in_awss_order() {
        let instant = Timestamp::from_unix(1_369_353_600).expect("an instant");
        let scope = Scope::new(instant, "us-east-1", "s3");
        assert_eq!(scope.text(), "20130524/us-east-1/s3/aws4_request");
        assert_eq!(
            scope.credential("AKIAIOSFODNN7EXAMPLE"),
            "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request"
        );
    }
}
