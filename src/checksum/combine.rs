use alloc::vec::Vec;

use super::Algorithm;

/// The CRC of two runs of bytes together, from the CRC of each and the length of the second. Over all its parts
/// it gives what S3 calls the full-object checksum of an upload in parts.
///
/// `None` for SHA-1 and SHA-256, which cannot be combined, and where a value has another length than the
/// algorithm's.
pub fn combine(algorithm: Algorithm, first: &[u8], second: &[u8], length: u64) -> Option<Vec<u8>> {
    let crc = algorithm.crc()?;
    // The ones that each of them begins and ends with cancel each other out.
    let moved = crc.shift(crc.register_of(first)?, length);
    Some(crc.value_of(moved ^ crc.register_of(second)?))
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
    fn the_combined_crc_of_parts_is_that_of_the_whole() {
        let bytes: Vec<u8> = (0..100_000_u32)
            .map(|n| (n.wrapping_mul(n) >> 7) as u8)
            .collect();
        for algorithm in [Algorithm::Crc32, Algorithm::Crc32c, Algorithm::Crc64Nvme] {
            let mut whole = digest(algorithm, &[]);
            for part in [
                &bytes[..33_333],
                &bytes[33_333..33_334],
                &[],
                &bytes[33_334..],
            ] {
                let own = digest(algorithm, part);
                whole = combine(algorithm, &whole, &own, part.len() as u64).expect("a CRC");
            }
            assert_eq!(whole, digest(algorithm, &bytes), "{}", algorithm.name());
        }
    }

    #[test]
    fn a_value_of_another_length_combines_to_nothing() {
        for value in [&[][..], &[0; 3], &[0; 8]] {
            assert_eq!(combine(Algorithm::Crc32, &[0; 4], value, 9), None);
            assert_eq!(combine(Algorithm::Crc32, value, &[0; 4], 9), None);
        }
    }

    #[test]
    fn a_digest_cannot_be_combined() {
        assert_eq!(combine(Algorithm::Sha1, &[0; 20], &[0; 20], 0), None);
        assert_eq!(combine(Algorithm::Sha256, &[0; 32], &[0; 32], 0), None);
    }
}
