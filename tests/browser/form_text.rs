use super::{NOW, js, presigner};
use js_sys::{Array, Function, Object, Reflect};
use s3_signpost::wasm::form_html;
use serde_json::json;
use wasm_bindgen::{JsCast, JsValue};
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
    let post = presigner()
        .presign_post(
            &js(&json!({
                "key": "a & <b> \"c\" 'd' &amp; ü €",
                "fields": { "x-amz-meta-a": "</form><script>alert(1)</script>", "acl": "private" },
            })),
            NOW,
        )
        .expect("a form");
    let property = |name: &str| Reflect::get(&post, &name.into()).expect("a property");
    let url = property("url").as_string().expect("a text");
    let fields: Object = property("fields").unchecked_into();
    let html = form_html(&url, &fields, None).expect("HTML");

    let read = Function::new_with_args("html", READ)
        .call1(&JsValue::NULL, &html.into())
        .expect("a form");
    let read: serde_json::Value =
        serde_json::from_str(&read.as_string().expect("a text")).expect("JSON");

    let mut entries: Vec<serde_json::Value> = Object::entries(&fields)
        .iter()
        .map(|entry| {
            let entry: Array = entry.unchecked_into();
            json!([entry.get(0).as_string(), entry.get(1).as_string()])
        })
        .collect();
    entries.push(json!(["file", "(file)"]));
    assert_eq!(read, json!([url, "post", "multipart/form-data", entries]));
}
