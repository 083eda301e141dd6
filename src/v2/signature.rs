//! The signature: the HMAC-SHA1 of the string to sign under the secret access key, in base64.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html>.

use alloc::string::String;

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use crate::base64;

/// Returns the signature of a string to sign; that of a form is its policy in base64.
pub fn sign(secret_access_key: &str, string_to_sign: &str) -> String {
    let mut code = [0; 20];
    // Keys of all lengths are valid.
    if let Ok(hmac) = <Hmac<Sha1> as KeyInit>::new_from_slice(secret_access_key.as_bytes()) {
        let hmac = hmac.chain_update(string_to_sign);
        code = hmac.finalize().into_bytes().into();
    }
    base64::encode(&code)
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

    /// The "Object GET" example of <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html>.
    #[test]
    fn the_signature_of_awss_string_to_sign_is_the_documented_one() {
        assert_eq!(
            sign(
                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "GET\n\n\nTue, 27 Mar 2007 19:36:42 +0000\n/awsexamplebucket1/photos/puppy.jpg"
            ),
            "qgk2+6Sv9/oM7G3qLEjTH1a1l1g="
        );
    }
}
