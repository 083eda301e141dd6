//! The likely cause of a difference.

use super::item::Item;
use super::request_part::RequestPart;
use crate::encode::percent_decode;
use crate::header::CONTENT_LENGTH;
use crate::text::split;

/// Likely cause of a difference. `js/explain.ts` has the hint for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// The request was sent with another method than it was signed for.
    MethodChanged,
    /// The path or a parameter was percent-encoded twice.
    EncodedTwice,
    /// The value is equal after decoding, but encoded differently.
    Reencoded,
    /// The path lost a double slash, a trailing slash or a `.` segment.
    Normalized,
    /// The path gained or lost a prefix.
    PrefixChanged,
    /// The path changed in another way.
    PathChanged,
    /// A parameter or header arrived that was not signed.
    Added,
    /// A signed parameter or header did not arrive.
    Removed,
    /// A parameter or header has another value.
    Changed,
    /// The request arrived at another host.
    HostChanged,
    /// The body does not have the signed size.
    SizeChanged,
    /// S3 signed a payload hash; a presigned URL has `UNSIGNED-PAYLOAD`.
    PayloadSigned,
    /// Date, region, service or access key id changed.
    ScopeChanged,
    /// Only the signature differs, so the secret access key does.
    SecretWrong,
}

impl Cause {
    /// Returns the name that JavaScript receives.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MethodChanged => "MethodChanged",
            Self::EncodedTwice => "EncodedTwice",
            Self::Reencoded => "Reencoded",
            Self::Normalized => "Normalized",
            Self::PrefixChanged => "PrefixChanged",
            Self::PathChanged => "PathChanged",
            Self::Added => "Added",
            Self::Removed => "Removed",
            Self::Changed => "Changed",
            Self::HostChanged => "HostChanged",
            Self::SizeChanged => "SizeChanged",
            Self::PayloadSigned => "PayloadSigned",
            Self::ScopeChanged => "ScopeChanged",
            Self::SecretWrong => "SecretWrong",
        }
    }

    /// Returns the cause of a difference between two items, one of which may be missing.
    pub(super) fn from_items(ours: Option<Item<'_>>, theirs: Option<Item<'_>>) -> Self {
        let (Some(ours), Some(theirs)) = (ours, theirs) else {
            return if ours.is_some() {
                Self::Removed
            } else {
                Self::Added
            };
        };
        match ours.reported_part() {
            RequestPart::Method => Self::MethodChanged,
            RequestPart::Path => path_cause(ours.value, theirs.value),
            RequestPart::Query => encoding_cause(ours.value, theirs.value).unwrap_or(Self::Changed),
            RequestPart::Headers if ours.name == "host" => Self::HostChanged,
            RequestPart::Headers if ours.name == CONTENT_LENGTH && !theirs.value.is_empty() => {
                Self::SizeChanged
            }
            RequestPart::Headers | RequestPart::SignedHeaders => {
                match (ours.value.is_empty(), theirs.value.is_empty()) {
                    (true, _) => Self::Added,
                    (_, true) => Self::Removed,
                    _ => Self::Changed,
                }
            }
            RequestPart::Payload => Self::PayloadSigned,
            RequestPart::Scope | RequestPart::Secret => Self::ScopeChanged,
        }
    }
}

fn path_cause(ours: &str, theirs: &str) -> Cause {
    if let Some(cause) = encoding_cause(ours, theirs) {
        return cause;
    }
    if segments(ours).eq(segments(theirs)) {
        return Cause::Normalized;
    }
    let is_prefixed = !ours.is_empty()
        && !theirs.is_empty()
        && (ours.ends_with(theirs) || theirs.ends_with(ours));
    if is_prefixed {
        Cause::PrefixChanged
    } else {
        Cause::PathChanged
    }
}

fn encoding_cause(ours: &str, theirs: &str) -> Option<Cause> {
    let decoded = percent_decode(theirs);
    if decoded == ours.as_bytes() && theirs != ours {
        return Some(Cause::EncodedTwice);
    }
    // One side may have read a plus as a space.
    let plus_as_space = |byte: &u8| if *byte == b'+' { b' ' } else { *byte };
    let is_same = percent_decode(ours)
        .iter()
        .map(plus_as_space)
        .eq(decoded.iter().map(plus_as_space));
    is_same.then_some(Cause::Reencoded)
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    split(path, b'/').filter(|segment| !matches!(*segment, "" | "."))
}
