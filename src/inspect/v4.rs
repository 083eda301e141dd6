//! Signature Version 4 in a query.

use alloc::string::String;

use super::parameters::Parameters;
use super::path::has_escape;
use super::problem::ProblemCode;
use super::{Inspection, is_of_a_name};
use crate::encode;
use crate::text::parts;
use crate::time::{Timestamp, number};
use crate::v4::{ALGORITHM, LONGEST_SECONDS};

pub(super) const NAMES: [&str; 6] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-SignedHeaders",
    "X-Amz-Signature",
];

/// Any of these makes it a URL of this version, however broken.
pub(super) const MARKS: [&str; 3] = ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature"];

pub(super) fn read(parameters: &Parameters<'_>, inspection: &mut Inspection) {
    let [algorithm, credential, date, expires, headers, signature] =
        NAMES.map(|name| parameters.demand(name, inspection));
    if algorithm.is_some_and(|algorithm| algorithm != ALGORITHM) {
        inspection.found(ProblemCode::UnknownAlgorithm);
    }
    if let Some(date) = date {
        inspection.signed_at = Timestamp::from_amz_date(date);
        if inspection.signed_at.is_none() {
            inspection.found(ProblemCode::MalformedDate);
        }
    }
    if let Some(credential) = credential {
        // Where there is no such instant, that is told already.
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
    let is_whole = |text: &str| {
        text.len() == 64
            && text
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    if signature.is_some_and(|signature| !is_whole(signature)) {
        inspection.found(ProblemCode::MalformedSignature);
    }
}

/// `AKIA…/20130524/us-east-1/s3/aws4_request`.
fn read_credential(credential: &str, signed_at: Option<&str>, inspection: &mut Inspection) {
    let decoded;
    let mut credential = credential;
    if has_escape(credential.as_bytes()) {
        inspection.found(ProblemCode::DoubleEncoding);
        decoded = encode::decoded(credential).unwrap_or_default();
        credential = &decoded;
    }
    let mut parts = parts(credential, b'/');
    inspection.read_key_id(parts.next().unwrap_or_default());
    let (Some(date), Some(region), Some(service), Some("aws4_request"), None) = (
        parts.next(),
        parts.next(),
        parts.next(),
        parts.next(),
        parts.next(),
    ) else {
        inspection.found(ProblemCode::MalformedCredential);
        return;
    };
    if date.len() != 8 || region.is_empty() {
        inspection.found(ProblemCode::MalformedCredential);
    } else if signed_at.is_some_and(|instant| !instant.starts_with(date)) {
        inspection.found(ProblemCode::DateMismatch);
    }
    // S3's own names, for access points of other kinds and for directory buckets.
    if !matches!(
        service,
        "s3" | "s3express" | "s3-object-lambda" | "s3-outposts"
    ) {
        inspection.found(ProblemCode::OtherService);
    }
    if inspection
        .region
        .as_deref()
        .is_some_and(|host| host != region)
    {
        inspection.found(ProblemCode::RegionMismatch);
    }
    inspection.region = Some(region.into()).filter(|region: &String| !region.is_empty());
}

fn read_expires(expires: &str, inspection: &mut Inspection) {
    let Some(seconds) = number(expires).filter(|seconds| *seconds != 0) else {
        inspection.found(ProblemCode::InvalidExpiry);
        return;
    };
    if seconds > i64::from(LONGEST_SECONDS) {
        inspection.found(ProblemCode::ExpiryTooLong);
    }
    inspection.expires_at = inspection
        .signed_at
        .and_then(|instant| Timestamp::from_unix(instant.unix() + seconds).ok());
}

/// `content-type;host`.
fn read_headers(headers: &str, inspection: &mut Inspection) {
    let mut last = "";
    let mut is_clean = true;
    let mut in_order = true;
    let mut has_host = false;
    for name in parts(headers, b';') {
        is_clean &= name.bytes().all(is_of_a_name);
        in_order &= last < name && !name.bytes().any(|byte| byte.is_ascii_uppercase());
        has_host |= name.eq_ignore_ascii_case("host");
        last = name;
    }
    // Where a separator was lost, what follows has run into the list, and may be secret.
    inspection.signed_headers = is_clean.then(|| headers.into());
    if !is_clean || !in_order {
        inspection.found(ProblemCode::MalformedSignedHeaders);
    }
    if !has_host {
        inspection.found(ProblemCode::HostNotSigned);
    }
}
