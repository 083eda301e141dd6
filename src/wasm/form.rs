//! Checks and writes a signed form for JavaScript.

use alloc::string::String;

use wasm_bindgen::prelude::*;

use super::wire::{FormDataArguments, FormTextArguments, FormTextReply, reply};
use crate::error::Error;
use crate::post::{SignedForm, check_file};

/// Takes [`FormDataArguments`]. Replies with nothing if the form can be sent with this file.
#[wasm_bindgen(js_name = formData)]
pub fn form_data(arguments: &str) -> String {
    reply(check_form_data(arguments).map(|()| String::new()))
}

fn check_form_data(arguments: &str) -> Result<(), Error> {
    let FormDataArguments {
        fields,
        content_type_prefix,
        file_type,
        filename,
        key,
    } = FormDataArguments::decode(arguments)?;
    check_file(&fields, content_type_prefix, file_type, filename, key)
}

/// Takes [`FormTextArguments`] and replies with [`FormTextReply`].
#[wasm_bindgen(js_name = formText)]
pub fn form_text(arguments: &str) -> String {
    reply(try_form_text(arguments))
}

fn try_form_text(arguments: &str) -> Result<String, Error> {
    let FormTextArguments {
        url,
        fields,
        content_type_prefix,
        path,
        content_type,
    } = FormTextArguments::decode(arguments)?;
    let form = SignedForm {
        url,
        fields,
        content_type_prefix,
    };
    let text = match path {
        Some(path) => form.curl(path, content_type)?,
        None => form.html(),
    };
    Ok(FormTextReply { text: &text }.encode())
}
