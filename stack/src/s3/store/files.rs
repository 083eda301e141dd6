//! JSON files.

use std::path::Path;
use std::{fs, io};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Adds the path to an error of the file system.
pub fn with_path<T>(path: &Path, result: io::Result<T>) -> io::Result<T> {
    result.map_err(|error| io::Error::other(format!("{}: {error}", path.display())))
}

pub fn read_json<T: DeserializeOwned>(path: &Path) -> io::Result<T> {
    let bytes = with_path(path, fs::read(path))?;
    with_path(
        path,
        serde_json::from_slice(&bytes).map_err(io::Error::other),
    )
}

/// Writes a temporary file and renames it, so that a crash leaves the old file or the new one.
pub fn write_json<T: Serialize>(path: &Path, value: &T) -> io::Result<()> {
    let temporary = path.with_extension("json.new");
    with_path(
        &temporary,
        fs::write(&temporary, serde_json::to_vec_pretty(value)?),
    )?;
    with_path(path, fs::rename(&temporary, path))
}
