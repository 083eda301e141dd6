use alloc::string::String;
use alloc::vec::Vec;

use super::problem::{Problem, ProblemCode};
use crate::signature_version::SignatureVersion;
use crate::time::Timestamp;

/// The contents of a presigned URL, as it states them itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// The signature version.
    pub signature: SignatureVersion,
    /// The bucket, or the ARN of an access point. None if the URL addresses the service itself.
    pub bucket: Option<String>,
    /// The decoded key. None for the bucket itself.
    pub key: Option<String>,
    /// The signed region, or the host's if the signature has none.
    pub region: Option<String>,
    /// The access key id, which is public. Empty if it cannot be read.
    pub access_key_id: String,
    /// Whether temporary credentials signed the URL. It stops working when they expire, and does not state when
    /// that is.
    pub temporary: bool,
    /// The signing date. None for V2, which has none.
    pub signed_at: Option<Timestamp>,
    /// The expiry of the URL. None if it cannot be read.
    pub expires_at: Option<Timestamp>,
    /// Names of the headers that must be sent as signed: `content-type;host`. None for V2, which does not list them.
    pub signed_headers: Option<String>,
    /// All problems of the URL.
    pub problems: Vec<Problem>,
}

impl Inspection {
    pub(super) fn push_problem(&mut self, code: ProblemCode) {
        self.push(Problem {
            code,
            parameter: None,
        });
    }

    pub(super) fn push_parameter_problem(&mut self, code: ProblemCode, parameter: &'static str) {
        self.push(Problem {
            code,
            parameter: Some(parameter),
        });
    }

    #[inline(never)]
    fn push(&mut self, problem: Problem) {
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// Reports a signing date in the future, and an expiry in the past.
    pub(super) fn check_time(&mut self, now: Timestamp) {
        if self.signed_at.is_some_and(|instant| instant > now) {
            self.push_problem(ProblemCode::NotYetValid);
        }
        if self.expires_at.is_some_and(|instant| instant < now) {
            self.push_problem(ProblemCode::Expired);
        }
    }

    /// Keeps `id` if it is well-formed. After a lost separator, `id` may continue with secret text.
    pub(super) fn set_access_key_id(&mut self, id: &str) {
        if !id.is_empty() && id.bytes().all(is_name_byte) {
            self.access_key_id = id.into();
        } else {
            self.push_problem(ProblemCode::MalformedCredential);
        }
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
        if self.access_key_id.starts_with("ASIA") {
            if !self.temporary {
                self.push_problem(ProblemCode::TokenMissing);
            }
            self.temporary = true;
        }
    }
}

/// Whether `byte` occurs in header names and access key ids: a letter, a digit, `-`, `_` or `.`.
pub(super) fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}
