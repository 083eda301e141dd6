use alloc::vec::Vec;

use super::request_part::RequestPart;
use crate::encode::percent_decode;

/// One line of a canonical request or string to sign, or one parameter of its query.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Item<'a> {
    pub(super) part: RequestPart,
    /// Name of the parameter or the header; empty for other parts.
    pub(super) name: &'a str,
    pub(super) value: &'a str,
}

/// Value of a header that is signed but was not passed to `explain`. No header can have this value.
pub(super) const UNKNOWN: &str = "\0";

impl Item<'_> {
    /// Whether both items have the same part and name. Their values may differ.
    pub(super) fn has_name_of(&self, other: &Item<'_>) -> bool {
        self.part == other.part && percent_decode(self.name) == percent_decode(other.name)
    }

    pub(super) fn is_unknown(&self) -> bool {
        self.value == UNKNOWN
    }

    /// Whether this is the `Host` header.
    pub(super) fn is_host(&self) -> bool {
        self.part == RequestPart::Headers && self.name == "host"
    }

    /// Returns the part to report. The credential scope is repeated in the query.
    pub(super) fn reported_part(&self) -> RequestPart {
        match self.name {
            "X-Amz-Algorithm" | "X-Amz-Credential" | "X-Amz-Date" => RequestPart::Scope,
            _ => self.part,
        }
    }
}

/// The signed items of a request, in signing order.
#[derive(Default)]
pub(super) struct Items<'a>(pub(super) Vec<Item<'a>>);

impl<'a> Items<'a> {
    #[inline(never)]
    pub(super) fn push(&mut self, part: RequestPart, name: &'a str, value: &'a str) {
        self.0.push(Item { part, name, value });
    }
}

/// Headers that have a line of their own, without a name, in the string to sign of V2.
pub(super) const POSITIONAL_V2_HEADERS: [&str; 2] = ["content-md5", "content-type"];
