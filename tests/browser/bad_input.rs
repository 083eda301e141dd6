use super::{NOW, Presigner, Refusal, js, presigner, refusal, set, signer_options};
use js_sys::{Date, JsString};
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::UrlSearchParams;

fn refused(request: &JsValue) -> (String, String) {
    let Refusal {
        code,
        field,
        message,
        hint,
    } = refusal(presigner().presign(request, NOW));
    assert!(!message.is_empty() && !hint.is_empty());
    (code, field)
}

fn refused_form(request: &Value) -> (String, String) {
    let Refusal { code, field, .. } = refusal(presigner().presign_post(&js(request), NOW));
    (code, field)
}

fn pair(code: &str, field: &str) -> (String, String) {
    (code.into(), field.into())
}

#[wasm_bindgen_test]
fn each_wrong_option_is_named_as_it_was_spelled() {
    for (request, code, field) in [
        (json!({ "key": "" }), "InvalidKey", "key"),
        (json!({ "key": "a/../b" }), "KeyNotAddressable", "key"),
        (
            json!({ "key": "a", "bucket": "My_Bucket" }),
            "InvalidBucketName",
            "bucket",
        ),
        (
            json!({ "key": "a", "expiresIn": 0 }),
            "InvalidExpiry",
            "expiresIn",
        ),
        (
            json!({ "key": "a", "expiresIn": -1 }),
            "InvalidExpiry",
            "expiresIn",
        ),
        (
            json!({ "key": "a", "expiresIn": 1.5 }),
            "InvalidExpiry",
            "expiresIn",
        ),
        (
            json!({ "key": "a", "expiresIn": 604_801 }),
            "InvalidExpiry",
            "expiresIn",
        ),
        (
            json!({ "key": "a", "expiresIn": 4_294_967_297_u64 }),
            "InvalidExpiry",
            "expiresIn",
        ),
        (
            json!({ "key": "a", "expiresIn": "300" }),
            "InvalidOption",
            "expiresIn",
        ),
        (
            json!({ "key": "a", "expiresAt": "tomorrow" }),
            "InvalidOption",
            "expiresAt",
        ),
        (
            json!({ "key": "a", "method": "get" }),
            "InvalidOption",
            "method",
        ),
        (
            json!({ "key": "a", "headers": { "x-amz-meta-a": "b\r\nc" } }),
            "InvalidHeader",
            "headers.x-amz-meta-a",
        ),
        (
            json!({ "key": "a", "headers": { "Host": "b" } }),
            "ForbiddenHeader",
            "headers.host",
        ),
        (
            json!({ "key": "a", "headers": ["b"] }),
            "InvalidOption",
            "headers",
        ),
        (
            json!({ "key": "a", "headers": { "b": 1 } }),
            "InvalidOption",
            "headers.b",
        ),
        (
            json!({ "key": "a", "query": { "X-Amz-Date": "b" } }),
            "ReservedQueryParameter",
            "query.X-Amz-Date",
        ),
        (
            json!({ "key": "a", "response": { "contentTyp": "b" } }),
            "InvalidOption",
            "response.contentTyp",
        ),
        (
            json!({ "key": "a", "response": "b" }),
            "InvalidOption",
            "response",
        ),
        (
            json!({ "key": "a", "expires": 300 }),
            "InvalidOption",
            "expires",
        ),
        (json!({ "key": 5 }), "InvalidOption", "key"),
        (json!(5), "InvalidOption", "options"),
        (json!(null), "InvalidOption", "options"),
        (json!([]), "InvalidOption", "options"),
    ] {
        assert_eq!(refused(&js(&request)), pair(code, field), "{request}");
    }
}

#[wasm_bindgen_test]
fn what_keeps_its_entries_to_itself_is_refused_rather_than_taken_for_empty() {
    let map = js_sys::Map::new();
    map.set(&"x-amz-acl".into(), &"private".into());
    for (field, value) in [
        ("headers", JsValue::from(map)),
        (
            "query",
            UrlSearchParams::new_with_str("a=b")
                .expect("a query")
                .into(),
        ),
    ] {
        let request = js(&json!({ "key": "a" }));
        set(&request, field, value.clone());
        assert_eq!(refused(&request), pair("InvalidOption", field));
        assert_eq!(refused(&value), pair("InvalidOption", "options"));
    }
}

#[wasm_bindgen_test]
fn an_s3_uri_without_a_bucket_is_refused() {
    assert_eq!(refused(&"s3:///a".into()), pair("InvalidS3Uri", "key"));
}

#[wasm_bindgen_test]
fn half_a_surrogate_pair_is_refused_and_a_whole_one_is_not() {
    let half: JsValue = JsString::from_char_code(&[0xD83D]).into();
    assert_eq!(refused(&half), pair("InvalidKey", "key"));
    let request = js(&json!({}));
    set(&request, "key", half);
    assert_eq!(refused(&request), pair("InvalidKey", "key"));
    let whole: JsValue = JsString::from_char_code(&[0xD83D, 0xDE00, 0xFFFD]).into();
    assert!(presigner().presign(&whole, NOW).is_ok());
}

