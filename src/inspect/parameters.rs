//! The decoded query of a presigned URL.

use alloc::string::String;
use alloc::vec::Vec;

use super::inspection::Inspection;
use super::problem::ProblemCode;
use crate::encode;
use crate::text::{split, split_first};

/// Names of the session token.
pub(super) const TOKENS: [&str; 2] = ["X-Amz-Security-Token", "X-Amz-S3session-Token"];

/// Names and values in the order of the URL, decoded once.
pub(super) struct Parameters<'a> {
    /// The query as it is in the URL.
    pub(super) query: &'a str,
    /// Whether `&amp;` separates parameters, as in a URL copied from HTML source.
    pub(super) is_html_escaped: bool,
    pairs: Vec<(String, String)>,
}

impl<'a> Parameters<'a> {
    pub(super) fn parse(query: &'a str) -> Self {
        let mut is_html_escaped = false;
        let mut pairs = Vec::new();
        for pair in split(query, b'&') {
            let pair = match pair.strip_prefix("amp;") {
                Some(pair) => {
                    is_html_escaped = true;
                    pair
                }
                None => pair,
            };
            let (name, value) = split_first(pair, b'=').unwrap_or((pair, ""));
            pairs.push((decoded(name), decoded(value)));
        }
        Self {
            query,
            is_html_escaped,
            pairs,
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Returns the first value of this name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Returns the first value of this name. An absent or empty value is a problem.
    pub(super) fn require(&self, name: &'static str, inspection: &mut Inspection) -> Option<&str> {
        let value = self.get(name).filter(|value| !value.is_empty());
        if value.is_none() {
            inspection.push_parameter_problem(ProblemCode::MissingParameter, name);
        }
        value
    }

    pub(super) fn has_token(&self) -> bool {
        TOKENS.iter().any(|name| self.has(name))
    }

    pub(super) fn is_duplicate(&self, name: &str) -> bool {
        self.all(name).nth(1).is_some()
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.pairs
            .iter()
            .filter(move |(other, _)| {
                // Names of V2 are case-sensitive; those of V4 are not.
                other == name || (name.starts_with("X-Amz-") && other.eq_ignore_ascii_case(name))
            })
            .map(|(_, value)| value.as_str())
    }
}

/// Decodes `text`. Everything that is signed is ASCII, so a value that is not UTF-8 is read as empty.
fn decoded(text: &str) -> String {
    encode::decoded(text).unwrap_or_default()
}
