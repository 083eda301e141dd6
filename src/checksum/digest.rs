//! SHA-1 and SHA-256, by the crates of RustCrypto.

use alloc::vec::Vec;

use sha1::{Digest as _, Sha1};
use sha2::Sha256;

use super::algorithm::Algorithm;

pub(super) enum Digest {
    Sha1(Sha1),
    Sha256(Sha256),
}

impl Digest {
    pub(super) fn new(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::Sha1 => Self::Sha1(Sha1::new()),
            _ => Self::Sha256(Sha256::new()),
        }
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha1(digest) => digest.update(bytes),
            Self::Sha256(digest) => digest.update(bytes),
        }
    }

    pub(super) fn finish(self) -> Vec<u8> {
        match self {
            Self::Sha1(digest) => digest.finalize().to_vec(),
            Self::Sha256(digest) => digest.finalize().to_vec(),
        }
    }
}
