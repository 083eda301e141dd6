//! Arithmetic of remainders modulo a CRC's polynomial P.
//!
//! The bits are reflected, as in all CRCs of S3: the highest bit of the `u64` is the coefficient of x⁰, the next bit
//! that of x¹, and so on. The 32-bit CRCs use the upper 32 bits; the lower ones are zero.

/// A CRC polynomial P: its degree, and its terms without the highest.
#[derive(Clone, Copy, Debug)]
pub(super) struct Polynomial {
    terms: u64,
    degree: u32,
}

/// The remainder 1.
pub(super) const ONE: u64 = 1 << 63;

impl Polynomial {
    /// Creates a polynomial from the reflected form of `poly` in the CRC catalogue.
    pub(super) const fn reflected(terms: u64, degree: u32) -> Self {
        Self {
            terms: terms << (64 - degree),
            degree,
        }
    }

    pub(super) const fn degree(self) -> u32 {
        self.degree
    }

    /// Returns the bit of the highest power in a remainder.
    const fn highest(self) -> u64 {
        1 << (64 - self.degree)
    }

    /// Returns `remainder` · x.
    pub(super) const fn times_x(self, remainder: u64) -> u64 {
        if remainder & self.highest() == 0 {
            remainder >> 1
        } else {
            ((remainder ^ self.highest()) >> 1) ^ self.terms
        }
    }

    /// Returns `remainder` · x⁻¹. The inverse exists because P has the term 1.
    pub(super) const fn over_x(self, remainder: u64) -> u64 {
        if remainder & ONE == 0 {
            remainder << 1
        } else {
            ((remainder ^ self.terms) << 1) | self.highest()
        }
    }

    /// Returns `a` · `b`.
    pub(super) fn product(self, a: u64, mut b: u64) -> u64 {
        let mut product = 0;
        let mut left = a;
        while left != 0 {
            if left & ONE != 0 {
                product ^= b;
            }
            left <<= 1;
            b = self.times_x(b);
        }
        product
    }

    /// Returns `base` to the power of `exponent`.
    pub(super) fn power(self, mut base: u64, mut exponent: u64) -> u64 {
        let mut power = ONE;
        while exponent != 0 {
            if exponent & 1 != 0 {
                power = self.product(power, base);
            }
            base = self.product(base, base);
            exponent >>= 1;
        }
        power
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checksum::crc::{CRC32, CRC32C, CRC64NVME};

    #[test]
    fn over_x_reverses_times_x() {
        for crc in [CRC32, CRC32C, CRC64NVME] {
            let p = crc.polynomial;
            let mut remainder = ONE;
            for _ in 0..1_000 {
                assert_eq!(p.over_x(p.times_x(remainder)), remainder);
                remainder = p.times_x(remainder);
            }
        }
    }

    #[test]
    fn a_power_of_x_equals_repeated_multiplication_by_x() {
        let p = CRC64NVME.polynomial;
        let x = p.times_x(ONE);
        let mut remainder = ONE;
        for exponent in 0..300 {
            assert_eq!(p.power(x, exponent), remainder);
            remainder = p.times_x(remainder);
        }
    }
}
