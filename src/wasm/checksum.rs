//! Checksums of bytes that JavaScript puts into this module's memory itself, one copy a chunk.

use alloc::vec::Vec;

use wasm_bindgen::prelude::*;

use crate::checksum::{self, Algorithm};

/// A checksum under way.
#[wasm_bindgen]
pub struct Checksum(checksum::Checksum);

#[wasm_bindgen]
impl Checksum {
    /// Takes the algorithm's place among CRC32, CRC32C, CRC64NVME, SHA1 and SHA256.
    pub fn of(algorithm: usize) -> Option<Checksum> {
        Some(Self(checksum::Checksum::new(parse(algorithm)?)))
    }

    /// Where the next bytes go: an address in this module's memory. It stays the same.
    pub fn input(&mut self) -> *mut u8 {
        self.0.input().as_mut_ptr()
    }

    /// How many bytes fit there.
    pub fn room(&self) -> usize {
        checksum::INPUT
    }

    /// Takes in so many bytes of the input.
    pub fn advance(&mut self, length: usize) {
        self.0.advance(length);
    }

    /// The value's bytes. There is nothing to free afterwards.
    pub fn digest(self) -> Vec<u8> {
        self.0.digest()
    }
}

/// The CRC of two runs of bytes together; undefined where the algorithm is no CRC.
#[wasm_bindgen]
pub fn combine(algorithm: usize, first: &[u8], second: &[u8], length: f64) -> Option<Vec<u8>> {
    checksum::combine(parse(algorithm)?, first, second, length as u64)
}

fn parse(algorithm: usize) -> Option<Algorithm> {
    Algorithm::ALL.get(algorithm).copied()
}
