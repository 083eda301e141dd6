//! The control endpoint, with which tests change the stack and read its request log.
//!
//! ```text
//! GET    /_stack/settings    all settings
//! PUT    /_stack/settings    changes the settings in the document
//! GET    /_stack/requests    counts and latest requests
//! DELETE /_stack/requests    clears both
//! GET    /_stack/faults      active faults
//! POST   /_stack/faults      adds one fault or a list of faults
//! DELETE /_stack/faults      removes all faults
//! POST   /_stack/reset       restores settings, clock and CORS rules; clears faults and the request log
//! ```
//!
//! It is for programs only. A page may POST a text body to any origin without a preflight, so every request of a
//! page is rejected, whatever its content type.

use bytes::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderValue, ORIGIN};
use hyper::http::request::Parts;
use hyper::{HeaderMap, Response, StatusCode};
use s3s::Body;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::faults::Fault;
use crate::s3::cors::CorsRule;
use crate::stack::Stack;

pub const PREFIX: &str = "/_stack/";

/// Settings to change. Absent ones keep their value.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Changes {
    credential_seconds: Option<u32>,
    open_id_token_seconds: Option<u32>,
    minimum_role_seconds: Option<u32>,
    guest_access: Option<bool>,
    login_providers: Option<Vec<String>>,
    /// Positive: the stack's clock is ahead of the machine's.
    clock_offset_seconds: Option<i64>,
    /// CORS rules of the demo's bucket. An empty list removes its CORS configuration.
    cors: Option<Vec<CorsRule>>,
}

/// Responds to a request to the control endpoint.
pub fn handle(stack: &Stack, head: &Parts, body: &Bytes) -> Response<Body> {
    if is_from_page(&head.headers) {
        return respond(
            StatusCode::FORBIDDEN,
            &json!({ "error": "web pages may not use the control endpoint" }),
        );
    }
    let path = head.uri.path();
    let result = match (
        head.method.as_str(),
        path.strip_prefix(PREFIX).unwrap_or_default(),
    ) {
        ("GET", "settings") => Ok(settings(stack)),
        ("PUT", "settings") => parse(body).and_then(|changes| change(stack, changes)),
        ("GET", "requests") => to_value(&stack.requests.report()),
        ("DELETE", "requests") => {
            stack.requests.clear();
            Ok(Value::Null)
        }
        ("GET", "faults") => to_value(&stack.faults.list()),
        ("POST", "faults") => parse(body).and_then(|faults| add_faults(stack, faults)),
        ("DELETE", "faults") => {
            stack.faults.clear();
            Ok(Value::Null)
        }
        ("POST", "reset") => {
            stack.reset();
            set_cors(stack, vec![CorsRule::demo()]).map(|()| Value::Null)
        }
        _ => {
            return respond(
                StatusCode::NOT_FOUND,
                &json!({ "error": "unknown path or method" }),
            );
        }
    };
    match result {
        Ok(Value::Null) => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NO_CONTENT;
            response
        }
        Ok(value) => respond(StatusCode::OK, &value),
        Err(error) => respond(StatusCode::BAD_REQUEST, &json!({ "error": error })),
    }
}

/// Whether a web page sent the request. Browsers add `Origin` to every POST and `Sec-Fetch-Site` to every request to
/// loopback, and a page cannot remove them. `none` is an address that the user typed. DNS rebinding is rejected
/// earlier, by the `Host` header.
fn is_from_page(headers: &HeaderMap) -> bool {
    headers.contains_key(ORIGIN)
        || headers
            .get("sec-fetch-site")
            .is_some_and(|site| site != "none")
}

fn add_faults(stack: &Stack, document: Value) -> Result<Value, String> {
    let list = match document {
        Value::Array(list) => list,
        one => vec![one],
    };
    let mut faults = Vec::with_capacity(list.len());
    for fault in list {
        let fault: Fault = serde_json::from_value(fault).map_err(|error| error.to_string())?;
        fault.check()?;
        faults.push(fault);
    }
    for fault in faults {
        stack.faults.add(fault);
    }
    Ok(Value::Null)
}

fn settings(stack: &Stack) -> Value {
    let mut document = json!(stack.settings());
    document["clockOffsetSeconds"] = json!(stack.clock.offset_seconds());
    document["cors"] = json!(stack.store.cors(&stack.options.bucket).unwrap_or_default());
    document
}

fn change(stack: &Stack, changes: Changes) -> Result<Value, String> {
    if let Some(rules) = changes.cors {
        set_cors(stack, rules)?;
    }
    if let Some(seconds) = changes.clock_offset_seconds {
        stack.clock.set_offset_seconds(seconds);
    }
    stack.change_settings(|settings| {
        settings.credential_seconds = changes
            .credential_seconds
            .unwrap_or(settings.credential_seconds);
        settings.open_id_token_seconds = changes
            .open_id_token_seconds
            .unwrap_or(settings.open_id_token_seconds);
        settings.minimum_role_seconds = changes
            .minimum_role_seconds
            .unwrap_or(settings.minimum_role_seconds);
        settings.guest_access = changes.guest_access.unwrap_or(settings.guest_access);
        if let Some(providers) = changes.login_providers {
            settings.login_providers = providers;
        }
    });
    Ok(settings(stack))
}

fn set_cors(stack: &Stack, rules: Vec<CorsRule>) -> Result<(), String> {
    stack
        .store
        .set_cors(&stack.options.bucket, rules)
        .map_err(|error| format!("the CORS rules cannot be set: {error:?}"))
}

fn parse<T: DeserializeOwned>(body: &Bytes) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|error| error.to_string())
}

fn to_value(value: &impl Serialize) -> Result<Value, String> {
    serde_json::to_value(value).map_err(|error| error.to_string())
}

fn respond(status: StatusCode, value: &Value) -> Response<Body> {
    let mut response = Response::new(Body::from(value.to_string()));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
