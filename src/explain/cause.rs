//! What is likely to have changed a request on its way.

use super::Part;
use super::signed;
use crate::encode::percent_decode;
use crate::header::CONTENT_LENGTH;
use crate::text::parts;

/// The names go to the TypeScript side, which has the words for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// Another method was sent than was signed for.
    MethodChanged,
    /// Path or parameter arrived encoded once more.
    EncodedTwice,
    /// They mean the same, and are encoded differently.
    Reencoded,
    /// A path without its double slashes, or without its last one.
    Normalized,
    /// Something came before the path, or was cut from there.
    PrefixChanged,
    /// The path is another one.
    PathChanged,
    /// A parameter or header that was not signed.
    Added,
    /// A parameter or header that did not arrive.
    Removed,
    /// The value of a parameter or header is another one.
    Changed,
    /// The host is another one.
    HostChanged,
    /// The body does not have the signed size, as far as that is known.
    SizeChanged,
    /// The body is said to be signed.
    PayloadSigned,
    /// Signed for another date, region or service, or by another id.
    ScopeChanged,
    /// All is equal but the signature.
    SecretWrong,
}

impl Cause {
    /// Its name.
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

    /// Of two items that differ, one of which may be missing.
    pub(super) fn of(ours: Option<signed::Item<'_>>, theirs: Option<signed::Item<'_>>) -> Self {
        let (Some(ours), Some(theirs)) = (ours, theirs) else {
            return if ours.is_some() {
                Self::Removed
            } else {
                Self::Added
            };
        };
        match ours.part() {
            Part::Method => Self::MethodChanged,
            Part::Path => of_path(ours.value, theirs.value),
            Part::Query => of_encoding(ours.value, theirs.value).unwrap_or(Self::Changed),
            Part::Headers if ours.name == "host" => Self::HostChanged,
            Part::Headers if ours.name == CONTENT_LENGTH && !theirs.value.is_empty() => {
                Self::SizeChanged
            }
            Part::Headers | Part::SignedHeaders => {
                match (ours.value.is_empty(), theirs.value.is_empty()) {
                    (true, _) => Self::Added,
                    (_, true) => Self::Removed,
                    _ => Self::Changed,
                }
            }
            Part::Payload => Self::PayloadSigned,
            Part::Scope | Part::Secret => Self::ScopeChanged,
        }
    }
}

fn of_path(ours: &str, theirs: &str) -> Cause {
    if let Some(cause) = of_encoding(ours, theirs) {
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

fn of_encoding(ours: &str, theirs: &str) -> Option<Cause> {
    let decoded = percent_decode(theirs);
    if decoded == ours.as_bytes() && theirs != ours {
        return Some(Cause::EncodedTwice);
    }
    // Where one side took a plus for a space, the other did not.
    let spaced = |byte: &u8| if *byte == b'+' { b' ' } else { *byte };
    let is_same = percent_decode(ours)
        .iter()
        .map(spaced)
        .eq(decoded.iter().map(spaced));
    is_same.then_some(Cause::Reencoded)
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    parts(path, b'/').filter(|segment| !matches!(*segment, "" | "."))
}
