//! Hashing of four lanes by WebAssembly's 128-bit SIMD. A vector holds the same word of all four states.
//!
//! Only the functions of this module contain vector instructions. If an engine has no SIMD, the loader of the wasm
//! module replaces their bodies with `unreachable`, and nothing calls them.

use core::arch::wasm32::{
    i8x16_shuffle, i8x16_swizzle, i32x4_shuffle, i64x2_shuffle, u8x16_shr, u8x16_splat, u32x4,
    u32x4_add, u32x4_extract_lane, u32x4_shl, u32x4_shr, u32x4_splat, u64x2, u64x2_extract_lane,
    v128, v128_and, v128_xor,
};

use crate::schedule::{K, Schedule};
use crate::state::{Digest, LANES};

/// The states of four lanes, by word.
pub type Words = [[u32; LANES]; 8];

macro_rules! xor {
    ($a:expr, $b:expr, $c:expr) => {
        v128_xor(v128_xor($a, $b), $c)
    };
}

macro_rules! rotate {
    ($x:expr, $by:literal) => {
        v128_xor(u32x4_shr($x, $by), u32x4_shl($x, 32 - $by))
    };
}

/// One round, with `$word` from the schedule (its constant added). It renames the working variables, which costs nothing:
/// processors rename registers.
///
/// The processor waits for results of the previous round, not for adders. So `d` is added to the terms that are ready
/// early (`early`) instead of to the new `h`. The majority shares `a ^ b` with the next round.
macro_rules! round {
    ($state:ident, $word:expr) => {
        let [a, b, c, d, e, f, g, h] = $state;
        let early = u32x4_add(h, $word);
        let choice = v128_xor(g, v128_and(e, v128_xor(f, g)));
        let sigma = xor!(rotate!(e, 6), rotate!(e, 11), rotate!(e, 25));
        let late = u32x4_add(choice, sigma);
        let majority = v128_xor(b, v128_and(v128_xor(a, b), v128_xor(b, c)));
        let sum = u32x4_add(
            majority,
            xor!(rotate!(a, 2), rotate!(a, 13), rotate!(a, 22)),
        );
        $state = [
            u32x4_add(u32x4_add(early, late), sum),
            a,
            b,
            c,
            u32x4_add(u32x4_add(early, d), late),
            e,
            f,
            g,
        ];
    };
}

/// Reverses the bytes of each word.
macro_rules! swap_bytes {
    ($words:expr) => {
        i8x16_shuffle::<3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12>($words, $words)
    };
}

/// Writes the halves of a vector to two arrays of eight bytes.
macro_rules! write {
    ($vector:expr, $first:expr, $second:expr) => {
        *$first = u64x2_extract_lane::<0>($vector).to_le_bytes();
        *$second = u64x2_extract_lane::<1>($vector).to_le_bytes();
    };
}

macro_rules! load {
    ($words:ident) => {
        load!(@ $words 0 1 2 3 4 5 6 7)
    };
    (@ $words:ident $($at:literal)*) => {
        [$(u32x4($words[$at][0], $words[$at][1], $words[$at][2], $words[$at][3])),*]
    };
}

macro_rules! store {
    ($words:ident, $state:ident) => {
        store!(@ $words $state 0 1 2 3 4 5 6 7)
    };
    (@ $words:ident $state:ident $($at:literal)*) => {$(
        $words[$at] = [
            u32x4_extract_lane::<0>($state[$at]),
            u32x4_extract_lane::<1>($state[$at]),
            u32x4_extract_lane::<2>($state[$at]),
            u32x4_extract_lane::<3>($state[$at]),
        ];
    )*};
}

macro_rules! add {
    ($hash:ident, $state:ident) => {
        add!(@ $hash $state 0 1 2 3 4 5 6 7)
    };
    (@ $hash:ident $state:ident $($at:literal)*) => {
        $($hash[$at] = u32x4_add($hash[$at], $state[$at]);)*
    };
}

