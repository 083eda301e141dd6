//! Amazon Cognito Identity: `GetId`, `GetCredentialsForIdentity` and `GetOpenIdToken`.
//!
//! The format is JSON 1.1, as in the service's model of 2014-06-30. Error messages are those of the service.

use std::collections::BTreeMap;

use bytes::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Response, StatusCode};
use s3s::Body;
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::jwt;
use crate::stack::Stack;

const CONTENT_TYPE_JSON: HeaderValue = HeaderValue::from_static("application/x-amz-json-1.1");

/// An error of the service: its name and message.
struct ServiceError(&'static str, String);

type OperationResult = Result<Value, ServiceError>;

/// Responds to a request. `operation` is the part of `X-Amz-Target` after the dot.
pub fn handle(stack: &Stack, operation: &str, body: &Bytes) -> Response<Body> {
    let result = match serde_json::from_slice::<Value>(body) {
        Ok(Value::Object(input)) => match operation {
            "GetId" => get_id(stack, &input),
            "GetCredentialsForIdentity" => get_credentials_for_identity(stack, &input),
            "GetOpenIdToken" => get_open_id_token(stack, &input),
            _ => Err(ServiceError(
                "UnknownOperationException",
                format!("{operation} is not supported by this stack."),
            )),
        },
        _ => Err(ServiceError(
            "SerializationException",
            "The body is not a JSON object.".to_owned(),
        )),
    };
    match result {
        Ok(output) => json_response(StatusCode::OK, &output),
        Err(ServiceError(name, message)) => error_response(StatusCode::BAD_REQUEST, name, &message),
    }
}

/// Returns an error in the format of the service.
pub fn error_response(status: StatusCode, name: &str, message: &str) -> Response<Body> {
    let mut response = json_response(status, &json!({ "__type": name, "message": message }));
    for (header, value) in [
        ("x-amzn-errortype", format!("{name}:")),
        ("x-amzn-errormessage", message.to_owned()),
    ] {
        if let Ok(value) = HeaderValue::try_from(value) {
            response.headers_mut().insert(header, value);
        }
    }
    response
}

fn json_response(status: StatusCode, value: &Value) -> Response<Body> {
    let mut response = Response::new(Body::from(value.to_string()));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, CONTENT_TYPE_JSON);
    response
}

fn get_id(stack: &Stack, input: &Map<String, Value>) -> OperationResult {
    let pool = required(input, "IdentityPoolId")?;
    check_pattern(pool, "identityPoolId")?;
    if pool != stack.identity_pool_id {
        return Err(ServiceError(
            "ResourceNotFoundException",
            format!("IdentityPool '{pool}' not found."),
        ));
    }
    let logins = logins(stack, input)?;
    let new_id = format!("{}:{}", stack.options.region, Uuid::new_v4());
    let mut state = stack
        .identities
        .state
        .lock()
        .expect("the lock is not poisoned");
    let known = logins.iter().find_map(|(provider, subject)| {
        state
            .by_login
            .get(&(provider.clone(), subject.clone()))
            .cloned()
    });
    let id = known.unwrap_or(new_id);
    state
        .identities
        .entry(id.clone())
        .or_default()
        .extend(logins.keys().cloned());
    for login in logins {
        state.by_login.insert(login, id.clone());
    }
    Ok(json!({ "IdentityId": id }))
}

fn get_credentials_for_identity(stack: &Stack, input: &Map<String, Value>) -> OperationResult {
    let id = authorized_identity(stack, input)?;
    if let Some(role) = input.get("CustomRoleArn") {
        let role = role.as_str().unwrap_or_default();
        if !super::sts::is_role_arn(role) {
            return Err(ServiceError(
                "InvalidParameterException",
                format!("Invalid role ARN: '{role}'."),
            ));
        }
    }
    let issued = stack
        .keys
        .issue(stack.clock.now(), stack.settings().credential_seconds);
    Ok(json!({
        "IdentityId": id,
        "Credentials": {
            "AccessKeyId": issued.access_key_id,
            "SecretKey": issued.secret_access_key,
            "SessionToken": issued.session_token,
            "Expiration": epoch_seconds(issued.expiration),
        },
    }))
}

fn get_open_id_token(stack: &Stack, input: &Map<String, Value>) -> OperationResult {
    let id = authorized_identity(stack, input)?;
    let now = stack.clock.now().unix_timestamp();
    let providers: Vec<&str> = input
        .get("Logins")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(provider, _)| provider.as_str())
        .collect();
    let mut amr = vec![if providers.is_empty() {
        "unauthenticated"
    } else {
        "authenticated"
    }];
    amr.extend(providers);
    let token = jwt::format(&json!({
        "sub": id,
        "aud": stack.identity_pool_id,
        "amr": amr,
        "iss": "https://cognito-identity.amazonaws.com",
        "iat": now,
        "exp": now + i64::from(stack.settings().open_id_token_seconds),
    }));
    let mut state = stack
        .identities
        .state
        .lock()
        .expect("the lock is not poisoned");
    state.open_id_tokens.insert(token.clone(), id.clone());
    Ok(json!({ "IdentityId": id, "Token": token }))
}

