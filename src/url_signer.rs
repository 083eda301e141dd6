//! A signer of either version for requests that differ only in their key.

use alloc::boxed::Box;
use alloc::string::String;

use crate::error::Error;
use crate::shared_request::SharedRequest;
use crate::text::ascii;
use crate::{v2, v4};
use s3_signpost_sha256::lanes::Engine;

/// Signs requests that differ only in their key. Made by
/// [`SignatureVersion::url_signer`](crate::SignatureVersion::url_signer).
#[derive(Debug)]
pub enum UrlSigner {
    /// For Signature Version 4.
    V4(Box<v4::UrlSigner>),
    /// For Signature Version 2.
    V2(Box<v2::UrlSigner>),
}

impl UrlSigner {
    /// Returns the URL of one key, or of the bucket itself.
    pub fn url(&mut self, key: Option<&str>) -> Result<String, Error> {
        match self {
            Self::V4(signer) => signer.url(key),
            Self::V2(signer) => signer.url(key),
        }
    }

    /// The part of each URL between path and signature.
    pub fn suffix(&self) -> &str {
        match self {
            Self::V4(signer) => signer.suffix(),
            Self::V2(signer) => signer.suffix(),
        }
    }

    /// Appends two lines for one key, or for the bucket itself: the signature, and the encoded path without a line feed.
    /// The path is empty if no character of the key needs encoding.
    pub fn sign(&mut self, key: Option<&str>, out: &mut String) -> Result<(), Error> {
        let mut path = String::new();
        self.request().push_path(key, &mut path)?;
        match self {
            Self::V4(signer) => out.push_str(ascii(&signer.signature(&path))),
            Self::V2(signer) => out.push_str(&signer.signature(&path)),
        }
        out.push_str("\n");
        if !self
            .request()
            .is_unencoded(path.len(), key.unwrap_or_default())
        {
            out.push_str(&path);
        }
        Ok(())
    }

    /// Returns the lines of [`sign`](Self::sign) for each key, with a line feed after each path. Fails for the first key
    /// that cannot be signed, with its index.
    pub fn sign_many<'k>(
        &mut self,
        keys: impl Iterator<Item = &'k str>,
        engine: Engine,
    ) -> Result<String, Error> {
        match self {
            Self::V4(signer) => signer.sign_many(keys, engine),
            Self::V2(_) => self.sign_each(keys),
        }
    }

    /// Does the same as [`sign_many`](Self::sign_many), one key after another.
    pub fn sign_each<'k>(&mut self, keys: impl Iterator<Item = &'k str>) -> Result<String, Error> {
        let mut out = String::new();
        for (index, key) in keys.enumerate() {
            self.sign(Some(key), &mut out)
                .map_err(|error| error.at_index(index))?;
            out.push_str("\n");
        }
        Ok(out)
    }

    pub(crate) fn request(&self) -> &SharedRequest {
        match self {
            Self::V4(signer) => &signer.request,
            Self::V2(signer) => &signer.request,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::credentials::Credentials;
    use crate::location::Location;
    use crate::request::PresignRequest;
    use crate::signature_version::SignatureVersion;
    use crate::time::Timestamp;
    use crate::v4::SigningKeyCache;

    #[test]
    fn a_url_signer_signs_each_key_as_presign_does() {
        let credentials = Credentials::new("AKIA", "secret").expect("credentials");
        let location = Location::aws("us-east-1").expect("a location");
        let now = Timestamp::from_unix(1_700_000_000).expect("an instant");
        for version in [SignatureVersion::V4, SignatureVersion::V2] {
            let mut request = PresignRequest::get("bucket", "");
            request.key = None;
            let mut signer = version
                .url_signer(
                    &mut SigningKeyCache::default(),
                    &credentials,
                    &location,
                    &request,
                    now,
                )
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
