//! S3's error documents.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Response, StatusCode};
use s3s::Body;
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize, Serializer};

use super::error_codes::status_and_message;
use crate::xml;

/// An error document, without the identifiers of a request.
#[derive(Clone, Debug)]
pub struct ErrorDocument {
    pub status: StatusCode,
    pub code: String,
    pub message: String,
    /// Further elements in order.
    pub details: Vec<(&'static str, String)>,
}

impl ErrorDocument {
    /// Returns an error with S3's status and message for the code.
    pub fn new(code: &str) -> Self {
        let (status, message) = status_and_message(code).unwrap_or((StatusCode::BAD_REQUEST, ""));
        Self {
            status,
            code: code.to_owned(),
            message: message.to_owned(),
            details: Vec::new(),
        }
    }

    /// Returns an error with another message.
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

    /// Parses an error document of s3s, and uses S3's message if s3s has another or none.
    pub fn from_s3s(status: StatusCode, document: &[u8]) -> Self {
        let Received {
            code,
            message: original,
        } = xml::parse(&String::from_utf8_lossy(document)).unwrap_or_default();
        // s3s reports malformed parameters; S3 only compares the signatures.
        let code = match (code.as_str(), original.as_str()) {
            ("InvalidRequest", "missing presigned url v4 fields") => {
                "SignatureDoesNotMatch".to_owned()
            }
            _ => code,
        };
        let always_replaced = matches!(
            code.as_str(),
            "SignatureDoesNotMatch"
                | "EntityTooLarge"
                | "EntityTooSmall"
                | "InvalidAccessKeyId"
                | "MalformedPOSTRequest"
        );
        let known = status_and_message(&code);
        let message = match known {
            Some((_, message)) if always_replaced || original.is_empty() => message.to_owned(),
            _ => original,
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
    error: &'a ErrorDocument,
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

/// The two identifiers of every response of S3.
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

    /// Returns the response for an error.
    pub fn respond(&self, error: ErrorDocument) -> Response<Body> {
        error.into_response(&self.request, &self.host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_of_s3s_gets_the_message_of_s3() {
        let document =
            b"<Error><Code>EntityTooLarge</Code><Message>Your file is big.</Message></Error>";
        let error = ErrorDocument::from_s3s(StatusCode::BAD_REQUEST, document);
        assert_eq!(
            error.message,
            "Your proposed upload exceeds the maximum allowed size"
        );
    }

    #[test]
    fn an_error_unknown_to_s3_keeps_its_message() {
        let document =
            b"<Error><Code>InvalidRequest</Code><Message>a &lt;b&gt; c</Message></Error>";
        let error = ErrorDocument::from_s3s(StatusCode::BAD_REQUEST, document);
        assert_eq!(
            (error.code.as_str(), error.message.as_str()),
            ("InvalidRequest", "a <b> c")
        );
    }
}
