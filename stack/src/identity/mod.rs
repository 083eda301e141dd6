//! The identity origin: Cognito Identity, STS and the control endpoint.

mod cognito;
pub mod identities;
mod jwt;
pub mod keys;
pub mod sts;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use hyper::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS, DATE,
    HeaderValue, RETRY_AFTER,
};
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode};
use s3s::Body;
use uuid::Uuid;

use crate::clock::http_date;
use crate::control;
use crate::faults::{ErrorEffect, RequestInfo};
use crate::server::CloseConnection;
use crate::services::Service;
use crate::stack::Stack;
use crate::uri::form_pairs;

/// Maximum size of a request body, in bytes.
const BODY_LIMIT: usize = 1 << 20;
const TARGET_PREFIX: &str = "AWSCognitoIdentityService.";

/// A request to one of the two services.
struct Call {
    service: Service,
    operation: Option<String>,
}

impl Call {
    /// Recognises Cognito Identity by the `X-Amz-Target` header; all other requests are for STS.
    fn from_request(head: &Parts, body: &Bytes) -> Self {
        let target = head
            .headers
            .get("x-amz-target")
            .and_then(|value| value.to_str().ok());
        if let Some(target) = target {
            Self {
                service: Service::CognitoIdentity,
                operation: Some(
                    target
                        .strip_prefix(TARGET_PREFIX)
                        .unwrap_or(target)
                        .to_owned(),
                ),
            }
        } else {
            let parameters = form_pairs(&String::from_utf8_lossy(body));
            let action = parameters.into_iter().find(|(name, _)| name == "Action");
            Self {
                service: Service::Sts,
                operation: action.map(|(_, value)| value),
            }
        }
    }
}

/// Responds to a request. An error closes the connection.
pub async fn handle(
    stack: Arc<Stack>,
    request: Request<Incoming>,
) -> Result<Response<Body>, CloseConnection> {
    let (head, body) = request.into_parts();
    if head.method == Method::OPTIONS {
        return Ok(preflight(&stack, &head));
    }
    let body = Limited::new(body, BODY_LIMIT)
        .collect()
        .await
        .map_err(|_| CloseConnection)?
        .to_bytes();
    if head.uri.path().starts_with(control::PREFIX) {
        return Ok(control::handle(&stack, &head, &body));
    }

    // STS also accepts its parameters in the query of a GET.
    let body = if head.method == Method::GET {
        Bytes::from(head.uri.query().unwrap_or_default().to_owned())
    } else {
        body
    };
    let call = Call::from_request(&head, &body);
    let number = stack.requests.record(
        call.service,
        &head.method,
        head.uri.path(),
        call.operation.as_deref(),
    );
    let effects = stack.faults.effects_for(&RequestInfo {
        service: call.service,
        method: head.method.as_str(),
        key: None,
        operation: call.operation.as_deref(),
    });
    if let Some(delay) = effects.delay {
        tokio::time::sleep(Duration::from_millis(delay)).await;
    }
    if effects.request.cut.is_some() {
        return Err(CloseConnection);
    }

    let replacement = effects.replacement_response();
    let is_performed = effects.reply.as_ref().is_none_or(|reply| reply.performed);
    let mut response = match (&effects.error, call.service) {
        _ if !is_performed => Response::default(),
        (Some(error), service) => injected_error(service, error),
        (None, Service::CognitoIdentity) => {
            cognito::handle(&stack, call.operation.as_deref().unwrap_or_default(), &body)
        }
        (None, Service::S3 | Service::Sts) => sts::handle(&stack, &body),
    };
    response = replacement.unwrap_or(response);
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date"),
    );
    if let Ok(id) = HeaderValue::try_from(Uuid::new_v4().to_string()) {
        headers.insert("x-amzn-requestid", id);
    }
    insert_date(&stack, &mut response);
    stack.requests.record_status(number, response.status());
    Ok(effects.apply_to(response))
}

fn injected_error(service: Service, error: &ErrorEffect) -> Response<Body> {
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_REQUEST);
    let message = error.message.as_deref().unwrap_or("Rate exceeded");
    let mut response = match service {
        Service::CognitoIdentity => cognito::error_response(status, &error.code, message),
        Service::S3 | Service::Sts => sts::error_response(status, &error.code, message),
    };
    if let Some(seconds) = error.retry_after {
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Responds to a preflight as Cognito Identity does: every origin is allowed, and all headers that the page asks for.
fn preflight(stack: &Stack, head: &Parts) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    // The control endpoint is for programs only.
    if !head.uri.path().starts_with(control::PREFIX) {
        let headers = response.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(
            ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_static("POST"),
        );
        headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("172800"));
        if let Some(requested) = head.headers.get(ACCESS_CONTROL_REQUEST_HEADERS) {
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, requested.clone());
        }
    }
    insert_date(stack, &mut response);
    response
}

fn insert_date(stack: &Stack, response: &mut Response<Body>) {
    if let Ok(date) = HeaderValue::try_from(http_date(stack.clock.now())) {
        response.headers_mut().insert(DATE, date);
    }
}
