//! The names of the services.

use serde::{Deserialize, Serialize};

/// The services of the stack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Service {
    #[default]
    S3,
    CognitoIdentity,
    Sts,
}
