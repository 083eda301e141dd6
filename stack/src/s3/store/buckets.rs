use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, RwLock};

use time::OffsetDateTime;

use super::bucket::Bucket;
use super::content::Writer;
use super::disk::Disk;
use super::error::{Result, StoreError};
use super::object::Object;
use crate::s3::cors::CorsRule;

/// All buckets: in memory, and on disk as well if there is a folder.
pub struct Store {
    pub(super) disk: Option<Disk>,
    buckets: RwLock<BTreeMap<String, Bucket>>,
}

impl Store {
    pub fn in_memory() -> Self {
        Self {
            disk: None,
            buckets: RwLock::default(),
        }
    }

    /// Stores buckets in the subfolder `s3-signpost-stack` of the folder.
    pub fn in_folder(folder: &Path) -> io::Result<Self> {
        let (disk, buckets) = Disk::open(folder)?;
        Ok(Self {
            disk: Some(disk),
            buckets: RwLock::new(buckets),
        })
    }

    /// Returns a writer for the bytes of a new object or part.
    pub async fn writer(&self) -> io::Result<Writer> {
        match &self.disk {
            Some(disk) => Writer::in_folder(disk.content()).await,
            None => Ok(Writer::in_memory()),
        }
    }

    /// Calls `read` with a bucket.
    pub fn read_bucket<T>(&self, bucket: &str, read: impl FnOnce(&Bucket) -> T) -> Result<T> {
        let buckets = self.buckets.read().expect("the lock is not poisoned");
        buckets
            .get(bucket)
            .map(read)
            .ok_or(StoreError::NoSuchBucket)
    }

    pub(super) fn write_bucket<T>(
        &self,
        bucket: &str,
        write: impl FnOnce(&mut Bucket) -> Result<T>,
    ) -> Result<T> {
        let mut buckets = self.buckets.write().expect("the lock is not poisoned");
        write(buckets.get_mut(bucket).ok_or(StoreError::NoSuchBucket)?)
    }

    /// Returns the names and creation dates of all buckets, in the order of their names.
    pub fn list_buckets(&self) -> Vec<(String, OffsetDateTime)> {
        let buckets = self.buckets.read().expect("the lock is not poisoned");
        buckets
            .iter()
            .map(|(name, bucket)| (name.clone(), bucket.created))
            .collect()
    }

    pub fn create_bucket(
        &self,
        name: &str,
        now: OffsetDateTime,
        cors: Vec<CorsRule>,
    ) -> Result<()> {
        let mut buckets = self.buckets.write().expect("the lock is not poisoned");
        if buckets.contains_key(name) {
            return Err(StoreError::BucketAlreadyOwnedByYou);
        }
        let bucket = Bucket {
            created: now,
            cors,
            objects: BTreeMap::new(),
            uploads: BTreeMap::new(),
        };
        if let Some(disk) = &self.disk {
            disk.create_bucket(name, &bucket)?;
        }
        buckets.insert(name.to_owned(), bucket);
        Ok(())
    }

    pub fn delete_bucket(&self, name: &str) -> Result<()> {
        let mut buckets = self.buckets.write().expect("the lock is not poisoned");
        if !buckets
            .get(name)
            .ok_or(StoreError::NoSuchBucket)?
            .objects
            .is_empty()
        {
            return Err(StoreError::BucketNotEmpty);
        }
        if let Some(disk) = &self.disk {
            disk.delete_bucket(name)
                .map_err(|error| match error.kind() {
                    io::ErrorKind::DirectoryNotEmpty => StoreError::BucketNotEmpty,
                    _ => error.into(),
                })?;
        }
        for upload in buckets
            .remove(name)
            .into_iter()
            .flat_map(|bucket| bucket.uploads.into_values())
        {
            upload.discard();
        }
        Ok(())
    }

    pub fn cors(&self, bucket: &str) -> Result<Vec<CorsRule>> {
        self.read_bucket(bucket, |bucket| bucket.cors.clone())
    }

    pub fn set_cors(&self, name: &str, rules: Vec<CorsRule>) -> Result<()> {
        self.write_bucket(name, |bucket| {
            bucket.cors = rules;
            if let Some(disk) = &self.disk {
                disk.save_bucket(name, bucket)?;
            }
            Ok(())
        })
    }

    pub fn get(&self, bucket: &str, key: &str) -> Result<Arc<Object>> {
        self.read_bucket(bucket, |bucket| bucket.objects.get(key).cloned())?
            .ok_or(StoreError::NoSuchKey)
    }

    /// Stores an object if `condition` accepts the existing one, and returns it.
    pub fn put(
        &self,
        name: &str,
        object: Object,
        condition: impl FnOnce(Option<&Object>) -> bool,
    ) -> Result<Arc<Object>> {
        let content = object.content.clone();
        let stored = self.write_bucket(name, |bucket| self.insert(name, bucket, object, condition));
        if stored.is_err() {
            content.discard();
        }
        stored
    }

    pub(super) fn insert(
        &self,
        name: &str,
        bucket: &mut Bucket,
        object: Object,
        condition: impl FnOnce(Option<&Object>) -> bool,
    ) -> Result<Arc<Object>> {
        let key = object.record.key.clone();
        if !condition(bucket.objects.get(&key).map(Arc::as_ref)) {
            return Err(StoreError::PreconditionFailed);
        }
        if let Some(disk) = &self.disk {
            disk.save_object(name, &object)?;
        }
        let object = Arc::new(object);
        if let Some(replaced) = bucket.objects.insert(key, Arc::clone(&object)) {
            replaced.content.discard();
        }
        Ok(object)
    }

    /// Changes the record of an object.
    pub fn update(&self, name: &str, key: &str, change: impl FnOnce(&mut Object)) -> Result<()> {
        self.write_bucket(name, |bucket| {
            let existing = bucket.objects.get_mut(key).ok_or(StoreError::NoSuchKey)?;
            let mut object = Object::clone(existing);
            change(&mut object);
            if let Some(disk) = &self.disk {
                disk.save_object(name, &object)?;
            }
            *existing = Arc::new(object);
            Ok(())
        })
    }

    /// Deletes an object. As in S3, it is no error if the object does not exist.
    pub fn delete(&self, name: &str, key: &str) -> Result<()> {
        self.write_bucket(name, |bucket| {
            if let Some(disk) = &self.disk {
                disk.delete_object(name, key)?;
            }
            if let Some(object) = bucket.objects.remove(key) {
                object.content.discard();
            }
            Ok(())
        })
    }
}
