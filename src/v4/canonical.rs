//! The canonical request: the one form of a request that both sides sign.
//!
//! S3 encodes the path once and never normalises it, and a presigned URL says nothing of its body.

use alloc::string::String;

use crate::header::CanonicalHeader;

/// The payload line of every presigned URL.
pub const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// The parts of a canonical request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CanonicalRequest<'a> {
    /// `GET`, …
    pub method: &'a str,
    /// The encoded path.
    pub path: &'a str,
    /// The encoded query, sorted, without the signature.
    pub query: &'a str,
    /// Sorted by name, `host` among them.
    pub headers: &'a [CanonicalHeader],
    /// [`UNSIGNED_PAYLOAD`], or the hex SHA-256 of the body.
    pub payload: &'a str,
}

impl CanonicalRequest<'_> {
    /// The lines, in AWS's order.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(256 + self.path.len() + self.query.len());
        text.push_str(self.method);
        text.push('\n');
        text.push_str(self.path);
        text.push('\n');
        text.push_str(self.query);
        text.push('\n');
        for header in self.headers {
            text.push_str(&header.name);
            text.push(':');
            text.push_str(&header.value);
            text.push('\n');
        }
        text.push('\n');
        text.push_str(&signed_headers(self.headers));
        text.push('\n');
        text.push_str(self.payload);
        text
    }
}

/// `content-type;host`: the names, as `X-Amz-SignedHeaders` has them.
pub fn signed_headers(headers: &[CanonicalHeader]) -> String {
    let mut names = String::new();
    for (index, header) in headers.iter().enumerate() {
        if index > 0 {
            names.push(';');
        }
        names.push_str(&header.name);
    }
    names
}
