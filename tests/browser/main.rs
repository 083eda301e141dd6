//! The functions that JavaScript calls, in a real browser and judged by its URL and HTML parsers. tests/js tests how
//! options are read.
#![cfg(target_arch = "wasm32")]

mod lanes;
mod presign;

use s3_signpost::wasm::{Call, Presigner};
use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);

/// 2013-05-24T00:00:00Z: the instant of AWS's examples.
const NOW: &str = "1369353600:";
const NONE: &str = ":";
/// The variants of an endpoint, with `globalEndpoint` only.
const GLOBAL: &str = "0:0:0:1:";
/// The names of the signature versions.
const V4: &str = "2:v4";
const V2: &str = "2:v2";

/// Encodes a string argument.
fn encode_string(text: &str) -> String {
    format!("{}:{text}", text.encode_utf16().count())
}

/// Encodes a list of strings.
fn encode_strings(texts: &[&str]) -> String {
    let encoded: String = texts.iter().map(|&text| encode_string(text)).collect();
    format!("{}:{encoded}", texts.len())
}

/// The unread rest of a reply.
struct Reply<'a>(&'a str);

impl<'a> Reply<'a> {
    /// Reads a number; None if it is absent.
    fn number(&mut self) -> Option<usize> {
        let (digits, rest) = self.0.split_once(':').expect("a number");
        self.0 = rest;
        digits.parse().ok()
    }

    /// Reads a string.
    fn string(&mut self) -> &'a str {
        let units = self.number().expect("a length");
        let mut ends = self.0.char_indices().scan(0, |read, (at, character)| {
            let end = (*read, at);
            *read += character.len_utf16();
            Some(end)
        });
        let end = ends.find(|(read, _)| *read == units);
        let (string, rest) = self.0.split_at(end.map_or(self.0.len(), |(_, at)| at));
        self.0 = rest;
        string
    }
}

/// Performs a call and returns its reply.
fn call(presigner: &mut Presigner, call: Call, arguments: &str) -> String {
    presigner.set_input(arguments);
    presigner.call(call as u32);
    presigner.reply_text().into()
}

fn presigner(session_token: Option<&str>, signature: &str) -> Presigner {
    let mut presigner = Presigner::new();
    let arguments = [
        &encode_string("us-east-1"),
        NONE,
        NONE,
        &encode_string("examplebucket"),
        GLOBAL,
        NONE,
        NONE,
        signature,
        NONE,
        &encode_string("AKIAIOSFODNN7EXAMPLE"),
        &session_token.map_or(NONE.into(), encode_string),
        &encode_string("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
    ];
    assert_eq!(call(&mut presigner, Call::Open, &arguments.concat()), "");
    presigner
}

/// Returns a signer of GET requests, and the texts before and after the path of its URLs.
fn url_signer(session_token: Option<&str>, signature: &str) -> (Presigner, String, String) {
    let mut presigner = presigner(session_token, signature);
    let arguments = [
        &encode_string("examplebucket"),
        NONE,
        "86400:",
        NONE,
        NONE,
        NONE,
        NOW,
        &NONE.repeat(7),
        &encode_strings(&[]),
        &encode_strings(&[]),
    ];
    let reply = call(&mut presigner, Call::Share, &arguments.concat());
    let mut reply = Reply(&reply);
    let (origin, suffix) = (reply.string().into(), reply.string().into());
    (presigner, origin, suffix)
}

/// Presigns a GET request.
fn url(key: &str) -> String {
    let (mut signer, origin, suffix) = url_signer(None, V4);
    signer.set_input(key);
    signer.sign(true);
    let reply = signer.reply_text();
    let (signature, path) = reply.split_once('\n').expect("signature and path");
    // An empty path means that the key needs no encoding; the bucket is in the host.
    let plain = format!("/{key}");
    let path = if path.is_empty() { &plain } else { path };
    [&origin, path, &suffix, signature].concat()
}
