//! Four messages hashed at a time, one in each lane.
//!
//! With WebAssembly's 128-bit SIMD, each instruction works on all four messages. Without it, they are hashed one after
//! another. The digests are the same.

use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use crate::compress::{Schedule, compress, rounds};
use crate::hasher::Sha256;
use crate::hex::hex;
use crate::padding::padding;
use crate::shared_tail::SharedTail;
use crate::state::{Digest, State, digest_of};

pub use crate::state::LANES;

/// Four messages that differ only in a text of one length; the bytes before and after the text are the same.
pub struct Lanes<'a> {
    engine: Engine,
    prefix: &'a Sha256,
    /// The blocks of each lane that contain bytes of its text.
    blocks: [Vec<u8>; LANES],
    text: Range<usize>,
}

impl<'a> Lanes<'a> {
    /// Creates messages of the bytes that `prefix` has hashed and a text of `text_length` bytes.
    pub fn new(prefix: &'a Sha256, text_length: usize, engine: Engine) -> Self {
        let end = padding(prefix.length() + text_length as u64);
        Self::with_end(prefix, text_length, &end, engine)
    }

    /// Creates messages of the bytes that `prefix` has hashed, a text of `text_length` bytes, and `tail`. Get their
    /// digests from [`digests_with_tail`](Self::digests_with_tail).
    pub fn with_tail(
        prefix: &'a Sha256,
        text_length: usize,
        tail: &mut SharedTail,
        engine: Engine,
    ) -> Self {
        let (completion, _) = tail.blocks_after(prefix.length() + text_length as u64);
        Self::with_end(prefix, text_length, completion, engine)
    }

    fn with_end(prefix: &'a Sha256, text_length: usize, end: &[u8], engine: Engine) -> Self {
        let pending = prefix.pending();
        let text = pending.len()..pending.len() + text_length;
        let mut blocks = Vec::from(pending);
        blocks.resize(text.end, 0);
        blocks.extend_from_slice(end);
        Self {
            engine,
            prefix,
            blocks: [blocks.clone(), blocks.clone(), blocks.clone(), blocks],
            text,
        }
    }

    /// Returns the text of a lane, to be written by the caller.
    pub fn text(&mut self, lane: usize) -> &mut [u8] {
        self.blocks
            .get_mut(lane)
            .and_then(|blocks| blocks.get_mut(self.text.clone()))
            .unwrap_or_default()
    }

    /// Returns the digests of four messages without a tail.
    pub fn digests(&self) -> [Digest; LANES] {
        self.compressed().digests(self.engine)
    }

    /// Returns the digests of four messages with a tail. `tail` must be the one passed to
    /// [`with_tail`](Self::with_tail).
    pub fn digests_with_tail(&self, tail: &mut SharedTail) -> [Digest; LANES] {
        let (_, schedules) = tail.blocks_after(self.prefix.length() + self.text.len() as u64);
        let mut states = self.compressed();
        states.compress_shared(schedules, self.engine);
        states.digests(self.engine)
    }

    fn compressed(&self) -> States {
        let mut states = States::splat(&self.prefix.state);
        let [first, second, third, fourth] = &self.blocks;
        for (((a, b), c), d) in first
            .as_chunks()
            .0
            .iter()
            .zip(second.as_chunks().0)
            .zip(third.as_chunks().0)
            .zip(fourth.as_chunks().0)
        {
            states.compress([a, b, c, d], self.engine);
        }
        states
    }
}

/// Shows nothing: the prefix may derive from a key.
impl fmt::Debug for Lanes<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Lanes").finish_non_exhaustive()
    }
}

/// The states of four lanes, grouped by word as SIMD needs them.
pub struct States([[u32; LANES]; 8]);

impl States {
    /// Copies one state to all lanes.
    pub fn splat(state: &State) -> Self {
        Self(state.map(|word| [word; LANES]))
    }

    fn digests(&self, engine: Engine) -> [Digest; LANES] {
        match engine {
            #[cfg(target_arch = "wasm32")]
            Engine::Simd => crate::simd::digests(&self.0),
            Engine::Scalar => self.lanes().map(|state| digest_of(&state)),
        }
    }

    /// Returns the state of each lane.
    pub fn lanes(&self) -> [State; LANES] {
        let mut lanes = [[0; 8]; LANES];
        for (index, words) in self.0.iter().enumerate() {
            for (lane, word) in lanes.iter_mut().zip(words) {
                if let Some(target) = lane.get_mut(index) {
                    *target = *word;
                }
            }
        }
        lanes
    }

    /// Compresses one block for each lane.
    pub fn compress(&mut self, blocks: [&[u8; 64]; LANES], engine: Engine) {
        match engine {
            #[cfg(target_arch = "wasm32")]
            Engine::Simd => crate::simd::compress(&mut self.0, blocks),
            Engine::Scalar => self.for_each(|lane, state| {
                if let Some(block) = blocks.get(lane) {
                    compress(state, block);
                }
            }),
        }
    }

    /// Compresses blocks that all lanes share, from their schedules.
    pub fn compress_shared(&mut self, schedules: &[Schedule], engine: Engine) {
        match engine {
            #[cfg(target_arch = "wasm32")]
            Engine::Simd => crate::simd::rounds(&mut self.0, schedules),
            Engine::Scalar => self.for_each(|_, state| rounds(state, schedules)),
        }
    }

    fn for_each(&mut self, mut step: impl FnMut(usize, &mut State)) {
        let mut lanes = self.lanes();
        for (lane, state) in lanes.iter_mut().enumerate() {
            step(lane, state);
        }
        for (index, words) in self.0.iter_mut().enumerate() {
            for (word, lane) in words.iter_mut().zip(&lanes) {
                *word = lane.get(index).copied().unwrap_or_default();
            }
        }
    }
}

/// Shows nothing: the states may derive from a key.
impl fmt::Debug for States {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("States").finish_non_exhaustive()
    }
}

/// The instructions that hash the lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// WebAssembly's 128-bit SIMD: Chrome 91, Firefox 89, Safari 16.4, and later versions.
    #[cfg(target_arch = "wasm32")]
    Simd,
    /// Integer instructions, which every engine has.
    Scalar,
}

impl Engine {
    /// Formats a digest in lower-case hex.
    pub fn hex(self, digest: &Digest) -> [u8; 64] {
        match self {
            #[cfg(target_arch = "wasm32")]
            Engine::Simd => crate::simd::hex(digest),
            Engine::Scalar => hex(digest),
        }
    }
}
