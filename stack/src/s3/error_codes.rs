//! Statuses and messages of S3's error codes.
//!
//! Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html> and responses of S3.

use hyper::StatusCode;

/// Returns S3's status and message for a code.
#[expect(clippy::too_many_lines, reason = "it is a table")]
pub fn status_and_message(code: &str) -> Option<(StatusCode, &'static str)> {
    const BAD_REQUEST: StatusCode = StatusCode::BAD_REQUEST;
    const FORBIDDEN: StatusCode = StatusCode::FORBIDDEN;
    const NOT_FOUND: StatusCode = StatusCode::NOT_FOUND;
    Some(match code {
        "AccessDenied" => (FORBIDDEN, "Access Denied"),
        "AccessForbidden" => (
            FORBIDDEN,
            "CORSResponse: CORS is not enabled for this bucket.",
        ),
        "AuthorizationHeaderMalformed" => (BAD_REQUEST, "The authorization header is malformed."),
        "AuthorizationQueryParametersError" => (
            BAD_REQUEST,
            "Error parsing the authorization query parameters.",
        ),
        "BadDigest" => (
            BAD_REQUEST,
            "The Content-MD5 you specified did not match what we received.",
        ),
        "BucketAlreadyOwnedByYou" => (
            StatusCode::CONFLICT,
            "Your previous request to create the named bucket succeeded and you already own it.",
        ),
        "BucketNotEmpty" => (
            StatusCode::CONFLICT,
            "The bucket you tried to delete is not empty",
        ),
        "EntityTooLarge" => (
            BAD_REQUEST,
            "Your proposed upload exceeds the maximum allowed size",
        ),
        "EntityTooSmall" => (
            BAD_REQUEST,
            "Your proposed upload is smaller than the minimum allowed size",
        ),
        "ExpiredToken" => (BAD_REQUEST, "The provided token has expired."),
        "IncompleteBody" => (
            BAD_REQUEST,
            "You did not provide the number of bytes specified by the Content-Length HTTP header",
        ),
        "InternalError" => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "We encountered an internal error. Please try again.",
        ),
        "InvalidAccessKeyId" => (
            FORBIDDEN,
            "The AWS Access Key Id you provided does not exist in our records.",
        ),
        "InvalidArgument" => (BAD_REQUEST, "Invalid Argument"),
        "InvalidBucketName" => (BAD_REQUEST, "The specified bucket is not valid."),
        "InvalidDigest" => (BAD_REQUEST, "The Content-MD5 you specified was invalid."),
        "InvalidPart" => (
            BAD_REQUEST,
            "One or more of the specified parts could not be found.  The part may not have been uploaded, or the \
             specified entity tag may not match the part's entity tag.",
        ),
        "InvalidPartOrder" => (
            BAD_REQUEST,
            "The list of parts was not in ascending order. Parts must be ordered by part number.",
        ),
        "InvalidPolicyDocument" => (BAD_REQUEST, "Invalid Policy: Invalid JSON."),
        "InvalidRange" => (
            StatusCode::RANGE_NOT_SATISFIABLE,
            "The requested range is not satisfiable",
        ),
        "InvalidToken" => (
            BAD_REQUEST,
            "The provided token is malformed or otherwise invalid.",
        ),
        "InvalidURI" => (BAD_REQUEST, "Couldn't parse the specified URI."),
        "KeyTooLongError" => (BAD_REQUEST, "Your key is too long"),
        "MalformedPOSTRequest" => (
            BAD_REQUEST,
            "The body of your POST request is not well-formed multipart/form-data.",
        ),
        "MalformedXML" => (
            BAD_REQUEST,
            "The XML you provided was not well-formed or did not validate against our published schema",
        ),
        "MaxPostPreDataLengthExceeded" => (
            BAD_REQUEST,
            "Your POST request fields preceding the upload file were too large.",
        ),
        "MethodNotAllowed" => (
            StatusCode::METHOD_NOT_ALLOWED,
            "The specified method is not allowed against this resource.",
        ),
        "MissingContentLength" => (
            StatusCode::LENGTH_REQUIRED,
            "You must provide the Content-Length HTTP header.",
        ),
        "NoSuchBucket" => (NOT_FOUND, "The specified bucket does not exist"),
        "NoSuchCORSConfiguration" => (NOT_FOUND, "The CORS configuration does not exist"),
        "NoSuchKey" => (NOT_FOUND, "The specified key does not exist."),
        "NoSuchUpload" => (
            NOT_FOUND,
            "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted \
             or completed.",
        ),
        "NotImplemented" => (
            StatusCode::NOT_IMPLEMENTED,
            "A header you provided implies functionality that is not implemented",
        ),
        "NotModified" => (StatusCode::NOT_MODIFIED, "Not Modified"),
        "PreconditionFailed" => (
            StatusCode::PRECONDITION_FAILED,
            "At min one of the pre-conditions you specified did not hold",
        ),
        "RequestTimeTooSkewed" => (
            FORBIDDEN,
            "The difference between the request time and the current time is too large.",
        ),
        "SignatureDoesNotMatch" => (
            FORBIDDEN,
            "The request signature we calculated does not match the signature you provided. Check your key and \
             signing method.",
        ),
        "SlowDown" => (
            StatusCode::SERVICE_UNAVAILABLE,
            "Please reduce your request rate.",
        ),
        "ServiceUnavailable" => (
            StatusCode::SERVICE_UNAVAILABLE,
            "Service is unable to handle request.",
        ),
        _ => return None,
    })
}
