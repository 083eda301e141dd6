//! S3's refusals: its codes, its words and the shape of its XML.
//!
//! Codes and messages are those of <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>
//! and of S3's own replies.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Response, StatusCode};
use s3s::Body;
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};

use crate::xml;

/// An error reply, before it has its request id.
#[derive(Clone, Debug)]
pub struct Refusal {
    pub status: StatusCode,
    pub code: String,
    pub message: String,
    /// Further elements, in order.
    pub details: Vec<(&'static str, String)>,
}

impl Refusal {
    /// A refusal with the status and the words that S3 has for the code.
    pub fn new(code: &str) -> Self {
        let (status, message) = known(code).unwrap_or((StatusCode::BAD_REQUEST, ""));
        Self {
            status,
            code: code.to_owned(),
            message: message.to_owned(),
            details: Vec::new(),
        }
    }

    /// A refusal with words of its own.
    pub fn with_message(code: &str, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            ..Self::new(code)
        }
    }

    pub fn detail(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.details.push((name, value.into()));
        self
    }

    /// Reads the error document that s3s wrote, and puts S3's words where s3s has its own or none.
    pub fn from_s3s(status: StatusCode, document: &[u8]) -> Self {
        let Received {
            code,
            message: said,
        } = xml::parse(&String::from_utf8_lossy(document)).unwrap_or_default();
        // s3s speaks of malformed parameters here; S3 only compares what it is given.
        let code = match (code.as_str(), said.as_str()) {
            ("InvalidRequest", "missing presigned url v4 fields") => {
                "SignatureDoesNotMatch".to_owned()
            }
            _ => code,
        };
        let fixed = matches!(
            code.as_str(),
            "SignatureDoesNotMatch"
                | "EntityTooLarge"
                | "EntityTooSmall"
                | "InvalidAccessKeyId"
                | "MalformedPOSTRequest"
        );
        let known = known(&code);
        let message = match known {
            Some((_, message)) if fixed || said.is_empty() => message.to_owned(),
            _ => said,
        };
        let status = known.map_or(status, |(status, _)| status);
        Self {
            status,
            code,
            message,
            details: Vec::new(),
        }
    }

    pub fn into_response(self, request_id: &str, host_id: &str) -> Response<Body> {
        let document = Document {
            error: &self,
            request_id,
            host_id,
        };
        let mut response = Response::new(Body::from(xml::document("Error", &document)));
        *response.status_mut() = self.status;
        response
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static("application/xml"));
        response
    }
}

/// The status and the words that S3 has for a code.
fn known(code: &str) -> Option<(StatusCode, &'static str)> {
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
            "At least one of the pre-conditions you specified did not hold",
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

/// The elements that are read from an error document of s3s.
#[derive(Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Received {
    code: String,
    message: String,
}

impl Default for Received {
    fn default() -> Self {
        Self {
            code: "InternalError".to_owned(),
            message: String::new(),
        }
    }
}

/// An error document with the identifiers of its response.
struct Document<'a> {
    error: &'a Refusal,
    request_id: &'a str,
    host_id: &'a str,
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut elements = serializer.serialize_map(None)?;
        elements.serialize_entry("Code", &self.error.code)?;
        elements.serialize_entry("Message", &self.error.message)?;
        for (name, value) in &self.error.details {
            elements.serialize_entry(name, value)?;
        }
        elements.serialize_entry("RequestId", self.request_id)?;
        elements.serialize_entry("HostId", self.host_id)?;
        elements.end()
    }
}

/// The two identifiers that S3 puts into every reply.
pub struct Ids {
    pub request: String,
    pub host: String,
}

impl Ids {
    pub fn new() -> Self {
        Self {
            request: format!("{:016X}", rand::random::<u64>()),
            host: STANDARD.encode(rand::random::<[u8; 48]>()),
        }
    }

    pub fn refuse(&self, refusal: Refusal) -> Response<Body> {
        refusal.into_response(&self.request, &self.host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_of_s3s_gets_the_words_of_s3() {
        let document =
            b"<Error><Code>EntityTooLarge</Code><Message>Your file is big.</Message></Error>";
        let refusal = Refusal::from_s3s(StatusCode::BAD_REQUEST, document);
        assert_eq!(
            refusal.message,
            "Your proposed upload exceeds the maximum allowed size"
        );
    }

    #[test]
    fn an_error_without_words_of_s3_keeps_its_own() {
        let document =
            b"<Error><Code>InvalidRequest</Code><Message>a &lt;b&gt; c</Message></Error>";
        let refusal = Refusal::from_s3s(StatusCode::BAD_REQUEST, document);
        assert_eq!(
            (refusal.code.as_str(), refusal.message.as_str()),
            ("InvalidRequest", "a <b> c")
        );
    }
}
