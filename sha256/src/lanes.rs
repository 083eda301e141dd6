//! Four messages hashed at a time, one in each lane.
//!
//! WebAssembly's 128-bit SIMD works on all four messages with each instruction. Without it there is nothing to gain: the
//! same steps exist for the host only, where the tests run.

use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use crate::hasher::Sha256;
use crate::padding::padding;
use crate::schedule::Schedule;
use crate::shared_tail::SharedTail;
#[cfg(all(target_arch = "wasm32", not(feature = "scalar")))]
use crate::simd;
use crate::state::Digest;

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
        self.digests_with(&[])
    }

    /// Returns the digests of four messages with a tail. `tail` must be the one passed to
    /// [`with_tail`](Self::with_tail).
    pub fn digests_with_tail(&self, tail: &mut SharedTail) -> [Digest; LANES] {
        let (_, schedules) = tail.blocks_after(self.prefix.length() + self.text.len() as u64);
        self.digests_with(schedules)
    }

    fn digests_with(&self, schedules: &[Schedule]) -> [Digest; LANES] {
        let blocks = self.blocks.each_ref().map(|blocks| blocks.as_chunks().0);
        match self.engine {
            #[cfg(all(target_arch = "wasm32", not(feature = "scalar")))]
            Engine::Simd => {
                let [first, second, third, fourth] = blocks;
                let mut words = self.prefix.state.map(|word| [word; LANES]);
                for (((a, b), c), d) in first.iter().zip(second).zip(third).zip(fourth) {
                    simd::compress(&mut words, [a, b, c, d]);
                }
                simd::rounds(&mut words, schedules);
                simd::digests(&words)
            }
            #[cfg(not(all(target_arch = "wasm32", not(feature = "scalar"))))]
            Engine::Scalar => blocks.map(|blocks| {
                let mut state = self.prefix.state;
                sha2::block_api::compress256(&mut state, blocks);
                crate::schedule::rounds(&mut state, schedules);
                crate::digest_of(&state)
            }),
        }
    }
}

/// Shows nothing: the prefix may derive from a key.
impl fmt::Debug for Lanes<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Lanes").finish_non_exhaustive()
    }
}

/// The instructions that hash the lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// WebAssembly's 128-bit SIMD: Chrome 91, Firefox 89, Safari 16.4, and later versions.
    #[cfg(all(target_arch = "wasm32", not(feature = "scalar")))]
    Simd,
    /// Integer instructions, one message after another.
    #[cfg(not(all(target_arch = "wasm32", not(feature = "scalar"))))]
    Scalar,
}

impl Engine {
    /// Returns the vector engine if the module may use it: never with the feature `scalar`.
    #[cfg(target_arch = "wasm32")]
    pub fn with_simd(has_simd: bool) -> Option<Self> {
        match has_simd {
            #[cfg(not(feature = "scalar"))]
            true => Some(Engine::Simd),
            _ => None,
        }
    }

    /// Formats a digest in lower-case hex.
    pub fn hex(self, digest: &Digest) -> [u8; 64] {
        match self {
            #[cfg(all(target_arch = "wasm32", not(feature = "scalar")))]
            Engine::Simd => simd::hex(digest),
            #[cfg(not(all(target_arch = "wasm32", not(feature = "scalar"))))]
            Engine::Scalar => crate::hex(digest),
        }
    }
}
