//! Searches sparse multiples of the CRCs' polynomials: the distances of `src/checksum/crc.rs`.
//!
//! `cargo bench --bench sparse_multiples -- crc32` or `crc32c` takes seconds; `crc64nvme` takes minutes and half a
//! gigabyte of memory. Prints one line for each result; the tests check that a line is a multiple.
//!
//! x^-1 to x^-LONGEST modulo P behave like random numbers. So three of them that sum to 1 are expected for 32 bits if
//! LONGEST³/6 is over 2³², and six for 64 bits if LONGEST⁶/720 is over 2⁶⁴.

#![expect(
    clippy::cast_possible_truncation,
    reason = "the search needs a 64-bit host"
)]

use std::collections::HashMap;

/// No distance may be shorter: the fold's block, and stores that the processor has not finished yet.
const SHORTEST: u16 = 256;
/// None may be longer: the register's history.
const LONGEST: u16 = 7_900;

/// The bits by which sums are grouped; only one group, of all its pairs and triples, is held at a time.
const GROUP_BITS: u32 = 14;
const GROUPS: u64 = 1 << GROUP_BITS;

const ONE: u64 = 1 << 63;

fn main() {
    let name = std::env::args().nth(1).unwrap_or_default();
    match name.as_str() {
        "crc32" => three(&powers(0xedb8_8320 << 32, 32)),
        "crc32c" => three(&powers(0x82f6_3b78 << 32, 32)),
        "crc64nvme" => six(&powers(0x9a6c_9329_ac4b_c9b5, 64)),
        _ => eprintln!("Name one of crc32, crc32c and crc64nvme."),
    }
}

/// x^-n by n, reflected, with x⁰ in the highest bit.
fn powers(terms: u64, degree: u32) -> Vec<u64> {
    let over_x = |&remainder: &u64| {
        Some(match remainder & ONE {
            0 => remainder << 1,
            _ => ((remainder ^ terms) << 1) | 1 << (64 - degree),
        })
    };
    std::iter::successors(Some(ONE), over_x)
        .take(usize::from(LONGEST) + 1)
        .collect()
}

/// All of three distances.
fn three(powers: &[u64]) {
    let distances: HashMap<u64, u16> = (SHORTEST..=LONGEST)
        .map(|c| (powers[usize::from(c)], c))
        .collect();
    for b in SHORTEST..=LONGEST {
        for a in SHORTEST..b {
            let rest = ONE ^ powers[usize::from(a)] ^ powers[usize::from(b)];
            match distances.get(&rest) {
                Some(&c) if c > b => println!("[{a}, {b}, {c}]"),
                _ => {}
            }
        }
    }
}

/// Of six distances the first that is found: two triples of equal sums, but for the 1.
///
/// There are too many triples to hold, so they are taken by the lowest bits of their sums.
fn six(powers: &[u64]) {
    let triples = Triples::new(powers);
    // Any order does; this one is not that of the clock or of chance, so that a run can be repeated.
    for round in 0..GROUPS {
        let group = round.wrapping_mul(0x9e37_79b9) % GROUPS;
        let mut seen = Filter::new(|sum| sum >> 40);
        triples.each(group, |sum, _| seen.insert(sum));
        let mut likely = HashMap::new();
        let mut seen_again = Filter::new(|sum| sum >> GROUP_BITS);
        triples.each(group, |sum, triple| {
            if seen.contains(sum ^ ONE) {
                seen_again.insert(sum ^ ONE);
                likely.insert(sum ^ ONE, triple);
            }
        });
        let mut found = None;
        triples.each(group, |sum, triple| {
            if seen_again.contains(sum)
                && let Some(other) = likely.get(&sum)
            {
                let mut distances = [triple, *other].concat();
                distances.sort_unstable();
                // What both have in common cancels out and leaves a multiple of fewer terms: none so short.
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
        for b in SHORTEST..=LONGEST {
            for a in SHORTEST..b {
                let sum = powers[usize::from(a)] ^ powers[usize::from(b)];
                pairs[(sum % GROUPS) as usize].push((sum, a, b));
            }
        }
        Self { powers, pairs }
    }

    /// Calls with every sum of three powers that ends in the bits `group`, and its distances.
    fn each(&self, group: u64, mut call: impl FnMut(u64, [u16; 3])) {
        for c in SHORTEST..=LONGEST {
            let power = self.powers[usize::from(c)];
            for &(sum, a, b) in &self.pairs[((group ^ power) % GROUPS) as usize] {
                if b < c {
                    call(sum ^ power, [a, b, c]);
                }
            }
        }
    }
}

/// Which of 2²⁴ kinds of sums were seen.
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
