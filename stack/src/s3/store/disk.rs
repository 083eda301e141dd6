//! Keeping buckets in the stack's own folder.
//!
//! ```text
//! buckets/<bucket>/bucket.json      when it was made, its CORS rules
//! buckets/<bucket>/<digest>.json    one object: its record, and the files of its bytes
//! content/<random>                  bytes
//! ```
//!
//! An object's file is named by a digest of its key, as a key may hold what no file name can. Files are
//! deleted only if they bear a name that the stack gives.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use s3s::crypto::{Checksum as _, Sha256};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Bucket;
use super::content::{Content, Segment, StoredFile, is_content_name};
use super::folder::OwnFolder;
use super::object::{Object, Record};

const BUCKET_FILE: &str = "bucket.json";
/// Begins the name of a bucket's folder until its `bucket.json` is written. No bucket is called so.
const UNFINISHED: &str = ".new-";

/// A folder that holds buckets.
pub struct Disk {
    folder: OwnFolder,
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
    /// Takes a folder of the stack's own inside `parent`, and reads what it holds. Bytes that belong to no
    /// object, such as those of an upload that was never completed, are deleted.
    ///
    /// # Errors
    /// With the path and what to do: the folder cannot be taken, or a file in it is not as the stack writes it.
    pub fn open(parent: &Path) -> io::Result<(Self, BTreeMap<String, Bucket>)> {
        let disk = Self {
            folder: OwnFolder::take(parent)?,
        };
        at(&disk.content(), fs::create_dir_all(disk.content()))?;
        at(&disk.buckets(), fs::create_dir_all(disk.buckets()))?;
        let mut buckets = BTreeMap::new();
        let mut used = HashSet::new();
        for (path, name) in entries(&disk.buckets())? {
            if name.starts_with(UNFINISHED) {
                fs::remove_file(path.join(BUCKET_FILE)).ok();
                fs::remove_file(path.join("bucket.json.new")).ok();
                fs::remove_dir(&path).ok();
            } else if !name.starts_with('.') {
                let bucket = disk.read_bucket(&path, &mut used)?;
                buckets.insert(name, bucket);
            }
        }
        for (path, name) in entries(&disk.content())? {
            let is_file = || fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_file());
            if is_content_name(&name) && !used.contains(&name) && is_file() {
                at(&path, fs::remove_file(&path))?;
            }
        }
        Ok((disk, buckets))
    }

    fn read_bucket(&self, folder: &Path, used: &mut HashSet<String>) -> io::Result<Bucket> {
        let file = folder.join(BUCKET_FILE);
        if !file.is_file() {
            return Err(io::Error::other(format!(
                "{} is not a bucket: it has no {BUCKET_FILE}; move it away, or put that file back",
                folder.display()
            )));
        }
        let mut bucket: Bucket = read_json(&file)?;
        for (path, name) in entries(folder)? {
            let Some(kind) = own_kind(&name) else {
                continue;
            };
            match kind {
                Kind::Unfinished => at(&path, fs::remove_file(&path))?,
                Kind::Bucket => {}
                Kind::Object => {
                    let entry: Entry = read_json(&path)?;
                    for EntrySegment { file, .. } in &entry.segments {
                        if !is_content_name(file) {
                            return Err(io::Error::other(format!(
                                "{} names bytes that the stack did not write: {file:?}",
                                path.display()
                            )));
                        }
                        used.insert(file.clone());
                    }
                    bucket
                        .objects
                        .insert(entry.record.key.clone(), Arc::new(self.object(entry)));
                }
            }
        }
        Ok(bucket)
    }

    /// The folder for the bytes.
    pub fn content(&self) -> PathBuf {
        self.folder.path.join("content")
    }

    /// Makes the folder of a new bucket under another name first: one without its file would stop the
    /// next start.
    pub fn create_bucket(&self, name: &str, bucket: &Bucket) -> io::Result<()> {
        let unfinished = self.bucket(&format!("{UNFINISHED}{}", Uuid::new_v4().simple()));
        fs::create_dir(&unfinished)?;
        write_json(&unfinished.join(BUCKET_FILE), bucket)?;
        fs::rename(&unfinished, self.bucket(name))
    }

    pub fn save_bucket(&self, name: &str, bucket: &Bucket) -> io::Result<()> {
        write_json(&self.bucket(name).join(BUCKET_FILE), bucket)
    }

    /// Deletes the folder of a bucket without objects.
    ///
    /// # Errors
    /// `DirectoryNotEmpty` if it holds a file that the stack did not write; nothing is deleted then.
    pub fn delete_bucket(&self, name: &str) -> io::Result<()> {
        let folder = self.bucket(name);
        let files = entries(&folder)?;
        if files.iter().any(|(_, name)| own_kind(name).is_none()) {
            return Err(io::ErrorKind::DirectoryNotEmpty.into());
        }
        for (path, _) in files {
            fs::remove_file(path)?;
        }
        fs::remove_dir(folder)
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
        self.folder.path.join("buckets")
    }

    fn bucket(&self, name: &str) -> PathBuf {
        self.buckets().join(name)
    }

    fn entry(&self, bucket: &str, key: &str) -> PathBuf {
        let digest = hex::encode(Sha256::checksum(key.as_bytes()));
        self.bucket(bucket).join(format!("{digest}.json"))
    }
}

/// Files that the stack writes into a bucket's folder.
enum Kind {
    Bucket,
    Object,
    /// Written and not yet renamed when a stack crashed.
    Unfinished,
}

/// The kind of a file in a bucket's folder; `None` if the stack gives no such name.
fn own_kind(name: &str) -> Option<Kind> {
    let (stem, ending) = name.split_once('.')?;
    let is_object =
        stem.len() == 64 && stem.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    match ending {
        "json.new" if is_object || stem == "bucket" => Some(Kind::Unfinished),
        "json" if is_object => Some(Kind::Object),
        "json" if stem == "bucket" => Some(Kind::Bucket),
        _ => None,
    }
}

/// Paths and names in a folder.
fn entries(folder: &Path) -> io::Result<Vec<(PathBuf, String)>> {
    let mut found = Vec::new();
    for entry in at(folder, fs::read_dir(folder))? {
        let entry = at(folder, entry)?;
        let name = entry.file_name().into_string().map_err(|name| {
            io::Error::other(format!(
                "{} holds {}, whose name is not Unicode; move it away",
                folder.display(),
                name.display()
            ))
        })?;
        found.push((entry.path(), name));
    }
    Ok(found)
}

/// Puts the path before what the system says of it.
pub fn at<T>(path: &Path, result: io::Result<T>) -> io::Result<T> {
    result.map_err(|error| io::Error::other(format!("{}: {error}", path.display())))
}

pub fn read_json<T: DeserializeOwned>(path: &Path) -> io::Result<T> {
    let bytes = at(path, fs::read(path))?;
    at(
        path,
        serde_json::from_slice(&bytes).map_err(io::Error::other),
    )
}

/// Writes beside the file and then renames, so that a crash leaves the old one or the new one.
pub fn write_json<T: Serialize>(path: &Path, value: &T) -> io::Result<()> {
    let beside = path.with_extension("json.new");
    at(
        &beside,
        fs::write(&beside, serde_json::to_vec_pretty(value)?),
    )?;
    at(path, fs::rename(&beside, path))
}
