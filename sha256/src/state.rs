//! The state between two blocks, and the digest that the last state is.

/// The eight hash words between two blocks.
pub type State = [u32; 8];
/// The 32 bytes of a digest.
pub type Digest = [u8; 32];

/// Initial hash value (FIPS 180-4, 5.3.3).
pub const INITIAL: State = [
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];

/// Number of messages that are hashed side by side.
pub const LANES: usize = 4;

/// Returns the digest that `state` is after the last block.
pub fn digest_of(state: &State) -> Digest {
    let mut bytes = [0; 32];
    for (target, word) in bytes.as_chunks_mut().0.iter_mut().zip(state) {
        *target = word.to_be_bytes();
    }
    bytes
}
