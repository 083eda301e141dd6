//! The CRCs equal those of the definition, computed bit by bit, and those of another crate.

use base64ct::{Base64, Encoding};
use crc_fast::{CrcAlgorithm, Digest};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use s3_signpost::checksum::{Algorithm, Checksum, combine};

const CRCS: [Algorithm; 3] = [Algorithm::Crc32, Algorithm::Crc32c, Algorithm::Crc64Nvme];

/// Computes a CRC as the CRC catalogue defines it: reflected, initialized with all ones, and inverted at the end.
fn by_definition(algorithm: Algorithm, bytes: &[u8]) -> Vec<u8> {
    let (polynomial, width) = match algorithm {
        Algorithm::Crc32 => (0xedb8_8320, 32),
        Algorithm::Crc32c => (0x82f6_3b78, 32),
        _ => (0x9a6c_9329_ac4b_c9b5_u64, 64),
    };
    let ones = u64::MAX >> (64 - width);
    let mut register = ones;
    for &byte in bytes {
        register ^= u64::from(byte);
        for _ in 0..8 {
            let out = register & 1;
            register = (register >> 1) ^ (polynomial * out);
        }
    }
    let value = (register ^ ones).to_be_bytes();
    value[8 - width / 8..].to_vec()
}

/// Computes a CRC with the crate that AWS's SDK uses, which has CPU instructions for it.
fn by_another_crate(algorithm: Algorithm, bytes: &[u8]) -> Vec<u8> {
    let (algorithm, width) = match algorithm {
        Algorithm::Crc32 => (CrcAlgorithm::Crc32IsoHdlc, 32),
        Algorithm::Crc32c => (CrcAlgorithm::Crc32Iscsi, 32),
        _ => (CrcAlgorithm::Crc64Nvme, 64),
    };
    let mut digest = Digest::new(algorithm);
    digest.update(bytes);
    digest.finalize().to_be_bytes()[8 - width / 8..].to_vec()
}

/// Adds `bytes` in chunks of these lengths; the last chunk is the rest.
fn ours(algorithm: Algorithm, bytes: &[u8], lengths: &[usize]) -> Vec<u8> {
    let mut checksum = Checksum::new(algorithm);
    let mut rest = bytes;
    for &length in lengths {
        let (chunk, others) = rest.split_at(length.min(rest.len()));
        checksum.update(chunk);
        rest = others;
    }
    checksum.update(rest);
    checksum.digest()
}

fn chunks() -> impl Strategy<Value = Vec<usize>> {
    vec(
        prop_oneof![0_usize..130, 0_usize..9_000, 60_000_usize..70_000],
        0..12,
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn every_crc_equals_its_definition(
        algorithm in select(&CRCS[..]), bytes in vec(any::<u8>(), 0..20_000), lengths in chunks(),
    ) {
        prop_assert_eq!(ours(algorithm, &bytes, &lengths), by_definition(algorithm, &bytes));
    }

    #[test]
    fn every_crc_equals_that_of_another_crate(
        algorithm in select(&CRCS[..]),
        seed in any::<u8>(), length in 0_usize..400_000, start in 0_usize..70, lengths in chunks(),
    ) {
        let bytes: Vec<u8> = (0..length + start).map(|n| ((n * n) >> 5).to_le_bytes()[0] ^ seed).collect();
        let bytes = &bytes[start..];
        prop_assert_eq!(ours(algorithm, bytes, &lengths), by_another_crate(algorithm, bytes));
    }

    #[test]
    fn combining_two_crcs_gives_the_crc_of_the_concatenation(
        algorithm in select(&CRCS[..]), first in vec(any::<u8>(), 0..3_000), second in vec(any::<u8>(), 0..3_000),
    ) {
        let each = [&first, &second].map(|bytes| by_definition(algorithm, bytes));
        let both = by_definition(algorithm, &[first, second.clone()].concat());
        prop_assert_eq!(combine(algorithm, &each[0], &each[1], second.len() as u64), Some(both));
    }

    #[test]
    fn the_value_is_the_digest_in_base64(algorithm in select(&Algorithm::ALL[..]), bytes in vec(any::<u8>(), 0..300)) {
        let mut checksum = Checksum::new(algorithm);
        checksum.update(&bytes);
        let value = Base64::decode_vec(&checksum.finish()).expect("base64");
        prop_assert_eq!(value, ours(algorithm, &bytes, &[]));
    }
}
