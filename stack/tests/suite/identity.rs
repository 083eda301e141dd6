//! Cognito Identity and STS.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::support::{HELLO, Key, Presign, Stack, TestResponse, encode, send};

const PROVIDER: &str = "accounts.google.com";

fn get_id(stack: &Stack, logins: &Value) -> TestResponse {
    stack.cognito(
        "GetId",
        &json!({ "IdentityPoolId": stack.text("identityPoolId"), "Logins": logins }),
    )
}

fn error(response: &TestResponse) -> (u16, String) {
    (
        response.status,
        response.json()["__type"]
            .as_str()
            .unwrap_or_default()
            .to_owned(),
    )
}

fn sts(stack: &Stack, parameters: &[(&str, &str)]) -> TestResponse {
    let form: Vec<String> = parameters
        .iter()
        .map(|(name, value)| format!("{name}={}", encode(value)))
        .collect();
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    send(
        "POST",
        stack.text("identity"),
        &headers,
        form.join("&").as_bytes(),
    )
}

fn assume<'a>(stack: &'a Stack, token: &'a str, more: &[(&'a str, &'a str)]) -> TestResponse {
    let mut parameters = vec![
        ("Action", "AssumeRoleWithWebIdentity"),
        ("Version", "2011-06-15"),
        ("RoleArn", stack.text("roleArn")),
        ("RoleSessionName", "test"),
        ("WebIdentityToken", token),
    ];
    parameters.extend_from_slice(more);
    sts(stack, &parameters)
}

fn jwt(claims: &Value) -> String {
    ["{}".to_owned(), claims.to_string(), String::new()]
        .map(|part| URL_SAFE_NO_PAD.encode(part))
        .join(".")
}

#[test]
fn guest_credentials_sign_valid_urls() {
    let stack = Stack::start();
    let url = Presign::default().url(&stack.guest(), "GET", &stack.url("hello.txt"));
    assert_eq!(send("GET", &url, &[], b"").text(), HELLO);
}

#[test]
fn credentials_expire_after_the_configured_seconds() {
    let stack = Stack::start();
    stack.settings(&json!({ "credentialSeconds": 7 }));
    let id = get_id(&stack, &json!({})).json();
    let response = stack.cognito(
        "GetCredentialsForIdentity",
        &json!({ "IdentityId": id["IdentityId"] }),
    );
    let date = response.header("date").expect("a date header").to_owned();
    let expiration = response.json()["Credentials"]["Expiration"]
        .as_f64()
        .expect("seconds");
    assert!(
        response.text().contains(".0"),
        "a fraction, as the service writes it: {expiration}"
    );
    let served = time::OffsetDateTime::parse(
        &date.replace("GMT", "+0000"),
        &time::format_description::well_known::Rfc2822,
    )
    .expect("a date");
    #[expect(clippy::cast_possible_truncation, reason = "whole seconds of this era")]
    let lifetime = expiration as i64 - served.unix_timestamp();
    // A second may pass between the two.
    assert!((6..=7).contains(&lifetime), "{lifetime}");
}

#[test]
fn every_guest_gets_a_new_identity() {
    let stack = Stack::start();
    assert_ne!(
        get_id(&stack, &json!({})).json(),
        get_id(&stack, &json!({})).json()
    );
}

#[test]
fn the_same_login_gets_the_same_identity() {
    let stack = Stack::start();
    let first = get_id(
        &stack,
        &json!({ PROVIDER: jwt(&json!({ "sub": "me", "exp": 4_102_444_800_u64 })) }),
    )
    .json();
    let second = get_id(
        &stack,
        &json!({ PROVIDER: jwt(&json!({ "sub": "me", "exp": 4_102_444_801_u64 })) }),
    )
    .json();
    assert_eq!(first, second);
}

#[test]
fn an_identity_with_a_login_rejects_guests() {
    let stack = Stack::start();
    let id = get_id(&stack, &json!({ PROVIDER: "token" })).json();
    let response = stack.cognito("GetCredentialsForIdentity", &id);
    assert_eq!(error(&response), (400, "NotAuthorizedException".to_owned()));
    assert_eq!(
        response.header("x-amzn-errortype"),
        Some("NotAuthorizedException:")
    );
    let with_login = json!({ "IdentityId": id["IdentityId"], "Logins": { PROVIDER: "token" } });
    assert_eq!(
        stack
            .cognito("GetCredentialsForIdentity", &with_login)
            .status,
        200
    );
}

#[test]
fn an_expired_login_is_rejected() {
    let stack = Stack::start();
    for token in ["expired".to_owned(), jwt(&json!({ "sub": "me", "exp": 1 }))] {
        let response = get_id(&stack, &json!({ PROVIDER: token }));
        assert_eq!(error(&response), (400, "NotAuthorizedException".to_owned()));
        assert!(
            response.json()["message"]
                .as_str()
                .is_some_and(|text| text.contains("Token expired"))
        );
    }
}

