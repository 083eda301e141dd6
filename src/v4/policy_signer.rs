//! The signature of a form: that of its policy.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html>.

use super::signature::Signer;
use super::signing_key::SigningKey;
use crate::opaque_debug::opaque_debug;
use crate::post::policy::PolicyStart;

/// Signs policies with the same start. A session token is most of a policy, and is encoded and hashed once.
pub(super) struct PolicySigner {
    pub(super) start: PolicyStart,
    /// Has hashed `start`.
    signer: Signer,
}

opaque_debug!(PolicySigner, "PolicySigner");

impl PolicySigner {
    pub(super) fn new(key: &SigningKey, session_token: Option<&str>) -> Self {
        let start = PolicyStart::new(session_token);
        Self {
            signer: Signer::new(key, start.as_str()),
            start,
        }
    }

    /// Returns the signature of a policy with this start.
    pub(super) fn sign(&self, policy: &str) -> [u8; 64] {
        let rest = policy.get(self.start.as_str().len()..);
        self.signer.sign(rest.unwrap_or_default().as_bytes())
    }
}
