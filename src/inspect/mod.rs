//! What a presigned URL says: who signed it, for what and until when, and what is wrong with it.
//!
//! No key is needed for that, and none of it proves anything: only S3 can verify a signature. Neither the
//! signature nor the session token is ever part of the answer.

mod parameters;
mod path;
mod problem;
mod v2;
mod v4;

use alloc::string::String;
use alloc::vec::Vec;

pub use problem::{Problem, ProblemCode};

use crate::error::{Code, Error};
use crate::object_url::ObjectUrl;
use crate::signature::SignatureVersion;
use crate::time::Timestamp;
use crate::url::UrlParts;
use parameters::Parameters;

/// What a presigned URL says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// How it is signed.
    pub signature: SignatureVersion,
    /// None where the service itself is asked. Behind an access point, that point's ARN.
    pub bucket: Option<String>,
    /// None for the bucket itself.
    pub key: Option<String>,
    /// The one signed for, or the host's where the signature names none.
    pub region: Option<String>,
    /// As far as it can be read; it is public.
    pub access_key_id: String,
    /// Whether it was signed with credentials that end by themselves. The URL dies with them, and says
    /// nothing of when that is.
    pub temporary: bool,
    /// V2 does not say.
    pub signed_at: Option<Timestamp>,
    /// Its own end. None where what it says of that cannot be read.
    pub expires_at: Option<Timestamp>,
    /// The headers that must be sent as they were signed, `content-type;host`. V2 does not name them.
    pub signed_headers: Option<String>,
    /// All that is found to be wrong with it, at `now` and in itself.
    pub problems: Vec<Problem>,
}

/// Reads the URL as it would be used at `now`.
///
/// Fails with [`Code::InvalidUrl`] where it is no URL of S3 at all, and with [`Code::NotPresigned`] where
/// there is no signature of S3 in it.
pub fn inspect(url: &str, now: Timestamp) -> Result<Inspection, Error> {
    let parts = UrlParts::parse(url)?;
    let parameters = Parameters::parse(parts.query);
    let signature = signature(&parameters)?;
    let object = ObjectUrl::of(&parts, None)?;

    let mut inspection = Inspection {
        signature,
        bucket: object.bucket,
        key: object.key,
        region: object.region,
        access_key_id: String::new(),
        temporary: parameters.has_token(),
        signed_at: None,
        expires_at: None,
        signed_headers: None,
        problems: Vec::new(),
    };
    match signature {
        SignatureVersion::V4 => v4::read(&parameters, &mut inspection),
        SignatureVersion::V2 => v2::read(&parameters, &mut inspection),
    }
    inspection.weigh_time(now);
    parameters.weigh(&mut inspection);
    path::weigh(&parts, &mut inspection);
    Ok(inspection)
}

fn signature(parameters: &Parameters) -> Result<SignatureVersion, Error> {
    if v4::MARKS.iter().any(|name| parameters.has(name)) {
        return Ok(SignatureVersion::V4);
    }
    let whose = if parameters.has("Key-Pair-Id") {
        "is signed for CloudFront, not for S3."
    } else if parameters.has("X-Goog-Signature") {
        "is signed for Google Cloud Storage, not for S3."
    } else if v2::MARKS.iter().any(|name| parameters.has(name)) {
        return Ok(SignatureVersion::V2);
    } else {
        "has no signature of S3 in it."
    };
    Err(Error::new(
        Code::NotPresigned,
        "url",
        whose,
        "Give a whole presigned URL, with the X-Amz-Signature or the Signature in its query.",
    ))
}

impl Inspection {
    fn found(&mut self, code: ProblemCode) {
        self.found_in(code, None);
    }

    #[inline(never)]
    fn found_in(&mut self, code: ProblemCode, parameter: Option<&'static str>) {
        let problem = Problem { code, parameter };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    fn weigh_time(&mut self, now: Timestamp) {
        if self.signed_at.is_some_and(|instant| instant > now) {
            self.found(ProblemCode::NotYetValid);
        }
        if self.expires_at.is_some_and(|instant| instant < now) {
            self.found(ProblemCode::Expired);
        }
    }

    /// Where a separator was lost, what follows has run into the id, and may be secret.
    fn read_key_id(&mut self, id: &str) {
        if !id.is_empty() && id.bytes().all(is_of_a_name) {
            self.access_key_id = id.into();
        } else {
            self.found(ProblemCode::MalformedCredential);
        }
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
        if self.access_key_id.starts_with("ASIA") {
            if !self.temporary {
                self.found(ProblemCode::TokenMissing);
            }
            self.temporary = true;
        }
    }
}

/// Letters, digits, and what joins them in the names of headers and in the key ids of other stores.
fn is_of_a_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}
