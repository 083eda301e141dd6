//! HMAC-SHA-256 (RFC 2104) of many messages, which hashes the two blocks of its key once.

use core::fmt;

use zeroize::Zeroize;

use crate::hasher::Sha256;
use crate::state::Digest;

const BLOCK: usize = 64;

/// An HMAC key for any number of messages. The crate `hmac` keeps the same states, but does not show them to
/// [`Lanes`](crate::lanes::Lanes).
#[derive(Clone)]
pub struct HmacSha256 {
    inner: Sha256,
    outer: Sha256,
}

impl HmacSha256 {
    /// Hashes the key's two blocks.
    pub fn new(key: &[u8; 32]) -> Self {
        let keyed = |pad: u8| {
            let mut hasher = Sha256::default();
            let mut block = [pad; BLOCK];
            for (target, byte) in block.iter_mut().zip(key) {
                *target ^= byte;
            }
            hasher.update(&block);
            block.zeroize();
            hasher
        };
        Self {
            inner: keyed(0x36),
            outer: keyed(0x5c),
        }
    }

    /// Returns a hasher for a message that arrives in pieces. Pass it to [`finish`](Self::finish) after the last piece.
    pub fn begin(&self) -> Sha256 {
        self.inner.clone()
    }

    /// Returns the authentication code of the message that was hashed with `inner`, a hasher from
    /// [`begin`](Self::begin).
    pub fn finish(&self, inner: Sha256) -> Digest {
        let mut outer = self.outer.clone();
        outer.update(&inner.finalize());
        outer.finalize()
    }

    /// Returns the hasher for the digest of the inner hash.
    pub fn outer(&self) -> &Sha256 {
        &self.outer
    }
}

/// Shows nothing: the states derive from the key and are as sensitive.
impl fmt::Debug for HmacSha256 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("HmacSha256").finish_non_exhaustive()
    }
}

impl Zeroize for HmacSha256 {
    fn zeroize(&mut self) {
        self.inner.zeroize();
        self.outer.zeroize();
    }
}

impl Drop for HmacSha256 {
    fn drop(&mut self) {
        self.zeroize();
    }
}
