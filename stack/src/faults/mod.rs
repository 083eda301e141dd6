//! Faults on demand: network and service failures that a test asks for.

mod body;
mod effect;

use std::sync::{Mutex, MutexGuard};

use serde::{Deserialize, Serialize};

pub use self::body::{BodyFaults, FaultyBody};
pub use self::effect::{Effect, Effects, ErrorEffect};

use crate::services::Service;

/// A fault, and the requests that it affects.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    #[serde(default)]
    pub service: Service,
    /// Only requests with this method. Preflights are excluded unless this is `OPTIONS`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Only requests for exactly this key; S3 only. It never matches a form, whose key is in the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Only this operation, such as `GetId`; Cognito Identity and STS only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// Number of matching requests to leave alone first.
    #[serde(default)]
    pub skip: u32,
    /// Number of requests to affect; 0 for all until the fault is removed.
    #[serde(default = "once")]
    pub times: u32,
    pub effect: Effect,
}

fn once() -> u32 {
    1
}

/// The properties of a request that faults are matched against.
pub struct RequestInfo<'a> {
    pub service: Service,
    pub method: &'a str,
    pub key: Option<&'a str>,
    pub operation: Option<&'a str>,
}

/// The active faults.
#[derive(Default)]
pub struct Faults {
    active: Mutex<Vec<Fault>>,
}

impl Faults {
    pub fn add(&self, fault: Fault) {
        self.lock().push(fault);
    }

    pub fn clear(&self) {
        self.lock().clear();
    }

    /// Returns the faults that still affect requests.
    pub fn list(&self) -> Vec<Fault> {
        self.lock().clone()
    }