/// Returns the identity id of a request, after checking that its logins belong to that identity.
fn authorized_identity(stack: &Stack, input: &Map<String, Value>) -> Result<String, ServiceError> {
    let id = required(input, "IdentityId")?;
    check_pattern(id, "identityId")?;
    let logins = logins(stack, input)?;
    let state = stack
        .identities
        .state
        .lock()
        .expect("the lock is not poisoned");
    let Some(linked) = state.identities.get(id) else {
        return Err(ServiceError(
            "ResourceNotFoundException",
            format!("Identity '{id}' not found."),
        ));
    };
    let guest = linked.is_empty() && logins.is_empty();
    let proven = logins.iter().any(|(provider, subject)| {
        state
            .by_login
            .get(&(provider.clone(), subject.clone()))
            .is_some_and(|owner| owner == id)
    });
    if guest || proven {
        Ok(id.to_owned())
    } else {
        Err(ServiceError(
            "NotAuthorizedException",
            format!("Access to Identity '{id}' is forbidden."),
        ))
    }
}

/// Returns the logins of a request: provider → subject.
fn logins(
    stack: &Stack,
    input: &Map<String, Value>,
) -> Result<BTreeMap<String, String>, ServiceError> {
    let settings = stack.settings();
    let tokens = match input.get("Logins") {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(map)) => map.clone(),
        Some(_) => {
            return Err(ServiceError(
                "SerializationException",
                "Logins is not a map of strings.".to_owned(),
            ));
        }
    };
    if tokens.is_empty() && !settings.guest_access {
        let message = "Unauthenticated access is not supported for this identity pool.";
        return Err(ServiceError("NotAuthorizedException", message.to_owned()));
    }
    let mut logins = BTreeMap::new();
    for (provider, token) in tokens {
        if !settings.login_providers.contains(&provider) {
            let message = "Token is not from a supported provider of this identity pool.";
            return Err(ServiceError("NotAuthorizedException", message.to_owned()));
        }
        let token = token.as_str().unwrap_or_default();
        logins.insert(provider, subject(token, stack.clock.now())?);
    }
    Ok(logins)
}

/// Returns the subject of a login token. Any text is accepted as a token. A text that begins with `expired` counts as
/// expired, as does a JSON Web Token whose `exp` has passed.
fn subject(token: &str, now: OffsetDateTime) -> Result<String, ServiceError> {
    if token.is_empty() {
        let message = "Invalid login token. Not a valid OpenId Connect identity token.";
        return Err(ServiceError("NotAuthorizedException", message.to_owned()));
    }
    let claims = jwt::parse(token);
    let expiration = match &claims {
        Some(claims) => claims.expiration,
        None if token.starts_with("expired") => Some(OffsetDateTime::UNIX_EPOCH),
        None => None,
    };
    if let Some(expiration) = expiration.filter(|expiration| *expiration <= now) {
        let (now, expiration) = (now.unix_timestamp(), expiration.unix_timestamp());
        let message = format!("Invalid login token. Token expired: {now} >= {expiration}");
        return Err(ServiceError("NotAuthorizedException", message));
    }
    Ok(claims.map_or_else(|| token.to_owned(), |claims| claims.subject))
}

fn required<'a>(input: &'a Map<String, Value>, name: &str) -> Result<&'a str, ServiceError> {
    input.get(name).and_then(Value::as_str).ok_or_else(|| {
        let field = lower_first(name);
        let message = format!(
            "1 validation error detected: Value null at '{field}' failed to satisfy constraint: Member must not be null"
        );
        ServiceError("InvalidParameterException", message)
    })
}

/// Checks an identity or pool id: `[\w-]+:[0-9a-f-]+`, at most 55 characters.
fn check_pattern(id: &str, field: &str) -> Result<(), ServiceError> {
    let word = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
    };
    let guid = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b) || b == b'-')
    };
    let fits = id.len() <= 55
        && id
            .split_once(':')
            .is_some_and(|(region, rest)| word(region) && guid(rest));
    if fits {
        return Ok(());
    }
    let message = format!(
        "1 validation error detected: Value '{id}' at '{field}' failed to satisfy constraint: \
         Member must satisfy regular expression pattern: [\\w-]+:[0-9a-f-]+"
    );
    Err(ServiceError("InvalidParameterException", message))
}

fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_ascii_lowercase().to_string() + letters.as_str()
    })
}

/// Returns an instant as the service does: seconds with a fraction.
fn epoch_seconds(instant: OffsetDateTime) -> Value {
    #[expect(clippy::cast_precision_loss, reason = "Unix times are below 2^53")]
    let seconds = instant.unix_timestamp() as f64;
    json!(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expiration_has_a_fraction() {
        assert_eq!(epoch_seconds(OffsetDateTime::UNIX_EPOCH).to_string(), "0.0");
    }

    #[test]
    fn malformed_ids_are_rejected() {
        for id in ["", "eu-west-1", "eu-west-1:", ":1234", "eu-west-1:XYZ"] {
            assert!(check_pattern(id, "identityId").is_err(), "{id}");
        }
        assert!(check_pattern("eu-west-1:1234abcd-0000", "identityId").is_ok());
    }
}
