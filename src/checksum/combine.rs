//! Combination of CRCs.

use alloc::vec::Vec;

use super::algorithm::Algorithm;

/// Returns the CRC of two byte sequences together. `first` and `second` are their CRCs, and `second_length` is the
/// length of the second sequence in bytes. Combining the CRCs of all parts of a multipart upload gives its full-object
/// checksum.
///
/// Returns None for SHA-1 and SHA-256, which cannot be combined, and for a CRC of the wrong length.
pub fn combine(
    algorithm: Algorithm,
    first: &[u8],
    second: &[u8],
    second_length: u64,
) -> Option<Vec<u8>> {
    let crc = algorithm.crc()?;
    // The all-ones that each CRC begins and ends with cancel out.
    let shifted = crc.shift(crc.register_of(first)?, second_length);
    Some(crc.value_of(shifted ^ crc.register_of(second)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checksum::Checksum;

    fn digest(algorithm: Algorithm, bytes: &[u8]) -> Vec<u8> {
        let mut checksum = Checksum::new(algorithm);
        checksum.update(bytes);
        checksum.digest()
    }

    #[test]
    fn combining_the_crcs_of_all_parts_gives_the_crc_of_the_whole() {
        let bytes: Vec<u8> = (0..100_000_u32)
            .map(|n| (n.wrapping_mul(n) >> 7).to_le_bytes()[0])
            .collect();
        for algorithm in [Algorithm::Crc32, Algorithm::Crc32c, Algorithm::Crc64Nvme] {
            let mut whole = digest(algorithm, &[]);
            for part in [
                &bytes[..33_333],
                &bytes[33_333..33_334],
                &[],
                &bytes[33_334..],
            ] {
                let crc = digest(algorithm, part);
                whole = combine(algorithm, &whole, &crc, part.len() as u64).expect("a CRC");
            }
            assert_eq!(whole, digest(algorithm, &bytes), "{}", algorithm.name());
        }
    }

    #[test]
    fn a_crc_of_the_wrong_length_is_not_combined() {
        for value in [&[][..], &[0; 3], &[0; 8]] {
            assert_eq!(combine(Algorithm::Crc32, &[0; 4], value, 9), None);
            assert_eq!(combine(Algorithm::Crc32, value, &[0; 4], 9), None);
        }
    }

    #[test]
    fn sha_1_and_sha_256_digests_are_not_combined() {
        assert_eq!(combine(Algorithm::Sha1, &[0; 20], &[0; 20], 0), None);
        assert_eq!(combine(Algorithm::Sha256, &[0; 32], &[0; 32], 0), None);
    }
}
