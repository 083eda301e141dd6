//! Names and values in the order in which both signature versions sign them.

use alloc::string::String;
use alloc::vec::Vec;

use crate::opaque_debug::opaque_debug;

/// Pairs of names and values, sorted by name and then by value.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SortedPairs(Vec<(String, String)>);

opaque_debug!(SortedPairs, "SortedPairs");

impl SortedPairs {
    /// Inserts a pair in order.
    #[inline(never)]
    pub fn insert(&mut self, name: String, value: String) {
        let pair = (name, value);
        let at = self.0.partition_point(|other| *other < pair);
        self.0.insert(at, pair);
    }

    /// Returns whether a pair has this name.
    #[inline(never)]
    pub fn has(&self, name: &str) -> bool {
        self.0
            .binary_search_by(|(other, _)| other.as_str().cmp(name))
            .is_ok()
    }

    /// Iterates over the pairs in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}
