//! A suffix that many messages share.

use alloc::vec::Vec;
use core::fmt;

use crate::hasher::Sha256;
use crate::padding::padding;
use crate::schedule::{Schedule, expand, rounds};
use crate::state::{Digest, digest_of};

/// A suffix of many messages. In messages of equal length it falls into the same blocks, so their schedules are computed
/// once.
pub struct SharedTail {
    text: Vec<u8>,
    /// Bytes before the tail in the previous message.
    previous_length: u64,
    /// Bytes before the tail in the messages that the two fields below are for; `u64::MAX` for none.
    prefix_length: u64,
    /// The start of the tail and its padding, up to the end of the block that they begin in.
    completion: Vec<u8>,
    /// The schedules of the blocks after that.
    schedules: Vec<Schedule>,
}

impl SharedTail {
    /// Creates a tail of these bytes.
    pub fn new(text: Vec<u8>) -> Self {
        Self {
            text,
            previous_length: u64::MAX,
            prefix_length: u64::MAX,
            completion: Vec::new(),
            schedules: Vec::new(),
        }
    }

    /// Returns the digest of the message that `head` has hashed, followed by this tail.
    pub fn finish(&mut self, mut head: Sha256) -> Digest {
        let length = head.length();
        // Schedules cost more than they save if only one message has this length.
        if length != self.previous_length {
            self.previous_length = length;
            head.update(&self.text);
            return head.finalize();
        }
        let (completion, schedules) = self.blocks_after(length);
        head.update(completion);
        rounds(&mut head.state, schedules);
        digest_of(&head.state)
    }

    /// Returns the tail and its padding for messages with `prefix_length` bytes before the tail: the bytes that complete
    /// the block the tail begins in, and the schedules of the blocks after it.
    pub fn blocks_after(&mut self, prefix_length: u64) -> (&[u8], &[Schedule]) {
        if prefix_length != self.prefix_length {
            self.prefix_length = prefix_length;
            let length = prefix_length + self.text.len() as u64;
            self.completion = [self.text.as_slice(), &padding(length)].concat();
            let completion_length = prefix_length.wrapping_neg() % 64;
            let blocks = self.completion.split_off(completion_length as usize);
            self.schedules.clear();
            self.schedules
                .extend(blocks.as_chunks().0.iter().map(expand));
        }
        (&self.completion, &self.schedules)
    }
}

/// Shows nothing: the tail of a URL may contain a session token.
impl fmt::Debug for SharedTail {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SharedTail").finish_non_exhaustive()
    }
}
