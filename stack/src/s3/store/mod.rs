//! Buckets, objects and uploads.

mod bucket;
mod buckets;
pub mod content;
mod disk;
mod error;
mod files;
mod folder;
pub mod listing;
pub mod object;
pub mod upload;
mod uploads;

pub use self::buckets::Store;
pub use self::error::StoreError;
pub use self::folder::FOLDER_NAME;
