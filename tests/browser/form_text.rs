use super::{NONE, sign_form, text, texts};
use js_sys::Function;
use s3_signpost::wasm::form_html;
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// What the browser's own parser makes of the page, and what it would send: where to, how, and the names
/// and values in their order.
const READ: &str = r#"
    const form = new DOMParser().parseFromString(html, "text/html").forms[0];
    const entries = [...new FormData(form)].map(([name, value]) => [name, value instanceof File ? "(file)" : value]);
    return JSON.stringify([form.action, form.method, form.enctype, entries]);
"#;

#[wasm_bindgen_test]
fn a_browser_reads_the_form_back_as_it_was_signed() {
    let (url, fields) = sign_form(
        "a & <b> \"c\" 'd' &amp; ü €",
        &[
            "x-amz-meta-a",
            "</form><script>alert(1)</script>",
            "acl",
            "private",
        ],
    );
    let given: Vec<&str> = fields.iter().map(String::as_str).collect();
    let html = form_html(&[&text(&url), &texts(&given), NONE].concat());
    let read = Function::new_with_args("html", READ)
        .call1(&JsValue::NULL, &html.into())
        .expect("a form");
    let read: Value = serde_json::from_str(&read.as_string().expect("a text")).expect("JSON");

    let mut entries: Vec<Value> = fields
        .as_chunks::<2>()
        .0
        .iter()
        .map(|pair| json!(pair))
        .collect();
    entries.push(json!(["file", "(file)"]));
    assert_eq!(read, json!([url, "post", "multipart/form-data", entries]));
}
