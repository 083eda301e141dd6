//! The parameters of Signature Version 4.

use alloc::string::String;

use super::escapes::has_escape;
use super::inspection::{Inspection, is_name_byte};
use super::parameters::Parameters;

use super::problem::ProblemCode;
use crate::decimal::number;
use crate::encode;
use crate::text::split;
use crate::time::Timestamp;
use crate::v4::{ALGORITHM, MAX_EXPIRY_SECONDS};

pub(super) const NAMES: [&str; 6] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-SignedHeaders",
    "X-Amz-Signature",
];

/// Parameters that identify this version, even in a damaged URL.
pub(super) const MARKERS: [&str; 3] = ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature"];

/// Reads the parameters into `inspection` and reports their problems.
pub(super) fn read(parameters: &Parameters<'_>, inspection: &mut Inspection) {
    let [algorithm, credential, date, expires, headers, signature] =
        NAMES.map(|name| parameters.require(name, inspection));
    if algorithm.is_some_and(|algorithm| algorithm != ALGORITHM) {
        inspection.push_problem(ProblemCode::UnknownAlgorithm);
    }
    if let Some(date) = date {
        inspection.signed_at = Timestamp::from_amz_date(date);
        if inspection.signed_at.is_none() {
            inspection.push_problem(ProblemCode::MalformedDate);
        }
    }
    if let Some(credential) = credential {
        // A malformed date is reported above and not compared with the scope.
        let date = date.filter(|_| inspection.signed_at.is_some());
        read_credential(credential, date, inspection);
    }
    if let Some(expires) = expires {
        read_expires(expires, inspection);
    }
    if let Some(headers) = headers {
        read_headers(headers, inspection);
    }
    // 32 bytes in lower-case hex.
    let is_well_formed = |text: &str| {
        text.len() == 64
            && text
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    if signature.is_some_and(|signature| !is_well_formed(signature)) {
        inspection.push_problem(ProblemCode::MalformedSignature);
    }
}

/// Reads `X-Amz-Credential`: `AKIA…/20130524/us-east-1/s3/aws4_request`.
fn read_credential(credential: &str, signed_at: Option<&str>, inspection: &mut Inspection) {
    let decoded;
    let mut credential = credential;
    if has_escape(credential.as_bytes()) {
        inspection.push_problem(ProblemCode::DoubleEncoding);
        decoded = encode::decoded(credential).unwrap_or_default();
        credential = &decoded;
    }
    let mut parts = split(credential, b'/');
    inspection.set_access_key_id(parts.next().unwrap_or_default());
    let (Some(date), Some(region), Some(service), Some("aws4_request"), None) = (
        parts.next(),
        parts.next(),
        parts.next(),
        parts.next(),
        parts.next(),
    ) else {
        inspection.push_problem(ProblemCode::MalformedCredential);
        return;
    };
    if date.len() != 8 || region.is_empty() {
        inspection.push_problem(ProblemCode::MalformedCredential);
    } else if signed_at.is_some_and(|instant| !instant.starts_with(date)) {
        inspection.push_problem(ProblemCode::DateMismatch);
    }
    // S3's service names for buckets, directory buckets, Object Lambda and Outposts.
    if !matches!(
        service,
        "s3" | "s3express" | "s3-object-lambda" | "s3-outposts"
    ) {
        inspection.push_problem(ProblemCode::OtherService);
    }
    if inspection
        .region
        .as_deref()
        .is_some_and(|host| host != region)
    {
        inspection.push_problem(ProblemCode::RegionMismatch);
    }
    inspection.region = Some(region.into()).filter(|region: &String| !region.is_empty());
}

/// Reads `X-Amz-Expires`, in seconds.
fn read_expires(expires: &str, inspection: &mut Inspection) {
    let Some(seconds) = number(expires).filter(|seconds| *seconds != 0) else {
        inspection.push_problem(ProblemCode::InvalidExpiry);
        return;
    };
    if seconds > i64::from(MAX_EXPIRY_SECONDS) {
        inspection.push_problem(ProblemCode::ExpiryTooLong);
    }
    inspection.expires_at = inspection
        .signed_at
        .and_then(|instant| Timestamp::from_unix(instant.unix() + seconds).ok());
}

/// Reads `X-Amz-SignedHeaders`: `content-type;host`.
fn read_headers(headers: &str, inspection: &mut Inspection) {
    let mut previous = "";
    let mut is_safe = true;
    let mut is_sorted = true;
    let mut has_host = false;
    for name in split(headers, b';') {
        is_safe &= name.bytes().all(is_name_byte);
        is_sorted &= previous < name && !name.bytes().any(|byte| byte.is_ascii_uppercase());
        has_host |= name.eq_ignore_ascii_case("host");
        previous = name;
    }
    // After a lost separator, the list may continue with secret text.
    inspection.signed_headers = is_safe.then(|| headers.into());
    if !is_safe || !is_sorted {
        inspection.push_problem(ProblemCode::MalformedSignedHeaders);
    }
    if !has_host {
        inspection.push_problem(ProblemCode::HostNotSigned);
    }
}
