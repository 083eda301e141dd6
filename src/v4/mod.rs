//! Signature Version 4, one file for each of AWS's own steps:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>.

mod batch;
pub mod canonical;
pub mod key;
pub mod policy;
pub mod presign;
pub mod scope;
pub mod string_to_sign;

pub use policy::presign_post;
pub use presign::{UrlSigner, presign};

/// What signs: `X-Amz-Algorithm`.
pub const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// The longest that S3 lets a V4 signature live: seven days, in seconds.
pub const LONGEST_SECONDS: u32 = 604_800;
/// The longest that this crate lets a V4 form live at a service other than AWS: a year, in seconds. Such services hold a
/// form to the end that its policy names, and to no limit of their own; AWS says that a signing key works for seven days.
pub const LONGEST_FORM_SECONDS: u32 = 31_536_000;
