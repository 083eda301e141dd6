//! A signed form, as it is sent.

use alloc::string::String;

use wasm_bindgen::prelude::*;

use super::error::answer;
use super::given::Given;
use crate::error::{Error, Reason};
use crate::form_text::FormText;
use crate::object_key;
use crate::post::FILENAME;
use crate::text::{contains, split_once};

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
    let filename = given.text();
    let key = given.text();
    for (name, value) in fields {
        let mut value = value;
        if name == "key"
            && let Some(key) = key
        {
            check_key(value, key)?;
            value = key;
        }
        // S3 takes an absent name to the letter, and would store the object as "${filename}".
        if filename.is_none() && contains(value, FILENAME) {
            return Err(Error::new(Reason::FileNameMissing, "filename", &[]));
        }
    }
    match prefix {
        Some(prefix) if !content_type.starts_with(prefix) => Err(Error::new(
            Reason::FileTypeNotOfForm,
            "file",
            &[prefix, content_type],
        )),
        _ => Ok(()),
    }
}

/// Whether the whole key can take the place of one whose end is open.
fn check_key(open: &str, key: &str) -> Result<(), Error> {
    let fits = match split_once(open, FILENAME) {
        Some((prefix, _)) => key.starts_with(prefix),
        None => key == open,
    };
    let reason = if !fits {
        Reason::KeyNotOfForm
    } else if contains(key, FILENAME) {
        Reason::KeyHasFilename
    } else {
        return object_key::check(key);
    };
    Err(Error::new(reason, "key", &[]))
}

/// The form as HTML. Takes its URL, the fields, and what the file's type must begin with where the form leaves it
/// open.
#[wasm_bindgen(js_name = formHtml)]
pub fn form_html(given: &str) -> String {
    form_text(&mut Given(given)).html()
}

/// The form as a `curl` command. Takes the same, the file's path and its type.
#[wasm_bindgen(js_name = formCurl)]
pub fn form_curl(given: &str) -> String {
    let given = &mut Given(given);
    let form = form_text(given);
    let path = given.text().unwrap_or_default();
    answer(form.curl(path, given.text()))
}

fn form_text<'a>(given: &mut Given<'a>) -> FormText<'a> {
    FormText {
        url: given.text().unwrap_or_default(),
        fields: given.pairs(),
        content_type_prefix: given.text(),
    }
}
