//! Keeping buckets in a folder.
//!
//! ```text
//! DIR/buckets/<bucket>/bucket.json      when it was made, its CORS rules
//! DIR/buckets/<bucket>/<digest>.json    one object: its record, and the files of its bytes
//! DIR/content/<random>                  bytes
//! ```
//!
//! An object's file is named by a digest of its key, as a key may hold what no file name can.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use s3s::crypto::{Checksum as _, Sha256};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Bucket;
use super::content::{Content, Segment, StoredFile};
use super::object::{Object, Record};

const BUCKET_FILE: &str = "bucket.json";

/// A folder that holds buckets.
pub struct Disk {
    root: PathBuf,
}

/// An object as it is written to its file.
#[derive(Serialize, Deserialize)]
struct Entry {
    #[serde(flatten)]
    record: Record,
    segments: Vec<EntrySegment>,
}

#[derive(Serialize, Deserialize)]
struct EntrySegment {
    file: String,
    length: u64,
}

impl Disk {
    /// Opens the folder, making it where needed, and reads what it holds. Bytes that belong to no
    /// object, such as those of an upload that was never completed, are deleted.
    pub fn open(root: &Path) -> io::Result<(Self, BTreeMap<String, Bucket>)> {
        let disk = Self {
            root: root.to_owned(),
        };
        fs::create_dir_all(disk.content())?;
        fs::create_dir_all(disk.buckets())?;
        let mut buckets = BTreeMap::new();
        let mut used = HashSet::new();
        for folder in fs::read_dir(disk.buckets())? {
            let folder = folder?;
            let mut bucket: Bucket = read_json(&folder.path().join(BUCKET_FILE))?;
            for file in fs::read_dir(folder.path())? {
                let path = file?.path();
                if path.file_name().is_some_and(|name| name == BUCKET_FILE)
                    || path.extension().is_none_or(|e| e != "json")
                {
                    continue;
                }
                let entry: Entry = read_json(&path)?;
                used.extend(entry.segments.iter().map(|segment| segment.file.clone()));
                bucket
                    .objects
                    .insert(entry.record.key.clone(), Arc::new(disk.object(entry)));
            }
            buckets.insert(folder.file_name().to_string_lossy().into_owned(), bucket);
        }
        for file in fs::read_dir(disk.content())? {
            let file = file?;
            if !used.contains(file.file_name().to_string_lossy().as_ref()) {
                fs::remove_file(file.path())?;
            }
        }
        Ok((disk, buckets))
    }

    /// The folder for the bytes.
    pub fn content(&self) -> PathBuf {
        self.root.join("content")
    }

    pub fn save_bucket(&self, name: &str, bucket: &Bucket) -> io::Result<()> {
        fs::create_dir_all(self.bucket(name))?;
        write_json(&self.bucket(name).join(BUCKET_FILE), bucket)
    }

    pub fn delete_bucket(&self, name: &str) -> io::Result<()> {
        fs::remove_dir_all(self.bucket(name))
    }

    pub fn save_object(&self, bucket: &str, object: &Object) -> io::Result<()> {
        let segments = object
            .content
            .segments
            .iter()
            .filter_map(|segment| match segment {
                Segment::File { file, length } => {
                    let name = file.path.file_name()?.to_string_lossy().into_owned();
                    Some(EntrySegment {
                        file: name,
                        length: *length,
                    })
                }
                // Only an object of no bytes has such a segment here.
                Segment::Memory(_) => None,
            });
        let entry = Entry {
            record: object.record.clone(),
            segments: segments.collect(),
        };
        write_json(&self.entry(bucket, &object.record.key), &entry)
    }

    pub fn delete_object(&self, bucket: &str, key: &str) -> io::Result<()> {
        match fs::remove_file(self.entry(bucket, key)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn object(&self, entry: Entry) -> Object {
        let segments = entry.segments.into_iter().map(|segment| Segment::File {
            file: Arc::new(StoredFile::new(self.content().join(segment.file))),
            length: segment.length,
        });
        Object {
            record: entry.record,
            content: Content {
                segments: segments.collect(),
            },
        }
    }

    fn buckets(&self) -> PathBuf {
        self.root.join("buckets")
    }

    fn bucket(&self, name: &str) -> PathBuf {
        self.buckets().join(name)
    }

    fn entry(&self, bucket: &str, key: &str) -> PathBuf {
        let digest = hex::encode(Sha256::checksum(key.as_bytes()));
        self.bucket(bucket).join(format!("{digest}.json"))
    }
}

fn read_json<T: DeserializeOwned>(path: &Path) -> io::Result<T> {
    let bytes = fs::read(path)?;
    serde_json::from_slice(&bytes)
        .map_err(|error| io::Error::other(format!("{}: {error}", path.display())))
}

/// Writes beside the file and then renames, so that a crash leaves the old one or the new one.
fn write_json<T: Serialize>(path: &Path, value: &T) -> io::Result<()> {
    let beside = path.with_extension("json.new");
    fs::write(&beside, serde_json::to_vec_pretty(value)?)?;
    fs::rename(&beside, path)
}
