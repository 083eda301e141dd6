//! Signature Version 4, one file for each of AWS's steps:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>.
//!
//! [`presign()`] is these steps: [`canonical_request`], its hash into the [`string_to_sign`], the [`signing_key`] of
//! the [`scope`], and the [`signature`]. A form's string to sign is its policy: [`presign_post`] has no other steps
//! than the last two.

mod batch;
pub mod canonical_request;
pub mod presign;
pub mod presign_post;
pub mod scope;
pub mod signature;
pub mod signing_key;
pub mod string_to_sign;

pub use presign::{UrlSigner, presign};
pub use presign_post::presign_post;

/// The value of `X-Amz-Algorithm`.
pub const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// Maximum of `X-Amz-Expires`: seven days, in seconds.
pub const MAX_EXPIRY_SECONDS: u32 = 604_800;
/// Maximum lifetime of a V4 form at a service other than AWS: a year, in seconds. It is this crate's own limit. Such
/// services accept a form until its policy expires; at AWS, a signing key works for seven days.
pub const MAX_FORM_EXPIRY_SECONDS: u32 = 31_536_000;
