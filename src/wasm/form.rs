//! A signed form, as it is sent.

use alloc::string::String;

use wasm_bindgen::prelude::*;

use super::error::answer;
use super::given::Given;
use crate::error::Error;
use crate::post::{SignedForm, check_file};

/// Whether a form's body can be sent as it is asked for. Takes the fields, what the file's type must begin with where
/// the form leaves it open, the file's type and name, and the key that shall take the place of the form's. Answers
/// nothing.
#[wasm_bindgen(js_name = formData)]
pub fn form_data(given: &str) -> String {
    answer(check_form_data(&mut Given(given)).map(|()| String::new()))
}

fn check_form_data(given: &mut Given<'_>) -> Result<(), Error> {
    let fields = given.pairs();
    let prefix = given.text();
    let content_type = given.text().unwrap_or_default();
    check_file(&fields, prefix, content_type, given.text(), given.text())
}

/// The form as HTML. Takes its URL, the fields, and what the file's type must begin with where the form leaves it
/// open.
#[wasm_bindgen(js_name = formHtml)]
pub fn form_html(given: &str) -> String {
    signed_form(&mut Given(given)).html()
}

/// The form as a `curl` command. Takes the same, the file's path and its type.
#[wasm_bindgen(js_name = formCurl)]
pub fn form_curl(given: &str) -> String {
    let given = &mut Given(given);
    let form = signed_form(given);
    let path = given.text().unwrap_or_default();
    answer(form.curl(path, given.text()))
}

fn signed_form<'a>(given: &mut Given<'a>) -> SignedForm<'a> {
    SignedForm {
        url: given.text().unwrap_or_default(),
        fields: given.pairs(),
        content_type_prefix: given.text(),
    }
}
