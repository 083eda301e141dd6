//! What S3 checks an object's bytes by: CRC32, CRC32C, CRC64NVME, SHA-1 and SHA-256, as they stream by.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html>
//!
//! ```
//! use s3_signpost::checksum::{Algorithm, Checksum};
//!
//! let mut checksum = Checksum::new(Algorithm::Crc32);
//! checksum.update(b"12345");
//! checksum.update(b"6789");
//! assert_eq!(checksum.finish(), "y/Q5Jg==");
//! ```

mod algorithm;
mod combine;
mod crc;
mod digest;
mod fold;
mod polynomial;

use alloc::string::String;
use alloc::vec::Vec;
use alloc::{boxed::Box, vec};

pub use algorithm::Algorithm;
pub use combine::combine;

use crate::base64;
use crc::Register;
use digest::Digest;

/// Bytes that [`Checksum::input`] takes at a time. They are summed in place, so that a chunk is copied once.
pub const INPUT: usize = 64 * 1024;

/// The checksum of bytes that come one chunk after another.
pub struct Checksum {
    sum: Sum,
    /// What the sum keeps of the past, and after it the input.
    buffer: Box<[u8]>,
}

enum Sum {
    Crc(Register),
    Digest(Digest),
}

impl Checksum {
    /// Of no bytes yet.
    pub fn new(algorithm: Algorithm) -> Self {
        let mut buffer = vec![0; crc::HISTORY + INPUT].into_boxed_slice();
        let sum = match algorithm.crc() {
            Some(crc) => Sum::Crc(Register::new(crc, &mut buffer)),
            None => Sum::Digest(Digest::new(algorithm)),
        };
        Self { sum, buffer }
    }

    /// Takes in the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(INPUT) {
            if let Some(room) = self.input().get_mut(..chunk.len()) {
                room.copy_from_slice(chunk);
            }
            self.advance(chunk.len());
        }
    }

    /// Where the next bytes may be put, from its start, to be taken in by [`Checksum::advance`]; what stands
    /// there means nothing.
    pub fn input(&mut self) -> &mut [u8] {
        self.buffer.get_mut(crc::HISTORY..).unwrap_or_default()
    }

    /// Takes in the first `length` bytes of [`Checksum::input`], or all where it has not as many.
    pub fn advance(&mut self, length: usize) {
        let end = crc::HISTORY + length.min(INPUT);
        let Some(filled) = self.buffer.get_mut(..end) else {
            return;
        };
        match &mut self.sum {
            Sum::Crc(register) => register.update(filled),
            Sum::Digest(digest) => digest.update(filled.get(crc::HISTORY..).unwrap_or_default()),
        }
    }

    /// The value as S3 writes it: the bytes, highest first, in base64.
    pub fn finish(self) -> String {
        base64::encode(&self.digest())
    }

    /// The value's bytes, highest first: what a checksum of checksums is made of.
    pub fn digest(mut self) -> Vec<u8> {
        match self.sum {
            Sum::Crc(register) => register.finish(&mut self.buffer),
            Sum::Digest(digest) => digest.finish(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The check values of the CRC catalogue, and the digests, of the text "123456789".
    #[test]
    fn each_algorithm_gives_its_published_check_value() {
        let expected = [
            "cbf43926",
            "e3069283",
            "ae8b14860a799888",
            "f7c3bc1d808e04732adf679965ccc34ca7ae3441",
            "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
        ];
        for (algorithm, value) in Algorithm::ALL.into_iter().zip(expected) {
            let mut checksum = Checksum::new(algorithm);
            checksum.update(b"12345");
            checksum.update(b"6789");
            assert_eq!(
                hex::encode(checksum.digest()),
                value,
                "{}",
                algorithm.name()
            );
        }
    }

    #[test]
    fn an_algorithm_is_known_by_its_name_alone() {
        for algorithm in Algorithm::ALL {
            assert_eq!(Algorithm::parse(algorithm.name()), Some(algorithm));
        }
        assert_eq!(Algorithm::parse("crc32"), None);
        assert_eq!(Algorithm::parse("MD5"), None);
    }
}
