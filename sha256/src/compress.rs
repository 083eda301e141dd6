//! The compression function (FIPS 180-4, 6.2.2), whole and split into message schedule and rounds.
//!
//! Many signatures share most of their blocks, and so the schedules of these blocks; the rounds depend on the state and
//! are computed for each message.

#![expect(
    clippy::inline_always,
    reason = "measured: calls in a round would cost more than the round"
)]

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

/// Computes the schedule of a block. Each schedule serves many messages, so this is compiled for size.
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
        w[t] = w[t - 16_usize]
            .wrapping_add(small_sigma_0(w[t - 15]))
            .wrapping_add(w[t - 7])
            .wrapping_add(small_sigma_1(w[t - 2]));
    }
    for (word, constant) in w.iter_mut().zip(&K) {
        *word = word.wrapping_add(*constant);
    }
    w
}

/// Runs the 64 rounds for each schedule and adds the result to the state (FIPS 180-4, 6.2.2, steps 2 to 4).
pub fn rounds(state: &mut State, schedules: &[Schedule]) {
    let mut hash = *state;
    for schedule in schedules {
        let mut working = hash;
        for words in schedule.as_chunks().0 {
            eight_rounds(&mut working, words);
        }
        add(&mut hash, &working);
    }
    *state = hash;
}

/// Compresses one block. Schedule and rounds are interleaved, since a processor can compute the schedule while it waits
/// for the results of a round.
pub fn compress(state: &mut State, block: &[u8; 64]) {
    let mut w = words(block);
    let mut working = *state;
    for (index, k) in K.as_chunks::<16>().0.iter().enumerate() {
        if index > 0 {
            next_words(&mut w);
        }
        macro_rules! schedule {
            ($($t:literal)*) => {
                &[$(w[$t].wrapping_add(k[$t])),*]
            };
        }
        eight_rounds(&mut working, schedule!(0 1 2 3 4 5 6 7));
        eight_rounds(&mut working, schedule!(8 9 10 11 12 13 14 15));
    }
    add(state, &working);
}

#[inline(always)]
fn words(block: &[u8; 64]) -> [u32; 16] {
    let bytes: &[[u8; 4]; 16] = block.as_chunks().0.first_chunk().unwrap_or(&[[0; 4]; 16]);
    macro_rules! words {
        ($($t:literal)*) => {
            [$(u32::from_be_bytes(bytes[$t])),*]
        };
    }
    words!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15)
}

#[inline(always)]
fn next_words(w: &mut [u32; 16]) {
    macro_rules! next {
        ($($t:literal $one:literal $nine:literal $fourteen:literal),*) => {$(
            w[$t] = w[$t]
                .wrapping_add(small_sigma_0(w[$one]))
                .wrapping_add(w[$nine])
                .wrapping_add(small_sigma_1(w[$fourteen]));
        )*};
    }
    next!(
        0 1 9 14, 1 2 10 15, 2 3 11 0, 3 4 12 1, 4 5 13 2, 5 6 14 3, 6 7 15 4, 7 8 0 5,
        8 9 1 6, 9 10 2 7, 10 11 3 8, 11 12 4 9, 12 13 5 10, 13 14 6 11, 14 15 7 12, 15 0 8 13
    );
}

/// Runs eight rounds, after which each working variable is back in its place.
#[inline(always)]
fn eight_rounds(state: &mut State, words: &[u32; 8]) {
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
    macro_rules! round {
        ($a:ident $b:ident $c:ident $d:ident $e:ident $f:ident $g:ident $h:ident $t:literal) => {
            $h = $h
                .wrapping_add(big_sigma_1($e))
                .wrapping_add($g ^ ($e & ($f ^ $g)))
                .wrapping_add(words[$t]);
            $d = $d.wrapping_add($h);
            $h = $h
                .wrapping_add(big_sigma_0($a))
                .wrapping_add($b ^ (($a ^ $b) & ($b ^ $c)));
        };
    }
    round!(a b c d e f g h 0);
    round!(h a b c d e f g 1);
    round!(g h a b c d e f 2);
    round!(f g h a b c d e 3);
    round!(e f g h a b c d 4);
    round!(d e f g h a b c 5);
    round!(c d e f g h a b 6);
    round!(b c d e f g h a 7);
    *state = [a, b, c, d, e, f, g, h];
}

#[inline(always)]
fn add(state: &mut State, working: &State) {
    macro_rules! add {
        ($($t:literal)*) => {
            $(state[$t] = state[$t].wrapping_add(working[$t]);)*
        };
    }
    add!(0 1 2 3 4 5 6 7);
}

#[inline(always)]
fn small_sigma_0(x: u32) -> u32 {
    x.rotate_right(7) ^ x.rotate_right(18) ^ (x >> 3)
}

#[inline(always)]
fn small_sigma_1(x: u32) -> u32 {
    x.rotate_right(17) ^ x.rotate_right(19) ^ (x >> 10)
}

#[inline(always)]
fn big_sigma_0(x: u32) -> u32 {
    x.rotate_right(2) ^ x.rotate_right(13) ^ x.rotate_right(22)
}

#[inline(always)]
fn big_sigma_1(x: u32) -> u32 {
    x.rotate_right(6) ^ x.rotate_right(11) ^ x.rotate_right(25)
}
