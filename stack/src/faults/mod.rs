//! Faults on demand: what can go wrong on a real network, when a test asks for it.

use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};
use s3s::{Body, StdError};
use serde::{Deserialize, Serialize};
use tokio::time::Sleep;

use crate::stack::Service;

/// A fault, and the requests it befalls.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    #[serde(default)]
    pub service: Service,
    /// Only requests with this method. Preflights are spared unless `OPTIONS` is named here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Only requests for this key, exactly; S3 only. A form's key stands in its body, and matches none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Only this operation, such as `GetId`; Cognito Identity and STS only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// How many matching requests to let pass first.
    #[serde(default)]
    pub skip: u32,
    /// How many requests it befalls; 0 for all until it is removed.
    #[serde(default = "once")]
    pub times: u32,
    pub effect: Effect,
}

fn once() -> u32 {
    1
}

/// What goes wrong.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Effect {
    /// The answer takes this much longer.
    Delay { milliseconds: u64 },
    /// The request is answered with an error of the service.
    Error(ErrorEffect),
    /// The connection breaks once so many bytes of the body have passed.
    Cut {
        #[serde(default)]
        of: Side,
        after: u64,
    },
    /// Nothing more comes once so many bytes of the body have passed, but the connection stays.
    Stall {
        #[serde(default)]
        of: Side,
        after: u64,
    },
    /// The byte at this position of the body arrives with all its bits inverted.
    Corrupt {
        #[serde(default)]
        of: Side,
        at: u64,
    },
    /// The response has this header instead of its own; without a value, none of that name.
    Header {
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        value: Option<String>,
    },
    /// The response has another status, and is otherwise the same.
    Status { status: u16 },
    /// The request is read as if it had no header of this name; S3 only.
    Ignore { header: String },
    /// Something else answers, such as a proxy.
    Reply(ReplyEffect),
    /// The response ends after so many bytes of its body as if these were all.
    Truncate { after: u64 },
    /// The response's body has so many bytes more, which are zeros.
    Extend { by: u64 },
}

/// A reply that comes from somebody else than the service.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReplyEffect {
    #[serde(default = "ok")]
    pub status: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    #[serde(default)]
    pub body: String,
    /// Whether the service carries the request out all the same.
    #[serde(default)]
    pub performed: bool,
}

fn ok() -> u16 {
    200
}

/// An error that a service is made to answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ErrorEffect {
    pub status: u16,
    pub code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Seconds, for a `Retry-After` header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

/// Which body is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Side {
    Request,
    #[default]
    Response,
}

/// A request, as faults see it.
pub struct Subject<'a> {
    pub service: Service,
    pub method: &'a str,
    pub key: Option<&'a str>,
    pub operation: Option<&'a str>,
}

/// All that befalls one request.
#[derive(Clone, Debug, Default)]
pub struct Effects {
    /// Milliseconds.
    pub delay: Option<u64>,
    pub error: Option<ErrorEffect>,
    pub reply: Option<ReplyEffect>,
    /// Names of request headers.
    pub ignored: Vec<String>,
    pub status: Option<StatusCode>,
    /// Sets a header of the response, or removes it if there is no value.
    pub headers: Vec<(HeaderName, Option<HeaderValue>)>,
    pub request: BodyFaults,
    pub response: BodyFaults,
}

/// What befalls one body; positions in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BodyFaults {
    pub cut: Option<u64>,
    pub stall: Option<u64>,
    pub corrupt: Option<u64>,
    pub truncate: Option<u64>,
    pub extend: Option<u64>,
    /// The length in the headers is not that of the body.
    pub mismeasured: bool,
}

/// The faults that are set.
#[derive(Default)]
pub struct Faults {
    set: Mutex<Vec<Fault>>,
}

impl Faults {
    pub fn add(&self, fault: Fault) {
        self.set
            .lock()
            .expect("no holder of the lock panics")
            .push(fault);
    }

    pub fn clear(&self) {
        self.set
            .lock()
            .expect("no holder of the lock panics")
            .clear();
    }

