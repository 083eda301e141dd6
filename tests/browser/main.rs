//! The door to JavaScript, in a real browser. The option objects are made by serde-wasm-bindgen, not by
//! our own code, so that what is read is what a page would pass.
#![cfg(target_arch = "wasm32")]

mod bad_input;
mod endpoints;
mod form_text;
mod forms;
mod presign;
mod replies;

use js_sys::{Object, Reflect};
use s3_signpost::wasm::Presigner;
use serde::Deserialize;
use serde::Serialize;
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);

/// 2013-05-24T00:00:00Z, in milliseconds: the instant of AWS's examples.
const NOW: f64 = 1_369_353_600_000.0;

/// What the core throws.
#[derive(Debug, Deserialize)]
struct Refusal {
    code: String,
    field: String,
    message: String,
    hint: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Signed {
    url: String,
    method: String,
    headers: Value,
    expires_at: f64,
    limited_by: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SignedForm {
    url: String,
    content_type_prefix: Option<String>,
    expires_at: f64,
    limited_by: String,
}

fn js(value: &Value) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&serializer).expect("a JavaScript value")
}

fn set(object: &JsValue, name: &str, value: impl Into<JsValue>) {
    Reflect::set(object, &name.into(), &value.into()).expect("a property");
}

fn signer_options(location: Value) -> JsValue {
    let options = js(&location);
    set(
        &options,
        "credentials",
        js(&json!({
            "accessKeyId": "AKIAIOSFODNN7EXAMPLE",
            "secretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        })),
    );
    options
}

fn presigner() -> Presigner {
    Presigner::new(&signer_options(json!({
        "region": "us-east-1",
        "bucket": "examplebucket",
        "globalEndpoint": true,
    })))
    .expect("a presigner")
}

fn sign(request: &JsValue) -> Signed {
    let signed = presigner().presign(request, NOW).expect("a URL");
    serde_wasm_bindgen::from_value(signed.into()).expect("a signed URL")
}

fn sign_form(request: &Value) -> Object {
    presigner().presign_post(&js(request), NOW).expect("a form")
}

fn refusal<T>(result: Result<T, JsValue>) -> Refusal {
    match result {
        Ok(_) => panic!("it was not refused"),
        Err(thrown) => serde_wasm_bindgen::from_value(thrown).expect("a refusal"),
    }
}
