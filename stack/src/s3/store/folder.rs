//! The folder that the stack owns inside the one that its user names.
//!
//! ```text
//! DIR/s3-signpost-stack/format.json   the marker: this folder is the stack's, and how it is laid out
//! DIR/s3-signpost-stack/lock          locked by the operating system for as long as a stack runs
//! ```
//!
//! `DIR` may hold anything else: nothing outside the marked folder is read for objects, written or deleted.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::disk::{at, read_json, write_json};

/// Name of the stack's own folder.
pub const OWN_FOLDER: &str = "s3-signpost-stack";
const MARKER_FILE: &str = "format.json";
const LOCK_FILE: &str = "lock";
/// Layout of the folder. Raise it with a change that an older stack would misread.
const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Marker {
    format: u32,
}

/// A folder of the stack's own, locked against other stacks until it is dropped.
pub struct OwnFolder {
    pub path: PathBuf,
    /// The operating system releases the lock with the file, also after a crash.
    _lock: File,
}

impl OwnFolder {
    /// Takes `parent/s3-signpost-stack`, and makes both if they do not exist.
    ///
    /// # Errors
    /// With the path and what to do about it: the folder was made by something else, by another format of
    /// this program, or is in use by a running stack; `parent` holds objects in the layout without a
    /// marker; or the file system refuses.
    pub fn take(parent: &Path) -> io::Result<Self> {
        let path = parent.join(OWN_FOLDER);
        match fs::symlink_metadata(&path) {
            Ok(metadata) if !metadata.is_dir() => return Err(foreign(&path)),
            Ok(_) => {
                // Looked at before the lock is made, so that a foreign folder stays as it is.
                if !is_marked(&path)? && !is_unfinished(&path)? {
                    return Err(foreign(&path));
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                refuse_unmarked_layout(parent)?;
                at(&path, fs::create_dir_all(&path))?;
            }
            Err(error) => return at(&path, Err(error)),
        }
        let lock = lock(&path)?;
        if !is_marked(&path)? {
            write_json(&path.join(MARKER_FILE), &Marker { format: FORMAT })?;
        }
        Ok(Self { path, _lock: lock })
    }
}

fn lock(folder: &Path) -> io::Result<File> {
    let path = folder.join(LOCK_FILE);
    let file = at(
        &path,
        File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path),
    )?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(io::Error::other(format!(
            "{} is in use by another running stack; stop that one, or choose another folder",
            folder.display()
        ))),
        Err(TryLockError::Error(error)) => at(&path, Err(error)),
    }
}

/// Whether the marker is there.
///
/// # Errors
/// It is of another format, or cannot be read.
fn is_marked(folder: &Path) -> io::Result<bool> {
    let path = folder.join(MARKER_FILE);
    if !at(&path, path.try_exists())? {
        return Ok(false);
    }
    let Marker { format } = read_json(&path)?;
    if format == FORMAT {
        return Ok(true);
    }
    Err(io::Error::other(format!(
        "{} is of format {format}, and this version of the stack uses format {FORMAT}; \
         use the version that wrote it, or choose another folder",
        folder.display()
    )))
}

/// Whether a stack made the folder and ended before it wrote the marker.
fn is_unfinished(folder: &Path) -> io::Result<bool> {
    for entry in at(folder, fs::read_dir(folder))? {
        let entry = entry?;
        let is_lock = entry.file_name() == LOCK_FILE && entry.metadata()?.len() == 0;
        if !is_lock && entry.file_name() != "format.json.new" {
            return Ok(false);
        }
    }
    Ok(true)
}

fn foreign(path: &Path) -> io::Error {
    io::Error::other(format!(
        "{} was not made by this stack (it has no {MARKER_FILE}); move it away, or choose another folder",
        path.display()
    ))
}

/// Objects of the layout that had no folder of its own would otherwise seem to be lost.
fn refuse_unmarked_layout(parent: &Path) -> io::Result<()> {
    let Ok(entries) = fs::read_dir(parent.join("buckets")) else {
        return Ok(());
    };
    if !entries
        .flatten()
        .any(|entry| entry.path().join("bucket.json").is_file())
    {
        return Ok(());
    }
    Err(io::Error::other(format!(
        "it holds buckets that an earlier version wrote to its subfolders buckets and content. To keep them, \
         run this in {}:\n  \
         mkdir {OWN_FOLDER} && mv buckets content {OWN_FOLDER}/ && echo '{{\"format\":{FORMAT}}}' > \
         {OWN_FOLDER}/{MARKER_FILE}\n\
         Otherwise choose another folder.",
        parent.display()
    )))
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    fn tempdir() -> TempDir {
        tempfile::tempdir().expect("a new folder")
    }

    fn refusal(parent: &Path) -> String {
        OwnFolder::take(parent)
            .err()
            .expect("it is refused")
            .to_string()
    }

    #[test]
    fn a_folder_that_was_never_marked_is_taken_if_only_the_lock_is_in_it() {
        let parent = tempdir();
        let own = parent.path().join(OWN_FOLDER);
        fs::create_dir(&own).expect("a new folder");
        fs::write(own.join(LOCK_FILE), "").expect("a file");
        assert!(OwnFolder::take(parent.path()).is_ok());
    }

    #[test]
    fn a_lock_with_a_text_in_it_is_foreign() {
        let parent = tempdir();
        let own = parent.path().join(OWN_FOLDER);
        fs::create_dir(&own).expect("a new folder");
        fs::write(own.join(LOCK_FILE), "a door").expect("a file");
        assert!(refusal(parent.path()).contains("was not made by this stack"));
    }

    #[test]
    fn another_format_is_refused_with_both_numbers() {
        let parent = tempdir();
        drop(OwnFolder::take(parent.path()).expect("a new folder"));
        fs::write(
            parent.path().join(OWN_FOLDER).join(MARKER_FILE),
            r#"{"format":2}"#,
        )
        .expect("a file");
        let message = refusal(parent.path());
        assert!(
            message.contains("format 2") && message.contains("format 1"),
            "{message}"
        );
    }

    #[test]
    fn a_lock_ends_with_its_owner_and_no_earlier() {
        let parent = tempdir();
        let first = OwnFolder::take(parent.path()).expect("a new folder");
        assert!(refusal(parent.path()).contains("in use by another running stack"));
        drop(first);
        assert!(OwnFolder::take(parent.path()).is_ok());
    }
}
