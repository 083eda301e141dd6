//! The keys that the next signature of the same credentials uses again.

use alloc::string::String;

use super::policy_signer::PolicySigner;
use super::scope::Scope;
use super::signing_key::SigningKey;
use crate::credentials::Credentials;
use crate::opaque_debug::opaque_debug;

/// Keeps the signing key of the last scope, which changes once a day, and the start of its policies. Both are wiped from
/// memory when they are replaced or dropped. All calls must have the same credentials.
#[derive(Default)]
pub struct SigningKeyCache {
    key: Option<SigningKey>,
    policy_signer: Option<PolicySigner>,
    /// The scope of both.
    scope: String,
}

opaque_debug!(SigningKeyCache, "SigningKeyCache");

impl SigningKeyCache {
    /// Returns the signing key of a scope.
    pub fn key(&mut self, credentials: &Credentials, scope: &Scope<'_>) -> &SigningKey {
        self.keep_only(scope);
        self.key
            .get_or_insert_with(|| SigningKey::derive(credentials.secret_access_key(), scope))
    }

    /// Returns the signer of the policies of a scope.
    pub(super) fn policy_signer(
        &mut self,
        credentials: &Credentials,
        scope: &Scope<'_>,
    ) -> &PolicySigner {
        self.keep_only(scope);
        let key = self
            .key
            .get_or_insert_with(|| SigningKey::derive(credentials.secret_access_key(), scope));
        self.policy_signer
            .get_or_insert_with(|| PolicySigner::new(key, credentials.session_token()))
    }

    /// Forgets the keys of another scope.
    fn keep_only(&mut self, scope: &Scope<'_>) {
        let text = scope.text();
        if self.scope != text {
            *self = Self {
                scope: text,
                ..Self::default()
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SigningKeyCache;
    use crate::credentials::Credentials;
    use crate::time::Timestamp;
    use crate::v4::scope::Scope;
    use crate::v4::signing_key::SigningKey;

    #[test]
    fn each_scope_has_its_own_key() {
        let credentials = Credentials::new("AKIA", "secret").expect("credentials");
        let mut cache = SigningKeyCache::default();
        for (day, region) in [
            (0, "us-east-1"),
            (0, "us-east-1"),
            (0, "eu-west-1"),
            (1, "eu-west-1"),
        ] {
            let signed_at = Timestamp::from_unix(day * 86_400).expect("an instant");
            let scope = Scope::new(signed_at, region, "s3");
            assert_eq!(
                cache.key(&credentials, &scope).as_bytes(),
                SigningKey::derive("secret", &scope).as_bytes()
            );
        }
    }
}
