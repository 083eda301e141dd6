//! AWS Security Token Service: `AssumeRoleWithWebIdentity`, the query protocol of 2011-06-15.

use bytes::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Response, StatusCode};
use s3s::Body;
use serde::Serialize;
use time::OffsetDateTime;
use uuid::Uuid;

use super::jwt;
use super::keys::unique_id;
use crate::clock::iso_8601;
use crate::stack::Stack;
use crate::uri::form_pairs;
use crate::xml;

const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";
const MAX_DURATION_SECONDS: u32 = 43_200;

/// An error of the service.
struct ServiceError {
    status: StatusCode,
    code: &'static str,
    message: String,
}

impl ServiceError {
    fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            code,
            message: message.into(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ErrorResponse<'a> {
    #[serde(rename = "@xmlns")]
    namespace: &'a str,
    error: ErrorElement<'a>,
    request_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ErrorElement<'a> {
    /// `Sender` or `Receiver`.
    #[serde(rename = "Type")]
    fault: &'a str,
    code: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct AssumeRoleResponse {
    #[serde(rename = "@xmlns")]
    namespace: &'static str,
    assume_role_with_web_identity_result: AssumeRoleResult,
    response_metadata: ResponseMetadata,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct AssumeRoleResult {
    subject_from_web_identity_token: String,
    assumed_role_user: AssumedRoleUser,
    credentials: CredentialsElement,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct AssumedRoleUser {
    assumed_role_id: String,
    arn: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct CredentialsElement {
    access_key_id: String,
    secret_access_key: String,
    session_token: String,
    expiration: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ResponseMetadata {
    request_id: String,
}

/// Responds to a request with form-encoded parameters.
pub fn handle(stack: &Stack, form: &Bytes) -> Response<Body> {
    let parameters = form_pairs(&String::from_utf8_lossy(form));
    match assume_role_with_web_identity(stack, &parameters) {
        Ok(xml) => xml_response(StatusCode::OK, xml),
        Err(error) => error_response(error.status, error.code, &error.message),
    }
}

/// Returns an error in the format of the service.
pub fn error_response(status: StatusCode, code: &str, message: &str) -> Response<Body> {
    let fault = if status.is_server_error() {
        "Receiver"
    } else {
        "Sender"
    };
    let document = ErrorResponse {
        namespace: NAMESPACE,
        error: ErrorElement {
            fault,
            code,
            message,
        },
        request_id: Uuid::new_v4().to_string(),
    };
    xml_response(status, xml::element("ErrorResponse", &document))
}

/// Whether the text is the ARN of an IAM role.
pub fn is_role_arn(text: &str) -> bool {
    let Some((account, name)) = text
        .strip_prefix("arn:aws:iam::")
        .and_then(|rest| rest.split_once(":role/"))
    else {
        return false;
    };
    account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit()) && !name.is_empty()
}

fn assume_role_with_web_identity(
    stack: &Stack,
    parameters: &[(String, String)],
) -> Result<String, ServiceError> {
    let find = |name: &str| {
        parameters
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    };
    let required = |name: &'static str| {
        find(name).filter(|value| !value.is_empty()).ok_or_else(|| {
            ServiceError::new(
                "MissingParameter",
                format!("The request must contain the parameter {name}"),
            )
        })
    };

    if required("Action")? != "AssumeRoleWithWebIdentity" || required("Version")? != "2011-06-15" {
        let message = "Could not find operation with that Action and Version; this stack has AssumeRoleWithWebIdentity of 2011-06-15";
        return Err(ServiceError::new("InvalidAction", message));
    }
    let role = required("RoleArn")?;
    if !is_role_arn(role) {
        return Err(ServiceError::new(
            "ValidationError",
            format!("{role} is invalid"),
        ));
    }
    let session = required("RoleSessionName")?;
    if !is_session_name(session) {
        return Err(constraint(
            "roleSessionName",
            session,
            "satisfy regular expression pattern: [\\w+=,.@-]{2,64}",
        ));
    }
    let duration = duration_seconds(
        find("DurationSeconds"),
        stack.settings().minimum_role_seconds,
    )?;
    if let Some(policy) = find("Policy")
        && !serde_json::from_str::<serde_json::Value>(policy).is_ok_and(|policy| policy.is_object())
    {
        return Err(ServiceError::new(
            "MalformedPolicyDocument",
            "The policy is not in the valid JSON format.",
        ));
    }
    let subject = web_identity(stack, required("WebIdentityToken")?)?;

    let issued = stack.keys.issue(stack.clock.now(), duration);
    let assumed = role
        .replacen(":iam:", ":sts:", 1)
        .replacen(":role/", ":assumed-role/", 1);
    let document = AssumeRoleResponse {
        namespace: NAMESPACE,
        assume_role_with_web_identity_result: AssumeRoleResult {
            subject_from_web_identity_token: subject,
            assumed_role_user: AssumedRoleUser {
                assumed_role_id: format!("{}:{session}", unique_id("AROA", 21)),
                arn: format!("{assumed}/{session}"),
            },
            credentials: CredentialsElement {
                access_key_id: issued.access_key_id,
                secret_access_key: issued.secret_access_key,
                session_token: issued.session_token,
                expiration: iso_8601(issued.expiration),
            },
        },
        response_metadata: ResponseMetadata {
            request_id: Uuid::new_v4().to_string(),
        },
    };
    Ok(xml::element("AssumeRoleWithWebIdentityResponse", &document))
}

/// Returns the subject of a web identity token: one from this stack's Cognito Identity, or any JSON Web Token.
fn web_identity(stack: &Stack, token: &str) -> Result<String, ServiceError> {
    let Some(claims) = jwt::parse(token) else {
        let message = "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)";
        return Err(ServiceError::new("InvalidIdentityToken", message));
    };
    let now = stack.clock.now();
    if let Some(expiration) = claims.expiration.filter(|expiration| *expiration <= now) {
        return Err(ServiceError::new(
            "ExpiredTokenException",
            expired(now, expiration),
        ));
    }
    Ok(stack
        .identities
        .identity_of_token(token)
        .unwrap_or(claims.subject))
}

fn expired(now: OffsetDateTime, expiration: OffsetDateTime) -> String {
    format!(
        "Token expired: current date/time {} must be before the expiration date/time {}",
        now.unix_timestamp(),
        expiration.unix_timestamp()
    )
}

fn duration_seconds(text: Option<&str>, minimum: u32) -> Result<u32, ServiceError> {
    let Some(text) = text else { return Ok(3600) };
    let Ok(seconds) = text.parse::<u32>() else {
        return Err(ServiceError::new(
            "MalformedInput",
            format!("DurationSeconds is not a number: {text}"),
        ));
    };
    if seconds < minimum {
        return Err(constraint(
            "durationSeconds",
            text,
            &format!("have value greater than or equal to {minimum}"),
        ));
    }
    if seconds > MAX_DURATION_SECONDS {
        return Err(constraint(
            "durationSeconds",
            text,
            &format!("have value less than or equal to {MAX_DURATION_SECONDS}"),
        ));
    }
    Ok(seconds)
}

fn constraint(field: &str, value: &str, rule: &str) -> ServiceError {
    let message = format!(
        "1 validation error detected: Value '{value}' at '{field}' failed to satisfy constraint: Member must {rule}"
    );
    ServiceError::new("ValidationError", message)
}

fn is_session_name(text: &str) -> bool {
    (2..=64).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"_+=,.@-".contains(&b))
}

fn xml_response(status: StatusCode, xml: String) -> Response<Body> {
    let mut response = Response::new(Body::from(xml));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("text/xml"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_arn_of_a_role_is_accepted() {
        assert!(is_role_arn("arn:aws:iam::123456789012:role/reader"));
        for text in [
            "",
            "reader",
            "arn:aws:iam::1:role/reader",
            "arn:aws:iam::123456789012:user/reader",
        ] {
            assert!(!is_role_arn(text), "{text}");
        }
    }

    #[test]
    fn a_duration_out_of_range_is_rejected() {
        assert_eq!(duration_seconds(None, 900).ok(), Some(3600));
        assert_eq!(duration_seconds(Some("900"), 900).ok(), Some(900));
        for text in ["899", "43201", "-1", "soon"] {
            assert!(duration_seconds(Some(text), 900).is_err(), "{text}");
        }
    }
}
