//! The door to JavaScript, in a real browser: what only a browser can judge of it. How options are read is
//! tested where they are, in tests/js/options.test.ts.
#![cfg(target_arch = "wasm32")]

mod form_text;
mod forms;
mod lanes;
mod presign;

use s3_signpost::wasm::{Presigner, UrlSigner};
use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);

/// 2013-05-24T00:00:00Z: the instant of AWS's examples.
const NOW: f64 = 1_369_353_600.0;
const NONE: f64 = f64::NAN;
/// The bit of the legacy global endpoint.
const GLOBAL: u32 = 8;
/// The place of each signature version among the public values.
const V4: u32 = 0;
const V2: u32 = 1;

fn presigner(session_token: Option<&str>, signature: u32) -> Presigner {
    Presigner::new(
        "AKIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".into(),
        session_token.map(Into::into),
        NONE,
        "us-east-1",
        None,
        Some("examplebucket".into()),
        GLOBAL,
        0,
        0,
        signature,
    )
    .expect("a presigner")
}

fn url_signer(session_token: Option<&str>, signature: u32) -> UrlSigner {
    presigner(session_token, signature)
        .url_signer(
            Some("examplebucket".into()),
            0,
            86_400.0,
            NONE,
            Vec::new(),
            Vec::new(),
            Vec::new(),
            NONE,
            NONE,
            NOW,
        )
        .expect("a signer")
}

/// The URL of a GET.
fn url(key: &str) -> String {
    let mut signer = url_signer(None, V4);
    let signed = signer.sign(Some(key.into())).expect("a URL");
    let (path, signature) = signed.split_once('\n').expect("path and signature");
    [&signer.origin(), path, &signer.suffix(), signature].concat()
}

/// Where a form goes, and its fields, names and values in turn.
fn sign_form(
    key: &str,
    starts_with: bool,
    fields: &[&str],
    content_type: Option<&str>,
) -> (String, Vec<String>) {
    let mut answer = presigner(None, V4)
        .presign_post(
            "examplebucket",
            key.into(),
            starts_with,
            NONE,
            NONE,
            fields.iter().map(|&text| text.into()).collect(),
            Vec::new(),
            NONE,
            NONE,
            content_type.map(Into::into),
            NONE,
            NOW,
        )
        .expect("a form");
    let fields = answer.split_off(5);
    (answer.swap_remove(0), fields)
}
