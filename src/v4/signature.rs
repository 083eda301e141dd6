//! The signature: the HMAC-SHA256 of the string to sign under the signing key, in lower-case hex.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>.

use zeroize::Zeroize;

use super::signing_key::SigningKey;
use s3_signpost_sha256::{HmacSha256, Sha256, hex};

/// Signs strings that begin with the same bytes, such as strings to sign of the same second.
#[derive(Debug)]
pub struct Signer {
    pub(super) hmac: HmacSha256,
    /// The HMAC's inner hash of the shared bytes.
    pub(super) inner: Sha256,
}

impl Signer {
    /// Hashes the bytes that all strings begin with, once. They may be empty.
    pub fn new(key: &SigningKey, shared_start: &str) -> Self {
        let hmac = HmacSha256::new(key.as_bytes());
        let mut inner = hmac.begin();
        inner.update(shared_start.as_bytes());
        Self { hmac, inner }
    }

    /// Returns the signature of the shared bytes followed by `rest`.
    pub fn sign(&self, rest: &[u8]) -> [u8; 64] {
        let mut inner = self.inner.clone();
        inner.update(rest);
        hex(&self.hmac.finish(inner))
    }
}

/// HMAC state derived from the signing key is as sensitive as the key.
impl Drop for Signer {
    fn drop(&mut self) {
        self.inner.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::Signer;
    use crate::v4::signing_key::SigningKey;
    use zeroize::Zeroizing;

    /// The signing key of 2013-05-24 in us-east-1 for S3, by AWS's example credentials.
    const KEY: &str = "dbb893acc010964918f1fd433add87c70e8b0db6be30c1fbeafefa5ec6ba8378";

    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>.
    #[test]
    fn the_signature_of_awss_string_to_sign_is_the_documented_one() {
        let mut key = [0; 32];
        hex::decode_to_slice(KEY, &mut key).expect("hex");
        let key = SigningKey(Zeroizing::new(key));
        let string_to_sign = "AWS4-HMAC-SHA256\n20130524T000000Z\n\
            20130524/us-east-1/s3/aws4_request\n\
            3bfa292879f6447bbcda7001decf97f4a54dc650c8942174ae0a9121cf58ad04";
        for shared in [0, 17, 87] {
            let (start, rest) = string_to_sign.split_at(shared);
            assert_eq!(
                &Signer::new(&key, start).sign(rest.as_bytes()),
                b"aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
            );
        }
    }
}
