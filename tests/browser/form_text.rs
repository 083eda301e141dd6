use super::{NONE, sign_form, text, texts};
use js_sys::Function;
use s3_signpost::wasm::form_html;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// Where a form goes, how, and the names and values of what it sends, in their order.
type Form = (String, String, String, Vec<[String; 2]>);

/// What the browser's own parser makes of the page, and what it would send.
const READ: &str = r#"
    const form = new DOMParser().parseFromString(html, "text/html").forms[0];
    const entries = [...new FormData(form)].map(([name, value]) => [name, value instanceof File ? "(file)" : value]);
    return [form.action, form.method, form.enctype, entries];
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
    let read: Form = serde_wasm_bindgen::from_value(read).expect("a form's parts");

    let mut entries: Vec<[String; 2]> = fields.as_chunks().0.to_vec();
    entries.push(["file".into(), "(file)".into()]);
    let wanted = (url, "post".into(), "multipart/form-data".into(), entries);
    assert_eq!(read, wanted);
}
