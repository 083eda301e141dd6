//! The parameters of Signature Version 2.

use super::inspection::Inspection;
use super::parameters::Parameters;
use super::problem::ProblemCode;
use crate::decimal::number;
use crate::time::Timestamp;
use crate::v2::accepts_v2;

pub(super) const NAMES: [&str; 3] = ["AWSAccessKeyId", "Expires", "Signature"];

/// Parameters that identify this version, unless the query also has those of V4.
pub(super) const MARKERS: [&str; 2] = ["AWSAccessKeyId", "Signature"];

/// Reads the parameters into `inspection` and reports their problems.
pub(super) fn read(parameters: &Parameters<'_>, inspection: &mut Inspection) {
    let [id, expires, signature] = NAMES.map(|name| parameters.require(name, inspection));
    if let Some(id) = id {
        inspection.set_access_key_id(id);
    }
    if let Some(expires) = expires {
        inspection.expires_at =
            number(expires).and_then(|seconds| Timestamp::from_unix(seconds).ok());
        if inspection.expires_at.is_none() {
            inspection.push_problem(ProblemCode::InvalidExpiry);
        }
    }
    // 20 bytes in base64.
    let is_well_formed = |text: &str| {
        text.len() == 28
            && text.strip_suffix('=').is_some_and(|text| {
                text.bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
            })
    };
    if signature.is_some_and(|signature| !is_well_formed(signature)) {
        inspection.push_problem(ProblemCode::MalformedSignature);
    }
    if inspection
        .region
        .as_deref()
        .is_some_and(|region| !accepts_v2(region))
    {
        inspection.push_problem(ProblemCode::RegionRefusesV2);
    }
}
