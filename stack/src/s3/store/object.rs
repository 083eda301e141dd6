//! Objects and their records.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::content::Content;
use crate::s3::checksums::Checksums;

/// Headers that an upload sets and a download returns.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Headers {
    pub content_type: Option<String>,
    pub cache_control: Option<String>,
    pub content_disposition: Option<String>,
    pub content_encoding: Option<String>,
    pub content_language: Option<String>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub expires: Option<OffsetDateTime>,
    /// User metadata: `x-amz-meta-*` without the prefix.
    pub metadata: BTreeMap<String, String>,
    pub tags: BTreeMap<String, String>,
}

/// S3's checksum type: of the object's bytes, or of the checksums of its parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ChecksumKind {
    #[default]
    FullObject,
    Composite,
}

impl ChecksumKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::FullObject => "FULL_OBJECT",
            Self::Composite => "COMPOSITE",
        }
    }
}

/// All properties of an object but its bytes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    pub key: String,
    /// `ETag` without quotes: the MD5 in hexadecimal, or `md5-n` for an object of n parts.
    pub etag: String,
    #[serde(with = "time::serde::rfc3339")]
    pub last_modified: OffsetDateTime,
    pub headers: Headers,
    pub checksums: Checksums,
    pub checksum_kind: ChecksumKind,
    /// Sizes of the parts, if the object was a multipart upload.
    pub part_sizes: Vec<u64>,
}

/// An object: its record and its bytes.
#[derive(Clone)]
pub struct Object {
    pub record: Record,
    pub content: Content,
}
