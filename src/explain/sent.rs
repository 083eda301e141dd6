use alloc::string::String;
use alloc::vec::Vec;

use super::item::{Item, Items, POSITIONAL_V2_HEADERS, UNKNOWN};
use super::request_part::RequestPart;
use crate::encode::decoded;
use crate::opaque_debug::opaque_debug;
use crate::shared_request::is_amz;
use crate::signature_version::SignatureVersion;
use crate::sorted_pairs::SortedPairs;
use crate::text::{concat, split, split_first};
use crate::url::{UrlParts, query_pairs};
use crate::v2::sub_resources::sub_resources;
use crate::v4::canonical_request::UNSIGNED_PAYLOAD;

/// A request as it was sent.
#[derive(Clone, Copy)]
pub struct SentRequest<'a> {
    /// The HTTP method, such as `GET`.
    pub method: &'a str,
    /// The presigned URL.
    pub url: &'a str,
    /// The headers that the caller knows; those that a browser adds are missing.
    pub headers: &'a [(&'a str, &'a str)],
}

opaque_debug!(SentRequest<'_>, "SentRequest");

/// A [`SentRequest`], parsed. Its items borrow from it.
pub(super) struct ParsedRequest<'a> {
    method: &'a str,
    url: UrlParts<'a>,
    /// Names as they are in the URL, and decoded values.
    parameters: Vec<(String, String)>,
    /// Names in lower case, and values as they are signed.
    headers: Vec<(String, String)>,
    /// The canonicalized resource of V2, without a bucket.
    resource: String,
}

impl<'a> ParsedRequest<'a> {
    pub(super) fn parse(sent: &SentRequest<'a>) -> Option<Self> {
        let url = UrlParts::parse(sent.url).ok()?;
        let mut parameters: Vec<(String, String)> = Vec::new();
        for (name, value) in query_pairs(url.query) {
            let value = decoded(value)?;
            parameters.push((name.into(), value));
        }
        let mut sorted = SortedPairs::default();
        for (name, value) in &parameters {
            sorted.insert(name.clone(), value.clone());
        }
        let mut headers = Vec::new();
        for (name, value) in sent.headers {
            headers.push((name.to_ascii_lowercase(), collapse_spaces(value)));
        }
        // V2 signs x-amz- parameters as headers.
        if get(&parameters, "X-Amz-Signature").is_none() {
            for (name, value) in parameters.iter().filter(|(name, _)| is_amz(name)) {
                headers.push((name.to_ascii_lowercase(), value.clone()));
            }
        }
        Some(Self {
            method: sent.method,
            resource: concat(&[path(&url), &sub_resources(sorted.iter())]),
            url,
            parameters,
            headers,
        })
    }

    /// Returns the signature version of the URL.
    pub(super) fn version(&self) -> SignatureVersion {
        match get(&self.parameters, "X-Amz-Signature") {
            Some(_) => SignatureVersion::V4,
            None => SignatureVersion::V2,
        }
    }

    pub(super) fn access_key_id(&self) -> &str {
        let id = get(&self.parameters, "AWSAccessKeyId")
            .or_else(|| get(&self.parameters, "X-Amz-Credential"));
        id.and_then(|id| split(id, b'/').next()).unwrap_or_default()
    }

    /// Returns the signed items in signing order. None if the URL lacks a parameter of the signature.
    pub(super) fn items(&self) -> Option<Vec<Item<'_>>> {
        let mut items = Items::default();
        items.push(RequestPart::Method, "", self.method);
        let parameter = |name: &str| get(&self.parameters, name);
        match self.version() {
            SignatureVersion::V4 => {
                items.push(RequestPart::Path, "", path(&self.url));
                for (name, value) in query_pairs(self.url.query) {
                    if name != "X-Amz-Signature" {
                        items.push(RequestPart::Query, name, value);
                    }
                }
                let headers = parameter("X-Amz-SignedHeaders")?;
                for name in split(headers, b';') {
                    let value = match name {
                        "host" => &self.url.host,
                        _ => get(&self.headers, name).unwrap_or(UNKNOWN),
                    };
                    items.push(RequestPart::Headers, name, value);
                }
                items.push(RequestPart::SignedHeaders, "", headers);
                items.push(RequestPart::Payload, "", UNSIGNED_PAYLOAD);
                items.push(RequestPart::Scope, "date", parameter("X-Amz-Date")?);
                let (_, scope) = split_first(parameter("X-Amz-Credential")?, b'/')?;
                items.push(RequestPart::Scope, "scope", scope);
            }
            SignatureVersion::V2 => {
                for name in POSITIONAL_V2_HEADERS {
                    let value = get(&self.headers, name).unwrap_or_default();
                    items.push(RequestPart::Headers, name, value);
                }
                items.push(RequestPart::Query, "Expires", parameter("Expires")?);
                for (name, value) in &self.headers {
                    if name.starts_with("x-amz-") {
                        items.push(RequestPart::Headers, name, value);
                    }
                }
                items.push(RequestPart::Path, "", &self.resource);
            }
        }
        Some(items.0)
    }
}

fn get<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let (_, value) = pairs.iter().find(|(other, _)| other == name)?;
    Some(value)
}

fn path<'a>(url: &UrlParts<'a>) -> &'a str {
    if url.path.is_empty() { "/" } else { url.path }
}

/// Trims `value` and replaces each run of spaces and tabs with one space, as AWS canonicalizes header values.
fn collapse_spaces(value: &str) -> String {
    let mut text = String::new();
    let mut is_space_due = false;
    for character in value.chars() {
        if matches!(character, ' ' | '\t') {
            is_space_due = !text.is_empty();
            continue;
        }
        if is_space_due {
            text.push(' ');
            is_space_due = false;
        }
        text.push(character);
    }
    text
}
