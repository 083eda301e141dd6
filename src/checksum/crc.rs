//! CRCs of a stream, computed by folding.

use alloc::vec::Vec;

use super::fold::fold;
use super::polynomial::{ONE, Polynomial};

/// Number of earlier bytes that a register keeps; more than the longest distance.
pub(super) const HISTORY: usize = 8 * 1024;

/// Parameters of a reflected CRC that starts and ends with all ones, as all CRCs of S3 do.
#[derive(Clone, Copy, Debug)]
pub(super) struct Crc {
    pub(super) polynomial: Polynomial,
    /// Distances in bytes to which a byte is folded: the polynomial divides 1 + Σ x^-distance.
    distances: &'static [usize],
    /// The fold with these distances as constants, which makes it 1.5 times as fast.
    fold: fn(&mut [u8]),
}

/// CRC-32/ISO-HDLC.
pub(super) const CRC32: Crc = Crc {
    polynomial: Polynomial::reflected(0xedb8_8320, 32),
    distances: &CRC32_DISTANCES,
    fold: |buffer| fold(buffer, HISTORY, CRC32_DISTANCES),
};
const CRC32_DISTANCES: [usize; 3] = [1_837, 3_200, 4_949];

/// CRC-32/ISCSI.
pub(super) const CRC32C: Crc = Crc {
    polynomial: Polynomial::reflected(0x82f6_3b78, 32),
    distances: &CRC32C_DISTANCES,
    fold: |buffer| fold(buffer, HISTORY, CRC32C_DISTANCES),
};
const CRC32C_DISTANCES: [usize; 3] = [1_747, 2_830, 5_321];

/// CRC-64/NVME.
pub(super) const CRC64NVME: Crc = Crc {
    polynomial: Polynomial::reflected(0x9a6c_9329_ac4b_c9b5, 64),
    distances: &CRC64NVME_DISTANCES,
    fold: |buffer| fold(buffer, HISTORY, CRC64NVME_DISTANCES),
};
const CRC64NVME_DISTANCES: [usize; 6] = [495, 710, 4_783, 6_053, 6_864, 7_367];

impl Crc {
    /// Returns the length of a value in bytes.
    const fn width(&self) -> usize {
        self.polynomial.degree() as usize / 8
    }

    /// Returns the value of a register, most significant byte first.
    pub(super) fn value_of(&self, register: u64) -> Vec<u8> {
        let bytes = register.to_be_bytes();
        bytes.get(..self.width()).unwrap_or_default().to_vec()
    }

    /// Returns the register of a value. None if the value has the wrong length.
    pub(super) fn register_of(&self, value: &[u8]) -> Option<u64> {
        if value.len() != self.width() {
            return None;
        }
        let number = value
            .iter()
            .fold(0, |number, &byte| number << 8 | u64::from(byte));
        Some(number << (64 - self.polynomial.degree()))
    }

    /// Returns the register after `length` zero bytes.
    pub(super) fn shift(&self, register: u64, length: u64) -> u64 {
        let p = self.polynomial;
        p.product(register, p.power(ONE >> 8, length))
    }
}

/// The state of a CRC: instead of a remainder, the last [`HISTORY`] rows. They are at the start of the buffer that also
/// holds the input.
pub(super) struct Register {
    crc: &'static Crc,
}

impl Register {
    /// Starts a CRC. `buffer` must contain [`HISTORY`] zeros, then the input.
    pub(super) fn new(crc: &'static Crc, buffer: &mut [u8]) -> Self {
        // Starting with all ones is the same as starting with zeros and these bytes before the first.
        let p = crc.polynomial;
        let ones = !0 << (64 - p.degree());
        let initial = (0..p.degree()).fold(ones, |remainder, _| p.over_x(remainder));
        let bytes = (initial >> (64 - p.degree())).to_le_bytes();
        let history = buffer.get_mut(HISTORY - crc.width()..).unwrap_or_default();
        for (to, from) in history.iter_mut().zip(bytes).take(crc.width()) {
            *to = from;
        }
        Self { crc }
    }

    /// Adds the bytes of `filled` after the history.
    pub(super) fn update(&mut self, filled: &mut [u8]) {
        (self.crc.fold)(filled);
        filled.copy_within(filled.len().saturating_sub(HISTORY).., 0);
    }

    /// Returns the value, most significant byte first. Overwrites the input.
    pub(super) fn finish(self, buffer: &mut [u8]) -> Vec<u8> {
        let (history, input) = buffer.split_at_mut_checked(HISTORY).unwrap_or_default();
        let distances = self.crc.distances;
        let longest = distances.iter().copied().max().unwrap_or_default();
        let rest = input.get_mut(..longest).unwrap_or_default();
        // The last rows would be folded into bytes after the end; `rest` has these bytes.
        rest.fill(0);
        for &distance in distances {
            let rows = history.get(HISTORY - distance..).unwrap_or_default();
            for (byte, row) in rest.iter_mut().zip(rows) {
                *byte ^= row;
            }
        }
        let p = self.crc.polynomial;
        let table = over_x8(p);
        let remainder = rest.iter().rev().fold(0, |remainder: u64, &byte| {
            let remainder = remainder ^ u64::from(byte) << 56;
            let [lowest, ..] = remainder.to_be_bytes();
            let quotient = table.get(usize::from(lowest)).copied();
            remainder << 8 ^ quotient.unwrap_or_default()
        });
        // A CRC is the remainder of its bytes followed by as many zero bits as it has.
        let remainder = (0..p.degree()).fold(remainder, |remainder, _| p.times_x(remainder));
        self.crc.value_of(remainder ^ !0)
    }
}

/// Returns the quotients by x⁸ of all sums of x⁰ to x⁷.
fn over_x8(p: Polynomial) -> [u64; 256] {
    core::array::from_fn(|terms| {
        (0..8).fold((terms as u64) << 56, |remainder, _| p.over_x(remainder))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Crc; 3] = [CRC32, CRC32C, CRC64NVME];

    /// Returns the remainder of 1 + Σ x^-(times · distance) by the polynomial.
    fn remainder(crc: &Crc, times: usize) -> u64 {
        let term =
            |distance| (0..times * distance).fold(ONE, |power, _| crc.polynomial.over_x(power));
        crc.distances
            .iter()
            .fold(ONE, |sum, &distance| sum ^ term(distance))
    }

    #[test]
    fn the_polynomial_divides_each_multiple_with_distances_in_bits() {
        for crc in ALL {
            assert_eq!(remainder(&crc, 1), 0, "{crc:?}");
        }
    }

    #[test]
    fn the_polynomial_divides_each_multiple_with_distances_in_bytes() {
        for crc in ALL {
            assert_eq!(remainder(&crc, 8), 0, "{crc:?}");
        }
    }

    #[test]
    fn every_distance_is_longer_than_a_block_and_within_the_history() {
        for crc in ALL {
            for &distance in crc.distances {
                assert!((64..HISTORY).contains(&distance), "{crc:?}");
            }
        }
    }
}
