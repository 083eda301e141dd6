//! What is wrong with a presigned URL besides its signature: how it was written, and what became of it on
//! the way.

use super::Inspection;
use super::problem::ProblemCode;
use crate::encode::percent_decode;
use crate::text::{cut, parts as split};
use crate::url::UrlParts;

pub(super) fn weigh(parts: &UrlParts<'_>, inspection: &mut Inspection) {
    if !parts.is_https && !is_loopback(parts.host_name()) {
        inspection.found(ProblemCode::NotHttps);
    }
    if parts.fragment.is_some() {
        inspection.found(ProblemCode::Fragment);
    }
    if cut(parts.path, b'+').is_some() {
        inspection.found(ProblemCode::PlusInPath);
    }
    if cut(parts.path, b'\\').is_some() {
        inspection.found(ProblemCode::Backslash);
    }
    if split(parts.path, b'/')
        .any(|segment| matches!(percent_decode(segment).as_slice(), b"." | b".."))
    {
        inspection.found(ProblemCode::DotSegment);
    }
    let decoded = percent_decode(parts.path);
    if has_escape(&decoded) {
        inspection.found(ProblemCode::DoubleEncoding);
    }
    if has_stray_percent(parts.path) || has_stray_percent(parts.query) {
        inspection.found(ProblemCode::MalformedEncoding);
    }
}

/// Whether a `%` and two hex digits stand in it somewhere.
pub(super) fn has_escape(text: &[u8]) -> bool {
    text.windows(3).any(is_escape)
}

fn has_stray_percent(text: &str) -> bool {
    let text = text.as_bytes();
    text.iter()
        .enumerate()
        .any(|(at, byte)| *byte == b'%' && !text.get(at..at + 3).is_some_and(is_escape))
}

fn is_escape(three: &[u8]) -> bool {
    matches!(three, [b'%', high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}

/// Hosts whose traffic leaves no machine: browsers hold them for as safe as https.
fn is_loopback(host: &str) -> bool {
    host == "localhost"
        || host.ends_with(".localhost")
        || host.starts_with("127.")
        || host == "[::1]"
}
