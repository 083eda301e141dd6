//! The identities of the pool.

use std::collections::{BTreeSet, HashMap};
use std::sync::Mutex;

/// The identities of the pool.
#[derive(Default)]
pub struct Identities {
    pub(super) state: Mutex<State>,
}

#[derive(Default)]
pub(super) struct State {
    /// Identity id → its login providers; empty for a guest.
    pub(super) identities: HashMap<String, BTreeSet<String>>,
    /// (provider, subject) → identity id.
    pub(super) by_login: HashMap<(String, String), String>,
    /// Token from `GetOpenIdToken` → identity id.
    pub(super) open_id_tokens: HashMap<String, String>,
}

impl Identities {
    /// Returns the identity of a token from `GetOpenIdToken`.
    pub fn identity_of_token(&self, token: &str) -> Option<String> {
        self.state
            .lock()
            .expect("the lock is not poisoned")
            .open_id_tokens
            .get(token)
            .cloned()
    }
}
