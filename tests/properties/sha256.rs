//! SHA-256 and HMAC-SHA-256 equal those of `RustCrypto`.

use hmac::{Hmac, KeyInit, Mac};
use proptest::collection::vec;
use proptest::prelude::*;
use s3_signpost::sha256::lanes::{Engine, Lanes};
use s3_signpost::sha256::schedule::{expand, rounds};
use s3_signpost::sha256::{HmacSha256, Sha256, SharedTail};
use sha2::Digest;
use sha2::block_api::compress256;

fn reference(message: &[u8]) -> [u8; 32] {
    sha2::Sha256::digest(message).into()
}

proptest! {
    #[test]
    fn a_message_in_two_pieces_has_the_digest_of_the_whole(
        head in vec(any::<u8>(), 0..200),
        tail in vec(any::<u8>(), 0..200),
    ) {
        let mut hasher = Sha256::default();
        hasher.update(&head);
        hasher.update(&tail);
        prop_assert_eq!(hasher.finalize(), reference(&[head, tail].concat()));
    }

    #[test]
    fn hmacs_equal_those_of_rustcrypto(
        key in any::<[u8; 32]>(),
        message in vec(any::<u8>(), 0..200),
    ) {
        let mut mac = <Hmac<sha2::Sha256> as KeyInit>::new_from_slice(&key).expect("any length");
        mac.update(&message);
        let expected: [u8; 32] = mac.finalize().into_bytes().into();
        let hmac = HmacSha256::new(&key);
        let mut inner = hmac.begin();
        inner.update(&message);
        prop_assert_eq!(hmac.finish(inner), expected);
    }

    #[test]
    fn schedules_and_rounds_compress_blocks_as_rustcrypto_does(
        state in any::<[u32; 8]>(),
        blocks in vec(vec(any::<u8>(), 64), 0..4),
    ) {
        let bytes = blocks.concat();
        let blocks = bytes.as_chunks().0;
        let mut expected = state;
        compress256(&mut expected, blocks);
        let mut actual = state;
        rounds(&mut actual, &blocks.iter().map(expand).collect::<Vec<_>>());
        prop_assert_eq!(actual, expected);
    }

    #[test]
    fn each_of_four_lanes_has_the_digest_of_its_message(
        start in vec(any::<u8>(), 0..200),
        texts in (0..200_usize).prop_flat_map(|length| vec(vec(any::<u8>(), length), 4)),
        tail in vec(any::<u8>(), 0..200),
    ) {
        let mut prefix = Sha256::default();
        prefix.update(&start);
        let expected = |end: &[u8]| {
            [0, 1, 2, 3].map(|lane: usize| reference(&[&start, &texts[lane][..], end].concat()))
        };
        let length = texts[0].len();
        let mut shared = SharedTail::new(tail.clone());
        let mut without_tail = Lanes::new(&prefix, length, Engine::Scalar);
        let mut with_tail = Lanes::with_tail(&prefix, length, &mut shared, Engine::Scalar);
        for (lane, text) in texts.iter().enumerate() {
            without_tail.text(lane).copy_from_slice(text);
            with_tail.text(lane).copy_from_slice(text);
        }
        prop_assert_eq!(without_tail.digests(), expected(&[]));
        prop_assert_eq!(with_tail.digests_with_tail(&mut shared), expected(&tail));
    }
}
