//! What can be wrong with a presigned URL.

/// Something for which S3 refuses a presigned URL, or does another thing than was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What it is.
    pub code: ProblemCode,
    /// The query parameter that is missing, or there twice.
    pub parameter: Option<&'static str>,
}

/// The names are part of the public contract: they never change meaning. The words for people are on the
/// TypeScript side, where a page that does not inspect leaves them out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProblemCode {
    /// Its end has passed.
    Expired,
    /// It is dated in the future.
    NotYetValid,
    /// It shall live longer than S3 allows.
    ExpiryTooLong,
    /// Its lifetime or end is no number that can be one.
    InvalidExpiry,
    /// A parameter is absent or empty.
    MissingParameter,
    /// A parameter is there more than once.
    DuplicateParameter,
    /// `X-Amz-Date` is no instant.
    MalformedDate,
    /// `X-Amz-Credential` does not have its five parts, or the id in it or in `AWSAccessKeyId` is none.
    MalformedCredential,
    /// The signature has not the length or the letters of one.
    MalformedSignature,
    /// `X-Amz-SignedHeaders` is not a sorted list of lower-case names.
    MalformedSignedHeaders,
    /// Days of the scope and of `X-Amz-Date` differ.
    DateMismatch,
    /// Regions of the scope and of the host differ.
    RegionMismatch,
    /// It is signed for another service than S3.
    OtherService,
    /// `X-Amz-Algorithm` is another one.
    UnknownAlgorithm,
    /// Temporary credentials without their token.
    TokenMissing,
    /// The host is not signed.
    HostNotSigned,
    /// Parameters of both versions.
    MixedSignatures,
    /// A version 2 signature in a region that knows only version 4.
    RegionRefusesV2,
    /// A bare `+` in the query.
    PlusInQuery,
    /// A bare `+` in the path.
    PlusInPath,
    /// `%25` stands where `%` should.
    DoubleEncoding,
    /// A `%` without two hex digits.
    MalformedEncoding,
    /// `&amp;` stands where `&` should.
    HtmlEscaped,
    /// A `.` or `..` between slashes.
    DotSegment,
    /// A `\` in the path.
    Backslash,
    /// A `#` and what follows.
    Fragment,
    /// It travels in the clear.
    NotHttps,
}

impl ProblemCode {
    /// The name that JavaScript sees as `code`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Expired => "Expired",
            Self::NotYetValid => "NotYetValid",
            Self::ExpiryTooLong => "ExpiryTooLong",
            Self::InvalidExpiry => "InvalidExpiry",
            Self::MissingParameter => "MissingParameter",
            Self::DuplicateParameter => "DuplicateParameter",
            Self::MalformedDate => "MalformedDate",
            Self::MalformedCredential => "MalformedCredential",
            Self::MalformedSignature => "MalformedSignature",
            Self::MalformedSignedHeaders => "MalformedSignedHeaders",
            Self::DateMismatch => "DateMismatch",
            Self::RegionMismatch => "RegionMismatch",
            Self::OtherService => "OtherService",
            Self::UnknownAlgorithm => "UnknownAlgorithm",
            Self::TokenMissing => "TokenMissing",
            Self::HostNotSigned => "HostNotSigned",
            Self::MixedSignatures => "MixedSignatures",
            Self::RegionRefusesV2 => "RegionRefusesV2",
            Self::PlusInQuery => "PlusInQuery",
            Self::PlusInPath => "PlusInPath",
            Self::DoubleEncoding => "DoubleEncoding",
            Self::MalformedEncoding => "MalformedEncoding",
            Self::HtmlEscaped => "HtmlEscaped",
            Self::DotSegment => "DotSegment",
            Self::Backslash => "Backslash",
            Self::Fragment => "Fragment",
            Self::NotHttps => "NotHttps",
        }
    }
}
