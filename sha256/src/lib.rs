//! SHA-256 and its HMAC, in the pieces that many signatures share.
//!
//! <https://doi.org/10.6028/NIST.FIPS.180-4> and RFC 2104. A hasher can be cloned wherever it stands, so that
//! what all messages begin with is hashed once; a [`SharedTail`] spares the schedules of what they all end
//! with; and [`lanes`] take four messages at a time.

#![cfg_attr(not(test), no_std)]
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unwrap_used
    )
)]

extern crate alloc;

pub mod compress;
pub mod hmac;
pub mod lanes;
pub mod shared_tail;
#[cfg(target_arch = "wasm32")]
mod simd;

pub use hmac::HmacSha256;
pub use shared_tail::SharedTail;

use alloc::vec::Vec;

use compress::compress;
use zeroize::Zeroize;

/// The eight words between two blocks.
pub type State = [u32; 8];
/// A digest's bytes.
pub type Digest = [u8; 32];

/// Where every message begins (FIPS 180-4, 5.3.3).
pub const INITIAL: State = [
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];

/// A hash in the making.
#[derive(Clone)]
pub struct Sha256 {
    state: State,
    /// What has come since the last whole block, and rests of earlier blocks behind it.
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
    /// The digest of a whole message.
    pub fn digest(message: &[u8]) -> Digest {
        let mut hasher = Self::default();
        hasher.update(message);
        hasher.finalize()
    }

    /// Takes in more of the message.
    pub fn update(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let buffered = self.buffered();
            if buffered == 0
                && let Some((block, rest)) = bytes.split_first_chunk()
            {
                compress(&mut self.state, block);
                self.length += 64;
                bytes = rest;
                continue;
            }
            let room = self.block.get_mut(buffered..).unwrap_or_default();
            let (fitting, rest) = bytes.split_at_checked(room.len()).unwrap_or((bytes, &[]));
            for (place, byte) in room.iter_mut().zip(fitting) {
                *place = *byte;
            }
            self.length += fitting.len() as u64;
            bytes = rest;
            if self.buffered() == 0 {
                compress(&mut self.state, &self.block);
            }
        }
    }

    /// Pads the message (FIPS 180-4, 5.1.1) and gives its digest.
    pub fn finalize(mut self) -> Digest {
        let bits = self.length * 8;
        self.update(PADDING.get(..padding(self.length)).unwrap_or_default());
        self.update(&bits.to_be_bytes());
        bytes_of(&self.state)
    }

    /// How many bytes of the message there are.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// What waits for its block to fill up.
    fn pending(&self) -> &[u8] {
        self.block.get(..self.buffered()).unwrap_or_default()
    }

    /// How much of it there is.
    fn buffered(&self) -> usize {
        (self.length % 64) as usize
    }
}

impl Zeroize for Sha256 {
    fn zeroize(&mut self) {
        self.state.zeroize();
        self.block.zeroize();
    }
}

/// A digest in lower-case hex.
pub fn hex(digest: &Digest) -> [u8; 64] {
    let mut digits = [0; 64];
    for (place, bytes) in digits
        .as_chunks_mut()
        .0
        .iter_mut()
        .zip(digest.as_chunks().0)
    {
        *place = hex_word(u32::from_be_bytes(*bytes));
    }
    digits
}

/// All eight digits at once, each in a byte of its own.
fn hex_word(word: u32) -> [u8; 8] {
    let mut nibbles = u64::from(word);
    nibbles = (nibbles << 16 | nibbles) & 0x0000_ffff_0000_ffff;
    nibbles = (nibbles << 8 | nibbles) & 0x00ff_00ff_00ff_00ff;
    nibbles = (nibbles << 4 | nibbles) & 0x0f0f_0f0f_0f0f_0f0f;
    let letters = (nibbles + 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101;
    (nibbles + 0x3030_3030_3030_3030 + letters * u64::from(b'a' - b'0' - 10)).to_be_bytes()
}

/// A one bit, and zeros (FIPS 180-4, 5.1.1).
static PADDING: [u8; 64] = {
    let mut padding = [0; 64];
    padding[0] = 0x80;
    padding
};

/// How much of it is put behind a message of so many bytes: the rest of a block but its last eight bytes, which
/// have the length in bits.
fn padding(length: u64) -> usize {
    let buffered = (length % 64) as usize;
    if buffered < 56 {
        56 - buffered
    } else {
        120 - buffered
    }
}

/// All that is put behind a message of so many bytes.
pub fn ending(length: u64) -> Vec<u8> {
    let padding = PADDING.get(..padding(length)).unwrap_or_default();
    [padding, &(length * 8).to_be_bytes()].concat()
}

/// The digest that a last state is.
pub fn bytes_of(state: &State) -> Digest {
    let mut bytes = [0; 32];
    for (place, word) in bytes.as_chunks_mut().0.iter_mut().zip(state) {
        *place = word.to_be_bytes();
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::{HmacSha256, Sha256, SharedTail, hex};

    #[test]
    fn fips_180s_examples_hold() {
        for (message, digest) in [
            (
                "abc",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            ),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
            ),
            (
                "",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            ),
        ] {
            assert_eq!(hex(&Sha256::digest(message.as_bytes())), digest.as_bytes());
        }
    }

    #[test]
    fn rfc_4231s_test_cases_hold() {
        for (key, message, code) in [
            (
                b"Jefe".to_vec(),
                &b"what do ya want for nothing?"[..],
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
            (
                vec![0xaa; 131],
                b"Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            ),
        ] {
            assert_eq!(hex(&HmacSha256::new(&key).mac(message)), code.as_bytes());
        }
    }

    #[test]
    fn a_shared_tail_ends_a_message_as_its_bytes_would() {
        for tail_length in [0, 1, 54, 55, 56, 63, 64, 65, 300] {
            let text = vec![b't'; tail_length];
            let mut tail = SharedTail::new(text.clone());
            for head_length in (0..130).chain([5, 5, 1_000]) {
                let mut head = Sha256::default();
                head.update(&vec![b'h'; head_length]);
                let mut whole = head.clone();
                whole.update(&text);
                assert_eq!(tail.finish(head), whole.finalize(), "{head_length}");
            }
        }
    }
}
