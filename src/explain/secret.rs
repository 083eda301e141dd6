//! What no explanation may show, though it stands in the request.

use alloc::string::String;
use alloc::vec::Vec;

use super::SentRequest;
use super::signed::pairs;
use crate::encode::decoded;
use crate::text::{cut, split_once};

/// Whether the value of this parameter or header is a secret.
pub(super) fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [
        "token",
        "signature",
        "authorization",
        "cookie",
        "customer-key",
    ]
    .iter()
    .any(|end| name.ends_with(end))
}

/// The secrets of one request, by value: a service may repeat them anywhere.
pub(super) struct Secrets(Vec<String>);

impl Secrets {
    pub(super) fn of(sent: &SentRequest<'_>) -> Self {
        let mut secrets = Self(Vec::new());
        let query = cut(sent.url, b'?').unwrap_or_default().1;
        for (name, value) in pairs(query) {
            if is_secret(name) {
                secrets.add(decoded(value).unwrap_or_default());
                secrets.add(value.into());
            }
        }
        for (name, value) in sent.headers {
            if is_secret(name) {
                secrets.add((*value).into());
            }
        }
        secrets
    }

    #[inline(never)]
    fn add(&mut self, secret: String) {
        if !secret.is_empty() {
            self.0.push(secret);
        }
    }

    pub(super) fn hide(&self, text: &str) -> String {
        let mut text = String::from(text);
        for secret in &self.0 {
            let mut out = String::new();
            let mut rest = text.as_str();
            while let Some((before, after)) = split_once(rest, secret) {
                out.push_str(before);
                out.push_str("(hidden)");
                rest = after;
            }
            out.push_str(rest);
            text = out;
        }
        text
    }
}
