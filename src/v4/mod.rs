//! Signature Version 4, one file for each of AWS's steps:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>.
//!
//! [`presign()`] is these steps: [`canonical_request`], its hash into the [`string_to_sign`], the [`signing_key`] of
//! the [`scope`], and the [`signature`]. A form's string to sign is its policy: [`presign_post()`] has no other steps
//! than the last two.

mod batch;
pub mod canonical_request;
mod limits;
mod policy_signer;
pub mod presign;
pub mod presign_post;
pub mod scope;
pub mod signature;
pub mod signing_key;
pub mod signing_key_cache;
pub mod string_to_sign;

pub use limits::{MAX_EXPIRY_SECONDS, MAX_FORM_EXPIRY_SECONDS};
pub use presign::{UrlSigner, presign};
pub use presign_post::{presign_post, presign_post_with};
pub use signing_key_cache::SigningKeyCache;
pub use string_to_sign::ALGORITHM;
