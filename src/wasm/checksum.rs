//! Checksums of bytes that JavaScript copies into this module's memory, one copy per chunk.

use alloc::vec::Vec;

use wasm_bindgen::prelude::*;

use crate::checksum::{self, Algorithm};

/// An unfinished checksum.
#[wasm_bindgen]
pub struct Checksum(checksum::Checksum);

#[wasm_bindgen]
impl Checksum {
    /// Starts a checksum. `algorithm` is an index of CRC32, CRC32C, CRC64NVME, SHA1 and SHA256; None for any other.
    pub fn of(algorithm: usize) -> Option<Checksum> {
        Some(Self(checksum::Checksum::new(parse(algorithm)?)))
    }

    /// The address in this module's memory to copy the next bytes to. It never changes.
    pub fn input(&mut self) -> *mut u8 {
        self.0.input().as_mut_ptr()
    }

    /// Number of bytes that fit there.
    pub fn room(&self) -> usize {
        checksum::INPUT
    }

    /// Adds the first `length` bytes of the input to the checksum.
    pub fn advance(&mut self, length: usize) {
        self.0.advance(length);
    }

    /// Returns the bytes of the checksum, and frees it.
    pub fn digest(self) -> Vec<u8> {
        self.0.digest()
    }
}

/// Combines the CRCs of two byte sequences; `length` is the second's. None if the algorithm is not a CRC.
#[wasm_bindgen]
pub fn combine(algorithm: usize, first: &[u8], second: &[u8], length: f64) -> Option<Vec<u8>> {
    checksum::combine(parse(algorithm)?, first, second, length as u64)
}

fn parse(algorithm: usize) -> Option<Algorithm> {
    Algorithm::ALL.get(algorithm).copied()
}
