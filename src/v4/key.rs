//! The signing key: the secret, narrowed to a scope.

use alloc::string::String;

use zeroize::Zeroizing;

use super::scope::Scope;
use crate::sha256::{HmacSha256, hex};
use crate::text::{ascii, concat};

/// Signs for one day, one region and one service. Wiped from memory when dropped.
pub struct SigningKey(Zeroizing<[u8; 32]>);

impl SigningKey {
    /// `HMAC(HMAC(HMAC(HMAC("AWS4" + secret, date), region), service), "aws4_request")`.
    pub fn derive(secret_access_key: &str, scope: &Scope<'_>) -> Self {
        let prefixed = Zeroizing::new(concat(&["AWS4", secret_access_key]));
        let by_date = hmac_sha256(prefixed.as_bytes(), scope.date_stamp.as_bytes());
        let by_region = hmac_sha256(by_date.as_slice(), scope.region.as_bytes());
        let by_service = hmac_sha256(by_region.as_slice(), scope.service.as_bytes());
        Self(hmac_sha256(
            by_service.as_slice(),
            Scope::TERMINATION.as_bytes(),
        ))
    }

    /// The signature of a string to sign, in lower-case hex.
    pub fn sign(&self, string_to_sign: &str) -> String {
        ascii(&hex(&self.hmac().mac(string_to_sign.as_bytes()))).into()
    }

    /// The HMAC that makes the signatures.
    pub fn hmac(&self) -> HmacSha256 {
        HmacSha256::new(self.0.as_slice())
    }

    /// The key's 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

fn hmac_sha256(key: &[u8], message: &[u8]) -> Zeroizing<[u8; 32]> {
    Zeroizing::new(HmacSha256::new(key).mac(message))
}

#[cfg(test)]
mod tests {
    use super::hmac_sha256;

    #[test]
    fn the_key_of_awss_general_reference_is_reproduced() {
        let by_date = hmac_sha256(b"AWS4wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", b"20150830");
        let by_region = hmac_sha256(by_date.as_slice(), b"us-east-1");
        let by_service = hmac_sha256(by_region.as_slice(), b"iam");
        let key = hmac_sha256(by_service.as_slice(), b"aws4_request");
        assert_eq!(
            hex::encode(key.as_slice()),
            "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9"
        );
    }
}
