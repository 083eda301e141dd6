//! Digests in lower-case hex.

use crate::state::Digest;

/// Formats a digest in lower-case hex.
pub fn hex(digest: &Digest) -> [u8; 64] {
    let mut digits = [0; 64];
    for (target, bytes) in digits
        .as_chunks_mut()
        .0
        .iter_mut()
        .zip(digest.as_chunks().0)
    {
        *target = hex_word(u32::from_be_bytes(*bytes));
    }
    digits
}

/// Formats four bytes at once: each of the eight digits takes one byte of a `u64`.
fn hex_word(word: u32) -> [u8; 8] {
    let mut nibbles = u64::from(word);
    nibbles = (nibbles << 16 | nibbles) & 0x0000_ffff_0000_ffff;
    nibbles = (nibbles << 8 | nibbles) & 0x00ff_00ff_00ff_00ff;
    nibbles = (nibbles << 4 | nibbles) & 0x0f0f_0f0f_0f0f_0f0f;
    let letters = (nibbles + 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101;
    (nibbles + 0x3030_3030_3030_3030 + letters * u64::from(b'a' - b'0' - 10)).to_be_bytes()
}
