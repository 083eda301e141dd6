//! Uploads by form POST: the form's fields, and the policy that S3 checks the form against.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html>. The conditions of the policy
//! are made from the fields, so that the two always agree. A policy that no form can meet is an error before it is
//! signed.

mod condition;
mod field;
pub(crate) mod form;
pub(crate) mod policy;
mod request;

pub use condition::{Condition, MAX_OBJECT_BYTES};
pub use field::FILENAME;
pub use request::{KeyRule, PostRequest, PresignedPost};
