use alloc::vec::Vec;

use super::item::{Item, Items, POSITIONAL_V2_HEADERS};
use super::request_part::RequestPart;
use crate::opaque_debug::opaque_debug;
use crate::signature_version::SignatureVersion;
use crate::text::{split, split_first};
use crate::url::query_pairs;

/// Elements of S3's error document for `SignatureDoesNotMatch`. An absent element is empty.
#[derive(Clone, Copy, Default)]
pub struct ErrorDocument<'a> {
    /// `CanonicalRequest`, which only V4 has.
    pub canonical_request: &'a str,
    /// `StringToSign`.
    pub string_to_sign: &'a str,
    /// `AWSAccessKeyId`.
    pub access_key_id: &'a str,
}

opaque_debug!(ErrorDocument<'_>, "ErrorDocument");

impl<'a> ErrorDocument<'a> {
    /// Returns the items that S3 signed, and whether they are complete. None if the document has none of them.
    pub(super) fn items(&self, version: SignatureVersion) -> Option<(Vec<Item<'a>>, bool)> {
        let mut items = Items::default();
        let is_complete = match version {
            SignatureVersion::V2 => {
                read_v2(&mut items, self.string_to_sign)?;
                true
            }
            SignatureVersion::V4 => {
                let is_complete = !self.canonical_request.is_empty();
                if is_complete {
                    read_v4(&mut items, self.canonical_request)?;
                }
                if !self.string_to_sign.is_empty() {
                    let mut lines = lines(self.string_to_sign);
                    lines.next();
                    items.push(RequestPart::Scope, "date", lines.next()?);
                    items.push(RequestPart::Scope, "scope", lines.next()?);
                }
                is_complete
            }
        };
        (!items.0.is_empty()).then_some((items.0, is_complete))
    }
}

/// Reads a canonical request of V4.
fn read_v4<'a>(items: &mut Items<'a>, canonical_request: &'a str) -> Option<()> {
    let mut lines = lines(canonical_request);
    items.push(RequestPart::Method, "", lines.next()?);
    items.push(RequestPart::Path, "", lines.next()?);
    for (name, value) in query_pairs(lines.next()?) {
        items.push(RequestPart::Query, name, value);
    }
    for line in lines.by_ref().take_while(|line| !line.is_empty()) {
        push_header(items, line);
    }
    items.push(RequestPart::SignedHeaders, "", lines.next()?);
    items.push(RequestPart::Payload, "", lines.next()?);
    Some(())
}

/// Reads a string to sign of V2.
fn read_v2<'a>(items: &mut Items<'a>, string_to_sign: &'a str) -> Option<()> {
    let mut lines = lines(string_to_sign);
    items.push(RequestPart::Method, "", lines.next()?);
    for name in POSITIONAL_V2_HEADERS {
        items.push(RequestPart::Headers, name, lines.next()?);
    }
    items.push(RequestPart::Query, "Expires", lines.next()?);
    let mut resource = lines.next()?;
    for line in lines {
        push_header(items, resource);
        resource = line;
    }
    items.push(RequestPart::Path, "", resource);
    Some(())
}

fn push_header<'a>(items: &mut Items<'a>, line: &'a str) {
    let (name, value) = split_first(line, b':').unwrap_or((line, ""));
    items.push(RequestPart::Headers, name, value);
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    split(text, b'\n').map(|line| line.strip_suffix("\r").unwrap_or(line))
}
