//! Which of S3's two signatures is made, where that is a choice at run time.

use crate::credentials::Credentials;
use crate::error::{Code, Error};
use crate::location::Location;
use crate::policy::{PostRequest, PresignedPost};
use crate::request::{PresignRequest, PresignedUrl};
use crate::time::Timestamp;
use crate::{v2, v4};

/// A signature version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignatureVersion {
    /// What AWS takes everywhere.
    #[default]
    V4,
    /// What some S3-compatible stores still ask for.
    V2,
}

impl SignatureVersion {
    /// From its name, `v4` or `v2`. Fails with [`Code::InvalidOption`].
    pub fn parse(name: &str) -> Result<Self, Error> {
        match name {
            "v4" => Ok(Self::V4),
            "v2" => Ok(Self::V2),
            _ => Err(Error::new(
                Code::InvalidOption,
                "signature",
                "S3 has no such signature version.",
                "Use \"v4\"; or \"v2\" for a store that asks for it.",
            )),
        }
    }

    /// Fails with [`Code::SignatureV4Required`] where the location, or the bucket, does not take this version.
    pub fn check(self, location: &Location, bucket: Option<&str>) -> Result<(), Error> {
        match self {
            Self::V4 => Ok(()),
            Self::V2 => v2::check_location(location, bucket),
        }
    }

    /// Presigns with [`v4::presign`] or [`v2::presign`].
    pub fn presign(
        self,
        credentials: &Credentials,
        location: &Location,
        request: &PresignRequest,
        now: Timestamp,
    ) -> Result<PresignedUrl, Error> {
        match self {
            Self::V4 => v4::presign(credentials, location, request, now),
            Self::V2 => v2::presign(credentials, location, request, now),
        }
    }

    /// Presigns with [`v4::presign_post`] or [`v2::presign_post`].
    pub fn presign_post(
        self,
        credentials: &Credentials,
        location: &Location,
        request: &PostRequest,
        now: Timestamp,
    ) -> Result<PresignedPost, Error> {
        match self {
            Self::V4 => v4::presign_post(credentials, location, request, now),
            Self::V2 => v2::presign_post(credentials, location, request, now),
        }
    }
}
