//! SHA-256 alone, for the benchmark: no signer can be faster. Each function takes a number of blocks in all lanes, and
//! returns a part of the result, so that no optimiser removes the work.

use sha2::block_api::compress256;
use wasm_bindgen::prelude::*;

use s3_signpost_sha256::schedule::expand;
use s3_signpost_sha256::simd::{Words, compress, rounds};
use s3_signpost_sha256::{INITIAL, LANES};

/// Compresses blocks one after the other.
#[wasm_bindgen(js_name = sha256Blocks)]
pub fn sha256_blocks(blocks: u32) -> u32 {
    let mut state = INITIAL;
    for _ in 0..blocks {
        compress256(&mut state, &[[0; 64]]);
    }
    state.iter().fold(0, |all, word| all ^ word)
}

/// Compresses blocks in four lanes.
#[wasm_bindgen(js_name = sha256Lanes)]
pub fn sha256_lanes(blocks: u32) -> u32 {
    let mut words = INITIAL.map(|word| [word; LANES]);
    let own = [[0; 64]; LANES];
    for _ in 0..blocks / LANES as u32 {
        compress(&mut words, own.each_ref());
    }
    sum(&words)
}

/// Compresses blocks in four lanes with a schedule that is computed once.
#[wasm_bindgen(js_name = sha256SharedLanes)]
pub fn sha256_shared_lanes(blocks: u32) -> u32 {
    let mut words = INITIAL.map(|word| [word; LANES]);
    let schedules = [expand(&[0; 64])];
    for _ in 0..blocks / LANES as u32 {
        rounds(&mut words, &schedules);
    }
    sum(&words)
}

fn sum(words: &Words) -> u32 {
    words.iter().flatten().fold(0, |all, word| all ^ word)
}
