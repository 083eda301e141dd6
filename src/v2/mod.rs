//! Signature Version 2, which some S3-compatible stores still require, one file for each of AWS's steps:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html>.
//!
//! It does not sign the region, and of the headers it signs only `Content-MD5`, `Content-Type` and `x-amz-…`.

mod limits;
pub mod presign;
pub mod presign_post;
pub mod signature;
pub mod string_to_sign;
pub mod sub_resources;

pub use limits::{MAX_EXPIRY_SECONDS, check_location};
pub use presign::{UrlSigner, presign};
pub use presign_post::presign_post;
