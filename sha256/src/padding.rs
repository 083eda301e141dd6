//! The padding of a message (FIPS 180-4, 5.1.1).

use alloc::vec::Vec;

/// A one bit, then zeros.
static MARK: [u8; 64] = {
    let mut mark = [0; 64];
    mark[0] = 0x80;
    mark
};

/// Returns the padding for a message of `length` bytes, with the message's length in bits at its end.
pub(crate) fn padding(length: u64) -> Vec<u8> {
    [mark(length), &(length * 8).to_be_bytes()].concat()
}

/// Returns the padding for a message of `length` bytes without the eight bytes of its length.
pub(crate) fn mark(length: u64) -> &'static [u8] {
    let buffered = (length % 64) as usize;
    let mark_length = if buffered < 56 {
        56 - buffered
    } else {
        120 - buffered
    };
    MARK.get(..mark_length).unwrap_or_default()
}
