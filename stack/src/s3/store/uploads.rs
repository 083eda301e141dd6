//! Multipart uploads under way.

use std::collections::BTreeMap;
use std::sync::Arc;

use time::OffsetDateTime;
use uuid::Uuid;

use super::content::Content;
use super::object::{ChecksumKind, Headers, Object};
use super::{Result, Store, StoreError};
use crate::s3::checksums::{Algorithm, Checksums};

/// An upload that was begun and neither completed nor aborted.
#[derive(Clone)]
pub struct Upload {
    pub key: String,
    pub initiated: OffsetDateTime,
    pub headers: Headers,
    pub algorithm: Algorithm,
    /// Whether the caller asked for the checksum, rather than getting S3's default.
    pub checksum_asked_for: bool,
    pub checksum_kind: ChecksumKind,
    /// Whether it began with object lock headers.
    pub is_locked: bool,
    /// The MD5, in base64, of the customer's encryption key. Nothing is encrypted by it.
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

/// A part that was uploaded.
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

impl Store {
    /// Begins an upload and returns its id.
    pub fn begin_upload(&self, bucket: &str, upload: Upload) -> Result<String> {
        let id = Uuid::new_v4().simple().to_string();
        self.with_mut(bucket, |bucket| {
            bucket.uploads.insert(id.clone(), upload);
            Ok(())
        })?;
        Ok(id)
    }

    pub fn upload(&self, bucket: &str, key: &str, id: &str) -> Result<Upload> {
        self.with(bucket, |bucket| {
            bucket
                .uploads
                .get(id)
                .filter(|upload| upload.key == key)
                .cloned()
        })?
        .ok_or(StoreError::NoSuchUpload)
    }

    /// Adds a part, in place of an earlier one of its number.
    pub fn put_part(
        &self,
        bucket: &str,
        key: &str,
        id: &str,
        number: i32,
        part: Part,
    ) -> Result<()> {
        let content = part.content.clone();
        let stored = self.with_mut(bucket, |bucket| {
            let upload = bucket
                .uploads
                .get_mut(id)
                .filter(|upload| upload.key == key)
                .ok_or(StoreError::NoSuchUpload)?;
            if let Some(replaced) = upload.parts.insert(number, part) {
                replaced.content.discard();
            }
            Ok(())
        });
        if stored.is_err() {
            content.discard();
        }
        stored
    }

    /// Turns an upload into the object made of the parts that `used` names; the rest is thrown away.
    pub fn complete_upload(
        &self,
        name: &str,
        id: &str,
        object: Object,
        used: &[i32],
        condition: impl FnOnce(Option<&Object>) -> bool,
    ) -> Result<Arc<Object>> {
        self.with_mut(name, |bucket| {
            if !bucket.uploads.contains_key(id) {
                return Err(StoreError::NoSuchUpload);
            }
            let object = self.insert(name, bucket, object, condition)?;
            if let Some(upload) = bucket.uploads.remove(id) {
                for (_, part) in upload
                    .parts
                    .iter()
                    .filter(|(number, _)| !used.contains(number))
                {
                    part.content.discard();
                }
            }
            Ok(object)
        })
    }

    pub fn abort_upload(&self, bucket: &str, key: &str, id: &str) -> Result<()> {
        self.with_mut(bucket, |bucket| {
            if bucket
                .uploads
                .get(id)
                .is_none_or(|upload| upload.key != key)
            {
                return Err(StoreError::NoSuchUpload);
            }
            if let Some(upload) = bucket.uploads.remove(id) {
                upload.discard();
            }
            Ok(())
        })
    }
}
