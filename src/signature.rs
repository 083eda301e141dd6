//! Which of S3's two signatures is made, where that is a choice at run time.

use alloc::string::String;

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
    /// `v4` or `v2`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V4 => "v4",
            Self::V2 => "v2",
        }
    }

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

    /// Presigns with [`v4::presign()`] or [`v2::presign()`].
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

    /// Signs requests that differ in their key alone: the rest of `shared` is checked once, here.
    pub fn url_signer<'a>(
        self,
        credentials: &'a Credentials,
        location: &Location,
        shared: &PresignRequest,
        now: Timestamp,
    ) -> Result<UrlSigner<'a>, Error> {
        Ok(match self {
            Self::V4 => UrlSigner::V4(v4::UrlSigner::new(credentials, location, shared, now)?),
            Self::V2 => UrlSigner::V2(v2::UrlSigner::new(credentials, location, shared, now)?),
        })
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

/// A signer of either version.
pub enum UrlSigner<'a> {
    /// Of Version 4.
    V4(v4::UrlSigner),
    /// Of Version 2.
    V2(v2::UrlSigner<'a>),
}

impl UrlSigner<'_> {
    /// The URL for one key, or for the bucket itself.
    pub fn url(&self, key: Option<&str>) -> Result<String, Error> {
        match self {
            Self::V4(signer) => signer.url(key),
            Self::V2(signer) => signer.url(key),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SignatureVersion;
    use crate::credentials::Credentials;
    use crate::error::Code;
    use crate::location::Location;
    use crate::request::PresignRequest;
    use crate::time::Timestamp;

    #[test]
    fn a_signer_of_many_keys_signs_as_one_of_each_would() {
        let credentials = Credentials::new("AKIA", "secret").expect("credentials");
        let location = Location::aws("us-east-1").expect("a location");
        let now = Timestamp::from_unix(1_700_000_000).expect("an instant");
        for version in [SignatureVersion::V4, SignatureVersion::V2] {
            let mut request = PresignRequest::get("bucket", "");
            request.key = None;
            let signer = version
                .url_signer(&credentials, &location, &request, now)
                .expect("a signer");
            for key in [None, Some("a"), Some("b/ü"), Some("a")] {
                request.key = key.map(Into::into);
                let one = version
                    .presign(&credentials, &location, &request, now)
                    .expect("a URL");
                assert_eq!(signer.url(key), Ok(one.url));
            }
        }
    }

    #[test]
    fn a_version_is_known_by_its_name() {
        assert_eq!(SignatureVersion::parse("v2"), Ok(SignatureVersion::V2));
        let error = SignatureVersion::parse("V4").expect_err("refused");
        assert_eq!(
            (error.code(), error.field()),
            (Code::InvalidOption, "signature")
        );
    }
}
