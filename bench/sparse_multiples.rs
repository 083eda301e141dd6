//! Searches sparse multiples of the CRCs' polynomials: the distances of `src/checksum/crc.rs`.
//!
//! `cargo bench --bench sparse_multiples -- crc32` or `crc32c` takes seconds; `crc64nvme` takes minutes and half a
//! gigabyte of memory. Prints one line for each result; the tests check that a line is a multiple.
//!
//! x^-1 to x^-N modulo P, with N = `MAX_DISTANCE`, behave like random numbers. So three of them that sum to 1 are
//! expected for 32 bits if N³/6 is over 2³², and six for 64 bits if N⁶/720 is over 2⁶⁴.

#![expect(
    clippy::cast_possible_truncation,
    reason = "the search needs a 64-bit host"
)]

use std::collections::HashMap;

/// Minimum distance in bytes. Shorter than a block is not possible, and loads soon after their stores are slow.
const MIN_DISTANCE: u16 = 256;
/// Maximum distance in bytes, limited by the history of the register.
const MAX_DISTANCE: u16 = 7_900;

/// Sums are grouped by this number of low bits. The search for six distances handles one group at a time.
const GROUP_BITS: u32 = 14;
const GROUPS: u64 = 1 << GROUP_BITS;

const ONE: u64 = 1 << 63;

fn main() {
    let name = std::env::args().nth(1).unwrap_or_default();
    match name.as_str() {
        "crc32" => search_three(&powers(0xedb8_8320 << 32, 32)),
        "crc32c" => search_three(&powers(0x82f6_3b78 << 32, 32)),
        "crc64nvme" => search_six(&powers(0x9a6c_9329_ac4b_c9b5, 64)),
        _ => eprintln!("Usage: sparse_multiples crc32 | crc32c | crc64nvme"),
    }
}

/// Returns x^-n for each n, reflected, with x⁰ in the highest bit.
fn powers(terms: u64, degree: u32) -> Vec<u64> {
    let over_x = |&remainder: &u64| {
        Some(match remainder & ONE {
            0 => remainder << 1,
            _ => ((remainder ^ terms) << 1) | 1 << (64 - degree),
        })
    };
    std::iter::successors(Some(ONE), over_x)
        .take(usize::from(MAX_DISTANCE) + 1)
        .collect()
}

/// Prints all multiples with three distances.
fn search_three(powers: &[u64]) {
    let distances: HashMap<u64, u16> = (MIN_DISTANCE..=MAX_DISTANCE)
        .map(|c| (powers[usize::from(c)], c))
        .collect();
    for b in MIN_DISTANCE..=MAX_DISTANCE {
        for a in MIN_DISTANCE..b {
            let rest = ONE ^ powers[usize::from(a)] ^ powers[usize::from(b)];
            match distances.get(&rest) {
                Some(&c) if c > b => println!("[{a}, {b}, {c}]"),
                _ => {}
            }
        }
    }
}

/// Prints the first multiple with six distances: two triples whose sums differ by 1.
///
/// All triples would not fit into memory, so each round handles the triples whose sums end in the same bits.
fn search_six(powers: &[u64]) {
    let triples = Triples::new(powers);
    // A fixed pseudo-random order, so that a run can be repeated.
    for round in 0..GROUPS {
        let group = round.wrapping_mul(0x9e37_79b9) % GROUPS;
        let mut seen = Filter::new(|sum| sum >> 40);
        triples.for_each(group, |sum, _| seen.insert(sum));
        let mut candidates = HashMap::new();
        let mut seen_again = Filter::new(|sum| sum >> GROUP_BITS);
        triples.for_each(group, |sum, triple| {
            if seen.contains(sum ^ ONE) {
                seen_again.insert(sum ^ ONE);
                candidates.insert(sum ^ ONE, triple);
            }
        });
        let mut found = None;
        triples.for_each(group, |sum, triple| {
            if seen_again.contains(sum)
                && let Some(other) = candidates.get(&sum)
            {
                let mut distances = [triple, *other].concat();
                distances.sort_unstable();
                // A distance in both triples would cancel out, but no multiple with so few terms exists in this range.
                found = Some(distances);
            }
        });
        if let Some(distances) = found {
            println!("{distances:?}");
            return;
        }
    }
}

struct Triples<'a> {
    powers: &'a [u64],
    /// Sums of pairs with their distances, by the lowest bits of the sum.
    pairs: Vec<Vec<(u64, u16, u16)>>,
}

impl<'a> Triples<'a> {
    fn new(powers: &'a [u64]) -> Self {
        let mut pairs = vec![Vec::new(); GROUPS as usize];
        for b in MIN_DISTANCE..=MAX_DISTANCE {
            for a in MIN_DISTANCE..b {
                let sum = powers[usize::from(a)] ^ powers[usize::from(b)];
                pairs[(sum % GROUPS) as usize].push((sum, a, b));
            }
        }
        Self { powers, pairs }
    }

    /// Calls `call` with each sum of three powers that ends in the bits `group`, and with its distances.
    fn for_each(&self, group: u64, mut call: impl FnMut(u64, [u16; 3])) {
        for c in MIN_DISTANCE..=MAX_DISTANCE {
            let power = self.powers[usize::from(c)];
            for &(sum, a, b) in &self.pairs[((group ^ power) % GROUPS) as usize] {
                if b < c {
                    call(sum ^ power, [a, b, c]);
                }
            }
        }
    }
}

/// Records which of 2²⁴ kinds of sums were seen.
struct Filter {
    seen: Vec<bool>,
    kind: fn(u64) -> u64,
}

impl Filter {
    const KINDS: u64 = 1 << 24;

    fn new(kind: fn(u64) -> u64) -> Self {
        Self {
            seen: vec![false; Self::KINDS as usize],
            kind,
        }
    }

    fn index(&self, sum: u64) -> usize {
        ((self.kind)(sum) % Self::KINDS) as usize
    }

    fn insert(&mut self, sum: u64) {
        let index = self.index(sum);
        self.seen[index] = true;
    }

    fn contains(&self, sum: u64) -> bool {
        self.seen[self.index(sum)]
    }
}
