//! Every way in which a request cannot be signed.
//!
//! An error carries a stable [`Code`] for programs, the name of the option at fault, and two texts for people: a
//! predicate that continues after the option's name, and a sentence that says what to do. It never quotes a secret,
//! a token, a signature or a URL.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use crate::decimal::decimal;
use crate::text::concat;

/// What kind of thing is wrong. The names are part of the public contract: they never change meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// An option has the wrong type, contradicts another, or does not exist.
    InvalidOption,
    /// Access key id, secret or session token are missing or cannot be real.
    CredentialsMalformed,
    /// The credentials have ended; nothing they sign can work.
    CredentialsExpired,
    /// The region is missing or cannot be one.
    InvalidRegion,
    /// The endpoint is not `http(s)://host[:port][/base]`, or does not exist at AWS.
    InvalidEndpoint,
    /// S3 has no bucket of this name.
    InvalidBucketName,
    /// A bucket of a kind that takes another signature: S3 Express, or a Multi-Region Access Point.
    UnsupportedBucket,
    /// The key is empty, longer than 1,024 bytes, or not well-formed Unicode.
    InvalidKey,
    /// The key is legal, but no browser can request it: it has a `.` or `..` segment.
    KeyNotAddressable,
    /// Not `s3://bucket/key`.
    InvalidS3Uri,
    /// Not the `http(s)` URL of a bucket or an object.
    InvalidUrl,
    /// A URL without a signature, or with that of another service.
    NotPresigned,
    /// Not whole seconds from 1 to the limit, or an end that has passed or is too far off.
    InvalidExpiry,
    /// An instant that is not one, or outside the years 1970 to 9999.
    InvalidDate,
    /// A header's name or value that HTTP does not allow, or one given twice.
    InvalidHeader,
    /// A header that a page cannot set, that the method does not send, or that the signer writes itself.
    ForbiddenHeader,
    /// A query parameter given twice or without a name, or a value S3 refuses.
    InvalidQuery,
    /// A query parameter that belongs to the signature.
    ReservedQueryParameter,
    /// A form field's name or value that a form cannot carry, or one given twice.
    InvalidField,
    /// A form field that belongs to the signature.
    ReservedField,
    /// A POST condition that is not one of S3's three forms.
    InvalidCondition,
    /// Conditions that no form can meet together.
    UnsatisfiablePolicy,
    /// Signature Version 2 was asked for what only Version 4 can do.
    SignatureV4Required,
    /// The fields besides the file pass S3's limit of 20 KB.
    FormTooLarge,
}

impl Code {
    /// The name that JavaScript sees as `error.code`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidOption => "InvalidOption",
            Self::CredentialsMalformed => "CredentialsMalformed",
            Self::CredentialsExpired => "CredentialsExpired",
            Self::InvalidRegion => "InvalidRegion",
            Self::InvalidEndpoint => "InvalidEndpoint",
            Self::InvalidBucketName => "InvalidBucketName",
            Self::UnsupportedBucket => "UnsupportedBucket",
            Self::InvalidKey => "InvalidKey",
            Self::KeyNotAddressable => "KeyNotAddressable",
            Self::InvalidS3Uri => "InvalidS3Uri",
            Self::InvalidUrl => "InvalidUrl",
            Self::NotPresigned => "NotPresigned",
            Self::InvalidExpiry => "InvalidExpiry",
            Self::InvalidDate => "InvalidDate",
            Self::InvalidHeader => "InvalidHeader",
            Self::ForbiddenHeader => "ForbiddenHeader",
            Self::InvalidQuery => "InvalidQuery",
            Self::ReservedQueryParameter => "ReservedQueryParameter",
            Self::InvalidField => "InvalidField",
            Self::ReservedField => "ReservedField",
            Self::InvalidCondition => "InvalidCondition",
            Self::UnsatisfiablePolicy => "UnsatisfiablePolicy",
            Self::SignatureV4Required => "SignatureV4Required",
            Self::FormTooLarge => "FormTooLarge",
        }
    }
}

/// Something asked for cannot be signed. One pointer wide, since every step returns one or its result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Details>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Details {
    code: Code,
    index: Option<usize>,
    field: String,
    predicate: String,
    hint: String,
}

impl Error {
    /// `field` is the option as the caller spells it, such as `expiresIn` or `headers.x-amz-acl`. `predicate` continues
    /// a sentence that begins with it: "must not be empty."
    pub fn new(
        code: Code,
        field: impl AsRef<str>,
        predicate: impl AsRef<str>,
        hint: impl AsRef<str>,
    ) -> Self {
        Self::boxed(code, field.as_ref(), predicate.as_ref(), hint.as_ref())
    }

    #[cold]
    #[inline(never)]
    fn boxed(code: Code, field: &str, predicate: &str, hint: &str) -> Self {
        Self(Box::new(Details {
            code,
            index: None,
            field: field.into(),
            predicate: predicate.into(),
            hint: hint.into(),
        }))
    }

    /// The kind of error, stable.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// The option at fault.
    pub fn field(&self) -> &str {
        &self.0.field
    }

    /// The broken rule, as the rest of a sentence that begins with [`field`](Self::field).
    pub fn predicate(&self) -> &str {
        &self.0.predicate
    }

    /// What to do about it.
    pub fn hint(&self) -> &str {
        &self.0.hint
    }

    /// The item at fault, counted from 0, where many were signed in one call.
    pub fn index(&self) -> Option<usize> {
        self.0.index
    }

    /// The same error, told of one item among many.
    #[must_use]
    pub fn at_index(mut self, index: usize) -> Self {
        self.0.index = Some(index);
        self
    }

    /// The same error, told of the option through which the value came in.
    #[must_use]
    pub fn with_field(mut self, field: impl AsRef<str>) -> Self {
        self.0.field = field.as_ref().into();
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (field, predicate, hint) = (self.field(), self.predicate(), self.hint());
        write!(formatter, "`{field}` {predicate} {hint}")
    }
}

impl core::error::Error for Error {}

/// The most that S3 takes of a request's headers, in bytes, and of its query as well:
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html>.
const MAX_SECTION_BYTES: usize = 8 * 1024;

/// Refuses more names and values than S3 takes. Whatever comes after it may compare each with each.
pub(crate) fn check_size<T: AsRef<str>>(
    code: Code,
    field: &str,
    pairs: &[(T, T)],
) -> Result<(), Error> {
    // Each has a colon and a line break, or an equals sign and an ampersand.
    let size = |(name, value): &(T, T)| name.as_ref().len() + value.as_ref().len() + 2;
    let size: usize = pairs.iter().map(size).sum();
    if size > MAX_SECTION_BYTES {
        return Err(too_large(code, field, MAX_SECTION_BYTES, size));
    }
    Ok(())
}

/// Why so many bytes of an option are refused.
#[cold]
#[inline(never)]
pub(crate) fn too_large(code: Code, field: &str, most: usize, size: usize) -> Error {
    Error::new(
        code,
        field,
        concat(&[
            "must come to at most ",
            &decimal(most as u64),
            " bytes in all, S3's limit; got ",
            &decimal(size as u64),
            ".",
        ]),
        "Use fewer or shorter ones.",
    )
}

/// `headers.x-amz-acl`, `conditions.2`: the item of a collection that is at fault.
#[inline(never)]
pub(crate) fn item(collection: &str, name: &str) -> String {
    concat(&[collection, ".", name])
}
