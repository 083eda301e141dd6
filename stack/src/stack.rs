//! State shared by the services of the stack.

use std::io;
use std::sync::RwLock;

use serde::Serialize;

use crate::clock::Clock;
use crate::faults::Faults;
use crate::identity::identities::Identities;
use crate::identity::keys::KeyRing;
use crate::options::Options;
use crate::request_log::RequestLog;
use crate::s3::store::Store;

/// Settings that a test may change while the stack runs.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// Lifetime of credentials from Cognito Identity.
    pub credential_seconds: u32,
    /// Lifetime of tokens from `GetOpenIdToken`.
    pub open_id_token_seconds: u32,
    /// Minimum lifetime of credentials from STS: 900 on AWS.
    pub minimum_role_seconds: u32,
    /// Whether the identity pool allows guests.
    pub guest_access: bool,
    /// Login providers of the identity pool.
    pub login_providers: Vec<String>,
}

impl Settings {
    fn initial(options: &Options) -> Self {
        let region = &options.region;
        Self {
            credential_seconds: options.credential_seconds,
            open_id_token_seconds: 600,
            minimum_role_seconds: 900,
            guest_access: true,
            login_providers: vec![
                format!("cognito-idp.{region}.amazonaws.com/{region}_Signpost1"),
                "accounts.google.com".to_owned(),
                "graph.facebook.com".to_owned(),
                "www.amazon.com".to_owned(),
                "appleid.apple.com".to_owned(),
            ],
        }
    }
}

/// The state of a running stack.
pub struct Stack {
    pub options: Options,
    pub identity_pool_id: String,
    pub clock: Clock,
    pub keys: KeyRing,
    pub identities: Identities,
    pub store: Store,
    pub faults: Faults,
    pub requests: RequestLog,
    settings: RwLock<Settings>,
}

impl Stack {
    /// Opens the store, in memory or in the folder of the options.
    pub fn new(options: Options) -> io::Result<Self> {
        let store = match &options.data {
            Some(folder) => Store::in_folder(folder)?,
            None => Store::in_memory(),
        };
        Ok(Self {
            identity_pool_id: format!("{}:51690057-0000-4000-8000-000000000000", options.region),
            clock: Clock::default(),
            keys: KeyRing::new(),
            identities: Identities::default(),
            store,
            faults: Faults::default(),
            requests: RequestLog::default(),
            settings: RwLock::new(Settings::initial(&options)),
            options,
        })
    }

    pub fn settings(&self) -> Settings {
        self.settings
            .read()
            .expect("the lock is not poisoned")
            .clone()
    }

    pub fn change_settings(&self, change: impl FnOnce(&mut Settings)) {
        change(&mut self.settings.write().expect("the lock is not poisoned"));
    }

    /// Restores the initial settings and clock, and clears faults and the request log.
    pub fn reset(&self) {
        self.change_settings(|settings| *settings = Settings::initial(&self.options));
        self.clock.set_offset_seconds(0);
        self.faults.clear();
        self.requests.clear();
    }
}
