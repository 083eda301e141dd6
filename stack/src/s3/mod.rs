//! S3: what happens to a request on its way to s3s, and to the reply on its way back.
//!
//! ```text
//! request → faults → claim in order? → form rewritten → s3s: signature, policy, operation
//! reply   ← faults ← CORS ← S3's words and shape for errors ←
//! ```

mod authorize;
mod body;
mod canonical;
pub mod checksums;
pub mod cors;
mod endpoint;
mod errors;
mod form;
mod host;
mod judge;
mod operations;
mod policy;
mod post;
mod service;
pub mod store;

pub use self::endpoint::S3Endpoint;
