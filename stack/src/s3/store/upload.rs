use std::collections::BTreeMap;

use time::OffsetDateTime;

use super::content::Content;
use super::object::{ChecksumKind, Headers};
use crate::s3::checksums::{Algorithm, Checksums};

/// An upload that is neither completed nor aborted.
#[derive(Clone)]
pub struct Upload {
    pub key: String,
    pub initiated: OffsetDateTime,
    pub headers: Headers,
    pub algorithm: Algorithm,
    /// Whether the caller chose the checksum algorithm; otherwise it is S3's default.
    pub checksum_requested: bool,
    pub checksum_kind: ChecksumKind,
    /// Whether it was created with object lock headers.
    pub is_locked: bool,
    /// MD5 of the customer-provided encryption key, in base64. The stack encrypts nothing.
    pub customer_key_md5: Option<String>,
    pub parts: BTreeMap<i32, Part>,
}

impl Upload {
    pub(super) fn discard(&self) {
        for part in self.parts.values() {
            part.content.discard();
        }
    }
}

/// An uploaded part.
#[derive(Clone)]
pub struct Part {
    pub md5: [u8; 16],
    pub last_modified: OffsetDateTime,
    pub checksums: Checksums,
    pub content: Content,
}

impl Part {
    pub fn etag(&self) -> String {
        hex::encode(self.md5)
    }
}
