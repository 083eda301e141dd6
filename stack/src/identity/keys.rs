//! Access keys: the demo's long-lived key, and temporary ones from Cognito and STS.

use std::collections::HashMap;
use std::sync::RwLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rand::seq::IndexedRandom as _;
use time::{Duration, OffsetDateTime};

/// Access key id of the demo's long-lived key, which is valid for a local stack only.
pub const DEMO_ACCESS_KEY_ID: &str = "AKIASIGNPOSTEXAMPLE0";
/// Secret of the demo's key. It is public, because it protects nothing.
pub const DEMO_SECRET_ACCESS_KEY: &str = "local-demo-only/NotASecret+EXAMPLEKEY000";

/// The secret of an access key, and the session of a temporary one.
#[derive(Clone)]
pub struct AccessKey {
    pub secret: String,
    /// Present if the key is temporary.
    pub session: Option<Session>,
}

/// The session of a temporary access key.
#[derive(Clone)]
pub struct Session {
    pub token: String,
    pub expiration: OffsetDateTime,
}

/// Temporary credentials in a response.
pub struct TemporaryCredentials {
    pub access_key_id: String,
    pub secret_access_key: String,
    pub session_token: String,
    pub expiration: OffsetDateTime,
}

/// All keys, expired ones included: S3 reports an expired key and an unknown key differently.
pub struct KeyRing {
    keys: RwLock<HashMap<String, AccessKey>>,
}

impl KeyRing {
    /// Returns a key ring with the demo's long-lived key.
    pub fn new() -> Self {
        let demo = AccessKey {
            secret: DEMO_SECRET_ACCESS_KEY.to_owned(),
            session: None,
        };
        Self {
            keys: RwLock::new(HashMap::from([(DEMO_ACCESS_KEY_ID.to_owned(), demo)])),
        }
    }

    pub fn find(&self, access_key_id: &str) -> Option<AccessKey> {
        self.keys
            .read()
            .expect("the lock is not poisoned")
            .get(access_key_id)
            .cloned()
    }

    /// Issues temporary credentials that expire `seconds` after `now`.
    pub fn issue(&self, now: OffsetDateTime, seconds: u32) -> TemporaryCredentials {
        let issued = TemporaryCredentials {
            access_key_id: unique_id("ASIA", 20),
            secret_access_key: STANDARD.encode(rand::random::<[u8; 30]>()),
            // As long as Cognito's tokens, and always with `+`, `/` and `=`, which clients often fail to encode.
            session_token: format!(
                "IQoJb3JpZ2luX2Vj+/{}",
                STANDARD.encode(rand::random::<[u8; 700]>())
            ),
            expiration: whole_seconds(now) + Duration::seconds(i64::from(seconds)),
        };
        let key = AccessKey {
            secret: issued.secret_access_key.clone(),
            session: Some(Session {
                token: issued.session_token.clone(),
                expiration: issued.expiration,
            }),
        };
        self.keys
            .write()
            .expect("the lock is not poisoned")
            .insert(issued.access_key_id.clone(), key);
        issued
    }
}

/// Returns an AWS identifier of this length: the prefix, then characters of A–Z and 2–7.
pub fn unique_id(prefix: &str, length: usize) -> String {
    const ALPHABET: [char; 32] = [
        'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R',
        'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z', '2', '3', '4', '5', '6', '7',
    ];
    let mut rng = rand::rng();
    let random = std::iter::repeat_with(|| *ALPHABET.choose(&mut rng).expect("it is not empty"));
    prefix.chars().chain(random).take(length).collect()
}

fn whole_seconds(instant: OffsetDateTime) -> OffsetDateTime {
    instant
        .replace_nanosecond(0)
        .expect("zero is a valid nanosecond")
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn credentials_expire_after_the_requested_seconds() {
        let ring = KeyRing::new();
        let issued = ring.issue(datetime!(2026-01-02 03:04:05.678 UTC), 7);
        assert_eq!(issued.expiration, datetime!(2026-01-02 03:04:12 UTC));
    }

    #[test]
    fn issued_credentials_have_the_format_of_aws() {
        let issued = KeyRing::new().issue(OffsetDateTime::UNIX_EPOCH, 1);
        assert_eq!(issued.access_key_id.len(), 20);
        assert!(issued.access_key_id.starts_with("ASIA"));
        assert_eq!(issued.secret_access_key.len(), 40);
        for character in ['+', '/', '='] {
            assert!(issued.session_token.contains(character), "{character}");
        }
    }

    #[test]
    fn the_demo_key_has_the_length_of_a_real_one() {
        assert_eq!(DEMO_ACCESS_KEY_ID.len(), 20);
        assert_eq!(DEMO_SECRET_ACCESS_KEY.len(), 40);
    }
}
