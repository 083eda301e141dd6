//! The signing key of the last scope, kept for the next signature.

use alloc::string::String;

use super::scope::Scope;
use super::signing_key::SigningKey;
use crate::opaque_debug::opaque_debug;

/// Keeps the signing key of one secret access key and one scope, which changes once a day. Its key is wiped from memory
/// when it is replaced or dropped.
#[derive(Default)]
pub struct SigningKeyCache {
    key: Option<SigningKey>,
    /// The scope of `key`.
    scope: String,
}

opaque_debug!(SigningKeyCache, "SigningKeyCache");

impl SigningKeyCache {
    /// Returns the signing key of a scope. The secret access key must be the same in all calls.
    pub fn key(&mut self, secret_access_key: &str, scope: &Scope<'_>) -> &SigningKey {
        let text = scope.text();
        if self.scope != text {
            self.scope = text;
            self.key = None;
        }
        self.key
            .get_or_insert_with(|| SigningKey::derive(secret_access_key, scope))
    }
}

#[cfg(test)]
mod tests {
    use super::SigningKeyCache;
    use crate::time::Timestamp;
    use crate::v4::scope::Scope;
    use crate::v4::signing_key::SigningKey;

    #[test]
    fn each_scope_has_its_own_key() {
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
                cache.key("secret", &scope).as_bytes(),
                SigningKey::derive("secret", &scope).as_bytes()
            );
        }
    }
}
