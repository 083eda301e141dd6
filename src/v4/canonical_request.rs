//! The canonical request: the one form of a request that both sides hash.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>. S3 encodes the path once and
//! never normalises it, and a presigned URL does not sign its body.

use alloc::string::String;

use crate::header::CanonicalHeaders;
use crate::opaque_debug::opaque_debug;
use crate::text::concat;
use s3_signpost_sha256::{Sha256, SharedTail, hex};

/// The `HashedPayload` of every presigned URL.
pub const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// A canonical request in two parts, which requests that differ only in their path have in common.
///
/// ```text
/// <HTTPMethod>\n                before_path
/// <CanonicalURI>                the encoded path
/// \n                            after_path
/// <CanonicalQueryString>\n
/// <CanonicalHeaders>\n
/// <SignedHeaders>\n
/// <HashedPayload>
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct CanonicalRequest {
    /// All bytes before the path.
    pub before_path: String,
    /// All bytes after the path.
    pub after_path: String,
}

opaque_debug!(CanonicalRequest, "CanonicalRequest");

impl CanonicalRequest {
    /// `query` is encoded and sorted, and does not have the signature. `headers` include `host`. `hashed_payload` is
    /// [`UNSIGNED_PAYLOAD`], or the SHA-256 of the body in lower-case hex.
    pub fn new(
        method: &str,
        query: &str,
        headers: &CanonicalHeaders,
        hashed_payload: &str,
    ) -> Self {
        Self {
            before_path: concat(&[
                // HTTPMethod
                method, "\n",
            ]),
            after_path: concat(&[
                // CanonicalURI ends here
                "\n",
                // CanonicalQueryString
                query,
                "\n",
                // CanonicalHeaders: one line each
                &headers.lines(),
                "\n",
                // SignedHeaders
                &headers.signed_headers(),
                "\n",
                // HashedPayload
                hashed_payload,
            ]),
        }
    }

    /// Hashes the part before the path, once for all paths.
    pub fn into_hasher(self) -> CanonicalRequestHasher {
        let mut before_path = Sha256::default();
        before_path.update(self.before_path.as_bytes());
        CanonicalRequestHasher {
            before_path,
            after_path: SharedTail::new(self.after_path.into_bytes()),
        }
    }
}

/// Hashes canonical requests that differ only in their path.
#[derive(Debug)]
pub struct CanonicalRequestHasher {
    pub(super) before_path: Sha256,
    pub(super) after_path: SharedTail,
}

impl CanonicalRequestHasher {
    /// Returns the SHA-256 of the canonical request with this encoded path, in lower-case hex.
    pub fn hash(&mut self, path: &str) -> [u8; 64] {
        let mut request = self.before_path.clone();
        request.update(path.as_bytes());
        hex(&self.after_path.finish(request))
    }
}

#[cfg(test)]
mod tests {
    use super::{CanonicalRequest, UNSIGNED_PAYLOAD};
    use crate::header::CanonicalHeaders;

    // The presigned GET of
    // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
    const QUERY: &str = "X-Amz-Algorithm=AWS4-HMAC-SHA256\
        &X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
        &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host";

    fn presigned_get() -> CanonicalRequest {
        let headers = CanonicalHeaders::new::<&str>("examplebucket.s3.amazonaws.com", &[]);
        let headers = headers.expect("headers");
        CanonicalRequest::new("GET", QUERY, &headers, UNSIGNED_PAYLOAD)
    }

    #[test]
    fn both_parts_around_the_path_are_awss_canonical_request() {
        let request = presigned_get();
        assert_eq!(
            [&request.before_path, "/test.txt", &request.after_path].concat(),
            [
                "GET",
                "/test.txt",
                QUERY,
                "host:examplebucket.s3.amazonaws.com",
                "",
                "host",
                "UNSIGNED-PAYLOAD"
            ]
            .join("\n")
        );
    }

    #[test]
    fn the_hash_of_awss_canonical_request_is_the_documented_one() {
        let mut hasher = presigned_get().into_hasher();
        // The second hash of a path of the same length reuses schedules of the first.
        for _ in 0..3 {
            assert_eq!(
                &hasher.hash("/test.txt"),
                b"3bfa292879f6447bbcda7001decf97f4a54dc650c8942174ae0a9121cf58ad04"
            );
        }
    }
}
