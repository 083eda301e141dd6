//! Amazon Cognito Identity: GetId, GetCredentialsForIdentity and GetOpenIdToken.
//!
//! The wire format is JSON 1.1 as in the service's model of 2014-06-30; the messages of its errors
//! are those the service is known to give.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Mutex;

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

/// The identities of the pool.
#[derive(Default)]
pub struct Identities {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Identity id → login providers it is linked to; none for a guest.
    identities: HashMap<String, BTreeSet<String>>,
    /// (provider, subject) → identity id.
    by_login: HashMap<(String, String), String>,
    /// Tokens from GetOpenIdToken, with the identity each speaks for.
    open_id_tokens: HashMap<String, String>,
}

impl Identities {
    /// The identity that a token from GetOpenIdToken speaks for.
    pub fn of_open_id_token(&self, token: &str) -> Option<String> {
        self.state
            .lock()
            .expect("no holder of the lock panics")
            .open_id_tokens
            .get(token)
            .cloned()
    }
}

/// One of the service's errors: its name and message.
struct Refusal(&'static str, String);

type Answer = Result<Value, Refusal>;

/// Answers one call; `operation` is what follows the dot in `X-Amz-Target`.
pub fn answer(stack: &Stack, operation: &str, body: &Bytes) -> Response<Body> {
    let result = match serde_json::from_slice::<Value>(body) {
        Ok(Value::Object(input)) => match operation {
            "GetId" => get_id(stack, &input),
            "GetCredentialsForIdentity" => get_credentials_for_identity(stack, &input),
            "GetOpenIdToken" => get_open_id_token(stack, &input),
            _ => Err(Refusal(
                "UnknownOperationException",
                format!("{operation} is not an operation of this stack."),
            )),
        },
        _ => Err(Refusal(
            "SerializationException",
            "The body is not a JSON object.".to_owned(),
        )),
    };
    match result {
        Ok(output) => json_response(StatusCode::OK, &output),
        Err(Refusal(name, message)) => refuse(StatusCode::BAD_REQUEST, name, &message),
    }
}

/// An error of the service in its own shape.
pub fn refuse(status: StatusCode, name: &str, message: &str) -> Response<Body> {
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

fn get_id(stack: &Stack, input: &Map<String, Value>) -> Answer {
    let pool = required(input, "IdentityPoolId")?;
    check_pattern(pool, "identityPoolId")?;
    if pool != stack.identity_pool_id {
        return Err(Refusal(
            "ResourceNotFoundException",
            format!("IdentityPool '{pool}' not found."),
        ));
    }
    let logins = logins(stack, input)?;
    let fresh = format!("{}:{}", stack.options.region, Uuid::new_v4());
    let mut state = stack
        .identities
        .state
        .lock()
        .expect("no holder of the lock panics");
    let known = logins.iter().find_map(|(provider, subject)| {
        state
            .by_login
            .get(&(provider.clone(), subject.clone()))
            .cloned()
    });
    let id = known.unwrap_or(fresh);
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

fn get_credentials_for_identity(stack: &Stack, input: &Map<String, Value>) -> Answer {
    let id = authorized_identity(stack, input)?;
    if let Some(role) = input.get("CustomRoleArn") {
        let role = role.as_str().unwrap_or_default();
        if !super::sts::is_role_arn(role) {
            return Err(Refusal(
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

fn get_open_id_token(stack: &Stack, input: &Map<String, Value>) -> Answer {
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
    let token = jwt::write(&json!({
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
        .expect("no holder of the lock panics");
    state.open_id_tokens.insert(token.clone(), id.clone());
    Ok(json!({ "IdentityId": id, "Token": token }))
}

/// The identity the call names, once its logins prove that the caller may act for it.
fn authorized_identity(stack: &Stack, input: &Map<String, Value>) -> Result<String, Refusal> {
    let id = required(input, "IdentityId")?;
    check_pattern(id, "identityId")?;
    let presented = logins(stack, input)?;
    let state = stack
        .identities
        .state
        .lock()
        .expect("no holder of the lock panics");
    let Some(linked) = state.identities.get(id) else {
        return Err(Refusal(
            "ResourceNotFoundException",
            format!("Identity '{id}' not found."),
        ));
    };
    let guest = linked.is_empty() && presented.is_empty();
    let proven = presented.iter().any(|(provider, subject)| {
        state
            .by_login
            .get(&(provider.clone(), subject.clone()))
            .is_some_and(|owner| owner == id)
    });
    if guest || proven {
        Ok(id.to_owned())
    } else {
        Err(Refusal(
            "NotAuthorizedException",
            format!("Access to Identity '{id}' is forbidden."),
        ))
    }
}

/// The logins of a call as provider → subject.
fn logins(stack: &Stack, input: &Map<String, Value>) -> Result<BTreeMap<String, String>, Refusal> {
    let settings = stack.settings();
    let given = match input.get("Logins") {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(map)) => map.clone(),
        Some(_) => {
            return Err(Refusal(
                "SerializationException",
                "Logins is not a map of strings.".to_owned(),
            ));
        }
    };
    if given.is_empty() && !settings.guest_access {
        let message = "Unauthenticated access is not supported for this identity pool.";
        return Err(Refusal("NotAuthorizedException", message.to_owned()));
    }
    let mut logins = BTreeMap::new();
    for (provider, token) in given {
        if !settings.login_providers.contains(&provider) {
            let message = "Token is not from a supported provider of this identity pool.";
            return Err(Refusal("NotAuthorizedException", message.to_owned()));
        }
        let token = token.as_str().unwrap_or_default();
        logins.insert(provider, subject(token, stack.clock.now())?);
    }
    Ok(logins)
}

/// Whom a login token speaks for. Any text will do; one that begins with `expired`, and a JSON Web
/// Token whose `exp` has passed, has expired.
fn subject(token: &str, now: OffsetDateTime) -> Result<String, Refusal> {
    if token.is_empty() {
        let message = "Invalid login token. Not a valid OpenId Connect identity token.";
        return Err(Refusal("NotAuthorizedException", message.to_owned()));
    }
    let claims = jwt::read(token);
    let expiration = match &claims {
        Some(claims) => claims.expiration,
        None if token.starts_with("expired") => Some(OffsetDateTime::UNIX_EPOCH),
        None => None,
    };
    if let Some(expiration) = expiration.filter(|expiration| *expiration <= now) {
        let (now, expiration) = (now.unix_timestamp(), expiration.unix_timestamp());
        let message = format!("Invalid login token. Token expired: {now} >= {expiration}");
        return Err(Refusal("NotAuthorizedException", message));
    }
    Ok(claims.map_or_else(|| token.to_owned(), |claims| claims.subject))
}

fn required<'a>(input: &'a Map<String, Value>, name: &str) -> Result<&'a str, Refusal> {
    input.get(name).and_then(Value::as_str).ok_or_else(|| {
        let field = lower_first(name);
        let message = format!(
            "1 validation error detected: Value null at '{field}' failed to satisfy constraint: Member must not be null"
        );
        Refusal("InvalidParameterException", message)
    })
}

/// Identity and pool ids: `[\w-]+:[0-9a-f-]+`, at most 55 characters.
fn check_pattern(id: &str, field: &str) -> Result<(), Refusal> {
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
    Err(Refusal("InvalidParameterException", message))
}

fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_ascii_lowercase().to_string() + letters.as_str()
    })
}

/// Seconds with a fraction, as the service writes instants.
fn epoch_seconds(instant: OffsetDateTime) -> Value {
    #[expect(
        clippy::cast_precision_loss,
        reason = "seconds of this era fit a double exactly"
    )]
    let seconds = instant.unix_timestamp() as f64;
    json!(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expiration_is_written_as_a_fraction() {
        assert_eq!(epoch_seconds(OffsetDateTime::UNIX_EPOCH).to_string(), "0.0");
    }

    #[test]
    fn ids_of_another_shape_are_refused() {
        for id in ["", "eu-west-1", "eu-west-1:", ":1234", "eu-west-1:XYZ"] {
            assert!(check_pattern(id, "identityId").is_err(), "{id}");
        }
        assert!(check_pattern("eu-west-1:1234abcd-0000", "identityId").is_ok());
    }
}
