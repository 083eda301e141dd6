//! Four messages at a time, a lane each.
//!
//! Where the engine has WebAssembly's 128-bit SIMD, the four are worked out by the same instructions;
//! elsewhere one after the other, with the same answers.

use alloc::vec::Vec;

use crate::compress::{Schedule, compress, rounds};
use crate::{Digest, Sha256, SharedTail, State, bytes_of, ending};

/// How many messages go side by side.
pub const LANES: usize = 4;

/// Hashes that go on from one, each with a text of its own. The texts are of one length.
pub struct Lanes {
    engine: Engine,
    /// The bytes of each lane, in whole blocks.
    own: [Vec<u8>; LANES],
}

impl Lanes {
    /// Lanes worked out by `engine`.
    pub fn new(engine: Engine) -> Self {
        Self {
            engine,
            own: Default::default(),
        }
    }

    /// The digests of what `start` has taken in, followed by each of the texts.
    pub fn digests(&mut self, start: &Sha256, texts: &[&[u8]; LANES]) -> [Digest; LANES] {
        let length = start.length() + texts[0].len() as u64;
        self.take(start, texts, &ending(length));
        self.compressed(start).digests()
    }

    /// The same, with the tail behind each text.
    pub fn digests_with_tail(
        &mut self,
        start: &Sha256,
        texts: &[&[u8]; LANES],
        tail: &mut SharedTail,
    ) -> [Digest; LANES] {
        let length = start.length() + texts[0].len() as u64;
        let (completing, schedules) = tail.after(length);
        self.take(start, texts, completing);
        let mut states = self.compressed(start);
        states.compress_shared(schedules, self.engine);
        states.digests()
    }

    fn take(&mut self, start: &Sha256, texts: &[&[u8]; LANES], end: &[u8]) {
        for (own, text) in self.own.iter_mut().zip(texts) {
            own.clear();
            own.extend_from_slice(start.pending());
            own.extend_from_slice(text);
            own.extend_from_slice(end);
        }
    }

    fn compressed(&self, start: &Sha256) -> States {
        let mut states = States::splat(&start.state);
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

    fn digests(&self) -> [Digest; LANES] {
        self.lanes().map(|state| bytes_of(&state))
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
