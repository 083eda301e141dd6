//! A form to presign, and the presigned form.

use alloc::string::String;
use alloc::vec::Vec;

use super::condition::Condition;
use super::field::FILENAME;
use crate::error::{Error, Reason};
use crate::expiry::{Expiry, LimitedBy};
use crate::object_key;
use crate::text::{concat, contains};
use crate::time::Timestamp;

/// The keys to which the form may upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyRule<T = String> {
    /// Only this key. If it contains [`FILENAME`], any key that begins with the text before that.
    Exact(T),
    /// Any key with this prefix.
    StartsWith(T),
}

impl<T: Default> Default for KeyRule<T> {
    fn default() -> Self {
        Self::StartsWith(T::default())
    }
}

impl<T: AsRef<str>> KeyRule<T> {
    /// Returns the value of the form's `key` field.
    pub(crate) fn field(&self) -> String {
        match self {
            Self::Exact(key) => key.as_ref().into(),
            Self::StartsWith(prefix) => concat(&[prefix.as_ref(), FILENAME]),
        }
    }

    /// Fails if S3 cannot store the key, or if a prefix contains [`FILENAME`].
    pub(super) fn check(&self) -> Result<(), Error> {
        let prefix = match self {
            Self::Exact(key) => return object_key::check(key.as_ref()),
            Self::StartsWith(prefix) => prefix.as_ref(),
        };
        if !prefix.is_empty() {
            object_key::check(prefix)?;
        }
        // The policy would allow any key that begins with the text before it: more than the prefix says.
        if contains(prefix, FILENAME) {
            return Err(Error::new(Reason::KeyPrefixHasFilename, "key", &[]));
        }
        Ok(())
    }
}

/// A form to presign. Its texts are owned, or borrowed as `&str`.
#[derive(Clone, Debug, Default)]
pub struct PostRequest<T = String> {
    /// The bucket.
    pub bucket: T,
    /// The keys to which the form may upload.
    pub key: KeyRule<T>,
    /// Expiry of the form. The default is an hour.
    pub expiry: Expiry,
    /// Form fields, such as `acl` or `x-amz-meta-title`.
    pub fields: Vec<(T, T)>,
    /// Conditions in addition to those that the fields make.
    pub conditions: Vec<Condition<T>>,
    /// Minimum size of the file in bytes.
    pub min_size: Option<u64>,
    /// Maximum size of the file in bytes.
    pub max_size: Option<u64>,
    /// Media type of the file, or a prefix that ends in a slash.
    pub content_type: Option<T>,
    /// Signing date, if it is not now.
    pub signing_date: Option<Timestamp>,
}

impl PostRequest {
    /// A form without optional parts.
    pub fn new(bucket: &str, key: KeyRule) -> Self {
        Self {
            bucket: bucket.into(),
            key,
            ..Self::default()
        }
    }
}

/// A presigned form. Anyone who has it can upload within its policy until it expires.
#[derive(Clone, PartialEq, Eq)]
pub struct PresignedPost {
    /// The URL to which the form is sent.
    pub url: String,
    /// All fields except the file, which must come last.
    pub fields: Vec<(String, String)>,
    /// Prefix of the file's media type, if the sender must add the `Content-Type` field.
    pub content_type_prefix: Option<String>,
    /// The instant at which the form stops working.
    pub expires_at: Timestamp,
    /// The cause of that expiry.
    pub limited_by: LimitedBy,
}

impl core::fmt::Debug for PresignedPost {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter
            .debug_struct("PresignedPost")
            .field("url", &self.url)
            .field("expires_at", &self.expires_at)
            .field("limited_by", &self.limited_by)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::KeyRule;
    use crate::error::Code;

    #[test]
    fn a_key_prefix_becomes_a_key_with_the_files_name() {
        assert_eq!(KeyRule::Exact("a").field(), "a");
        assert_eq!(KeyRule::StartsWith("user/").field(), "user/${filename}");
    }

    #[test]
    fn a_prefix_may_be_empty_and_a_key_may_not() {
        assert!(KeyRule::StartsWith("").check().is_ok());
        let error = KeyRule::Exact("").check().expect_err("an error");
        assert_eq!(error.code(), Code::InvalidKey);
    }

    #[test]
    fn a_prefix_with_filename_is_an_error() {
        let error = KeyRule::StartsWith("user/${filename}/").check();
        assert_eq!(error.expect_err("an error").code(), Code::InvalidKey);
    }
}
