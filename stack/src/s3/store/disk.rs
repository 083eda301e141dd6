//! Buckets on disk, in the stack's own folder.
//!
//! ```text
//! buckets/<bucket>/bucket.json      creation date and CORS rules
//! buckets/<bucket>/<digest>.json    an object: its record and the names of its content files
//! content/<random>                  bytes
//! ```
//!
//! The file of an object is named by a digest of its key, because keys may contain characters that file names cannot.
//! Only files with names that the stack gives are deleted.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

use s3s::crypto::{Checksum as _, Sha256};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::bucket::Bucket;
use super::content::{Content, Segment, StoredFile, is_content_name};
use super::files::{read_json, with_path, write_json};
use super::folder::StackFolder;
use super::object::{Object, Record};

const BUCKET_FILE: &str = "bucket.json";
/// Prefix of a bucket's folder until its `bucket.json` is written. It is not valid in a bucket name.
const UNFINISHED: &str = ".new-";

/// The folder of the buckets.
pub struct Disk {
    folder: StackFolder,
}

/// The JSON of an object.
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
    /// Opens the stack's folder inside `parent` and reads its buckets. Deletes content files without an object, such as
    /// those of an unfinished upload.
    ///
    /// # Errors
    /// A message with the path and a remedy, if the folder cannot be opened or a file in it is not valid.
    pub fn open(parent: &Path) -> io::Result<(Self, BTreeMap<String, Bucket>)> {
        let disk = Self {
            folder: StackFolder::open(parent)?,
        };
        with_path(&disk.content(), fs::create_dir_all(disk.content()))?;
        with_path(&disk.buckets(), fs::create_dir_all(disk.buckets()))?;
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
                with_path(&path, fs::remove_file(&path))?;
            }
        }
        Ok((disk, buckets))
    }

    fn read_bucket(&self, folder: &Path, used: &mut HashSet<String>) -> io::Result<Bucket> {
        let file = folder.join(BUCKET_FILE);
        if !file.is_file() {
            return Err(io::Error::other(format!(
                "{} is not a bucket, because it has no {BUCKET_FILE}; move the folder away, or restore that file",
                folder.display()
            )));
        }
        let mut bucket: Bucket = read_json(&file)?;
        for (path, name) in entries(folder)? {
            let Some(kind) = file_kind(&name) else {
                continue;
            };
            match kind {
                Kind::Unfinished => with_path(&path, fs::remove_file(&path))?,
                Kind::Bucket => {}
                Kind::Object => {
                    let entry: Entry = read_json(&path)?;
                    for EntrySegment { file, .. } in &entry.segments {
                        if !is_content_name(file) {
                            return Err(io::Error::other(format!(
                                "{} refers to an invalid content file: {file:?}",
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

    /// Folder of the content files.
    pub fn content(&self) -> PathBuf {
        self.folder.path.join("content")
    }

    /// Creates the folder of a bucket under a temporary name and renames it: a folder without `bucket.json` would make
    /// the next start fail.
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
    /// `DirectoryNotEmpty` if it contains a file that the stack did not write; nothing is deleted then.
    pub fn delete_bucket(&self, name: &str) -> io::Result<()> {
        let folder = self.bucket(name);
        let files = entries(&folder)?;
        if files.iter().any(|(_, name)| file_kind(name).is_none()) {
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
                // Only an empty object has such a segment on disk.
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

/// Kinds of files that the stack writes to a bucket's folder.
enum Kind {
    Bucket,
    Object,
    /// Left by a crash between writing and renaming.
    Unfinished,
}

/// Returns the kind of a file in a bucket's folder, or `None` if the stack gives no such name.
fn file_kind(name: &str) -> Option<Kind> {
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

/// Returns the paths and names in a folder.
fn entries(folder: &Path) -> io::Result<Vec<(PathBuf, String)>> {
    let mut found = Vec::new();
    for entry in with_path(folder, fs::read_dir(folder))? {
        let entry = with_path(folder, entry)?;
        let name = entry.file_name().into_string().map_err(|name| {
            io::Error::other(format!(
                "{} contains {}, whose name is not Unicode; move it away",
                folder.display(),
                name.display()
            ))
        })?;
        found.push((entry.path(), name));
    }
    Ok(found)
}
