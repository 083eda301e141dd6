//! Problems of the URL itself: its scheme, its fragment, and characters that browsers or copying change.

use super::escapes::has_escape;
use super::inspection::Inspection;
use super::problem::ProblemCode;
use crate::encode::{has_stray_percent, percent_decode};
use crate::text::{split, split_first};
use crate::url::UrlParts;

/// Reports problems of scheme, path, fragment and percent-encoding.
pub(super) fn check(parts: &UrlParts<'_>, inspection: &mut Inspection) {
    if !parts.is_https && !is_loopback(parts.host_name()) {
        inspection.push_problem(ProblemCode::NotHttps);
    }
    if parts.fragment.is_some() {
        inspection.push_problem(ProblemCode::Fragment);
    }
    if split_first(parts.path, b'+').is_some() {
        inspection.push_problem(ProblemCode::PlusInPath);
    }
    if split_first(parts.path, b'\\').is_some() {
        inspection.push_problem(ProblemCode::Backslash);
    }
    if split(parts.path, b'/')
        .any(|segment| matches!(percent_decode(segment).as_slice(), b"." | b".."))
    {
        inspection.push_problem(ProblemCode::DotSegment);
    }
    let decoded = percent_decode(parts.path);
    if has_escape(&decoded) {
        inspection.push_problem(ProblemCode::DoubleEncoding);
    }
    if has_stray_percent(parts.path) || has_stray_percent(parts.query) {
        inspection.push_problem(ProblemCode::MalformedEncoding);
    }
}

/// Whether `host` is this machine, which browsers treat as secure without https.
fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host.ends_with(".localhost")
        || host.starts_with("127.")
        || host == "[::1]"
}
