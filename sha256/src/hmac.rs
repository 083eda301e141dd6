//! HMAC-SHA-256 with the key's two blocks hashed once.

use zeroize::Zeroize;

use crate::{Digest, Sha256};

const BLOCK: usize = 64;

/// A key, ready to sign any number of messages.
#[derive(Clone)]
pub struct HmacSha256 {
    inner: Sha256,
    outer: Sha256,
}

impl HmacSha256 {
    /// Takes a key of any length; one longer than a block is hashed first (RFC 2104, 2).
    pub fn new(key: &[u8]) -> Self {
        let mut hashed = Sha256::digest(key);
        let key = if key.len() > BLOCK {
            hashed.as_slice()
        } else {
            key
        };
        let padded = |pad: u8| {
            let mut hasher = Sha256::default();
            let mut block = [pad; BLOCK];
            for (place, byte) in block.iter_mut().zip(key) {
                *place ^= byte;
            }
            hasher.update(&block);
            block.zeroize();
            hasher
        };
        let (inner, outer) = (padded(0x36), padded(0x5c));
        hashed.zeroize();
        Self { inner, outer }
    }

    /// The code of a message.
    pub fn mac(&self, message: &[u8]) -> Digest {
        let mut inner = self.inner.clone();
        inner.update(message);
        self.finish(inner)
    }

    /// The inner hash, to take in a message bit by bit.
    pub fn begin(&self) -> Sha256 {
        self.inner.clone()
    }

    /// The code of the message that was taken in by what [`begin`](Self::begin) gave.
    pub fn finish(&self, inner: Sha256) -> Digest {
        let mut outer = self.outer.clone();
        outer.update(&inner.finalize());
        outer.finalize()
    }

    /// The outer hash, which takes in the inner one's digest.
    pub fn outer(&self) -> &Sha256 {
        &self.outer
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
