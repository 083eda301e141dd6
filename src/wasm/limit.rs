//! SHA-256 alone, for the benchmark: no signer can be faster. Each function takes a number of blocks in all lanes, and
//! returns a part of the result, so that no optimiser removes the work.

use wasm_bindgen::prelude::*;

use s3_signpost_sha256::INITIAL;
use s3_signpost_sha256::compress::{compress, expand};
use s3_signpost_sha256::lanes::{Engine, LANES, States};

/// Compresses blocks one after the other.
#[wasm_bindgen(js_name = sha256Blocks)]
pub fn sha256_blocks(blocks: u32) -> u32 {
    let mut state = INITIAL;
    for _ in 0..blocks {
        compress(&mut state, &[0; 64]);
    }
    state.iter().fold(0, |all, word| all ^ word)
}

/// Compresses blocks in four lanes.
#[wasm_bindgen(js_name = sha256Lanes)]
pub fn sha256_lanes(blocks: u32) -> u32 {
    let mut states = States::splat(&INITIAL);
    let own = [[0; 64]; LANES];
    for _ in 0..blocks / LANES as u32 {
        states.compress(own.each_ref(), Engine::Simd);
    }
    sum(&states)
}

/// Compresses blocks in four lanes with a schedule that is computed once.
#[wasm_bindgen(js_name = sha256SharedLanes)]
pub fn sha256_shared_lanes(blocks: u32) -> u32 {
    let mut states = States::splat(&INITIAL);
    let schedules = [expand(&[0; 64])];
    for _ in 0..blocks / LANES as u32 {
        states.compress_shared(&schedules, Engine::Simd);
    }
    sum(&states)
}

fn sum(states: &States) -> u32 {
    let lanes = states.lanes();
    lanes.iter().flatten().fold(0, |all, word| all ^ word)
}
