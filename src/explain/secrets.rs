//! Secrets of a request, which no explanation may show.

use alloc::string::String;
use alloc::vec::Vec;

use super::sent::SentRequest;
use crate::encode::decoded;
use crate::text::{split_first, split_once};
use crate::url::query_pairs;

/// Whether the parameter or header `name` has a secret value.
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
    .any(|suffix| name.ends_with(suffix))
}

/// The secret values of one request. A service may repeat them anywhere in its error document.
pub(super) struct Secrets(Vec<String>);

impl Secrets {
    pub(super) fn from_request(sent: &SentRequest<'_>) -> Self {
        let mut secrets = Self(Vec::new());
        let query = split_first(sent.url, b'?').unwrap_or_default().1;
        for (name, value) in query_pairs(query) {
            if is_secret(name) {
                secrets.push(decoded(value).unwrap_or_default());
                secrets.push(value.into());
            }
        }
        for (name, value) in sent.headers {
            if is_secret(name) {
                secrets.push((*value).into());
            }
        }
        secrets
    }

    #[inline(never)]
    fn push(&mut self, secret: String) {
        if !secret.is_empty() {
            self.0.push(secret);
        }
    }

    /// Replaces each secret in `text` with `(hidden)`.
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