    /// Those that have not run out.
    pub fn list(&self) -> Vec<Fault> {
        self.set
            .lock()
            .expect("no holder of the lock panics")
            .clone()
    }

    /// Counts the request against every fault that matches it, and gives their effects.
    pub fn take(&self, subject: &Subject<'_>) -> Effects {
        let mut effects = Effects::default();
        let mut set = self.set.lock().expect("no holder of the lock panics");
        set.retain_mut(|fault| {
            if !fault.matches(subject) {
                return true;
            }
            if fault.skip > 0 {
                fault.skip -= 1;
                return true;
            }
            effects.add(&fault.effect);
            match fault.times {
                0 => true,
                1 => false,
                _ => {
                    fault.times -= 1;
                    true
                }
            }
        });
        effects
    }
}

impl Fault {
    /// Refuses a fault that could befall nothing, rather than let a test wait for it.
    ///
    /// # Errors
    /// A sentence that names the field.
    pub fn check(&self) -> Result<(), String> {
        let s3 = self.service == Service::S3;
        let of_request = matches!(
            self.effect,
            Effect::Stall {
                of: Side::Request,
                ..
            } | Effect::Corrupt {
                of: Side::Request,
                ..
            }
        );
        if s3 && self.operation.is_some() {
            return Err(
                "operation: only Cognito Identity and STS have it; use method and key".to_owned(),
            );
        }
        if !s3 && self.key.is_some() {
            return Err("key: only S3 has it; use operation".to_owned());
        }
        if !s3 && of_request {
            return Err(
                "effect.of: the request can be stalled or corrupted for S3 only".to_owned(),
            );
        }
        self.effect.check(s3)
    }

    fn matches(&self, subject: &Subject<'_>) -> bool {
        let method = match &self.method {
            Some(method) => method.eq_ignore_ascii_case(subject.method),
            None => subject.method != "OPTIONS",
        };
        self.service == subject.service
            && method
            && self
                .key
                .as_deref()
                .is_none_or(|key| subject.key == Some(key))
            && self
                .operation
                .as_deref()
                .is_none_or(|operation| subject.operation == Some(operation))
    }
}

impl Effect {
    fn check(&self, s3: bool) -> Result<(), String> {
        match self {
            Self::Header { name, value } => {
                HeaderName::try_from(name)
                    .map_err(|_| format!("effect.name: {name:?} is no header name"))?;
                if value
                    .as_ref()
                    .is_some_and(|value| HeaderValue::try_from(value).is_err())
                {
                    return Err("effect.value: it is no header value".to_owned());
                }
            }
            Self::Status { status } | Self::Reply(ReplyEffect { status, .. })
                if !(200..=599).contains(status) =>
            {
                return Err("effect.status: it must be 200 to 599".to_owned());
            }
            Self::Ignore { .. } if !s3 => {
                return Err(
                    "effect.type: only S3 can be made to ignore a request's header".to_owned(),
                );
            }
            _ => {}
        }
        Ok(())
    }
}

impl Effects {
    /// Takes away the request's headers that are to be ignored.
    pub fn forget_headers(&self, headers: &mut HeaderMap) {
        for name in &self.ignored {
            headers.remove(name.as_str());
        }
    }

    /// The reply of somebody else.
    pub fn foreign_reply(&self) -> Option<Response<Body>> {
        let reply = self.reply.as_ref()?;
        let mut response = Response::new(Body::from(reply.body.clone()));
        *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or_default();
        if let Some(Ok(value)) = reply.content_type.as_ref().map(HeaderValue::try_from) {
            response.headers_mut().insert(CONTENT_TYPE, value);
        }
        Some(response)
    }

