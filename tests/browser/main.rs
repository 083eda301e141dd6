//! The functions that JavaScript calls, in a real browser and judged by its URL and HTML parsers. tests/js tests how
//! options are read.
#![cfg(target_arch = "wasm32")]

mod form_text;
mod lanes;
mod presign;

use s3_signpost::wasm::Presigner;
use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);

/// 2013-05-24T00:00:00Z: the instant of AWS's examples.
const NOW: &str = "1369353600:";
const NONE: &str = ":";
/// Flags with the bit of the global endpoint.
const GLOBAL: &str = "8:";
/// Positions of the signature versions in the list of public values.
const V4: &str = "0:";
const V2: &str = "1:";

/// Encodes a string argument.
fn encode_string(text: &str) -> String {
    format!("{}:{text}", text.encode_utf16().count())
}

/// Encodes a list of strings.
fn encode_strings(texts: &[&str]) -> String {
    let encoded: String = texts.iter().map(|&text| encode_string(text)).collect();
    format!("{}:{encoded}", texts.len())
}

fn presigner(session_token: Option<&str>, signature: &str) -> Presigner {
    let mut presigner = Presigner::new();
    let arguments = [
        &encode_string("us-east-1"),
        NONE,
        &encode_string("examplebucket"),
        GLOBAL,
        "0:",
        "0:",
        signature,
        NONE,
        &encode_string("AKIAIOSFODNN7EXAMPLE"),
        &session_token.map_or(NONE.into(), encode_string),
        &encode_string("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
    ];
    assert_eq!(presigner.open(arguments.concat()), "");
    presigner
}

/// Returns a signer of GET requests, and the texts before and after the path of its URLs.
fn url_signer(session_token: Option<&str>, signature: &str) -> (Presigner, String, String) {
    let mut presigner = presigner(session_token, signature);
    let arguments = [
        &encode_string("examplebucket"),
        "0:",
        "86400:",
        NONE,
        NONE,
        NONE,
        NOW,
        &NONE.repeat(7),
        &encode_strings(&[]),
        &encode_strings(&[]),
    ];
    let reply = presigner.share(&arguments.concat());
    let mut lines = reply.lines().map(String::from);
    let mut line = || lines.next().expect("a line");
    let (origin, suffix) = (line(), line());
    (presigner, origin, suffix)
}

/// Presigns a GET request.
fn url(key: &str) -> String {
    let (mut signer, origin, suffix) = url_signer(None, V4);
    signer.sign(Some(key.into()));
    let reply = signer.signed_text();
    let (signature, path) = reply.split_once('\n').expect("signature and path");
    // An empty path means that the key needs no encoding; the bucket is in the host.
    let plain = format!("/{key}");
    let path = if path.is_empty() { &plain } else { path };
    [&origin, path, &suffix, signature].concat()
}

/// Signs a form. Returns its URL, and the names and values of its fields in turn.
fn sign_form(key: &str, fields: &[&str]) -> (String, Vec<String>) {
    let arguments = [
        &encode_string("examplebucket"),
        &encode_string(key),
        "0:",
        NONE,
        NONE,
        NONE,
        NOW,
        NONE,
        NONE,
        NONE,
        &encode_strings(fields),
        &encode_strings(&[]),
    ];
    let reply = presigner(None, V4).presign_post(&arguments.concat());
    let mut lines: Vec<String> = reply.split('\n').map(String::from).collect();
    let fields = lines.split_off(5);
    (lines.swap_remove(0), fields)
}
