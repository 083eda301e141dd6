use super::{NOW, Presigner, js, presigner, set, sign, signer_options};
use js_sys::{Date, JSON};
use serde_json::json;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Url;

#[wasm_bindgen_test]
fn awss_example_comes_out_to_the_byte() {
    let signed = sign(&js(&json!({ "key": "test.txt", "expiresIn": 86_400 })));
    assert!(
        signed.url.ends_with(
            "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
        ),
        "{}",
        signed.url
    );
    assert_eq!(signed.method, "GET");
    assert_eq!(signed.expires_at, NOW + 86_400_000.0);
    assert_eq!(signed.limited_by, "request");
}

#[wasm_bindgen_test]
fn a_key_an_object_and_an_s3_uri_name_the_same_object() {
    let by_object = sign(&js(&json!({ "key": "a/b c.txt" }))).url;
    assert_eq!(sign(&"a/b c.txt".into()).url, by_object);
    assert_eq!(sign(&"s3://examplebucket/a/b c.txt".into()).url, by_object);
}

#[wasm_bindgen_test]
fn a_signing_date_takes_the_place_of_now() {
    let request = js(&json!({ "key": "test.txt", "expiresIn": 86_400 }));
    set(
        &request,
        "signingDate",
        Date::new(&JsValue::from_f64(NOW + 999.0)),
    );
    let signed = presigner()
        .presign(&request, NOW + 5_000_000.0)
        .expect("a URL");
    let url = js_sys::Reflect::get(&signed, &"url".into()).expect("a property");
    assert_eq!(
        url.as_string().expect("a text"),
        sign(&js(&json!({ "key": "test.txt", "expiresIn": 86_400 }))).url
    );
}

#[wasm_bindgen_test]
fn credentials_that_end_first_limit_the_url() {
    let options = signer_options(json!({ "region": "us-east-1", "bucket": "examplebucket" }));
    let credentials = js_sys::Reflect::get(&options, &"credentials".into()).expect("a property");
    set(&credentials, "expiration", NOW + 60_000.0);
    let presigner = Presigner::new(&options).expect("a presigner");
    let signed: super::Signed = presigner
        .presign(&"a".into(), NOW)
        .map(|signed| serde_wasm_bindgen::from_value(signed.into()).expect("a signed URL"))
        .expect("a URL");
    assert_eq!(
        (signed.expires_at, signed.limited_by.as_str()),
        (NOW + 60_000.0, "credentials")
    );
}

#[wasm_bindgen_test]
fn headers_that_must_be_sent_are_returned_as_they_were_given() {
    // Parsed by the browser, which makes a property of "__proto__"; assigned, it would be none.
    let request = JSON::parse(
        r#"{
            "key": "a",
            "method": "PUT",
            "headers": { "Content-Type": "text/plain", "x-amz-meta-title": "a  b", "__proto__": "c" }
        }"#,
    )
    .expect("JSON");
    let signed = sign(&request);
    assert_eq!(
        signed.headers,
        json!({ "Content-Type": "text/plain", "x-amz-meta-title": "a  b", "__proto__": "c" })
    );
    assert!(
        signed
            .url
            .contains("&X-Amz-SignedHeaders=__proto__%3Bcontent-type%3Bhost%3Bx-amz-meta-title&")
    );
}

#[wasm_bindgen_test]
fn the_browsers_url_parser_leaves_every_signed_url_alone() {
    let every_ascii: String = (1..128_u8).map(char::from).collect();
    for key in [
        every_ascii.as_str(),
        "//a//",
        "...",
        "a\\..\\b",
        "%2e%2e/%252e",
        "a?b#c",
        "é€😀\u{FFFD}\u{10FFFF}\u{AD}\u{202E}",
        " a ",
        "a\tb\nc\rd",
    ] {
        let url = sign(&js(&json!({ "key": key }))).url;
        assert_eq!(Url::new(&url).expect("a URL").href(), url, "{key}");
    }
}

#[wasm_bindgen_test]
fn without_key_the_bucket_is_asked_for_and_without_bucket_the_service() {
    let list = sign(&js(
        &json!({ "query": { "list-type": "2", "prefix": "a/" } }),
    ))
    .url;
    assert!(
        list.starts_with("https://examplebucket.s3.amazonaws.com/?X-Amz-"),
        "{list}"
    );
    assert!(list.contains("&list-type=2&prefix=a%2F&"), "{list}");

    let service =
        Presigner::new(&signer_options(json!({ "region": "eu-west-1" }))).expect("a presigner");
    let signed = service.presign(&js(&json!({})), NOW).expect("a URL");
    let url = js_sys::Reflect::get(&signed, &"url".into()).expect("a property");
    assert!(
        url.as_string()
            .expect("a text")
            .starts_with("https://s3.eu-west-1.amazonaws.com/?")
    );
}
