//! Why S3 found another signature than ours: `SignatureDoesNotMatch` tells what S3 signed, and set beside
//! what was sent it shows what changed on the way.
//!
//! No secret is needed for that: all that was signed stands in the URL and in the headers that were sent.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>

mod cause;
mod secret;
mod signed;

use alloc::string::String;

pub use cause::Cause;

use crate::header::CONTENT_LENGTH;
use crate::signature::SignatureVersion;
use crate::text::concat;
use secret::{Secrets, is_secret};
use signed::{Item, Sent, forgive_bucket, of_report};

/// A request as it was sent.
#[derive(Clone, Copy)]
pub struct SentRequest<'a> {
    /// `GET`, …
    pub method: &'a str,
    /// Presigned.
    pub url: &'a str,
    /// As far as they are known; those that a browser adds are not.
    pub headers: &'a [(&'a str, &'a str)],
}

/// What S3's `Error` document says of the signature that it made itself: its elements of these names, empty where
/// there is none.
#[derive(Clone, Copy, Default)]
pub struct Report<'a> {
    /// `CanonicalRequest`.
    pub canonical_request: &'a str,
    /// `StringToSign`.
    pub string_to_sign: &'a str,
    /// `AWSAccessKeyId`.
    pub access_key_id: &'a str,
}

/// What of a request differs, in the order in which it is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// `GET`, …
    Method,
    /// Up to the query.
    Path,
    /// Any parameter but those of the scope.
    Query,
    /// A signed header.
    Headers,
    /// The list of their names.
    SignedHeaders,
    /// What is said of the body.
    Payload,
    /// Date, region and service, and who signed.
    Scope,
    /// Nothing of the request: then it is the secret access key.
    Secret,
}

impl Part {
    /// The name that JavaScript sees as `part`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Method => "method",
            Self::Path => "path",
            Self::Query => "query",
            Self::Headers => "headers",
            Self::SignedHeaders => "signedHeaders",
            Self::Payload => "payload",
            Self::Scope => "scope",
            Self::Secret => "secret",
        }
    }
}

/// The first thing that differs. No token, signature or other secret is shown in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What differs.
    pub part: Part,
    /// What is likely to have brought that about.
    pub cause: Cause,
    /// As it was sent: of a query `name=value`, of headers `name:value`; empty where there was none.
    pub ours: String,
    /// The same as S3 signed it.
    pub theirs: String,
}

/// Sets what S3 says of its own signature beside the request that it answers.
///
/// Answers None where the report does not say what was signed, as many S3-compatible services do not,
/// and where `sent` is no presigned URL.
pub fn difference(report: &Report<'_>, sent: &SentRequest<'_>) -> Option<Difference> {
    let request = Sent::new(sent)?;
    let ours = request.items()?;
    let (mut theirs, is_whole) = of_report(report, request.version())?;
    if ours.len().saturating_mul(theirs.len()) > MAX_COMPARISONS {
        return None;
    }
    if request.version() == SignatureVersion::V2 {
        forgive_bucket(&ours, &mut theirs);
    }
    let Some((our, their)) = first_difference(&ours, &theirs) else {
        let id = request.access_key_id();
        return is_whole.then(|| Difference {
            part: Part::Secret,
            cause: Cause::SecretWrong,
            ours: id.into(),
            theirs: match report.access_key_id {
                "" => id,
                id => id,
            }
            .into(),
        });
    };
    let secrets = Secrets::of(sent);
    Some(Difference {
        part: our.or(their)?.part(),
        cause: Cause::of(our, their),
        ours: secrets.hide(&shown(our)),
        theirs: secrets.hide(&shown(their)),
    })
}

/// Real requests have some forty items on each side.
const MAX_COMPARISONS: usize = 250_000;

type Pair<'a> = (Option<Item<'a>>, Option<Item<'a>>);

/// The first item of either side that the other has not, beside what the other has in its place.
fn first_difference<'a>(ours: &[Item<'a>], theirs: &[Item<'a>]) -> Option<Pair<'a>> {
    for item in ours.iter().filter(|item| !theirs.contains(item)) {
        let other = theirs.iter().find(|other| other.is_of(item));
        match other {
            // What was sent there is not known; that nothing arrived is.
            Some(other) if item.is_unknown() && !other.value.is_empty() => {}
            // The report does not speak of this part at all.
            None if !theirs.iter().any(|other| other.part == item.part) => {}
            _ => return Some((Some(*item), other.copied())),
        }
    }
    let added = |item: &&Item<'_>| !ours.iter().any(|other| other.is_of(item));
    if let Some(item) = theirs.iter().find(added) {
        return Some((None, Some(*item)));
    }
    // The client wrote Content-Length by itself, so that its value was never known here.
    let size = ours
        .iter()
        .find(|item| item.name == CONTENT_LENGTH && item.is_unknown())?;
    let other = theirs.iter().find(|other| other.is_of(size))?;
    Some((Some(*size), Some(*other)))
}

fn shown(item: Option<Item<'_>>) -> String {
    let Some(item) = item else {
        return String::new();
    };
    let value = match () {
        () if item.is_unknown() => "(not given)",
        () if item.value.is_empty() => "",
        () if is_secret(item.name) => "(hidden)",
        () => item.value,
    };
    match item.part {
        Part::Query => concat(&[item.name, "=", value]),
        Part::Headers => concat(&[item.name, ":", value]),
        _ => value.into(),
    }
}
