use super::{NONE, Reply, encode_string, encode_strings, sign_form};
use js_sys::Function;
use s3_signpost::wasm::form_text;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// Action, method, encoding type and entries (name and value) of a form.
type Form = (String, String, String, Vec<[String; 2]>);

/// Parses the HTML and returns the form that the browser would send.
const PARSE_FORM: &str = r#"
    const form = new DOMParser().parseFromString(html, "text/html").forms[0];
    const entries = [...new FormData(form)].map(([name, value]) => [name, value instanceof File ? "(file)" : value]);
    return [form.action, form.method, form.enctype, entries];
"#;

#[wasm_bindgen_test]
fn a_browser_parses_the_html_form_as_it_was_signed() {
    let (url, fields) = sign_form(
        "a & <b> \"c\" 'd' &amp; ü €",
        &[
            "x-amz-meta-a",
            "</form><script>alert(1)</script>",
            "acl",
            "private",
        ],
    );
    let fields_argument: Vec<&str> = fields.iter().map(String::as_str).collect();
    let html = form_text(
        &[
            &encode_string(&url),
            &encode_strings(&fields_argument),
            NONE,
            NONE,
            NONE,
        ]
        .concat(),
    );
    let html = Reply(&html).string().to_owned();
    let parsed = Function::new_with_args("html", PARSE_FORM)
        .call1(&JsValue::NULL, &html.into())
        .expect("a form");
    let parsed: Form = serde_wasm_bindgen::from_value(parsed).expect("the parts of a form");

    let mut entries: Vec<[String; 2]> = fields.as_chunks().0.to_vec();
    entries.push(["file".into(), "(file)".into()]);
    let expected = (url, "post".into(), "multipart/form-data".into(), entries);
    assert_eq!(parsed, expected);
}
