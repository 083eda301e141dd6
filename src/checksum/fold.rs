//! Folding by a sparse multiple of a CRC's polynomial P. It does nearly all of the work of a CRC, without a table and
//! without carry-less multiplication.
//!
//! If P divides 1 + x^-a + x^-b + x^-c, then P also divides 1 + x^-8a + x^-8b + x^-8c, because squaring a polynomial over
//! GF(2) squares each of its terms (Frobenius). So removing a byte and adding it a, b and c bytes later does not change
//! the remainder. From the first byte to the last: `row[i] = data[i] ^ row[i - a] ^ row[i - b] ^ row[i - c]`. The
//! distances are longer than a block, so whole blocks are folded at once. The method is Chorba,
//! <https://arxiv.org/abs/2412.16398>; `bench/sparse_multiples.rs` searches for the distances.

/// Bytes that are folded at once: they fit into registers, and no distance is shorter.
const BLOCK: usize = 64;

/// Replaces the data from `start` on with rows. The rows of earlier data are before `start`: at least as many bytes as
/// the longest of `distances`. All distances must be longer than a block.
// Words instead of bytes are fast without SIMD; with SIMD, the compiler vectorizes them.
#[expect(
    clippy::inline_always,
    reason = "each caller gets a copy with its distances as constants"
)]
#[inline(always)]
pub(super) fn fold<const N: usize>(buffer: &mut [u8], start: usize, distances: [usize; N]) {
    let mut at = start;
    while let Some((rows, data)) = buffer.split_at_mut_checked(at)
        && let Some(block) = data.first_chunk_mut::<BLOCK>()
    {
        let mut sum = [0; BLOCK / 8];
        add(&mut sum, block);
        for distance in distances {
            let Some(row) = rows
                .get(at.wrapping_sub(distance)..)
                .and_then(<[u8]>::first_chunk::<BLOCK>)
            else {
                return;
            };
            add(&mut sum, row);
        }
        for (to, word) in block.as_chunks_mut().0.iter_mut().zip(sum) {
            *to = u64::to_le_bytes(word);
        }
        at += BLOCK;
    }
    for at in at..buffer.len() {
        let rows = distances.map(|distance| buffer.get(at.wrapping_sub(distance)).copied());
        if let Some(byte) = buffer.get_mut(at) {
            *byte = rows.into_iter().flatten().fold(*byte, |sum, row| sum ^ row);
        }
    }
}

fn add(sum: &mut [u64; BLOCK / 8], bytes: &[u8; BLOCK]) {
    for (word, bytes) in sum.iter_mut().zip(bytes.as_chunks().0) {
        *word ^= u64::from_le_bytes(*bytes);
    }
}
