//! The string to sign: when, for what scope, and the hash of what.

use alloc::string::String;

use sha2::{Digest, Sha256};

use super::ALGORITHM;
use super::scope::Scope;
use crate::time::Timestamp;

/// Four lines: the algorithm, the instant, the scope, and the SHA-256 of the canonical request.
pub fn string_to_sign(signed_at: Timestamp, scope: &Scope, canonical_request: &str) -> String {
    let hash = hex::encode(Sha256::digest(canonical_request.as_bytes()));
    [
        ALGORITHM,
        "\n",
        &signed_at.amz_date(),
        "\n",
        &scope.text(),
        "\n",
        &hash,
    ]
    .concat()
}
