//! The rules that an option can break.

use super::code::Code;

/// Defines [`Reason`] from one table: the description of each reason, its name and its code.
macro_rules! reasons {
    ($($(#[doc = $description:literal])+ $reason:ident => $code:ident,)+) => {
        /// A rule that an option breaks.
        ///
        /// `js/messages/core.ts` has one message for each reason, in this order; a test compares the two.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Reason {
            $($(#[doc = $description])+ $reason,)+
        }

        impl Reason {
            /// The stable code of the error.
            pub const fn code(self) -> Code {
                match self {
                    $(Self::$reason => Code::$code,)+
                }
            }

            /// The rule that is broken, as a short English sentence.
            pub(super) fn description(self) -> &'static str {
                match self {
                    $(Self::$reason => concat!($($description),+),)+
                }
                .trim_ascii()
            }
        }
    };
}

reasons! {
    // Instants and URLs.

    /// The arguments do not match the tables of this module.
    ArgumentsMalformed => ModuleMismatch,
    /// The instant is outside the years 1970 to 9999.
    DateOutOfRange => InvalidDate,

    // The object's key.

    /// The key is empty.
    KeyEmpty => InvalidKey,
    /// The key is longer than 1,024 bytes of UTF-8.
    KeyTooLong => InvalidKey,
    /// The key has a segment that browsers remove from a URL.
    KeyHasDotSegment => KeyNotAddressable,
    /// The prefix of the key contains `${filename}`.
    KeyPrefixHasFilename => InvalidKey,

    // The bucket.

    /// The request has a key and no bucket.
    BucketMissing => InvalidBucketName,
    /// The bucket name does not have 3 to 63 characters.
    BucketLength => InvalidBucketName,
    /// The bucket name has other characters than lower-case letters, digits, dots and hyphens.
    BucketCharacters => InvalidBucketName,
    /// The bucket name has a dot at an end, or two in a row.
    BucketDots => InvalidBucketName,
    /// The bucket name has a hyphen at an end, or beside a dot.
    BucketHyphens => InvalidBucketName,
    /// The bucket name looks like an IP address.
    BucketIsIpAddress => InvalidBucketName,
    /// The bucket name begins with xn--.
    BucketIsPunycode => InvalidBucketName,
    /// The bucket name does not have 1 to 255 characters.
    LegacyBucketLength => InvalidBucketName,
    /// The bucket name has other characters than letters, digits, dots, hyphens and underscores.
    LegacyBucketCharacters => InvalidBucketName,
    /// The bucket name is a dot segment, which browsers remove from a URL.
    LegacyBucketIsDotSegment => InvalidBucketName,
    /// The ARN is not of an access point.
    ArnNotOfAccessPoint => InvalidBucketName,
    /// The ARN lacks a region, an account or a valid name.
    ArnMalformed => InvalidBucketName,
    /// The ARN continues after the access point's name.
    ArnTooLong => InvalidBucketName,
    /// The access point is in another partition of AWS than the region.
    AccessPointInOtherPartition => InvalidBucketName,
    /// The bucket is of S3 Express.
    S3ExpressBucket => UnsupportedBucket,
    /// The bucket is the alias of an access point on an Outpost.
    OutpostAlias => UnsupportedBucket,
    /// The bucket is a Multi-Region Access Point.
    MultiRegionAccessPoint => UnsupportedBucket,

    // The location.

    /// The region is empty.
    RegionMissing => InvalidRegion,
    /// The region has characters that a credential scope cannot carry.
    RegionCharacters => InvalidRegion,
    /// The region cannot be a label of a host name.
    RegionNotLabel => InvalidRegion,
    /// The endpoint does not begin with https:// or http://.
    EndpointNotHttp => InvalidEndpoint,
    /// The endpoint has a query or a fragment.
    EndpointHasQuery => InvalidEndpoint,
    /// The endpoint contains a user name or a password.
    EndpointHasUserName => InvalidEndpoint,
    /// The endpoint's path has a segment that browsers remove.
    EndpointHasDotSegment => InvalidEndpoint,
    /// The endpoint's host is not written as browsers write it.
    EndpointHostMalformed => InvalidEndpoint,
    /// The endpoint's port is not a number from 1 to 65535.
    EndpointPortInvalid => InvalidEndpoint,
    /// The public endpoint has a path.
    PublicEndpointHasPath => InvalidEndpoint,
    /// The protocol is not the endpoint's scheme.
    ProtocolNotOfEndpoint => InvalidEndpoint,
    /// A custom endpoint has no variants.
    EndpointWithVariant => InvalidEndpoint,
    /// The global endpoint has no variants.
    GlobalEndpointWithVariant => InvalidEndpoint,
    /// Transfer Acceleration has no FIPS endpoint.
    AccelerateWithFips => InvalidEndpoint,
    /// The region's partition of AWS has no such endpoint.
    VariantNotInPartition => InvalidEndpoint,
    /// Access points of this kind have no such endpoint.
    VariantNotForAccessPoint => InvalidEndpoint,
    /// Transfer Acceleration needs the bucket in the host name.
    AccelerateNotVirtual => InvalidOption,
    /// An IP address has no subdomains for buckets.
    IpAddressNotVirtual => InvalidOption,
    /// An access point cannot be in the path.
    AccessPointByPath => InvalidOption,

    // Credentials and expiry.

    /// A part of the credentials is empty.
    CredentialEmpty => CredentialsMalformed,
    /// A part of the credentials has a space, a line break or a character beyond ASCII.
    CredentialCharacters => CredentialsMalformed,
    /// The access key id contains a slash.
    AccessKeyIdHasSlash => CredentialsMalformed,
    /// The credentials expire before the instant of signing.
    CredentialsExpired => CredentialsExpired,
    /// The lifetime is not 1 to 604,800 seconds, the limit of a V4 URL.
    ExpiresInOutOfV4Range => InvalidExpiry,
    /// The lifetime is not 1 to the limit, in seconds.
    ExpiresInOutOfRange => InvalidExpiry,
    /// The expiry is not 1 to 604,800 seconds after the instant of signing, the limit of a V4 URL.
    ExpiresAtOutOfV4Range => InvalidExpiry,
    /// The expiry is not 1 to the limit after the instant of signing, in seconds.
    ExpiresAtOutOfRange => InvalidExpiry,
    /// The cache window is not 1 to 604,800 seconds.
    CacheWindowOutOfRange => InvalidExpiry,
    /// The cache window and the lifetime together are over 604,800 seconds, the limit of a V4 URL.
    CacheWindowTooLongForV4 => InvalidExpiry,
    /// The cache window and the lifetime together are over the limit.
    CacheWindowTooLong => InvalidExpiry,

    // Headers, query and response overrides.

    /// The headers are over S3's limit.
    HeadersTooLarge => InvalidHeader,
    /// The header's name is not a token of HTTP.
    HeaderName => InvalidHeader,
    /// A page cannot set the header.
    HeaderNotForPages => ForbiddenHeader,
    /// The signer sets the header.
    HeaderOfSignature => ForbiddenHeader,
    /// The header's value has a line break, a control character or a character beyond ASCII.
    HeaderValue => InvalidHeader,
    /// The header's value is not a size in bytes.
    ContentLengthMalformed => InvalidHeader,
    /// The header is set twice.
    HeaderTwice => InvalidHeader,
    /// Only PUT and POST send the header.
    ContentLengthWithoutBody => ForbiddenHeader,
    /// The query is over S3's limit.
    QueryTooLarge => InvalidQuery,
    /// A parameter of the query has no name.
    ParameterWithoutName => InvalidQuery,
    /// The signer sets the parameter.
    ParameterOfSignature => ReservedQueryParameter,
    /// The parameter is among the headers as well.
    ParameterIsHeader => InvalidQuery,
    /// The parameter is among the response overrides as well.
    ParameterIsOverride => InvalidQuery,
    /// The response override has characters beyond ISO-8859-1.
    OverrideCharacters => InvalidQuery,
    /// Only GET and HEAD take response overrides.
    OverrideWithoutBody => InvalidOption,
    /// The file name and the disposition are both set.
    DownloadAsWithDisposition => InvalidOption,
    /// The file name is empty.
    DownloadAsEmpty => InvalidOption,

    // Signature Version 2.

    /// Access points need Signature Version 4.
    AccessPointNeedsV4 => SignatureV4Required,
    /// The region needs Signature Version 4.
    RegionNeedsV4 => SignatureV4Required,
    /// Encryption with a key of KMS needs Signature Version 4.
    KmsNeedsV4 => SignatureV4Required,
    /// Signature Version 2 does not sign the size of the body.
    ContentLengthNeedsV4 => SignatureV4Required,

    // Forms.

    /// The form without its file is over S3's limit.
    FormTooLarge => FormTooLarge,
    /// The media type is empty, or contains a wildcard or `${filename}`.
    ContentTypeMalformed => InvalidOption,
    /// The field has an option of its own.
    FieldIsOption => ReservedField,
    /// The signer sets the field.
    FieldOfSignature => ReservedField,
    /// The field's name has characters that S3 does not take.
    FieldName => InvalidField,
    /// The field's value has a line break or a NUL.
    FieldHasLineBreak => InvalidField,
    /// The field's value contains `${filename}`, and S3 compares the field exactly.
    FieldHasFilename => InvalidField,
    /// The field is set twice.
    FieldTwice => InvalidField,
    /// S3 does not respond to a form with this status.
    StatusUnknown => InvalidField,
    /// The condition's operator or operands are none that S3 knows.
    ConditionOperatorUnknown => InvalidCondition,
    /// The condition's value contains `${filename}`.
    ConditionHasFilename => InvalidCondition,
    /// The condition is a prefix, and S3 compares the field exactly.
    ConditionNotExact => InvalidCondition,
    /// No form meets all conditions and has these fields.
    ConditionsContradict => UnsatisfiablePolicy,
}
