//! The door to JavaScript, in a real browser: what only a browser can judge of it. How options are read is
//! tested where they are, in tests/js/options.test.ts.
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
/// The bit of the legacy global endpoint.
const GLOBAL: &str = "8:";
/// The place of each signature version among the public values.
const V4: &str = "0:";
const V2: &str = "1:";

/// A text as it goes in.
fn text(text: &str) -> String {
    format!("{}:{text}", text.encode_utf16().count())
}

/// Texts as they go in.
fn texts(given: &[&str]) -> String {
    let texts: String = given.iter().map(|&given| text(given)).collect();
    format!("{}:{texts}", given.len())
}

fn presigner(session_token: Option<&str>, signature: &str) -> Presigner {
    let mut presigner = Presigner::new();
    let given = [
        &text("us-east-1"),
        NONE,
        &text("examplebucket"),
        GLOBAL,
        "0:",
        "0:",
        signature,
        NONE,
        &text("AKIAIOSFODNN7EXAMPLE"),
        &session_token.map_or(NONE.into(), text),
        &text("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
    ];
    assert_eq!(presigner.open(given.concat()), "");
    presigner
}

/// One that signs GETs, what stands before their paths, and what behind.
fn url_signer(session_token: Option<&str>, signature: &str) -> (Presigner, String, String) {
    let mut presigner = presigner(session_token, signature);
    let given = [
        &text("examplebucket"),
        "0:",
        "86400:",
        NONE,
        NONE,
        NONE,
        NOW,
        &NONE.repeat(7),
        &texts(&[]),
        &texts(&[]),
    ];
    let answer = presigner.share(&given.concat());
    let mut lines = answer.lines().map(String::from);
    let mut line = || lines.next().expect("a line");
    let (origin, suffix) = (line(), line());
    (presigner, origin, suffix)
}

/// The URL of a GET.
fn url(key: &str) -> String {
    let (mut signer, origin, suffix) = url_signer(None, V4);
    signer.sign(Some(key.into()));
    let reply = signer.signed_text();
    let (signature, path) = reply.split_once('\n').expect("signature and path");
    // The bucket is in the host: paths begin with a slash and nothing else.
    let plain = format!("/{key}");
    let path = if path.is_empty() { &plain } else { path };
    [&origin, path, &suffix, signature].concat()
}

/// Where a form goes, and its fields, names and values in turn.
fn sign_form(key: &str, fields: &[&str]) -> (String, Vec<String>) {
    let given = [
        &text("examplebucket"),
        &text(key),
        "0:",
        NONE,
        NONE,
        NONE,
        NOW,
        NONE,
        NONE,
        NONE,
        &texts(fields),
        &texts(&[]),
    ];
    let answer = presigner(None, V4).presign_post(&given.concat());
    let mut lines: Vec<String> = answer.split('\n').map(String::from).collect();
    let fields = lines.split_off(5);
    (lines.swap_remove(0), fields)
}