#[test]
fn guest_access_can_be_disabled() {
    let stack = Stack::start();
    stack.settings(&json!({ "guestAccess": false }));
    let response = get_id(&stack, &json!({}));
    assert_eq!(error(&response), (400, "NotAuthorizedException".to_owned()));
    assert_eq!(
        response.json()["message"],
        "Unauthenticated access is not supported for this identity pool."
    );
    assert_eq!(get_id(&stack, &json!({ PROVIDER: "token" })).status, 200);
}

#[test]
fn unknown_pools_and_identities_are_not_found() {
    let stack = Stack::start();
    let response = stack.cognito("GetId", &json!({ "IdentityPoolId": "eu-west-1:00000000" }));
    assert_eq!(
        error(&response),
        (400, "ResourceNotFoundException".to_owned())
    );
    let response = stack.cognito(
        "GetCredentialsForIdentity",
        &json!({ "IdentityId": "eu-west-1:00000000" }),
    );
    assert_eq!(
        error(&response),
        (400, "ResourceNotFoundException".to_owned())
    );
    let response = stack.cognito("GetId", &json!({ "IdentityPoolId": "nonsense" }));
    assert_eq!(
        error(&response),
        (400, "InvalidParameterException".to_owned())
    );
}

#[test]
fn throttling_is_a_400() {
    let stack = Stack::start();
    let effect = json!({ "type": "error", "status": 400, "code": "TooManyRequestsException" });
    stack.fault(&json!({ "service": "cognito-identity", "operation": "GetId", "effect": effect }));
    assert_eq!(
        error(&get_id(&stack, &json!({}))),
        (400, "TooManyRequestsException".to_owned())
    );
    assert_eq!(get_id(&stack, &json!({})).status, 200);
}

#[test]
fn the_classic_flow_returns_valid_credentials() {
    let stack = Stack::start();
    let id = get_id(&stack, &json!({})).json();
    let token = stack.cognito("GetOpenIdToken", &id).json();
    assert_eq!(token["IdentityId"], id["IdentityId"]);
    let response = assume(
        &stack,
        token["Token"].as_str().expect("a token"),
        &[("DurationSeconds", "900")],
    );
    assert_eq!(response.status, 200, "{}", response.text());
    assert_eq!(
        response.element("SubjectFromWebIdentityToken").as_deref(),
        id["IdentityId"].as_str()
    );
    let text = |name: &str| response.element(name).expect("credentials");
    let key = Key {
        id: text("AccessKeyId"),
        secret: text("SecretAccessKey"),
        token: Some(text("SessionToken")),
    };
    let url = Presign::default().url(&key, "GET", &stack.url("hello.txt"));
    assert_eq!(send("GET", &url, &[], b"").text(), HELLO);
}

#[test]
fn an_open_id_token_expires() {
    let stack = Stack::start();
    let id = get_id(&stack, &json!({})).json();
    let token = stack.cognito("GetOpenIdToken", &id).json();
    stack.settings(&json!({ "clockOffsetSeconds": 601 }));
    let response = assume(&stack, token["Token"].as_str().expect("a token"), &[]);
    assert_eq!(response.error(), (400, "ExpiredTokenException".to_owned()));
}

#[test]
fn sts_rejects_malformed_requests() {
    let stack = Stack::start();
    assert_eq!(
        assume(&stack, "opaque", &[]).error(),
        (400, "InvalidIdentityToken".to_owned())
    );
    let token = jwt(&json!({ "sub": "me" }));
    assert_eq!(
        assume(&stack, &token, &[("DurationSeconds", "899")]).error(),
        (400, "ValidationError".to_owned())
    );
    assert_eq!(
        assume(&stack, &token, &[("DurationSeconds", "43201")]).error(),
        (400, "ValidationError".to_owned())
    );
    assert_eq!(
        assume(&stack, &token, &[("Policy", "{")]).error(),
        (400, "MalformedPolicyDocument".to_owned())
    );
    assert_eq!(
        sts(
            &stack,
            &[("Action", "GetCallerIdentity"), ("Version", "2011-06-15")]
        )
        .error(),
        (400, "InvalidAction".to_owned())
    );
}

#[test]
fn the_minimum_role_duration_can_be_reduced() {
    let stack = Stack::start();
    stack.settings(&json!({ "minimumRoleSeconds": 1 }));
    let token = jwt(&json!({ "sub": "me" }));
    assert_eq!(
        assume(&stack, &token, &[("DurationSeconds", "2")]).status,
        200
    );
}
