//! Unfinished multipart uploads.

use std::sync::Arc;

use uuid::Uuid;

use super::buckets::Store;
use super::error::{Result, StoreError};
use super::object::Object;
use super::upload::{Part, Upload};

impl Store {
    /// Creates an upload and returns its id.
    pub fn create_upload(&self, bucket: &str, upload: Upload) -> Result<String> {
        let id = Uuid::new_v4().simple().to_string();
        self.write_bucket(bucket, |bucket| {
            bucket.uploads.insert(id.clone(), upload);
            Ok(())
        })?;
        Ok(id)
    }

    pub fn upload(&self, bucket: &str, key: &str, id: &str) -> Result<Upload> {
        self.read_bucket(bucket, |bucket| {
            bucket
                .uploads
                .get(id)
                .filter(|upload| upload.key == key)
                .cloned()
        })?
        .ok_or(StoreError::NoSuchUpload)
    }

    /// Adds a part, or replaces the part with the same number.
    pub fn put_part(
        &self,
        bucket: &str,
        key: &str,
        id: &str,
        number: i32,
        part: Part,
    ) -> Result<()> {
        let content = part.content.clone();
        let stored = self.write_bucket(bucket, |bucket| {
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

    /// Completes an upload as the object of the parts in `used`, and discards the other parts.
    pub fn complete_upload(
        &self,
        name: &str,
        id: &str,
        object: Object,
        used: &[i32],
        condition: impl FnOnce(Option<&Object>) -> bool,
    ) -> Result<Arc<Object>> {
        self.write_bucket(name, |bucket| {
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
        self.write_bucket(bucket, |bucket| {
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