    /// The response with all that is to be wrong about it.
    pub fn spoil(&self, mut response: Response<Body>) -> Response<Body> {
        if let Some(status) = self.status {
            *response.status_mut() = status;
        }
        let mut faults = self.response;
        let headers = response.headers_mut();
        if faults.truncate.is_some() || faults.extend.is_some() {
            headers.remove(CONTENT_LENGTH);
            faults.mismeasured = true;
        }
        for (name, value) in &self.headers {
            faults.mismeasured |= name == CONTENT_LENGTH;
            match value {
                Some(value) => drop(headers.insert(name, value.clone())),
                None => drop(headers.remove(name)),
            }
        }
        response.map(|body| Faulty::wrap(body, faults))
    }

    fn add(&mut self, effect: &Effect) {
        match effect {
            Effect::Delay { milliseconds } => {
                self.delay = Some(self.delay.unwrap_or(0) + milliseconds)
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

    fn body(&mut self, side: Side) -> &mut BodyFaults {
        match side {
            Side::Request => &mut self.request,
            Side::Response => &mut self.response,
        }
    }
}

/// A body with faults in it.
pub struct Faulty {
    inner: Body,
    faults: BodyFaults,
    position: u64,
    /// What came behind the point where the body ends early; it is never delivered.
    ended: bool,
    /// Gives what precedes a cut the time to leave this machine.
    grace: Option<Pin<Box<Sleep>>>,
}

impl Faulty {
    pub fn wrap(inner: Body, faults: BodyFaults) -> Body {
        if faults == BodyFaults::default() {
            return inner;
        }
        Body::http_body_unsync(Self {
            inner,
            faults,
            position: 0,
            ended: false,
            grace: None,
        })
    }

    /// The part of the bytes that still passes, with its faults.
    fn pass(&mut self, bytes: Bytes) -> Bytes {
        let start = self.position;
        let end = [self.faults.cut, self.faults.stall, self.faults.truncate]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(u64::MAX);
        let passing = end.saturating_sub(start).min(bytes.len() as u64);
        self.position += passing;
        self.ended = passing < bytes.len() as u64;
        let mut bytes = bytes.slice(..usize::try_from(passing).unwrap_or(bytes.len()));
        let corrupt = self
            .faults
            .corrupt
            .and_then(|at| usize::try_from(at.checked_sub(start)?).ok());
        if let Some(at) = corrupt.filter(|at| *at < bytes.len()) {
            let mut changed = bytes.to_vec();
            changed[at] = !changed[at];
            bytes = changed.into();
        }
        bytes
    }
}

/// Bytes of one piece of an extension.
const PIECE: u64 = 64 * 1024;

impl Faulty {
    /// The event after the end of the body.
    fn extension(&mut self) -> Option<Bytes> {
        let left = self.faults.extend.filter(|left| *left > 0)?;
        let piece = left.min(PIECE);
        self.faults.extend = Some(left - piece);
        usize::try_from(piece)
            .ok()
            .map(|length| vec![0; length].into())
    }
}

impl http_body::Body for Faulty {
    type Data = Bytes;
    type Error = StdError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, StdError>>> {
        if self.ended {
            let at = |fault: Option<u64>| fault.is_some_and(|at| at <= self.position);
            if at(self.faults.truncate) && !at(self.faults.cut) && !at(self.faults.stall) {
                return Poll::Ready(None);
            }
            let stalls = self
                .faults
                .stall
                .is_some_and(|stall| self.faults.cut.is_none_or(|cut| stall <= cut));
            if stalls {
                return Poll::Pending;
            }
            let grace = self
                .grace
                .get_or_insert_with(|| Box::pin(tokio::time::sleep(Duration::from_millis(50))));
            return match grace.as_mut().poll(context) {
                Poll::Pending => Poll::Pending,
                Poll::Ready(()) => Poll::Ready(Some(Err("the body was cut on demand".into()))),
            };
        }
        match Pin::new(&mut self.inner).poll_frame(context) {
            Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                Ok(bytes) => {
                    let bytes = self.pass(bytes);
                    if bytes.is_empty() && self.ended {
                        return self.poll_frame(context);
                    }
                    Poll::Ready(Some(Ok(Frame::data(bytes))))
                }
                Err(frame) => Poll::Ready(Some(Ok(frame))),
            },
            Poll::Ready(None) => Poll::Ready(self.extension().map(|bytes| Ok(Frame::data(bytes)))),
            other => other,
        }
    }

    fn is_end_stream(&self) -> bool {
        !self.ended && self.faults.extend.is_none() && self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        if self.faults.mismeasured {
            SizeHint::default()
        } else {
            self.inner.size_hint()
        }
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;
    use serde_json::json;

    use super::*;

    fn fault(json: serde_json::Value) -> Fault {
        serde_json::from_value(json).expect("a fault")
    }

    fn get(key: &str) -> Subject<'_> {
        Subject {
            service: Service::S3,
            method: "GET",
            key: Some(key),
            operation: None,
        }
    }

    #[test]
    fn a_fault_befalls_as_many_requests_as_it_says() {
        let faults = Faults::default();
        faults.add(fault(
            json!({ "skip": 1, "times": 2, "effect": { "type": "delay", "milliseconds": 1 } }),
        ));
        let delays: Vec<bool> = (0..5)
            .map(|_| faults.take(&get("a")).delay.is_some())
            .collect();
        assert_eq!(delays, [false, true, true, false, false]);
    }

    #[test]
    fn a_fault_befalls_only_what_it_names() {
        let faults = Faults::default();
        let effect = json!({ "type": "error", "status": 503, "code": "SlowDown" });
        faults.add(fault(
            json!({ "method": "get", "key": "a", "times": 0, "effect": effect }),
        ));
        assert!(faults.take(&get("b")).error.is_none());
        assert!(
            faults
                .take(&Subject {
                    method: "PUT",
                    ..get("a")
                })
                .error
                .is_none()
        );
        assert!(
            faults
                .take(&Subject {
                    service: Service::Sts,
                    ..get("a")
                })
                .error
                .is_none()
        );
        assert!(faults.take(&get("a")).error.is_some());
    }

    #[test]
    fn a_preflight_is_spared_unless_it_is_meant() {
        let faults = Faults::default();
        let options = Subject {
            method: "OPTIONS",
            ..get("a")
        };
        faults.add(fault(
            json!({ "effect": { "type": "delay", "milliseconds": 1 } }),
        ));
        assert!(faults.take(&options).delay.is_none());
        faults.add(fault(
            json!({ "method": "OPTIONS", "effect": { "type": "delay", "milliseconds": 1 } }),
        ));
        assert!(faults.take(&options).delay.is_some());
    }

    #[test]
    fn a_fault_that_could_befall_nothing_is_refused() {
        let effect = json!({ "type": "delay", "milliseconds": 1 });
        let stall = json!({ "type": "stall", "of": "request", "after": 1 });
        for (fault_json, field) in [
            (
                json!({ "operation": "GetId", "effect": effect }),
                "operation",
            ),
            (
                json!({ "service": "sts", "key": "a", "effect": effect }),
                "key",
            ),
            (json!({ "service": "sts", "effect": stall }), "effect.of"),
        ] {
            let complaint = fault(fault_json).check().expect_err(field);
            assert!(complaint.starts_with(field), "{complaint}");
        }
        assert_eq!(fault(json!({ "effect": stall })).check(), Ok(()));
    }

    #[test]
    fn a_fault_with_an_unknown_field_is_refused() {
        let effect = json!({ "type": "cut", "after": 1, "before": 2 });
        assert!(serde_json::from_value::<Fault>(json!({ "effect": effect })).is_err());
    }

    #[test]
    fn a_header_or_status_that_cannot_be_sent_is_refused() {
        for (effect, field) in [
            (json!({ "type": "header", "name": "a b" }), "effect.name"),
            (
                json!({ "type": "header", "name": "a", "value": "\n" }),
                "effect.value",
            ),
            (json!({ "type": "status", "status": 99 }), "effect.status"),
            (json!({ "type": "reply", "status": 600 }), "effect.status"),
        ] {
            let complaint = fault(json!({ "effect": effect })).check().expect_err(field);
            assert!(complaint.starts_with(field), "{complaint}");
        }
        let ignore = json!({ "type": "ignore", "header": "range" });
        assert!(
            fault(json!({ "service": "sts", "effect": ignore }))
                .check()
                .is_err()
        );
        assert_eq!(fault(json!({ "effect": ignore })).check(), Ok(()));
    }

    async fn spoiled(effect: serde_json::Value) -> (HeaderMap, Result<Bytes, StdError>) {
        let faults = Faults::default();
        faults.add(fault(json!({ "effect": effect })));
        let mut response = Response::new(Body::from("hello".to_owned()));
        response
            .headers_mut()
            .insert(CONTENT_LENGTH, HeaderValue::from(5));
        let (head, body) = faults.take(&get("a")).spoil(response).into_parts();
        (
            head.headers,
            body.collect().await.map(|body| body.to_bytes()),
        )
    }

    #[tokio::test]
    async fn a_truncated_body_ends_as_a_whole_one() {
        let (headers, body) = spoiled(json!({ "type": "truncate", "after": 2 })).await;
        assert_eq!(body.expect("a whole body").as_ref(), b"he");
        assert!(!headers.contains_key(CONTENT_LENGTH));
    }

    #[tokio::test]
    async fn an_extended_body_has_zeros_at_its_end() {
        let (headers, body) = spoiled(json!({ "type": "extend", "by": 70_000 })).await;
        let body = body.expect("a whole body");
        assert_eq!((body.len(), &body[..6]), (70_005, b"hello\0".as_slice()));
        assert!(!headers.contains_key(CONTENT_LENGTH));
    }

    #[tokio::test]
    async fn a_header_is_replaced_or_removed() {
        let (headers, _) =
            spoiled(json!({ "type": "header", "name": "Content-Length", "value": "9" })).await;
        assert_eq!(headers.get(CONTENT_LENGTH).expect("a length"), "9");
        let (headers, _) = spoiled(json!({ "type": "header", "name": "content-length" })).await;
        assert!(headers.is_empty());
    }

    #[tokio::test]
    async fn a_corrupt_byte_is_the_only_one_that_differs() {
        let body = Faulty::wrap(
            Body::from("hello".to_owned()),
            BodyFaults {
                corrupt: Some(1),
                ..BodyFaults::default()
            },
        );
        let bytes = body.collect().await.expect("a whole body").to_bytes();
        assert_eq!(bytes.as_ref(), [b'h', !b'e', b'l', b'l', b'o']);
    }

    #[tokio::test]
    async fn a_cut_body_delivers_what_precedes_the_cut() {
        let mut body = Faulty::wrap(
            Body::from("hello".to_owned()),
            BodyFaults {
                cut: Some(3),
                ..BodyFaults::default()
            },
        );
        let first = body
            .frame()
            .await
            .expect("a frame")
            .expect("bytes")
            .into_data()
            .expect("bytes");
        assert_eq!(first.as_ref(), b"hel");
        assert!(body.frame().await.expect("an end").is_err());
    }

    #[tokio::test]
    async fn a_body_that_ends_before_the_cut_is_whole() {
        let body = Faulty::wrap(
            Body::from("hello".to_owned()),
            BodyFaults {
                cut: Some(5),
                ..BodyFaults::default()
            },
        );
        assert_eq!(
            body.collect()
                .await
                .expect("a whole body")
                .to_bytes()
                .as_ref(),
            b"hello"
        );
    }

    #[tokio::test]
    async fn a_stalled_body_stays_open_and_gives_nothing_more() {
        let faults = BodyFaults {
            stall: Some(3),
            ..BodyFaults::default()
        };
        let mut body = Faulty::wrap(Body::from("hello".to_owned()), faults);
        let first = body
            .frame()
            .await
            .expect("a frame")
            .expect("bytes")
            .into_data()
            .expect("bytes");
        assert_eq!(first.as_ref(), b"hel");
        assert!(futures::poll!(body.frame()).is_pending());
    }
}
