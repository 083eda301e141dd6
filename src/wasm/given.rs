//! What the TypeScript side has read from its callers' options: one text, since each argument more would cost the
//! page bytes on both sides of the door. js/wire.ts writes it.
//!
//! A number is its decimal digits and a colon; a text that, as its length in UTF-16, and itself; a list of texts
//! that, as their number, and the texts. Without digits before the colon there is none.

use alloc::vec::Vec;

use crate::decimal::number;
use crate::error::Error;
use crate::time::Timestamp;

/// What is left to read.
pub(super) struct Given<'a>(pub(super) &'a str);

impl<'a> Given<'a> {
    pub(super) fn number(&mut self) -> Option<u64> {
        let colon = self.0.bytes().position(|byte| byte == b':')?;
        let digits = self.take(colon)?;
        self.take(1);
        number(digits).map(i64::unsigned_abs)
    }

    /// 0 or 1 for false or true, or the place of a choice; 0 where there is none.
    #[inline(never)]
    pub(super) fn choice(&mut self) -> u32 {
        self.number().unwrap_or_default() as u32
    }

    #[inline(never)]
    pub(super) fn seconds(&mut self) -> Option<u32> {
        self.number().map(|seconds| seconds as u32)
    }

    /// In whole seconds.
    #[inline(never)]
    pub(super) fn instant(&mut self) -> Option<Timestamp> {
        self.present().ok()
    }

    /// An instant that is always given.
    pub(super) fn present(&mut self) -> Result<Timestamp, Error> {
        Timestamp::from_unix(self.number().map_or(-1, |seconds| seconds as i64))
    }

    #[inline(never)]
    pub(super) fn text(&mut self) -> Option<&'a str> {
        let mut units = self.number()? as usize;
        let mut length = 0;
        for character in self.0.chars() {
            if units == 0 {
                break;
            }
            units = units.saturating_sub(character.len_utf16());
            length += character.len_utf8();
        }
        self.take(length)
    }

    /// Names and values.
    #[inline(never)]
    pub(super) fn pairs(&mut self) -> Vec<(&'a str, &'a str)> {
        let mut pairs = Vec::new();
        for _ in 0..self.choice() / 2 {
            let name = self.text().unwrap_or_default();
            pairs.push((name, self.text().unwrap_or_default()));
        }
        pairs
    }

    fn take(&mut self, length: usize) -> Option<&'a str> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }
}
