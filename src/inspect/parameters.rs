//! The query of a presigned URL, decoded.

use alloc::string::String;
use alloc::vec::Vec;

use super::Inspection;
use super::problem::ProblemCode;
use super::{v2, v4};
use crate::encode;
use crate::text::{cut, parts};

const TOKENS: [&str; 2] = ["X-Amz-Security-Token", "X-Amz-S3session-Token"];

/// Names and values in their order, decoded once.
pub(super) struct Parameters<'a> {
    query: &'a str,
    pairs: Vec<(String, String)>,
    is_html: bool,
}

impl<'a> Parameters<'a> {
    pub(super) fn parse(query: &'a str) -> Self {
        let mut is_html = false;
        let mut pairs = Vec::new();
        for pair in parts(query, b'&') {
            // A URL that was copied out of the source of a page.
            let pair = match pair.strip_prefix("amp;") {
                Some(pair) => {
                    is_html = true;
                    pair
                }
                None => pair,
            };
            let (name, value) = cut(pair, b'=').unwrap_or((pair, ""));
            pairs.push((decoded(name), decoded(value)));
        }
        Self {
            query,
            pairs,
            is_html,
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }

    /// The first of this name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// The first of this name; where it is absent or empty, that is a problem.
    pub(super) fn demand(&self, name: &'static str, inspection: &mut Inspection) -> Option<&str> {
        let value = self.get(name).filter(|value| !value.is_empty());
        if value.is_none() {
            inspection.found_in(ProblemCode::MissingParameter, Some(name));
        }
        value
    }

    pub(super) fn has_token(&self) -> bool {
        TOKENS.iter().any(|name| self.has(name))
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.pairs
            .iter()
            .filter(move |(other, _)| {
                // V2 has names that mean nothing in another case, and V4 has not.
                other == name || (name.starts_with("X-Amz-") && other.eq_ignore_ascii_case(name))
            })
            .map(|(_, value)| value.as_str())
    }

    /// What is wrong with the query as a whole.
    pub(super) fn weigh(&self, inspection: &mut Inspection) {
        for names in [&v4::NAMES[..], &v2::NAMES, &TOKENS] {
            for name in names {
                if self.all(name).nth(1).is_some() {
                    inspection.found_in(ProblemCode::DuplicateParameter, Some(name));
                }
            }
        }
        if v4::MARKS.iter().any(|name| self.has(name))
            && v2::MARKS.iter().any(|name| self.has(name))
        {
            inspection.found(ProblemCode::MixedSignatures);
        }
        if self.is_html {
            inspection.found(ProblemCode::HtmlEscaped);
        }
        if cut(self.query, b'+').is_some() {
            inspection.found(ProblemCode::PlusInQuery);
        }
    }
}

fn decoded(text: &str) -> String {
    // Nothing that a signature is made of is beyond UTF-8, so what is has no meaning here.
    encode::decoded(text).unwrap_or_default()
}