/// Compresses one block for each lane.
#[inline(never)]
#[target_feature(enable = "simd128")]
#[expect(
    clippy::indexing_slicing,
    reason = "16 <= index < 64, and at most 16 is subtracted"
)]
pub fn compress(words: &mut Words, blocks: [&[u8; 64]; LANES]) {
    let mut w = [u32x4_splat(0); 64];
    let [first, second, third, fourth] = blocks;
    for ((((word, a), b), c), d) in w
        .iter_mut()
        .zip(first.as_chunks().0)
        .zip(second.as_chunks().0)
        .zip(third.as_chunks().0)
        .zip(fourth.as_chunks().0)
    {
        let little = u32x4(
            u32::from_le_bytes(*a),
            u32::from_le_bytes(*b),
            u32::from_le_bytes(*c),
            u32::from_le_bytes(*d),
        );
        *word = swap_bytes!(little);
    }
    for t in 16..64 {
        let x = w[t - 15];
        let sigma_0 = xor!(rotate!(x, 7), rotate!(x, 18), u32x4_shr(x, 3));
        let x = w[t - 2];
        let sigma_1 = xor!(rotate!(x, 17), rotate!(x, 19), u32x4_shr(x, 10));
        w[t] = u32x4_add(
            u32x4_add(w[t - 16_usize], sigma_0),
            u32x4_add(w[t - 7], sigma_1),
        );
    }
    let mut hash = load!(words);
    let mut state = hash;
    for (w, k) in w.iter().zip(&K) {
        round!(state, u32x4_add(*w, u32x4_splat(*k)));
    }
    add!(hash, state);
    store!(words, hash);
}

/// Runs the rounds for schedules that all lanes share.
#[inline(never)]
#[target_feature(enable = "simd128")]
pub fn rounds(words: &mut Words, schedules: &[Schedule]) {
    let mut hash = load!(words);
    for schedule in schedules {
        let mut state = hash;
        for word in schedule {
            round!(state, u32x4_splat(*word));
        }
        add!(hash, state);
    }
    store!(words, hash);
}

/// Returns the digest of each lane.
#[inline(never)]
#[target_feature(enable = "simd128")]
pub fn digests(words: &Words) -> [Digest; LANES] {
    let mut digests = [[0; 32]; LANES];
    let [one, two, three, four] = &mut digests;
    for (half, words) in words.as_chunks::<4>().0.iter().enumerate() {
        let [a, b, c, d] = words.map(|[a, b, c, d]| u32x4(a, b, c, d));
        let first = [
            i32x4_shuffle::<0, 4, 1, 5>(a, b),
            i32x4_shuffle::<0, 4, 1, 5>(c, d),
        ];
        let last = [
            i32x4_shuffle::<2, 6, 3, 7>(a, b),
            i32x4_shuffle::<2, 6, 3, 7>(c, d),
        ];
        let lanes = [
            (i64x2_shuffle::<0, 2>(first[0], first[1]), &mut *one),
            (i64x2_shuffle::<1, 3>(first[0], first[1]), &mut *two),
            (i64x2_shuffle::<0, 2>(last[0], last[1]), &mut *three),
            (i64x2_shuffle::<1, 3>(last[0], last[1]), &mut *four),
        ];
        for (lane, digest) in lanes {
            if let Some([first, second]) = digest.as_chunks_mut().0.as_chunks_mut().0.get_mut(half)
            {
                write!(swap_bytes!(lane), first, second);
            }
        }
    }
    digests
}

/// Formats a digest in lower-case hex.
#[inline(never)]
#[target_feature(enable = "simd128")]
pub fn hex(digest: &Digest) -> [u8; 64] {
    let digit_of = u64x2(
        u64::from_le_bytes(*b"01234567"),
        u64::from_le_bytes(*b"89abcdef"),
    );
    let mut digits = [0; 64];
    for ([a, b, c, d], [first, second]) in digits
        .as_chunks_mut()
        .0
        .as_chunks_mut()
        .0
        .iter_mut()
        .zip(digest.as_chunks().0.as_chunks().0)
    {
        let bytes: v128 = u64x2(u64::from_le_bytes(*first), u64::from_le_bytes(*second));
        let high = i8x16_swizzle(digit_of, u8x16_shr(bytes, 4));
        let low = i8x16_swizzle(digit_of, v128_and(bytes, u8x16_splat(15)));
        write!(
            i8x16_shuffle::<0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23>(high, low),
            a,
            b
        );
        write!(
            i8x16_shuffle::<8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31>(
                high, low
            ),
            c,
            d
        );
    }
    digits
}
