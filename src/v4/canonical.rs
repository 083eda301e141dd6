//! The canonical request: the one form of a request that both sides sign.
//!
//! S3 encodes the path once and never normalises it, and a presigned URL says nothing of its body.

use alloc::string::String;

use crate::header::CanonicalHeaders;
use crate::text::concat;

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
    pub headers: &'a CanonicalHeaders,
    /// [`UNSIGNED_PAYLOAD`], or the hex SHA-256 of the body.
    pub payload: &'a str,
}

impl CanonicalRequest<'_> {
    /// The lines, in AWS's order.
    pub fn text(&self) -> String {
        concat(&[self.method, "\n", self.path, &self.tail()])
    }

    /// All that follows the path, which requests that differ in their key alone have in common.
    pub fn tail(&self) -> String {
        concat(&[
            "\n",
            self.query,
            "\n",
            &self.headers.lines(),
            "\n",
            &self.headers.signed_headers(),
            "\n",
            self.payload,
        ])
    }
}
