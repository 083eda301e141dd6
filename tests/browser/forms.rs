use super::{NOW, SignedForm, js, refusal, sign_form};
use js_sys::{Array, Object, Reflect};
use s3_signpost::wasm::form_data;
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Blob, BlobPropertyBag, File, FilePropertyBag, FormData};

fn fields(form: &Object) -> Object {
    Reflect::get(form, &"fields".into())
        .expect("a property")
        .unchecked_into()
}

fn file(name: &str, content_type: &str) -> JsValue {
    let options = FilePropertyBag::new();
    options.set_type(content_type);
    let parts = Array::of1(&"hello".into());
    File::new_with_str_sequence_and_options(&parts, name, &options)
        .expect("a file")
        .into()
}

fn blob() -> JsValue {
    let parts = Array::of1(&"hello".into());
    Blob::new_with_str_sequence_and_options(&parts, &BlobPropertyBag::new())
        .expect("a blob")
        .into()
}

fn body(
    request: &Value,
    file: &JsValue,
    filename: JsValue,
    key: JsValue,
) -> Result<FormData, JsValue> {
    let form = sign_form(request);
    let signed: SignedForm = serde_wasm_bindgen::from_value(form.clone().into()).expect("a form");
    form_data(
        &fields(&form),
        signed.content_type_prefix,
        file,
        &filename,
        &key,
    )
}

fn entries(form: &FormData) -> Vec<(String, JsValue)> {
    js_sys::try_iter(form)
        .expect("iterable")
        .expect("an iterator")
        .map(|entry| {
            let entry: Array = entry.expect("an entry").unchecked_into();
            (entry.get(0).as_string().expect("a name"), entry.get(1))
        })
        .collect()
}

fn text(form: &FormData, name: &str) -> String {
    form.get(name).as_string().expect("a text")
}

#[wasm_bindgen_test]
fn a_form_goes_to_the_bucket_and_says_when_it_ends() {
    let form: SignedForm =
        serde_wasm_bindgen::from_value(sign_form(&json!({ "key": "a" })).into()).expect("a form");
    assert_eq!(form.url, "https://examplebucket.s3.amazonaws.com/");
    assert_eq!(
        (form.expires_at, form.limited_by.as_str()),
        (NOW + 3_600_000.0, "request")
    );
    assert_eq!(form.content_type_prefix, None);
}

#[wasm_bindgen_test]
fn the_file_comes_last_with_its_name() {
    let form = body(
        &json!({ "key": "a" }),
        &file("é.txt", ""),
        JsValue::UNDEFINED,
        JsValue::UNDEFINED,
    )
    .expect("a body");
    let entries = entries(&form);
    let (name, last) = entries.last().expect("an entry");
    assert_eq!(name, "file");
    assert_eq!(last.unchecked_ref::<File>().name(), "é.txt");
    assert_eq!(entries.first().expect("an entry").0, "key");
}

#[wasm_bindgen_test]
fn a_whole_key_takes_the_place_of_the_open_end() {
    let form = body(
        &json!({ "keyStartsWith": "u/" }),
        &blob(),
        JsValue::UNDEFINED,
        "u/x.txt".into(),
    )
    .expect("a body");
    assert_eq!(text(&form, "key"), "u/x.txt");
    let replaced = refusal(body(
        &json!({ "keyStartsWith": "u/" }),
        &blob(),
        JsValue::UNDEFINED,
        "u/${filename}".into(),
    ));
    assert_eq!(replaced.field, "key");
    let outside = refusal(body(
        &json!({ "keyStartsWith": "u/" }),
        &blob(),
        JsValue::UNDEFINED,
        "v".into(),
    ));
    assert_eq!(
        (outside.code.as_str(), outside.field.as_str()),
        ("InvalidKey", "key")
    );
}

#[wasm_bindgen_test]
fn a_blob_without_a_name_needs_one_where_the_key_is_made_of_it() {
    let request = json!({ "key": "u/${filename}" });
    let refused = refusal(body(
        &request,
        &blob(),
        JsValue::UNDEFINED,
        JsValue::UNDEFINED,
    ));
    assert_eq!(refused.field, "filename");
    let form = body(&request, &blob(), "a.txt".into(), JsValue::UNDEFINED).expect("a body");
    assert_eq!(form.get("file").unchecked_ref::<File>().name(), "a.txt");
    assert_eq!(text(&form, "key"), "u/${filename}");
}

#[wasm_bindgen_test]
fn the_files_own_type_fills_a_form_for_any_of_a_kind() {
    let request = json!({ "key": "a", "contentType": "image/" });
    let form = body(
        &request,
        &file("a.png", "image/png"),
        JsValue::UNDEFINED,
        JsValue::UNDEFINED,
    )
    .expect("a body");
    assert_eq!(text(&form, "Content-Type"), "image/png");
    let refused = refusal(body(
        &request,
        &file("a.txt", "text/plain"),
        JsValue::UNDEFINED,
        JsValue::UNDEFINED,
    ));
    assert_eq!(refused.field, "file");
}

#[wasm_bindgen_test]
fn what_is_no_file_is_refused() {
    let refused = refusal(body(
        &json!({ "key": "a" }),
        &js(&json!("hello")),
        JsValue::UNDEFINED,
        JsValue::UNDEFINED,
    ));
    assert_eq!(
        (refused.code.as_str(), refused.field.as_str()),
        ("InvalidOption", "file")
    );
}
