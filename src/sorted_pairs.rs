//! Names and values in the order in which both signature versions take them.

use alloc::string::String;
use alloc::vec::Vec;

use crate::opaque_debug::opaque_debug;

/// Names and values, sorted by name and then value.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SortedPairs(Vec<(String, String)>);

opaque_debug!(SortedPairs, "SortedPairs");

impl SortedPairs {
    /// Puts a pair at its place in the order.
    #[inline(never)]
    pub fn insert(&mut self, name: String, value: String) {
        let pair = (name, value);
        let at = self.0.partition_point(|other| *other < pair);
        self.0.insert(at, pair);
    }

    /// Whether there is a pair of this name.
    #[inline(never)]
    pub fn has(&self, name: &str) -> bool {
        self.0
            .binary_search_by(|(other, _)| other.as_str().cmp(name))
            .is_ok()
    }

    /// Names and values in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}
