//! SHA-256 of a message that arrives in pieces.

use core::fmt;

use sha2::block_api::compress256;
use zeroize::Zeroize;

use crate::padding::mark;
use crate::state::{Digest, INITIAL, State, digest_of};

/// A SHA-256 hasher. A clone of it continues from the same prefix.
#[derive(Clone)]
pub struct Sha256 {
    pub(crate) state: State,
    /// The start of the current block; the bytes after it are left over from earlier blocks.
    block: [u8; 64],
    length: u64,
}

impl Default for Sha256 {
    fn default() -> Self {
        Self {
            state: INITIAL,
            block: [0; 64],
            length: 0,
        }
    }
}

impl Sha256 {
    /// Returns the digest of a whole message.
    pub fn digest(message: &[u8]) -> Digest {
        let mut hasher = Self::default();
        hasher.update(message);
        hasher.finalize()
    }

    /// Hashes the next bytes of the message.
    pub fn update(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let buffered = self.buffered();
            if buffered == 0 && bytes.len() >= 64 {
                let (blocks, rest) = bytes.as_chunks();
                compress256(&mut self.state, blocks);
                self.length += (bytes.len() - rest.len()) as u64;
                bytes = rest;
                continue;
            }
            let free = self.block.get_mut(buffered..).unwrap_or_default();
            let (fitting, rest) = bytes.split_at_checked(free.len()).unwrap_or((bytes, &[]));
            for (target, byte) in free.iter_mut().zip(fitting) {
                *target = *byte;
            }
            self.length += fitting.len() as u64;
            bytes = rest;
            if self.buffered() == 0 {
                compress256(&mut self.state, &[self.block]);
            }
        }
    }

    /// Pads the message (FIPS 180-4, 5.1.1) and returns its digest.
    pub fn finalize(mut self) -> Digest {
        let bits = self.length * 8;
        self.update(mark(self.length));
        self.update(&bits.to_be_bytes());
        digest_of(&self.state)
    }

    /// Returns the number of bytes hashed so far.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Returns the bytes of the unfinished block.
    pub(crate) fn pending(&self) -> &[u8] {
        self.block.get(..self.buffered()).unwrap_or_default()
    }

    fn buffered(&self) -> usize {
        (self.length % 64) as usize
    }
}

/// Shows nothing: the state may derive from a key.
impl fmt::Debug for Sha256 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Sha256").finish_non_exhaustive()
    }
}

impl Zeroize for Sha256 {
    fn zeroize(&mut self) {
        self.state.zeroize();
        self.block.zeroize();
    }
}
