//! S3, around s3s, which verifies signatures and parses requests.
//!
//! ```text
//! request  → faults → authorization → form with ${filename} replaced → s3s: signature, policy, operation
//! response ← faults ← CORS headers ← errors with S3's codes and messages ←
//! ```

mod authorize;
mod body;
mod canonical;
pub mod checksums;
pub mod cors;
mod endpoint;
mod error_codes;
mod errors;
mod form;
mod host;
mod operations;
mod policy;
mod post;
mod service;
pub mod store;
mod tagging;
mod verifier;

pub use self::endpoint::S3Endpoint;
