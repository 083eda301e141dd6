//! The message schedule of a block, and the rounds that take it (FIPS 180-4, 6.2.2).
//!
//! Many signatures share most of their blocks, and so the schedules of these blocks; the rounds depend on the state and
//! are computed for each message. Blocks of one message only are compressed by `sha2`, which offers no schedule.

use crate::state::State;

/// Round constants: the first 32 bits of the fractional parts of the cube roots of the first 64 primes
/// (FIPS 180-4, 4.2.2).
pub(crate) const K: [u32; 64] = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
];

/// The message schedule W of a block (FIPS 180-4, 6.2.2, step 1) with the constants K added.
pub type Schedule = [u32; 64];

/// Computes the schedule of a block.
#[expect(
    clippy::indexing_slicing,
    reason = "16 <= index < 64, and at most 16 is subtracted"
)]
pub fn expand(block: &[u8; 64]) -> Schedule {
    let mut w = [0; 64];
    for (word, bytes) in w.iter_mut().zip(block.as_chunks().0) {
        *word = u32::from_be_bytes(*bytes);
    }
    for t in 16..64 {
        let (x, y): (u32, u32) = (w[t - 15], w[t - 2]);
        let sigma_0 = x.rotate_right(7) ^ x.rotate_right(18) ^ (x >> 3);
        let sigma_1 = y.rotate_right(17) ^ y.rotate_right(19) ^ (y >> 10);
        w[t] = sigma_1
            .wrapping_add(w[t - 7])
            .wrapping_add(sigma_0)
            .wrapping_add(w[t - 16_usize]);
    }
    for (word, constant) in w.iter_mut().zip(&K) {
        *word = word.wrapping_add(*constant);
    }
    w
}

/// Runs the 64 rounds for each schedule and adds the result to the state (FIPS 180-4, 6.2.2, steps 2 to 4).
///
/// Nearly all blocks of a URL come here, so eight rounds are written out: after them each working variable is back in its
/// place.
pub fn rounds(state: &mut State, schedules: &[Schedule]) {
    macro_rules! round {
        ($a:ident $b:ident $c:ident $d:ident $e:ident $f:ident $g:ident $h:ident $word:expr) => {
            let sigma_1 = $e.rotate_right(6) ^ $e.rotate_right(11) ^ $e.rotate_right(25);
            let choice = $g ^ ($e & ($f ^ $g));
            let early = $h
                .wrapping_add(sigma_1)
                .wrapping_add(choice)
                .wrapping_add($word);
            let sigma_0 = $a.rotate_right(2) ^ $a.rotate_right(13) ^ $a.rotate_right(22);
            let majority = $b ^ (($a ^ $b) & ($b ^ $c));
            $d = $d.wrapping_add(early);
            $h = early.wrapping_add(sigma_0).wrapping_add(majority);
        };
    }
    for schedule in schedules {
        let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
        for words in schedule.as_chunks::<8>().0 {
            round!(a b c d e f g h words[0]);
            round!(h a b c d e f g words[1]);
            round!(g h a b c d e f words[2]);
            round!(f g h a b c d e words[3]);
            round!(e f g h a b c d words[4]);
            round!(d e f g h a b c words[5]);
            round!(c d e f g h a b words[6]);
            round!(b c d e f g h a words[7]);
        }
        macro_rules! add {
            ($($index:literal $word:ident)*) => {
                $(state[$index] = state[$index].wrapping_add($word);)*
            };
        }
        add!(0 a 1 b 2 c 3 d 4 e 5 f 6 g 7 h);
    }
}
