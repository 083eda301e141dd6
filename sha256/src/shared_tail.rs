//! The end that many messages share.

use alloc::vec::Vec;

use crate::compress::{Schedule, expand, rounds};
use crate::{Digest, Sha256, bytes_of, ending};

/// What many messages end with. In messages of equal length it falls into the same blocks, whose schedules
/// are worked out once.
pub struct SharedTail {
    text: Vec<u8>,
    /// What stood before the tail in the message before.
    last_length: u64,
    /// What stands before it in the messages that the rest is for; nothing is that long.
    length_before: u64,
    /// The tail and the padding, as far as they fill up the block before them.
    completing: Vec<u8>,
    /// The schedules of the blocks that they fill alone.
    schedules: Vec<Schedule>,
}

impl SharedTail {
    /// Takes the text of the tail.
    pub fn new(text: Vec<u8>) -> Self {
        Self {
            text,
            last_length: u64::MAX,
            length_before: u64::MAX,
            completing: Vec::new(),
            schedules: Vec::new(),
        }
    }

    /// The digest of the message that `head` has taken in but for this tail.
    pub fn finish(&mut self, mut head: Sha256) -> Digest {
        let length = head.length();
        // For a single message, schedules to keep would cost more than they spare.
        if length != self.last_length {
            self.last_length = length;
            head.update(&self.text);
            return head.finalize();
        }
        let (completing, schedules) = self.after(length);
        head.update(completing);
        rounds(&mut head.state, schedules);
        bytes_of(&head.state)
    }

    /// For messages with `length_before` bytes before the tail: what fills up the last block of their own, and
    /// the schedules of the blocks behind it.
    pub fn after(&mut self, length_before: u64) -> (&[u8], &[Schedule]) {
        if length_before != self.length_before {
            self.length_before = length_before;
            let length = length_before + self.text.len() as u64;
            self.completing = [self.text.as_slice(), &ending(length)].concat();
            let completing = length_before.wrapping_neg() % 64;
            let blocks = self.completing.split_off(completing as usize);
            self.schedules.clear();
            self.schedules
                .extend(blocks.as_chunks().0.iter().map(expand));
        }
        (&self.completing, &self.schedules)
    }
}
