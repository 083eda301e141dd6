//! Signs Amazon S3 requests: presigned URLs and POST policies, to the byte.
//!
//! Signing is a computation: no function reads a clock or sends a request. Only the module `wasm`, which is built for
//! WebAssembly, depends on JavaScript.
//!
//! ```
//! use s3_signpost::{v4, Credentials, Location, PresignRequest, Timestamp};
//!
//! let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")?;
//! let location = Location::aws("eu-west-1")?;
//! let request = PresignRequest::get("examplebucket", "test.txt");
//! let signed = v4::presign(&credentials, &location, &request, Timestamp::from_unix(1_369_353_600)?)?;
//!
//! assert!(signed.url.starts_with("https://examplebucket.s3.eu-west-1.amazonaws.com/test.txt?X-Amz-Algorithm="));
//! assert_eq!(signed.expires_at.iso8601(), "2013-05-24T01:00:00.000Z");
//! # Ok::<(), s3_signpost::Error>(())
//! ```
//!
//! The modules:
//!
//! | module | contents |
//! |---|---|
//! | [`error`] | errors: a stable code, the reason, and the option at fault |
//! | [`time`], [`encode`], [`json`] | instants, `UriEncode` and JSON strings, in the formats of S3 |
//! | [`credentials`], [`expiry`] | access keys, and the expiry of a signature |
//! | [`bucket_name`], [`object_key`] | names of buckets and objects |
//! | [`location`] | region and endpoint, and the address of a bucket |
//! | [`header`], [`query`], [`sorted_pairs`], [`content_disposition`] | headers and query in canonical form |
//! | [`request`] | a request to presign, and the presigned URL |
//! | [`post`] | a form to presign, its policy, and the presigned form |
//! | [`v4`] | Signature Version 4, one file for each of AWS's steps |
//! | [`v2`] | Signature Version 2, which older stores require, in the same way |
//! | [`signature_version`], [`url_signer`] | the choice between both versions |
//! | [`checksum`] | checksums of objects |

#![cfg_attr(not(test), no_std)]
// No input may panic: a page cannot catch a trap, and could not use the signer after it.
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::todo,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

extern crate alloc;

mod base64;
pub mod bucket_name;
pub mod checksum;
pub mod content_disposition;
pub mod credentials;
mod decimal;
pub mod encode;
pub mod error;
pub mod expiry;
pub mod header;
pub mod json;
pub mod location;
pub mod object_key;
mod opaque_debug;
pub mod post;
pub mod query;
pub mod request;
mod response_parameters;
mod shared_request;
pub mod signature_version;
pub mod sorted_pairs;
mod text;
pub mod time;
pub mod url_signer;
pub mod v2;
pub mod v4;

// Its format is tested on the host.
#[cfg(any(target_arch = "wasm32", test, fuzzing))]
pub mod wasm;

pub use credentials::Credentials;
pub use error::{Code, Error, Reason};
pub use expiry::{Expiry, LimitedBy, Validity};
pub use location::Location;
pub use post::{Condition, KeyRule, PostRequest, PresignedPost};
pub use request::{Method, PresignRequest, PresignedUrl};
pub use s3_signpost_sha256 as sha256;
pub use signature_version::SignatureVersion;
pub use time::Timestamp;
