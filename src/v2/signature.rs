//! The signature: HMAC-SHA1 with the secret itself, in base64.

use alloc::string::String;

use base64ct::{Base64, Encoding};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// The signature of a string to sign, or of a policy in base64.
pub fn sign(secret_access_key: &str, string_to_sign: &str) -> String {
    // An HMAC takes a key of any length, so the fallback is never used; it only keeps a panic out.
    let Ok(mut mac) = <Hmac<Sha1> as KeyInit>::new_from_slice(secret_access_key.as_bytes()) else {
        return String::new();
    };
    mac.update(string_to_sign.as_bytes());
    Base64::encode_string(&mac.finalize().into_bytes())
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