    /// Returns the effects of every fault that matches the request, and counts the request against each.
    pub fn effects_for(&self, request: &RequestInfo<'_>) -> Effects {
        let mut effects = Effects::default();
        self.lock().retain_mut(|fault| {
            if !fault.matches(request) {
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

    fn lock(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.active.lock().expect("the lock is not poisoned")
    }
}

impl Fault {
    /// Rejects a fault that can have no effect, so that a test does not wait for it.
    ///
    /// # Errors
    /// A sentence that begins with the field.
    pub fn check(&self) -> Result<(), String> {
        let is_s3 = self.service == Service::S3;
        if is_s3 && self.operation.is_some() {
            return Err("operation: S3 has none; use method and key".to_owned());
        }
        if !is_s3 && self.key.is_some() {
            return Err("key: only S3 has keys; use operation".to_owned());
        }
        self.effect.check(is_s3)
    }

    fn matches(&self, request: &RequestInfo<'_>) -> bool {
        let method = match &self.method {
            Some(method) => method.eq_ignore_ascii_case(request.method),
            None => request.method != "OPTIONS",
        };
        self.service == request.service
            && method
            && self
                .key
                .as_deref()
                .is_none_or(|key| request.key == Some(key))
            && self
                .operation
                .as_deref()
                .is_none_or(|operation| request.operation == Some(operation))
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http_body_util::BodyExt as _;
    use hyper::Response;
    use hyper::header::{CONTENT_LENGTH, HeaderMap, HeaderValue};
    use s3s::{Body, StdError};
    use serde_json::json;

    use super::*;

    fn fault(json: serde_json::Value) -> Fault {
        serde_json::from_value(json).expect("a fault")
    }

    fn get(key: &str) -> RequestInfo<'_> {
        RequestInfo {
            service: Service::S3,
            method: "GET",
            key: Some(key),
            operation: None,
        }
    }

    #[test]
    fn a_fault_affects_times_requests_after_skip() {
        let faults = Faults::default();
        faults.add(fault(
            json!({ "skip": 1, "times": 2, "effect": { "type": "delay", "milliseconds": 1 } }),
        ));
        let delays: Vec<bool> = (0..5)
            .map(|_| faults.effects_for(&get("a")).delay.is_some())
            .collect();
        assert_eq!(delays, [false, true, true, false, false]);
    }

    #[test]
    fn a_fault_affects_only_the_method_key_and_service_it_names() {
        let faults = Faults::default();
        let effect = json!({ "type": "error", "status": 503, "code": "SlowDown" });
        faults.add(fault(
            json!({ "method": "get", "key": "a", "times": 0, "effect": effect }),
        ));
        assert!(faults.effects_for(&get("b")).error.is_none());
        assert!(
            faults
                .effects_for(&RequestInfo {
                    method: "PUT",
                    ..get("a")
                })
                .error
                .is_none()
        );
        assert!(
            faults
                .effects_for(&RequestInfo {
                    service: Service::Sts,
                    ..get("a")
                })
                .error
                .is_none()
        );
        assert!(faults.effects_for(&get("a")).error.is_some());
    }

    #[test]
    fn a_preflight_is_affected_only_by_a_fault_for_options() {
        let faults = Faults::default();
        let options = RequestInfo {
            method: "OPTIONS",
            ..get("a")
        };
        faults.add(fault(
            json!({ "effect": { "type": "delay", "milliseconds": 1 } }),
        ));
        assert!(faults.effects_for(&options).delay.is_none());
        faults.add(fault(
            json!({ "method": "OPTIONS", "effect": { "type": "delay", "milliseconds": 1 } }),
        ));
        assert!(faults.effects_for(&options).delay.is_some());
    }

    #[test]
    fn a_fault_that_can_have_no_effect_is_rejected() {
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
            let message = fault(fault_json).check().expect_err(field);
            assert!(message.starts_with(field), "{message}");
        }
        assert_eq!(fault(json!({ "effect": stall })).check(), Ok(()));
    }

    #[test]
    fn a_fault_with_an_unknown_field_is_rejected() {
        let effect = json!({ "type": "cut", "after": 1, "before": 2 });
        assert!(serde_json::from_value::<Fault>(json!({ "effect": effect })).is_err());
    }

    #[test]
    fn a_header_or_status_that_cannot_be_sent_is_rejected() {
        for (effect, field) in [
            (json!({ "type": "header", "name": "a b" }), "effect.name"),
            (
                json!({ "type": "header", "name": "a", "value": "\n" }),
                "effect.value",
            ),
            (json!({ "type": "status", "status": 99 }), "effect.status"),
            (json!({ "type": "reply", "status": 600 }), "effect.status"),
        ] {
            let message = fault(json!({ "effect": effect })).check().expect_err(field);
            assert!(message.starts_with(field), "{message}");
        }
        let ignore = json!({ "type": "ignore", "header": "range" });
        assert!(
            fault(json!({ "service": "sts", "effect": ignore }))
                .check()
                .is_err()
        );
        assert_eq!(fault(json!({ "effect": ignore })).check(), Ok(()));
    }

    async fn respond_with(effect: serde_json::Value) -> (HeaderMap, Result<Bytes, StdError>) {
        let faults = Faults::default();
        faults.add(fault(json!({ "effect": effect })));
        let mut response = Response::new(Body::from("hello".to_owned()));
        response
            .headers_mut()
            .insert(CONTENT_LENGTH, HeaderValue::from(5));
        let (head, body) = faults
            .effects_for(&get("a"))
            .apply_to(response)
            .into_parts();
        (
            head.headers,
            body.collect()
                .await
                .map(http_body_util::Collected::to_bytes),
        )
    }

    #[tokio::test]
    async fn a_truncated_body_ends_without_an_error() {
        let (headers, body) = respond_with(json!({ "type": "truncate", "after": 2 })).await;
        assert_eq!(body.expect("a whole body").as_ref(), b"he");
        assert!(!headers.contains_key(CONTENT_LENGTH));
    }

    #[tokio::test]
    async fn an_extended_body_ends_in_zeros() {
        let (headers, body) = respond_with(json!({ "type": "extend", "by": 70_000 })).await;
        let body = body.expect("a whole body");
        assert_eq!((body.len(), &body[..6]), (70_005, b"hello\0".as_slice()));
        assert!(!headers.contains_key(CONTENT_LENGTH));
    }

    #[tokio::test]
    async fn a_header_is_replaced_or_removed() {
        let (headers, _) =
            respond_with(json!({ "type": "header", "name": "Content-Length", "value": "9" })).await;
        assert_eq!(headers.get(CONTENT_LENGTH).expect("a length"), "9");
        let (headers, _) =
            respond_with(json!({ "type": "header", "name": "content-length" })).await;
        assert!(headers.is_empty());
    }
}
