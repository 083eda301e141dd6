//! The four lanes by WebAssembly's 128-bit SIMD: a vector holds the same word of each.
//!
//! Vector instructions stand in these functions alone. Where an engine has none, the module's loader
//! empties their bodies, and nothing calls them.

use core::arch::wasm32::{
    i8x16_shuffle, i8x16_swizzle, i32x4_shuffle, i64x2_shuffle, u8x16_shr, u8x16_splat, u32x4,
    u32x4_add, u32x4_extract_lane, u32x4_shl, u32x4_shr, u32x4_splat, u64x2, u64x2_extract_lane,
    v128, v128_and, v128_xor,
};

use crate::Digest;
use crate::compress::{K, Schedule};
use crate::lanes::LANES;

type Words = [[u32; LANES]; 8];

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

/// One round with the sum of its word and its constant, as `compress::rounds` has it.
///
/// A processor has more adders than this has to add, and waits for what a round needs of the one before: so `d` is
/// added to what is known already, and not to the new `h`. The majority shares `a ^ b` with the next round.
macro_rules! round {
    ($a:ident $b:ident $c:ident $d:ident $e:ident $f:ident $g:ident $h:ident $sum:expr) => {
        let known = u32x4_add($h, $sum);
        let choice = v128_xor($g, v128_and($e, v128_xor($f, $g)));
        let sigma = xor!(rotate!($e, 6), rotate!($e, 11), rotate!($e, 25));
        let new = u32x4_add(choice, sigma);
        $d = u32x4_add(u32x4_add(known, $d), new);
        let majority = v128_xor($b, v128_and(v128_xor($a, $b), v128_xor($b, $c)));
        let sigma = xor!(rotate!($a, 2), rotate!($a, 13), rotate!($a, 22));
        $h = u32x4_add(u32x4_add(known, new), u32x4_add(majority, sigma));
    };
}

macro_rules! eight_rounds {
    ($state:ident, $($sum:expr),*) => {
        let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = $state;
        eight_rounds!(@ [a b c d e f g h] $($sum),*);
        $state = [a, b, c, d, e, f, g, h];
    };
    (@ [$a:ident $b:ident $c:ident $d:ident $e:ident $f:ident $g:ident $h:ident]
        $s0:expr, $s1:expr, $s2:expr, $s3:expr, $s4:expr, $s5:expr, $s6:expr, $s7:expr) => {
        round!($a $b $c $d $e $f $g $h $s0);
        round!($h $a $b $c $d $e $f $g $s1);
        round!($g $h $a $b $c $d $e $f $s2);
        round!($f $g $h $a $b $c $d $e $s3);
        round!($e $f $g $h $a $b $c $d $s4);
        round!($d $e $f $g $h $a $b $c $s5);
        round!($c $d $e $f $g $h $a $b $s6);
        round!($b $c $d $e $f $g $h $a $s7);
    };
}

/// The next sixteen words of the schedule, in the place of the last.
macro_rules! next_words {
    ($w:ident, $($at:literal $one:literal $nine:literal $fourteen:literal),*) => {$(
        let x = $w[$one];
        let sigma_0 = xor!(rotate!(x, 7), rotate!(x, 18), u32x4_shr(x, 3));
        let x = $w[$fourteen];
        let sigma_1 = xor!(rotate!(x, 17), rotate!(x, 19), u32x4_shr(x, 10));
        $w[$at] = u32x4_add(u32x4_add($w[$at], sigma_0), u32x4_add($w[$nine], sigma_1));
    )*};
}

/// The other byte order in each word.
macro_rules! swap_bytes {
    ($words:expr) => {
        i8x16_shuffle::<3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12>($words, $words)
    };
}

/// Writes a vector over eight bytes and the eight behind them.
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
    ($sum:ident, $state:ident) => {
        add!(@ $sum $state 0 1 2 3 4 5 6 7)
    };
    (@ $sum:ident $state:ident $($at:literal)*) => {
        $($sum[$at] = u32x4_add($sum[$at], $state[$at]);)*
    };
}

/// Compresses a block of each lane's own.
#[inline(never)]
#[target_feature(enable = "simd128")]
pub(crate) fn compress(words: &mut Words, blocks: [&[u8; 64]; LANES]) {
    let mut w = [u32x4_splat(0); 16];
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
    let mut sum = load!(words);
    let mut state = sum;
    for (index, k) in K.as_chunks::<16>().0.iter().enumerate() {
        if index > 0 {
            next_words!(
                w, 0 1 9 14, 1 2 10 15, 2 3 11 0, 3 4 12 1, 4 5 13 2, 5 6 14 3, 6 7 15 4, 7 8 0 5,
                8 9 1 6, 9 10 2 7, 10 11 3 8, 11 12 4 9, 12 13 5 10, 13 14 6 11, 14 15 7 12, 15 0 8 13
            );
        }
        for (w, k) in w.as_chunks::<8>().0.iter().zip(k.as_chunks::<8>().0) {
            eight_rounds!(
                state,
                u32x4_add(w[0], u32x4_splat(k[0])),
                u32x4_add(w[1], u32x4_splat(k[1])),
                u32x4_add(w[2], u32x4_splat(k[2])),
                u32x4_add(w[3], u32x4_splat(k[3])),
                u32x4_add(w[4], u32x4_splat(k[4])),
                u32x4_add(w[5], u32x4_splat(k[5])),
                u32x4_add(w[6], u32x4_splat(k[6])),
                u32x4_add(w[7], u32x4_splat(k[7]))
            );
        }
    }
    add!(sum, state);
    store!(words, sum);
}

/// The rounds over schedules that the lanes share.
#[inline(never)]
#[target_feature(enable = "simd128")]
pub(crate) fn rounds(words: &mut Words, schedules: &[Schedule]) {
    let mut sum = load!(words);
    for schedule in schedules {
        let mut state = sum;
        for sums in schedule.as_chunks::<8>().0 {
            eight_rounds!(
                state,
                u32x4_splat(sums[0]),
                u32x4_splat(sums[1]),
                u32x4_splat(sums[2]),
                u32x4_splat(sums[3]),
                u32x4_splat(sums[4]),
                u32x4_splat(sums[5]),
                u32x4_splat(sums[6]),
                u32x4_splat(sums[7])
            );
        }
        add!(sum, state);
    }
    store!(words, sum);
}

/// The digest of each lane.
#[inline(never)]
#[target_feature(enable = "simd128")]
pub(crate) fn digests(words: &Words) -> [Digest; LANES] {
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

/// A digest in lower-case hex.
#[inline(never)]
#[target_feature(enable = "simd128")]
pub(crate) fn hex(digest: &Digest) -> [u8; 64] {
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
