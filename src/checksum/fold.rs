//! The fold by a sparse multiple of the polynomial: nearly all of a CRC's work, with no table and no
//! carry-less multiplication.
//!
//! Where P divides 1 + x^-a + x^-b + x^-c, it divides 1 + x^-8a + x^-8b + x^-8c as well, since squaring a
//! polynomial over GF(2) squares each of its terms (Frobenius). So a byte may be taken away wherever it is
//! added a, b and c bytes further on, and the remainder stays the same. From the first byte to the last:
//! `row[i] = data[i] ^ row[i - a] ^ row[i - b] ^ row[i - c]`; whole vectors at a time, since the distances are
//! longer than a block. The idea is Chorba's, <https://arxiv.org/abs/2412.16398>; the distances are found by
//! `bench/sparse_multiples.rs`.

/// Bytes summed at a time: as many as fit the registers, and fewer than any distance.
const BLOCK: usize = 64;

/// Turns the data from `start` on into rows, in place. Before `start` stand the rows of what came before: at
/// least as many bytes as the longest of `distances`, which are all longer than a block.
// Words and not bytes, so that it is fast without SIMD; with it, the compiler makes vectors of them.
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
