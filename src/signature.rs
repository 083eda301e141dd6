//! Which of S3's two signatures is made, where that is a choice at run time.

use alloc::boxed::Box;
use alloc::string::String;

use crate::credentials::Credentials;
use crate::error::Error;
use crate::location::Location;
use crate::policy::{PostRequest, PresignedPost};
use crate::prepared::Prepared;
use crate::request::{PresignRequest, PresignedUrl};
use crate::sha256::lanes::Engine;
use crate::text::{ascii, push_all};
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

    /// Fails with [`Code::SignatureV4Required`](crate::Code::SignatureV4Required) where the location, or the bucket, does not take this version.
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

    /// Signs requests that differ in their key alone: the rest of `shared` is checked once, here.
    pub fn url_signer<T: AsRef<str>>(
        self,
        credentials: &Credentials,
        location: &Location,
        shared: &PresignRequest<T>,
        now: Timestamp,
    ) -> Result<UrlSigner, Error> {
        Ok(match self {
            Self::V4 => UrlSigner::V4(Box::new(v4::UrlSigner::new(
                credentials,
                location,
                shared,
                now,
            )?)),
            Self::V2 => UrlSigner::V2(Box::new(v2::UrlSigner::new(
                credentials,
                location,
                shared,
                now,
            )?)),
        })
    }

    /// Presigns with [`v4::presign_post`] or [`v2::presign_post`].
    pub fn presign_post<T: AsRef<str>>(
        self,
        credentials: &Credentials,
        location: &Location,
        request: &PostRequest<T>,
        now: Timestamp,
    ) -> Result<PresignedPost, Error> {
        match self {
            Self::V4 => v4::presign_post(credentials, location, request, now),
            Self::V2 => v2::presign_post(credentials, location, request, now),
        }
    }
}

/// A signer of either version.
pub enum UrlSigner {
    /// Of Version 4.
    V4(Box<v4::UrlSigner>),
    /// Of Version 2.
    V2(Box<v2::UrlSigner>),
}

impl UrlSigner {
    /// The URL for one key, or for the bucket itself.
    pub fn url(&mut self, key: Option<&str>) -> Result<String, Error> {
        match self {
            Self::V4(signer) => signer.url(key),
            Self::V2(signer) => signer.url(key),
        }
    }

    /// What stands between the path and the signature in every URL.
    pub fn suffix(&self) -> String {
        match self {
            Self::V4(signer) => signer.suffix(),
            Self::V2(signer) => signer.suffix(),
        }
    }

    /// Appends the signature for one key, or for the bucket itself, and a line feed; and then the encoded path, unless
    /// it is the key as it stands behind what all paths begin with.
    pub fn sign(&mut self, key: Option<&str>, out: &mut String) -> Result<(), Error> {
        let mut path = String::new();
        self.prepared().push_path(key, &mut path)?;
        match self {
            Self::V4(signer) => push_all(&[ascii(&signer.signature(&path)), "\n"], out),
            Self::V2(signer) => push_all(&[&signer.signature(&path), "\n"], out),
        }
        if !self.prepared().is_plain(&path, key.unwrap_or_default()) {
            out.push_str(&path);
        }
        Ok(())
    }

    /// The same for many keys, with a line feed behind each. Fails for the first that cannot be signed, and tells its
    /// index.
    pub fn sign_many<'k>(
        &mut self,
        keys: impl Iterator<Item = &'k str>,
        engine: Engine,
    ) -> Result<String, Error> {
        if let Self::V4(signer) = self {
            return signer.sign_many(keys, engine);
        }
        let mut out = String::new();
        for (index, key) in keys.enumerate() {
            self.sign(Some(key), &mut out)
                .map_err(|error| error.at_index(index))?;
            out.push('\n');
        }
        Ok(out)
    }

    pub(crate) fn prepared(&self) -> &Prepared {
        match self {
            Self::V4(signer) => &signer.prepared,
            Self::V2(signer) => &signer.prepared,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SignatureVersion;
    use crate::credentials::Credentials;
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
            let mut signer = version
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
}
