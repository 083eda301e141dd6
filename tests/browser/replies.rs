use s3_signpost::wasm::read_reply;
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

fn read(xml: &str, root: &str) -> Option<Value> {
    let elements = read_reply(xml, root)?;
    Some(serde_wasm_bindgen::from_value(elements.into()).expect("a record"))
}

#[wasm_bindgen_test]
fn an_error_document_becomes_a_record() {
    assert_eq!(
        read(
            "<Error><Code>NoSuchKey</Code><Key>a&amp;b</Key></Error>",
            "Error"
        ),
        Some(json!({ "Code": "NoSuchKey", "Key": "a&b" }))
    );
}

#[wasm_bindgen_test]
fn the_first_of_two_elements_of_one_name_counts() {
    assert_eq!(
        read("<Error><Code>A</Code><Code>B</Code></Error>", "Error"),
        Some(json!({ "Code": "A" }))
    );
}

#[wasm_bindgen_test]
fn another_document_is_undefined() {
    assert_eq!(read("<html></html>", "Error"), None);
}
