use super::sign_form;
use js_sys::Array;
use s3_signpost::wasm::form_data;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Blob, BlobPropertyBag, File, FilePropertyBag, FormData};

fn file(name: &str, content_type: &str) -> File {
    let options = FilePropertyBag::new();
    options.set_type(content_type);
    let parts = Array::of1(&"hello".into());
    File::new_with_str_sequence_and_options(&parts, name, &options).expect("a file")
}

fn blob() -> Blob {
    let parts = Array::of1(&"hello".into());
    Blob::new_with_str_sequence_and_options(&parts, &BlobPropertyBag::new()).expect("a blob")
}

fn body(
    fields: &[String],
    prefix: Option<&str>,
    file: &Blob,
    filename: Option<&str>,
    key: Option<&str>,
) -> Result<FormData, JsValue> {
    form_data(
        fields.to_vec(),
        prefix.map(Into::into),
        file,
        filename.map(Into::into),
        key.map(Into::into),
    )
}

/// The code and the field of what is thrown.
fn refusal<T>(result: Result<T, JsValue>) -> (String, String) {
    let text = result.err().and_then(|thrown| thrown.as_string());
    let text = text.expect("a refusal");
    let mut lines = text.splitn(5, '\n');
    let code = lines.next().expect("a code").into();
    (code, lines.last().expect("a field").into())
}

fn text(form: &FormData, name: &str) -> String {
    form.get(name).as_string().expect("a text")
}

#[wasm_bindgen_test]
fn a_form_goes_to_the_bucket() {
    let (url, _) = sign_form("a", false, &[], None);
    assert_eq!(url, "https://examplebucket.s3.amazonaws.com/");
}

#[wasm_bindgen_test]
fn the_file_comes_last_with_its_name() {
    let (_, fields) = sign_form("a", false, &[], None);
    let form = body(&fields, None, &file("é.txt", ""), Some("é.txt"), None).expect("a body");
    let entries: Vec<Array> = js_sys::try_iter(&form)
        .expect("iterable")
        .expect("an iterator")
        .map(|entry| entry.expect("an entry").unchecked_into())
        .collect();
    let last = entries.last().expect("an entry");
    assert_eq!(last.get(0), "file");
    assert_eq!(last.get(1).unchecked_ref::<File>().name(), "é.txt");
    assert_eq!(entries.first().expect("an entry").get(0), "key");
}

#[wasm_bindgen_test]
fn a_whole_key_takes_the_place_of_the_open_end() {
    let (_, fields) = sign_form("u/", true, &[], None);
    let form = body(&fields, None, &blob(), None, Some("u/x.txt")).expect("a body");
    assert_eq!(text(&form, "key"), "u/x.txt");
}

#[wasm_bindgen_test]
fn a_key_that_the_form_may_not_write_to_is_refused() {
    let (_, fields) = sign_form("u/", true, &[], None);
    for key in ["v", "u/${filename}"] {
        assert_eq!(
            refusal(body(&fields, None, &blob(), None, Some(key))),
            ("InvalidKey".into(), "key".into())
        );
    }
}

#[wasm_bindgen_test]
fn a_blob_without_a_name_needs_one_where_the_key_is_made_of_it() {
    let (_, fields) = sign_form("u/${filename}", false, &[], None);
    let refused = refusal(body(&fields, None, &blob(), None, None));
    assert_eq!(refused.1, "filename");
    let form = body(&fields, None, &blob(), Some("a.txt"), None).expect("a body");
    assert_eq!(form.get("file").unchecked_ref::<File>().name(), "a.txt");
    assert_eq!(text(&form, "key"), "u/${filename}");
}

#[wasm_bindgen_test]
fn the_files_own_type_fills_a_form_for_any_of_a_kind() {
    let (_, fields) = sign_form("a", false, &[], Some("image/"));
    let image = file("a.png", "image/png");
    let form = body(&fields, Some("image/"), &image, None, None).expect("a body");
    assert_eq!(text(&form, "Content-Type"), "image/png");
    let other = file("a.txt", "text/plain");
    assert_eq!(
        refusal(body(&fields, Some("image/"), &other, None, None)).1,
        "file"
    );
}
