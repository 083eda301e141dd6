//! The stable code of each error.

/// The kind of an error. The names are part of the public API: they never change meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Code {
    /// The WebAssembly module and its caller are of different releases.
    ModuleMismatch,
    /// An option has the wrong type, contradicts another, or does not exist.
    InvalidOption,
    /// The access key id, the secret access key or the session token is missing or malformed.
    CredentialsMalformed,
    /// The credentials have expired; no signature made with them works.
    CredentialsExpired,
    /// The region is missing or malformed.
    InvalidRegion,
    /// The endpoint is not `http(s)://host[:port][/base]`, or does not exist at AWS.
    InvalidEndpoint,
    /// The name breaks S3's rules for bucket names.
    InvalidBucketName,
    /// The bucket needs another signature: S3 Express, or a Multi-Region Access Point.
    UnsupportedBucket,
    /// The key is empty, longer than 1,024 bytes, or not well-formed Unicode.
    InvalidKey,
    /// The key is valid, but no browser can request it: it has a `.` or `..` segment.
    KeyNotAddressable,
    /// The expiry is not a whole number of seconds from 1 to the limit.
    InvalidExpiry,
    /// An invalid date, or one outside the years 1970 to 9999.
    InvalidDate,
    /// A header that HTTP does not allow, or that is set twice.
    InvalidHeader,
    /// A header that a page cannot set, that the method does not send, or that the signer writes itself.
    ForbiddenHeader,
    /// A query parameter that is set twice or has no name, or a value that S3 rejects.
    InvalidQuery,
    /// A query parameter that the signer sets.
    ReservedQueryParameter,
    /// A form field that a form cannot carry, or that is set twice.
    InvalidField,
    /// A form field that the signer sets.
    ReservedField,
    /// A POST condition that S3 does not have.
    InvalidCondition,
    /// Conditions that no form can meet at once.
    UnsatisfiablePolicy,
    /// The request needs Signature Version 4, and the signer uses Version 2.
    SignatureV4Required,
    /// The form without its file is over S3's limit of 20 KB.
    FormTooLarge,
}

impl Code {
    /// The name that JavaScript sees as `error.code`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ModuleMismatch => "ModuleMismatch",
            Self::InvalidOption => "InvalidOption",
            Self::CredentialsMalformed => "CredentialsMalformed",
            Self::CredentialsExpired => "CredentialsExpired",
            Self::InvalidRegion => "InvalidRegion",
            Self::InvalidEndpoint => "InvalidEndpoint",
            Self::InvalidBucketName => "InvalidBucketName",
            Self::UnsupportedBucket => "UnsupportedBucket",
            Self::InvalidKey => "InvalidKey",
            Self::KeyNotAddressable => "KeyNotAddressable",
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
