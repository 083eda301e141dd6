//! Four messages at a time, a lane each.
//!
//! Where the engine has WebAssembly's 128-bit SIMD, the four are worked out by the same instructions;
//! elsewhere one after the other, with the same answers.

use alloc::vec::Vec;
use core::ops::Range;

use crate::compress::{Schedule, compress, rounds};
use crate::{Digest, Sha256, SharedTail, State, bytes_of, ending, hex};

/// How many messages go side by side.
pub const LANES: usize = 4;

/// Messages that differ in a text alone, which is of one length in all of them: what stands before it and behind
/// it is laid out once.
pub struct Lanes<'a> {
    engine: Engine,
    start: &'a Sha256,
    /// The bytes of each lane that are its own, in whole blocks.
    own: [Vec<u8>; LANES],
    text: Range<usize>,
}

impl<'a> Lanes<'a> {
    /// For messages of what `start` has taken in and a text of so many bytes.
    pub fn new(start: &'a Sha256, text_length: usize, engine: Engine) -> Self {
        let end = ending(start.length() + text_length as u64);
        Self::laid_out(start, text_length, &end, engine)
    }

    /// The same, with the tail behind each text.
    pub fn with_tail(
        start: &'a Sha256,
        text_length: usize,
        tail: &mut SharedTail,
        engine: Engine,
    ) -> Self {
        let (completing, _) = tail.after(start.length() + text_length as u64);
        Self::laid_out(start, text_length, completing, engine)
    }

    fn laid_out(start: &'a Sha256, text_length: usize, end: &[u8], engine: Engine) -> Self {
        let pending = start.pending();
        let text = pending.len()..pending.len() + text_length;
        let mut own = Vec::from(pending);
        own.resize(text.end, 0);
        own.extend_from_slice(end);
        Self {
            engine,
            start,
            own: [own.clone(), own.clone(), own.clone(), own],
            text,
        }
    }

    /// Where the text of a lane is written.
    pub fn text(&mut self, lane: usize) -> &mut [u8] {
        self.own
            .get_mut(lane)
            .and_then(|own| own.get_mut(self.text.clone()))
            .unwrap_or_default()
    }

    /// The digests of the four messages.
    pub fn digests(&self) -> [Digest; LANES] {
        self.compressed().digests(self.engine)
    }

    /// Those of messages that were laid out [`with_tail`](Self::with_tail), of the same tail.
    pub fn digests_with_tail(&self, tail: &mut SharedTail) -> [Digest; LANES] {
        let (_, schedules) = tail.after(self.start.length() + self.text.len() as u64);
        let mut states = self.compressed();
        states.compress_shared(schedules, self.engine);
        states.digests(self.engine)
    }

    fn compressed(&self) -> States {
        let mut states = States::splat(&self.start.state);
        let [first, second, third, fourth] = &self.own;
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

/// A state for each lane, word by word.
pub struct States([[u32; LANES]; 8]);

impl States {
    /// The same state in all lanes.
    pub fn splat(state: &State) -> Self {
        Self(state.map(|word| [word; LANES]))
    }

    fn digests(&self, engine: Engine) -> [Digest; LANES] {
        match engine {
            #[cfg(target_arch = "wasm32")]
            Engine::Simd => crate::simd::digests(&self.0),
            Engine::Scalar => self.lanes().map(|state| bytes_of(&state)),
        }
    }

    /// The state of each lane.
    pub fn lanes(&self) -> [State; LANES] {
        let mut lanes = [[0; 8]; LANES];
        for (at, words) in self.0.iter().enumerate() {
            for (lane, word) in lanes.iter_mut().zip(words) {
                if let Some(place) = lane.get_mut(at) {
                    *place = *word;
                }
            }
        }
        lanes
    }

    /// Compresses a block of each lane's own.
    pub fn compress(&mut self, blocks: [&[u8; 64]; LANES], engine: Engine) {
        match engine {
            #[cfg(target_arch = "wasm32")]
            Engine::Simd => crate::simd::compress(&mut self.0, blocks),
            Engine::Scalar => self.each(|lane, state| {
                if let Some(block) = blocks.get(lane) {
                    compress(state, block);
                }
            }),
        }
    }

    /// Compresses blocks that are the same in all lanes.
    pub fn compress_shared(&mut self, schedules: &[Schedule], engine: Engine) {
        match engine {
            #[cfg(target_arch = "wasm32")]
            Engine::Simd => crate::simd::rounds(&mut self.0, schedules),
            Engine::Scalar => self.each(|_, state| rounds(state, schedules)),
        }
    }

    fn each(&mut self, mut step: impl FnMut(usize, &mut State)) {
        let mut lanes = self.lanes();
        for (lane, state) in lanes.iter_mut().enumerate() {
            step(lane, state);
        }
        for (at, words) in self.0.iter_mut().enumerate() {
            for (word, lane) in words.iter_mut().zip(&lanes) {
                *word = lane.get(at).copied().unwrap_or_default();
            }
        }
    }
}

/// What the lanes are worked out by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// WebAssembly's 128-bit SIMD: Chrome 91, Firefox 89, Safari 16.4 and what is newer.
    #[cfg(target_arch = "wasm32")]
    Simd,
    /// Plain integers: any engine.
    Scalar,
}

impl Engine {
    /// A digest in lower-case hex.
    pub fn hex(self, digest: &Digest) -> [u8; 64] {
        match self {
            #[cfg(target_arch = "wasm32")]
            Engine::Simd => crate::simd::hex(digest),
            Engine::Scalar => hex(digest),
        }
    }
}
