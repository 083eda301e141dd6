//! The string to sign: when, for what scope, and the hash of what.

use alloc::string::String;

use super::ALGORITHM;
use super::scope::Scope;
use crate::sha256::{Sha256, hex};
use crate::text::{ascii, concat};
use crate::time::Timestamp;

/// Four lines: the algorithm, the instant, the scope, and the SHA-256 of the canonical request.
pub fn string_to_sign(signed_at: Timestamp, scope: &Scope<'_>, canonical_request: &str) -> String {
    let digest = Sha256::digest(canonical_request.as_bytes());
    let mut text = first_lines(signed_at, scope);
    text.push_str(ascii(&hex(&digest)));
    text
}

/// The first three lines, which requests of one instant and scope have in common.
pub fn first_lines(signed_at: Timestamp, scope: &Scope<'_>) -> String {
    concat(&[
        ALGORITHM,
        "\n",
        &signed_at.amz_date(),
        "\n",
        &scope.text(),
        "\n",
    ])
}
