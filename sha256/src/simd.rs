//! The four lanes by WebAssembly's 128-bit SIMD: a vector holds the same word of each.
//!
//! Vector instructions stand in these two functions alone. Where an engine has none, the module's loader
//! empties their bodies, and nothing calls them.

use core::arch::wasm32::{
    i8x16_shuffle, u32x4, u32x4_add, u32x4_extract_lane, u32x4_shl, u32x4_shr, u32x4_splat,
    v128_and, v128_or, v128_xor,
};

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
        v128_or(u32x4_shr($x, $by), u32x4_shl($x, 32 - $by))
    };
}

/// One round with the sum of its word and its constant, as `compress::rounds` has it.
macro_rules! round {
    ($a:ident $b:ident $c:ident $d:ident $e:ident $f:ident $g:ident $h:ident $sum:expr) => {
        let choice = v128_xor($g, v128_and($e, v128_xor($f, $g)));
        let sigma = xor!(rotate!($e, 6), rotate!($e, 11), rotate!($e, 25));
        $h = u32x4_add(u32x4_add($h, $sum), u32x4_add(choice, sigma));
        $d = u32x4_add($d, $h);
        let majority = v128_or(v128_and($a, $b), v128_and($c, v128_or($a, $b)));
        let sigma = xor!(rotate!($a, 2), rotate!($a, 13), rotate!($a, 22));
        $h = u32x4_add($h, u32x4_add(majority, sigma));
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
        *word =
            i8x16_shuffle::<3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12>(little, little);
    }
    let mut sum = load!(words);
    let mut state = sum;
    for (index, k) in K.as_chunks::<16>().0.iter().enumerate() {
        macro_rules! word {
            ($at:literal $one:literal $nine:literal $fourteen:literal) => {{
                if index > 0 {
                    let x = w[$one];
                    let sigma_0 = xor!(rotate!(x, 7), rotate!(x, 18), u32x4_shr(x, 3));
                    let x = w[$fourteen];
                    let sigma_1 = xor!(rotate!(x, 17), rotate!(x, 19), u32x4_shr(x, 10));
                    w[$at] = u32x4_add(u32x4_add(w[$at], sigma_0), u32x4_add(w[$nine], sigma_1));
                }
                u32x4_add(w[$at], u32x4_splat(k[$at]))
            }};
        }
        eight_rounds!(
            state,
            word!(0 1 9 14),
            word!(1 2 10 15),
            word!(2 3 11 0),
            word!(3 4 12 1),
            word!(4 5 13 2),
            word!(5 6 14 3),
            word!(6 7 15 4),
            word!(7 8 0 5)
        );
        eight_rounds!(
            state,
            word!(8 9 1 6),
            word!(9 10 2 7),
            word!(10 11 3 8),
            word!(11 12 4 9),
            word!(12 13 5 10),
            word!(13 14 6 11),
            word!(14 15 7 12),
            word!(15 0 8 13)
        );
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
