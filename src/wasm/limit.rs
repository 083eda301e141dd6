//! How long the compressions alone take that a URL needs, for the benchmark: no signer can be faster.

use wasm_bindgen::prelude::*;

use crate::sha256::compress::{compress, expand, rounds};
use crate::sha256::lanes::{Engine, LANES, States};
use crate::sha256::{INITIAL, bytes_of};

/// Compresses `count` blocks one after the other. Answers a bit of the result, so that none is left out.
#[wasm_bindgen(js_name = compressBlocks)]
pub fn compress_blocks(count: u32) -> u8 {
    let mut state = INITIAL;
    let mut block = [0; 64];
    for _ in 0..count {
        compress(&mut state, &block);
        block[0] = state[0] as u8;
    }
    bytes_of(&state)[0]
}

/// Runs the rounds over one schedule `count` times.
#[wasm_bindgen(js_name = compressShared)]
pub fn compress_shared(count: u32) -> u8 {
    let mut state = INITIAL;
    let schedule = expand(&[0; 64]);
    for _ in 0..count {
        rounds(&mut state, core::slice::from_ref(&schedule));
    }
    bytes_of(&state)[0]
}

/// Compresses `count` blocks in lanes of four, each its own.
#[wasm_bindgen(js_name = compressLanes)]
pub fn compress_lanes(count: u32) -> u32 {
    let mut states = States::splat(&INITIAL);
    let blocks = [[0; 64]; LANES];
    for _ in 0..count / 4 {
        states.compress(blocks.each_ref(), Engine::Simd);
    }
    states.lanes()[0][0]
}

/// Runs the rounds over one schedule for `count` blocks in lanes of four.
#[wasm_bindgen(js_name = compressSharedLanes)]
pub fn compress_shared_lanes(count: u32) -> u32 {
    let mut states = States::splat(&INITIAL);
    let schedule = expand(&[0; 64]);
    for _ in 0..count / 4 {
        states.compress_shared(core::slice::from_ref(&schedule), Engine::Simd);
    }
    states.lanes()[0][0]
}
