//! The signing key: the secret access key, derived for one scope.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::scope::Scope;
use crate::opaque_debug::opaque_debug;
use crate::text::concat;

/// Signs for one day, one region and one service. Wiped from memory when dropped.
pub struct SigningKey(pub(super) Zeroizing<[u8; 32]>);

opaque_debug!(SigningKey, "SigningKey");

impl SigningKey {
    /// Derives the key.
    ///
    /// ```text
    /// DateKey              = HMAC-SHA256("AWS4" + <SecretAccessKey>, <yyyymmdd>)
    /// DateRegionKey        = HMAC-SHA256(DateKey, <region>)
    /// DateRegionServiceKey = HMAC-SHA256(DateRegionKey, <service>)
    /// SigningKey           = HMAC-SHA256(DateRegionServiceKey, "aws4_request")
    /// ```
    pub fn derive(secret_access_key: &str, scope: &Scope<'_>) -> Self {
        let secret = Zeroizing::new(concat(&["AWS4", secret_access_key]));
        let date_key = hmac_sha256(secret.as_bytes(), &scope.date_stamp);
        let date_region_key = hmac_sha256(date_key.as_slice(), scope.region);
        let date_region_service_key = hmac_sha256(date_region_key.as_slice(), scope.service);
        Self(hmac_sha256(
            date_region_service_key.as_slice(),
            Scope::TERMINATION,
        ))
    }

    /// The key's 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

fn hmac_sha256(key: &[u8], message: &str) -> Zeroizing<[u8; 32]> {
    let mut code = Zeroizing::new([0; 32]);
    // Keys of all lengths are valid.
    if let Ok(hmac) = <Hmac<Sha256> as KeyInit>::new_from_slice(key) {
        *code = hmac.chain_update(message).finalize().into_bytes().into();
    }
    code
}

#[cfg(test)]
mod tests {
    use super::SigningKey;
    use crate::time::Timestamp;
    use crate::v4::scope::Scope;

    /// <https://docs.aws.amazon.com/general/latest/gr/sigv4-calculate-signature.html>.
    #[test]
    fn the_signing_key_of_awss_general_reference_is_derived() {
        let signed_at = Timestamp::from_unix(1_440_938_160).expect("2015-08-30T12:36:00Z");
        let scope = Scope::new(signed_at, "us-east-1", "iam");
        let key = SigningKey::derive("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", &scope);
        assert_eq!(
            hex::encode(key.as_bytes()),
            "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9"
        );
    }
}
