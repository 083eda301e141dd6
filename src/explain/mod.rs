//! Explains `SignatureDoesNotMatch`: S3's error document contains what S3 signed, and a comparison with the request
//! as it was sent shows what changed on the way.
//!
//! This needs no secret: everything that is signed is in the URL and in the headers.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>

mod cause;
mod error_document;
mod item;
mod request_part;
mod secrets;
mod sent;

use alloc::string::String;

pub use cause::Cause;
pub use error_document::ErrorDocument;
pub use request_part::RequestPart;
pub use sent::SentRequest;

use crate::header::CONTENT_LENGTH;
use crate::signature_version::SignatureVersion;
use crate::text::{concat, split_first};
use item::Item;
use secrets::{Secrets, is_secret};
use sent::ParsedRequest;

/// The first difference between the sent and the signed request. It shows no token, signature or other secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The part that differs.
    pub part: RequestPart,
    /// The likely cause.
    pub cause: Cause,
    /// The part as it was sent: `name=value` for a query parameter, `name:value` for a header; empty if absent.
    pub ours: String,
    /// The part as S3 signed it, in the same form.
    pub theirs: String,
}

/// Finds the first difference between a request and the request that S3 signed.
///
/// Returns None if the error document does not contain what was signed, as with many S3-compatible services, and if
/// the URL of `sent` is not presigned.
pub fn difference(document: &ErrorDocument<'_>, sent: &SentRequest<'_>) -> Option<Difference> {
    let request = ParsedRequest::parse(sent)?;
    let ours = request.items()?;
    let (mut theirs, is_complete) = document.items(request.version())?;
    if ours.len().saturating_mul(theirs.len()) > MAX_COMPARISONS {
        return None;
    }
    if request.version() == SignatureVersion::V2 {
        ignore_bucket(&ours, &mut theirs);
    }
    let Some((our, their)) = first_difference(&ours, &theirs) else {
        let id = request.access_key_id();
        return is_complete.then(|| Difference {
            part: RequestPart::Secret,
            cause: Cause::SecretWrong,
            ours: id.into(),
            theirs: match document.access_key_id {
                "" => id,
                id => id,
            }
            .into(),
        });
    };
    let secrets = Secrets::from_request(sent);
    Some(Difference {
        part: our.or(their)?.reported_part(),
        cause: Cause::from_items(our, their),
        ours: secrets.hide(&format_item(our)),
        theirs: secrets.hide(&format_item(their)),
    })
}

/// Limit for hostile documents. Real requests have about forty items on each side.
const MAX_COMPARISONS: usize = 250_000;

/// Ignores a bucket before S3's path. V2 signs `/bucket/key` for `https://bucket.host/key`, and the sent request does
/// not show which part of its host is the bucket.
fn ignore_bucket<'a>(ours: &[Item<'a>], theirs: &mut [Item<'a>]) {
    let (Some(ours), Some(theirs)) = (ours.last(), theirs.last_mut()) else {
        return;
    };
    let before = theirs.value.strip_suffix(ours.value);
    let bucket = before.and_then(|before| before.strip_prefix("/"));
    if bucket.is_some_and(|bucket| split_first(bucket, b'/').is_none()) {
        theirs.value = ours.value;
    }
}

type Pair<'a> = (Option<Item<'a>>, Option<Item<'a>>);

/// Returns the first item that only one side has, with the other side's item of the same name.
///
/// The host is last: the URL shows another host than the signed one if the location has a public endpoint, so that any
/// other difference says more.
fn first_difference<'a>(ours: &[Item<'a>], theirs: &[Item<'a>]) -> Option<Pair<'a>> {
    let other_of = |item: &Item<'a>| theirs.iter().find(|other| other.has_name_of(item));
    let missing = |is_host: bool| {
        ours.iter()
            .filter(|item| item.is_host() == is_host && !theirs.contains(item))
            .find_map(|item| match other_of(item) {
                // The sent value is unknown. An empty value at S3 is a difference all the same: the header did not
                // arrive.
                Some(other) if item.is_unknown() && !other.value.is_empty() => None,
                // The document has no items of this part.
                None if !theirs.iter().any(|other| other.part == item.part) => None,
                other => Some((Some(*item), other.copied())),
            })
    };
    let added = || {
        let is_added = |item: &&Item<'_>| !ours.iter().any(|other| other.has_name_of(item));
        Some((None, Some(*theirs.iter().find(is_added)?)))
    };
    // The browser sets Content-Length, so the sent value is unknown; a body of another size is the likely cause.
    let resized = || {
        let size = ours
            .iter()
            .find(|item| item.name == CONTENT_LENGTH && item.is_unknown())?;
        Some((Some(*size), Some(*other_of(size)?)))
    };
    missing(false)
        .or_else(added)
        .or_else(|| missing(true))
        .or_else(resized)
}

fn format_item(item: Option<Item<'_>>) -> String {
    let Some(item) = item else {
        return String::new();
    };
    let value = match () {
        () if item.is_unknown() => "(unknown)",
        () if item.value.is_empty() => "",
        () if is_secret(item.name) => "(hidden)",
        () => item.value,
    };
    match item.part {
        RequestPart::Query => concat(&[item.name, "=", value]),
        RequestPart::Headers => concat(&[item.name, ":", value]),
        _ => value.into(),
    }
}
