//! The body of a form upload.

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::prelude::*;
use web_sys::{Blob, FormData};

use super::pairs::pairs;
use crate::error::{Code, Error, sentence};
use crate::form_text::FormText;
use crate::policy::FILENAME;
use crate::text::split_once;

/// A form body ready to send: the fields in their order, names and values in turn, and the file last, since S3
/// ignores what follows it. `content_type_prefix` is the form's own.
#[wasm_bindgen(js_name = formData)]
pub fn form_data(
    fields: Vec<String>,
    content_type_prefix: Option<String>,
    file: &Blob,
    filename: Option<String>,
    key: Option<String>,
) -> Result<FormData, JsValue> {
    let mut fields = pairs(fields);
    if let Some(key) = key {
        name_key(&mut fields, key)?;
    }
    // S3 takes an absent name to the letter, and would store the object as "${filename}".
    if filename.is_none()
        && fields
            .iter()
            .any(|(_, value)| split_once(value, FILENAME).is_some())
    {
        return Err(Error::new(
            Code::InvalidOption,
            "filename",
            "The form names the object by its file, and this Blob has no name.",
            "Give { filename }, or { key } where the form was signed with keyStartsWith.",
        )
        .into());
    }
    if let Some(prefix) = content_type_prefix {
        let content_type = file.type_();
        if !content_type.starts_with(&prefix) {
            return Err(Error::new(
                Code::InvalidOption,
                "file",
                sentence(&["The form takes files whose type begins with ", &prefix, "."]),
                "Choose another file, or give the Blob its type.",
            )
            .into());
        }
        fields.push((String::from("Content-Type"), content_type));
    }
    let form = FormData::new()?;
    for (name, value) in &fields {
        form.append_with_str(name, value)?;
    }
    form.append_with_blob_and_filename("file", file, filename.as_deref().unwrap_or("file"))?;
    Ok(form)
}

/// The form as HTML.
#[wasm_bindgen(js_name = formHtml)]
pub fn form_html(url: &str, fields: Vec<String>, content_type_prefix: Option<String>) -> String {
    FormText {
        url,
        fields: &pairs(fields),
        content_type_prefix: content_type_prefix.as_deref(),
    }
    .html()
}

/// The form as a `curl` command.
#[wasm_bindgen(js_name = formCurl)]
pub fn form_curl(
    url: &str,
    fields: Vec<String>,
    content_type_prefix: Option<String>,
    path: &str,
    content_type: Option<String>,
) -> Result<String, JsValue> {
    let form = FormText {
        url,
        fields: &pairs(fields),
        content_type_prefix: content_type_prefix.as_deref(),
    };
    Ok(form.curl(path, content_type.as_deref())?)
}

/// Puts the whole key into a form that leaves its end open.
fn name_key(fields: &mut [(String, String)], key: String) -> Result<(), Error> {
    for (name, value) in fields {
        if name != "key" {
            continue;
        }
        let fits = match split_once(value, FILENAME) {
            Some((prefix, _)) => key.starts_with(prefix),
            None => key == *value,
        };
        if !fits {
            return Err(Error::new(
                Code::InvalidKey,
                "key",
                "The form may not write to this key.",
                "Use one that begins as the form was signed for.",
            ));
        }
        if split_once(&key, FILENAME).is_some() {
            return Err(Error::new(
                Code::InvalidKey,
                "key",
                "It has ${filename} in it, which S3 would replace by the file's name.",
                "Upload to such a key with a presigned PUT.",
            ));
        }
        crate::object_key::check(&key)?;
        *value = key;
        return Ok(());
    }
    Ok(())
}
