//! Checks and writes a signed form for JavaScript.

use alloc::string::String;

use wasm_bindgen::prelude::*;

use super::wire::{FormCurlArguments, FormDataArguments, FormHtmlArguments, FormTextReply, reply};
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

/// Takes [`FormHtmlArguments`] and replies with [`FormTextReply`].
#[wasm_bindgen(js_name = formHtml)]
pub fn form_html(arguments: &str) -> String {
    reply(try_form_html(arguments))
}

fn try_form_html(arguments: &str) -> Result<String, Error> {
    let FormHtmlArguments {
        url,
        fields,
        content_type_prefix,
    } = FormHtmlArguments::decode(arguments)?;
    let form = SignedForm {
        url,
        fields,
        content_type_prefix,
    };
    Ok(FormTextReply { text: &form.html() }.encode())
}

/// Takes [`FormCurlArguments`] and replies with [`FormTextReply`].
#[wasm_bindgen(js_name = formCurl)]
pub fn form_curl(arguments: &str) -> String {
    reply(try_form_curl(arguments))
}

fn try_form_curl(arguments: &str) -> Result<String, Error> {
    let FormCurlArguments {
        url,
        fields,
        content_type_prefix,
        path,
        content_type,
    } = FormCurlArguments::decode(arguments)?;
    let form = SignedForm {
        url,
        fields,
        content_type_prefix,
    };
    let command = form.curl(path, content_type)?;
    Ok(FormTextReply { text: &command }.encode())
}
