//! SHA-1 and its HMAC (FIPS 180-4 and RFC 2104), which only Signature V2 uses.

use alloc::vec::Vec;

use zeroize::Zeroizing;

use s3_signpost_sha256::padding;

const BLOCK: usize = 64;
/// The constants of 20 rounds each; a constant also selects the function of its rounds (FIPS 180-4, 4.1.1 and 4.2.1).
const K: [u32; 4] = [CHOICE, 0x6ed9_eba1, MAJORITY, 0xca62_c1d6];
const CHOICE: u32 = 0x5a82_7999;
const MAJORITY: u32 = 0x8f1b_bcdc;

/// Returns the HMAC of a message. The key may have any length.
pub(crate) fn hmac_sha1(key: &[u8], message: &[u8]) -> [u8; 20] {
    let hashed;
    let key = if key.len() > BLOCK {
        hashed = Zeroizing::new(sha1(&[], key));
        hashed.as_slice()
    } else {
        key
    };
    let keyed = |pad: u8, message: &[u8]| {
        let mut block = Zeroizing::new([pad; BLOCK]);
        for (place, byte) in block.iter_mut().zip(key) {
            *place ^= byte;
        }
        sha1(block.as_slice(), message)
    };
    keyed(0x5c, &keyed(0x36, message))
}

/// Returns the digest of a message in two parts.
#[inline(never)]
fn sha1(start: &[u8], rest: &[u8]) -> [u8; 20] {
    let length = start.len() + rest.len();
    let mut message = Zeroizing::new(Vec::with_capacity(length + 2 * BLOCK));
    for part in &[start, rest, &padding(length as u64)] {
        message.extend_from_slice(part);
    }
    // The initial hash value (FIPS 180-4, 5.3.1).
    let mut state = [
        0x6745_2301,
        0xefcd_ab89,
        0x98ba_dcfe,
        0x1032_5476,
        0xc3d2_e1f0,
    ];
    for block in message.as_chunks().0 {
        compress(&mut state, block);
    }
    let mut digest = [0; 20];
    for (place, word) in digest.as_chunks_mut().0.iter_mut().zip(&state) {
        *place = word.to_be_bytes();
    }
    digest
}

/// Hashes one block (FIPS 180-4, 6.1.2). Loops keep the module small; a signature has only a few blocks.
#[expect(clippy::indexing_slicing, reason = "from 16 to 79, less 16 at most")]
fn compress(state: &mut [u32; 5], block: &[u8; BLOCK]) {
    let mut words = [0_u32; 80];
    for (word, bytes) in words.iter_mut().zip(block.as_chunks().0) {
        *word = u32::from_be_bytes(*bytes);
    }
    for at in 16..80 {
        words[at] =
            (words[at - 3] ^ words[at - 8] ^ words[at - 14] ^ words[at - 16]).rotate_left(1);
    }
    let [mut a, mut b, mut c, mut d, mut e] = *state;
    for (words, constant) in words.as_chunks::<20>().0.iter().zip(&K) {
        for word in words {
            let mixed = match *constant {
                CHOICE => d ^ (b & (c ^ d)),
                MAJORITY => (b & c) | (d & (b | c)),
                _ => b ^ c ^ d,
            };
            let next = a
                .rotate_left(5)
                .wrapping_add(mixed)
                .wrapping_add(e)
                .wrapping_add(*constant)
                .wrapping_add(*word);
            (a, b, c, d, e) = (next, a, b.rotate_left(30), c, d);
        }
    }
    for (sum, word) in state.iter_mut().zip(&[a, b, c, d, e]) {
        *sum = sum.wrapping_add(*word);
    }
}

#[cfg(test)]
mod tests {
    use super::hmac_sha1;
    use hmac::{Hmac, KeyInit, Mac};
    use sha1::Sha1;

    #[test]
    fn hmacs_equal_those_of_rustcrypto_for_all_lengths_of_key_and_message() {
        let bytes: Vec<u8> = (0..=255).collect();
        for length in 0..200 {
            let (key, message) = (&bytes[length / 2..length], &bytes[..length]);
            for (key, message) in [(key, message), (message, key)] {
                let mut mac = <Hmac<Sha1> as KeyInit>::new_from_slice(key).expect("any length");
                mac.update(message);
                let expected: [u8; 20] = mac.finalize().into_bytes().into();
                assert_eq!(hmac_sha1(key, message), expected, "{length}");
            }
        }
    }
}
