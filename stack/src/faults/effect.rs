//! The effects of faults on a request and its response.

use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};
use s3s::Body;
use serde::{Deserialize, Serialize};

use super::body::{BodyFaults, FaultyBody};

/// One effect, as a test describes it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Effect {
    /// Delays the response.
    Delay { milliseconds: u64 },
    /// Responds with an error of the service.
    Error(ErrorEffect),
    /// Closes the connection after this many bytes of the body.
    Cut {
        #[serde(default)]
        of: Direction,
        after: u64,
    },
    /// Stops the body after this many bytes and keeps the connection open.
    Stall {
        #[serde(default)]
        of: Direction,
        after: u64,
    },
    /// Inverts all bits of the byte at this position of the body.
    Corrupt {
        #[serde(default)]
        of: Direction,
        at: u64,
    },
    /// Replaces a header of the response, or removes it if there is no value.
    Header {
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<String>,
    },
    /// Replaces the status of the response.
    Status { status: u16 },
    /// Ignores a header of the request; S3 only.
    Ignore { header: String },
    /// Responds like another server, such as a proxy.
    Reply(ReplyEffect),
    /// Ends the body of the response after this many bytes, without an error.
    Truncate { after: u64 },
    /// Adds this many zero bytes to the body of the response.
    Extend { by: u64 },
}

/// A response that does not come from the service.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReplyEffect {
    #[serde(default = "ok")]
    pub status: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    #[serde(default)]
    pub body: String,
    /// Whether the service performs the request nevertheless.
    #[serde(default)]
    pub performed: bool,
}

fn ok() -> u16 {
    200
}

/// An error in the service's own format.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ErrorEffect {
    pub status: u16,
    pub code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Value of a `Retry-After` header, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

/// The body that an effect changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Direction {
    Request,
    #[default]
    Response,
}

impl Effect {
    /// Rejects an effect that can change nothing.
    ///
    /// # Errors
    /// A sentence that begins with the field.
    pub fn check(&self, is_s3: bool) -> Result<(), String> {
        match self {
            Self::Stall { of, .. } | Self::Corrupt { of, .. }
                if !is_s3 && *of == Direction::Request =>
            {
                Err("effect.of: only a request to S3 can be stalled or corrupted".to_owned())
            }
            Self::Header { name, value } => {
                HeaderName::try_from(name)
                    .map_err(|_| format!("effect.name: {name:?} is not a header name"))?;
                match value.as_ref().map(HeaderValue::try_from) {
                    Some(Err(_)) => Err("effect.value: must be a header value".to_owned()),
                    _ => Ok(()),
                }
            }
            Self::Status { status } | Self::Reply(ReplyEffect { status, .. })
                if !(200..=599).contains(status) =>
            {
                Err("effect.status: must be 200 to 599".to_owned())
            }
            Self::Ignore { .. } if !is_s3 => {
                Err("effect.type: only S3 can ignore a header of the request".to_owned())
            }
            _ => Ok(()),
        }
    }
}

/// All effects on one request and its response.
#[derive(Clone, Debug, Default)]
pub struct Effects {
    /// Milliseconds.
    pub delay: Option<u64>,
    pub error: Option<ErrorEffect>,
    pub reply: Option<ReplyEffect>,
    /// Names of request headers to ignore.
    pub ignored: Vec<String>,
    pub status: Option<StatusCode>,
    /// Response headers to set, or to remove if there is no value.
    pub headers: Vec<(HeaderName, Option<HeaderValue>)>,
    pub request: BodyFaults,
    pub response: BodyFaults,
}

impl Effects {
    /// Removes the headers that the request is to be processed without.
    pub fn remove_ignored_headers(&self, headers: &mut HeaderMap) {
        for name in &self.ignored {
            headers.remove(name.as_str());
        }
    }

    /// Returns the response to send instead of the service's.
    pub fn replacement_response(&self) -> Option<Response<Body>> {
        let reply = self.reply.as_ref()?;
        let mut response = Response::new(Body::from(reply.body.clone()));
        *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or_default();
        if let Some(Ok(value)) = reply.content_type.as_ref().map(HeaderValue::try_from) {
            response.headers_mut().insert(CONTENT_TYPE, value);
        }
        Some(response)
    }

    /// Applies status, headers and body faults to a response.
    pub fn apply_to(&self, mut response: Response<Body>) -> Response<Body> {
        if let Some(status) = self.status {
            *response.status_mut() = status;
        }
        let mut faults = self.response;
        let headers = response.headers_mut();
        if faults.truncate.is_some() || faults.extend.is_some() {
            headers.remove(CONTENT_LENGTH);
            faults.has_wrong_length = true;
        }
        for (name, value) in &self.headers {
            faults.has_wrong_length |= name == CONTENT_LENGTH;
            match value {
                Some(value) => drop(headers.insert(name, value.clone())),
                None => drop(headers.remove(name)),
            }
        }
        response.map(|body| FaultyBody::wrap(body, faults))
    }

    pub(super) fn add(&mut self, effect: &Effect) {
        match effect {
            Effect::Delay { milliseconds } => {
                self.delay = Some(self.delay.unwrap_or(0) + milliseconds);
            }
            Effect::Error(error) => self.error = Some(error.clone()),
            Effect::Cut { of, after } => self.body(*of).cut = Some(*after),
            Effect::Stall { of, after } => self.body(*of).stall = Some(*after),
            Effect::Corrupt { of, at } => self.body(*of).corrupt = Some(*at),
            Effect::Header { name, value } => {
                let value = value
                    .as_ref()
                    .and_then(|value| HeaderValue::try_from(value).ok());
                if let Ok(name) = HeaderName::try_from(name) {
                    self.headers.push((name, value));
                }
            }
            Effect::Status { status } => self.status = StatusCode::from_u16(*status).ok(),
            Effect::Ignore { header } => self.ignored.push(header.clone()),
            Effect::Reply(reply) => self.reply = Some(reply.clone()),
            Effect::Truncate { after } => self.response.truncate = Some(*after),
            Effect::Extend { by } => self.response.extend = Some(*by),
        }
    }

    fn body(&mut self, side: Direction) -> &mut BodyFaults {
        match side {
            Direction::Request => &mut self.request,
            Direction::Response => &mut self.response,
        }
    }
}
