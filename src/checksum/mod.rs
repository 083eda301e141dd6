//! Checksums of S3 objects, computed from a stream: CRC32, CRC32C, CRC64NVME, SHA-1 and SHA-256.
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
use crate::opaque_debug::opaque_debug;
use crc::Register;
use digest::Digest;

/// Size of [`Checksum::input`] in bytes. The checksum is computed in place, so each chunk is copied once.
pub const INPUT: usize = 64 * 1024;

/// A checksum of bytes that arrive in chunks.
pub struct Checksum {
    state: State,
    /// The history of a CRC, then the input.
    buffer: Box<[u8]>,
}

opaque_debug!(Checksum, "Checksum");

enum State {
    Crc(Register),
    Digest(Digest),
}

impl Checksum {
    /// Starts a checksum.
    pub fn new(algorithm: Algorithm) -> Self {
        let mut buffer = vec![0; crc::HISTORY + INPUT].into_boxed_slice();
        let state = match algorithm.crc() {
            Some(crc) => State::Crc(Register::new(crc, &mut buffer)),
            None => State::Digest(Digest::new(algorithm)),
        };
        Self { state, buffer }
    }

    /// Adds the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(INPUT) {
            if let Some(input) = self.input().get_mut(..chunk.len()) {
                input.copy_from_slice(chunk);
            }
            self.advance(chunk.len());
        }
    }

    /// Returns the buffer for the next bytes. Write from its start, then call [`Checksum::advance`]. Its content before
    /// that is undefined.
    pub fn input(&mut self) -> &mut [u8] {
        self.buffer.get_mut(crc::HISTORY..).unwrap_or_default()
    }

    /// Adds the first `length` bytes of [`Checksum::input`], at most [`INPUT`].
    pub fn advance(&mut self, length: usize) {
        let end = crc::HISTORY + length.min(INPUT);
        let Some(filled) = self.buffer.get_mut(..end) else {
            return;
        };
        match &mut self.state {
            State::Crc(register) => register.update(filled),
            State::Digest(digest) => digest.update(filled.get(crc::HISTORY..).unwrap_or_default()),
        }
    }

    /// Returns the value in base64, as in `x-amz-checksum-*` headers.
    pub fn finish(self) -> String {
        base64::encode(&self.digest())
    }

    /// Returns the bytes of the value, most significant first. A composite checksum is computed from these bytes.
    pub fn digest(mut self) -> Vec<u8> {
        match self.state {
            State::Crc(register) => register.finish(&mut self.buffer),
            State::Digest(digest) => digest.finish(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected: the check values of the CRC catalogue and the digests, all for the text "123456789".
    #[test]
    fn each_algorithm_matches_its_published_check_value() {
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
    fn algorithms_are_parsed_from_their_exact_names() {
        for algorithm in Algorithm::ALL {
            assert_eq!(Algorithm::parse(algorithm.name()), Some(algorithm));
        }
        assert_eq!(Algorithm::parse("crc32"), None);
        assert_eq!(Algorithm::parse("MD5"), None);
    }
}
