//! The string to sign: the algorithm, the signing date, the scope, and the canonical request's hash.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>.

use alloc::string::String;

use super::scope::Scope;
use crate::text::concat;
use crate::time::Timestamp;

/// The value of `X-Amz-Algorithm`.
pub const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// A string to sign without its last line, which requests with the same signing date and scope have in common.
///
/// ```text
/// AWS4-HMAC-SHA256\n            before_hash
/// <TimeStamp>\n
/// <Scope>\n
/// Hex(SHA256Hash(<CanonicalRequest>))
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StringToSign {
    /// All bytes before the hash; no byte follows it.
    pub before_hash: String,
}

impl StringToSign {
    /// Writes the first three lines.
    pub fn new(signed_at: Timestamp, scope: &Scope<'_>) -> Self {
        Self {
            before_hash: concat(&[
                // Algorithm
                ALGORITHM,
                "\n",
                // TimeStamp
                &signed_at.amz_date(),
                "\n",
                // Scope
                &scope.text(),
                "\n",
            ]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::StringToSign;
    use crate::time::Timestamp;
    use crate::v4::scope::Scope;

    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>.
    #[test]
    fn the_lines_before_the_hash_are_those_of_awss_string_to_sign() {
        let signed_at = Timestamp::from_unix(1_369_353_600).expect("2013-05-24T00:00:00Z");
        let scope = Scope::new(signed_at, "us-east-1", "s3");
        assert_eq!(
            StringToSign::new(signed_at, &scope).before_hash,
            "AWS4-HMAC-SHA256\n20130524T000000Z\n20130524/us-east-1/s3/aws4_request\n"
        );
    }
}