#[wasm_bindgen_test]
fn an_invalid_date_is_refused_by_name() {
    let request = js(&json!({ "key": "a" }));
    set(
        &request,
        "expiresAt",
        Date::new(&JsValue::from_f64(f64::NAN)),
    );
    assert_eq!(refused(&request), pair("InvalidDate", "expiresAt"));
}

#[wasm_bindgen_test]
fn both_kinds_of_expiry_at_once_are_refused() {
    let request = js(&json!({ "key": "a", "expiresIn": 60 }));
    set(
        &request,
        "expiresAt",
        Date::new(&JsValue::from_f64(NOW + 60_000.0)),
    );
    assert_eq!(refused(&request), pair("InvalidExpiry", "expiresAt"));
}

#[wasm_bindgen_test]
fn expired_credentials_sign_nothing() {
    let options = signer_options(json!({ "region": "us-east-1", "bucket": "examplebucket" }));
    let credentials = js_sys::Reflect::get(&options, &"credentials".into()).expect("a property");
    set(&credentials, "expiration", NOW);
    let presigner = Presigner::new(&options).expect("a presigner");
    let refused = refusal(presigner.presign(&"a".into(), NOW));
    assert_eq!(refused.code, "CredentialsExpired");
}

#[wasm_bindgen_test]
fn a_signer_cannot_be_made_of_wrong_options() {
    for (location, code, field) in [
        (json!({ "region": "" }), "InvalidRegion", "region"),
        (json!({}), "InvalidRegion", "region"),
        (
            json!({ "region": "us-east-1", "bucket": "A_B" }),
            "InvalidBucketName",
            "bucket",
        ),
        (
            json!({ "region": "us-east-1", "addressing": "host" }),
            "InvalidOption",
            "addressing",
        ),
        (
            json!({ "region": "us-east-1", "protocol": "ftp" }),
            "InvalidOption",
            "protocol",
        ),
        (
            json!({ "region": "us-east-1", "fips": "yes" }),
            "InvalidOption",
            "fips",
        ),
        (
            json!({ "region": "us-east-1", "regio": "b" }),
            "InvalidOption",
            "regio",
        ),
    ] {
        let refused = refusal(Presigner::new(&signer_options(location.clone())));
        assert_eq!(
            (refused.code.as_str(), refused.field.as_str()),
            (code, field),
            "{location}"
        );
    }
}

#[wasm_bindgen_test]
fn no_refusal_quotes_the_secret() {
    let options = js(&json!({
        "region": "us-east-1",
        "credentials": { "accessKeyId": "AKIA", "secretAccessKey": "hush hush" },
    }));
    let refused = refusal(Presigner::new(&options));
    assert_eq!(refused.field, "credentials.secretAccessKey");
    assert!(!format!("{refused:?}").contains("hush"));
}

#[wasm_bindgen_test]
fn a_form_that_nobody_can_send_is_refused() {
    for (request, code, field) in [
        (json!({}), "InvalidKey", "key"),
        (
            json!({ "key": "a", "keyStartsWith": "b" }),
            "InvalidKey",
            "key",
        ),
        (
            json!({ "key": "a", "maxSize": -1 }),
            "InvalidOption",
            "maxSize",
        ),
        (
            json!({ "key": "a", "maxSize": 0.5 }),
            "InvalidOption",
            "maxSize",
        ),
        (
            json!({ "key": "a", "minSize": 2, "maxSize": 1 }),
            "UnsatisfiablePolicy",
            "conditions",
        ),
        (
            json!({ "key": "a", "conditions": [["eq", "acl", "private"]] }),
            "InvalidCondition",
            "conditions.0",
        ),
        (
            json!({ "key": "a", "conditions": [{ "acl": "a", "b": "c" }] }),
            "InvalidCondition",
            "conditions.0",
        ),
        (
            json!({ "key": "a", "conditions": [{}] }),
            "InvalidCondition",
            "conditions.0",
        ),
        (
            json!({ "key": "a", "conditions": ["acl"] }),
            "InvalidCondition",
            "conditions.0",
        ),
        (
            json!({ "key": "a", "conditions": [["content-length-range", "0", 1]] }),
            "InvalidCondition",
            "conditions.0",
        ),
        (
            json!({ "key": "a", "conditions": [{ "acl": "a" }, { "acl": "b" }] }),
            "UnsatisfiablePolicy",
            "conditions",
        ),
        (
            json!({ "key": "a", "fields": { "policy": "b" } }),
            "ReservedField",
            "fields.policy",
        ),
    ] {
        assert_eq!(refused_form(&request), pair(code, field), "{request}");
    }
}
