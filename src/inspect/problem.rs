//! Problems of presigned URLs.

/// A reason why S3 rejects a presigned URL, or does something that its author did not intend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The kind of problem.
    pub code: ProblemCode,
    /// The query parameter that is missing or duplicate.
    pub parameter: Option<&'static str>,
}

/// Kind of problem. Names and meanings are stable. The order is the order of the table of messages in
/// `js/inspect.ts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProblemCode {
    /// The URL has expired.
    Expired,
    /// The signing date is in the future.
    NotYetValid,
    /// The expiry is later than S3 allows.
    ExpiryTooLong,
    /// `X-Amz-Expires` or `Expires` is not a valid number.
    InvalidExpiry,
    /// A required parameter is absent or empty.
    MissingParameter,
    /// A parameter occurs more than once.
    DuplicateParameter,
    /// `X-Amz-Date` is not a valid date.
    MalformedDate,
    /// `X-Amz-Credential` does not have five parts, or it or `AWSAccessKeyId` has a malformed access key id.
    MalformedCredential,
    /// The signature has the wrong length or characters.
    MalformedSignature,
    /// `X-Amz-SignedHeaders` is not a sorted list of lower-case names.
    MalformedSignedHeaders,
    /// The credential scope and `X-Amz-Date` have different days.
    DateMismatch,
    /// The credential scope and the host have different regions.
    RegionMismatch,
    /// The URL is signed for another service than S3.
    OtherService,
    /// `X-Amz-Algorithm` is not `AWS4-HMAC-SHA256`.
    UnknownAlgorithm,
    /// Temporary credentials signed the URL, but it has no session token.
    TokenMissing,
    /// The host is not signed.
    HostNotSigned,
    /// The query has parameters of both signature versions.
    MixedSignatures,
    /// The region accepts Signature Version 4 only, and the URL has Version 2.
    RegionRefusesV2,
    /// The query contains a bare `+`.
    PlusInQuery,
    /// The path contains a bare `+`.
    PlusInPath,
    /// A `%` was encoded again, as `%25`.
    DoubleEncoding,
    /// A `%` is not followed by two hex digits.
    MalformedEncoding,
    /// A `&` was escaped as `&amp;`.
    HtmlEscaped,
    /// A path segment is `.` or `..`.
    DotSegment,
    /// The path contains a `\`.
    Backslash,
    /// The URL has a fragment.
    Fragment,
    /// The URL uses http, not https.
    NotHttps,
}
