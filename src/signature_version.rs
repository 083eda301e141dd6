//! The choice between S3's two signatures at run time.

use alloc::boxed::Box;

use crate::credentials::Credentials;
use crate::error::Error;
use crate::location::Location;
use crate::post::{PostRequest, PresignedPost};
use crate::request::{PresignRequest, PresignedUrl};
use crate::time::Timestamp;
use crate::url_signer::UrlSigner;
use crate::v4::SigningKeyCache;
use crate::{v2, v4};

/// A signature version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignatureVersion {
    /// Accepted by AWS in all regions.
    #[default]
    V4,
    /// Required by some older S3-compatible stores.
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

    /// Fails with [`Code::SignatureV4Required`](crate::Code::SignatureV4Required) if the location or the bucket does not
    /// accept this version.
    pub fn check(self, location: &Location, bucket: Option<&str>) -> Result<(), Error> {
        match self {
            Self::V4 => Ok(()),
            Self::V2 => v2::check_location(location, bucket),
        }
    }

    /// Presigns with [`v4::presign()`] or [`v2::presign()`].
    pub fn presign<T: AsRef<str>>(
        self,
        credentials: &Credentials,
        location: &Location,
        request: &PresignRequest<T>,
        now: Timestamp,
    ) -> Result<PresignedUrl, Error> {
        match self {
            Self::V4 => v4::presign(credentials, location, request, now),
            Self::V2 => v2::presign(credentials, location, request, now),
        }
    }

    /// Returns a signer of requests that differ only in their key. The rest of `request` is checked once, here. `keys` is a
    /// cache for these credentials.
    pub fn url_signer<T: AsRef<str>>(
        self,
        keys: &mut SigningKeyCache,
        credentials: &Credentials,
        location: &Location,
        request: &PresignRequest<T>,
        now: Timestamp,
    ) -> Result<UrlSigner, Error> {
        Ok(match self {
            Self::V4 => UrlSigner::V4(Box::new(v4::UrlSigner::new(
                keys,
                credentials,
                location,
                request,
                now,
            )?)),
            Self::V2 => UrlSigner::V2(Box::new(v2::UrlSigner::new(
                credentials,
                location,
                request,
                now,
            )?)),
        })
    }

    /// Presigns with [`v4::presign_post_with()`] or [`v2::presign_post()`]. `keys` is a cache for these credentials.
    pub fn presign_post_with<T: AsRef<str>>(
        self,
        keys: &mut SigningKeyCache,
        credentials: &Credentials,
        location: &Location,
        request: &PostRequest<T>,
        now: Timestamp,
    ) -> Result<PresignedPost, Error> {
        match self {
            Self::V4 => v4::presign_post_with(keys, credentials, location, request, now),
            Self::V2 => v2::presign_post(credentials, location, request, now),
        }
    }

    /// Presigns with [`v4::presign_post()`] or [`v2::presign_post()`].
    pub fn presign_post<T: AsRef<str>>(
        self,
        credentials: &Credentials,
        location: &Location,
        request: &PostRequest<T>,
        now: Timestamp,
    ) -> Result<PresignedPost, Error> {
        let keys = &mut SigningKeyCache::default();
        self.presign_post_with(keys, credentials, location, request, now)
    }
}
