//! The signature: HMAC-SHA1 with the secret itself, in base64.

use alloc::string::String;

use super::sha1::hmac_sha1;
use crate::base64;

/// The signature of a string to sign, or of a policy in base64.
pub fn sign(secret_access_key: &str, string_to_sign: &str) -> String {
    base64::encode(&hmac_sha1(
        secret_access_key.as_bytes(),
        string_to_sign.as_bytes(),
    ))
}

#[cfg(test)]
mod tests {
    use super::sign;

    #[test]
    fn rfc_2202s_second_test_case_holds() {
        // effcdf6ae5eb2fa2d27416d5f184df9c259a7c79 in base64.
        assert_eq!(
            sign("Jefe", "what do ya want for nothing?"),
            "7/zfauXrL6LSdBbV8YTfnCWafHk="
        );
    }
}
