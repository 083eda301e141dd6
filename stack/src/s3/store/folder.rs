//! The stack's own folder inside the folder of `--data`.
//!
//! ```text
//! DIR/s3-signpost-stack/format.json   marks the folder as the stack's, and holds the version of its layout
//! DIR/s3-signpost-stack/lock          locked while a stack runs
//! ```
//!
//! `DIR` may contain other files: nothing outside the marked folder is written or deleted.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::files::{read_json, with_path, write_json};

/// Name of the stack's own folder.
pub const FOLDER_NAME: &str = "s3-signpost-stack";
const MARKER_FILE: &str = "format.json";
const LOCK_FILE: &str = "lock";
/// Version of the layout. Increase it with a change that an older stack cannot read.
const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Marker {
    format: u32,
}

/// The stack's folder, locked against other stacks until it is dropped.
pub struct StackFolder {
    pub path: PathBuf,
    /// The operating system releases the lock when the file is closed, also after a crash.
    _lock: File,
}

impl StackFolder {
    /// Opens and locks `parent/s3-signpost-stack`, and creates both folders if they do not exist.
    ///
    /// # Errors
    /// A message with the path and a remedy: the folder was created by another program, has another format, or is in
    /// use by a running stack; `parent` holds objects in the old layout without a marker; or an I/O error.
    pub fn open(parent: &Path) -> io::Result<Self> {
        let path = parent.join(FOLDER_NAME);
        match fs::symlink_metadata(&path) {
            Ok(metadata) if !metadata.is_dir() => return Err(foreign(&path)),
            Ok(_) => {
                // Checked before the lock is created, so that a foreign folder stays unchanged.
                if !is_marked(&path)? && !is_unfinished(&path)? {
                    return Err(foreign(&path));
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                reject_unmarked_layout(parent)?;
                with_path(&path, fs::create_dir_all(&path))?;
            }
            Err(error) => return with_path(&path, Err(error)),
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
    let file = with_path(
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
            "{} is in use by another running stack; stop that stack, or choose another folder",
            folder.display()
        ))),
        Err(TryLockError::Error(error)) => with_path(&path, Err(error)),
    }
}

/// Whether the folder has a marker.
///
/// # Errors
/// The marker has another format, or cannot be read.
fn is_marked(folder: &Path) -> io::Result<bool> {
    let path = folder.join(MARKER_FILE);
    if !with_path(&path, path.try_exists())? {
        return Ok(false);
    }
    let Marker { format } = read_json(&path)?;
    if format == FORMAT {
        return Ok(true);
    }
    Err(io::Error::other(format!(
        "{} has format {format}, and this version of the stack uses format {FORMAT}; \
         use the version that wrote it, or choose another folder",
        folder.display()
    )))
}

/// Whether a stack created the folder and ended before it wrote the marker.
fn is_unfinished(folder: &Path) -> io::Result<bool> {
    for entry in with_path(folder, fs::read_dir(folder))? {
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
        "{} was not created by this stack, because it has no {MARKER_FILE}; move it away, or choose another folder",
        path.display()
    ))
}

/// Rejects a folder with objects in the old layout, which would otherwise seem lost.
fn reject_unmarked_layout(parent: &Path) -> io::Result<()> {
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
        "it contains buckets of an earlier version, in its subfolders buckets and content. To keep them, \
         run this in {}:\n  \
         mkdir {FOLDER_NAME} && mv buckets content {FOLDER_NAME}/ && echo '{{\"format\":{FORMAT}}}' > \
         {FOLDER_NAME}/{MARKER_FILE}\n\
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

    fn open_error(parent: &Path) -> String {
        StackFolder::open(parent)
            .err()
            .expect("it fails")
            .to_string()
    }

    #[test]
    fn an_unmarked_folder_with_only_a_lock_is_accepted() {
        let parent = tempdir();
        let own = parent.path().join(FOLDER_NAME);
        fs::create_dir(&own).expect("a new folder");
        fs::write(own.join(LOCK_FILE), "").expect("a file");
        assert!(StackFolder::open(parent.path()).is_ok());
    }

    #[test]
    fn a_lock_that_is_not_empty_makes_the_folder_foreign() {
        let parent = tempdir();
        let own = parent.path().join(FOLDER_NAME);
        fs::create_dir(&own).expect("a new folder");
        fs::write(own.join(LOCK_FILE), "text").expect("a file");
        assert!(open_error(parent.path()).contains("was not created by this stack"));
    }

    #[test]
    fn another_format_is_rejected_with_both_versions() {
        let parent = tempdir();
        drop(StackFolder::open(parent.path()).expect("a new folder"));
        fs::write(
            parent.path().join(FOLDER_NAME).join(MARKER_FILE),
            r#"{"format":2}"#,
        )
        .expect("a file");
        let message = open_error(parent.path());
        assert!(
            message.contains("format 2") && message.contains("format 1"),
            "{message}"
        );
    }

    #[test]
    fn the_lock_is_held_until_the_owner_is_dropped() {
        let parent = tempdir();
        let first = StackFolder::open(parent.path()).expect("a new folder");
        assert!(open_error(parent.path()).contains("in use by another running stack"));
        drop(first);
        assert!(StackFolder::open(parent.path()).is_ok());
    }
}
