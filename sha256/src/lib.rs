//! SHA-256 and HMAC-SHA-256 for many messages that share a prefix or a suffix.
//!
//! Sources: <https://doi.org/10.6028/NIST.FIPS.180-4> and RFC 2104. [`Sha256`] can be cloned after any byte, so a
//! common prefix is hashed once. [`SharedTail`] keeps the message schedules of a common suffix. [`lanes`] hashes four
//! messages at a time.

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

mod hasher;
mod hex;
pub mod hmac;
pub mod lanes;
mod padding;
pub mod schedule;
pub mod shared_tail;
#[cfg(all(target_arch = "wasm32", not(feature = "scalar")))]
pub mod simd;
mod state;

pub use hasher::Sha256;
pub use hex::hex;
pub use hmac::HmacSha256;

pub use shared_tail::SharedTail;
pub use state::{Digest, INITIAL, LANES, State, digest_of};

#[cfg(test)]
mod tests {
    use super::{HmacSha256, Sha256, SharedTail, hex};

    #[test]
    fn digests_match_the_examples_of_fips_180() {
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

    /// HMAC pads shorter keys with zeros to the length of a block.
    #[test]
    fn hmacs_match_the_test_cases_of_rfc_4231() {
        for (key, message, code) in [
            (
                &[0x0b; 20][..],
                "Hi There",
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
            ),
            (
                b"Jefe",
                "what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            ),
        ] {
            let mut padded = [0; 32];
            padded[..key.len()].copy_from_slice(key);
            let hmac = HmacSha256::new(&padded);
            let mut message_hash = hmac.begin();
            message_hash.update(message.as_bytes());
            assert_eq!(hex(&hmac.finish(message_hash)), code.as_bytes());
        }
    }

    #[test]
    fn finishing_with_a_shared_tail_equals_hashing_its_bytes() {
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
