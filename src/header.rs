//! Headers that are signed, and must then be sent.

use alloc::string::String;
use alloc::vec::Vec;

use crate::error::{Code, Error, item};

/// Those that a page cannot set, because the browser writes them
/// (<https://fetch.spec.whatwg.org/#forbidden-request-header>), or that proxies change on the way.
const NOT_FOR_PAGES: [&str; 25] = [
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "access-control-request-private-network",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
];

/// Those that the signature itself speaks for: with them, S3 would see two of it.
const OF_THE_SIGNATURE: [&str; 7] = [
    "authorization",
    "x-amz-algorithm",
    "x-amz-content-sha256",
    "x-amz-credential",
    "x-amz-date",
    "x-amz-security-token",
    "x-amz-signature",
];

/// The name in lower case, the value trimmed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct CanonicalHeader {
    name: String,
    value: String,
}

/// Headers in AWS's canonical form, sorted by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CanonicalHeaders(Vec<CanonicalHeader>);

impl CanonicalHeaders {
    /// Checks `headers` and takes them up, beside the `host` that every signature is over.
    ///
    /// Fails with [`Code::InvalidHeader`] or [`Code::ForbiddenHeader`]; the field is `headers.<name>`.
    pub fn new(host: &str, headers: &[(String, String)]) -> Result<Self, Error> {
        let mut canonical = Self::default();
        canonical.insert("host".into(), host.into());
        for (name, value) in headers {
            let name = canonical_name(name)?;
            let value = trimmed_value(&name, value)?;
            if canonical.0.iter().any(|header| header.name == name) {
                return Err(Error::new(
                    Code::InvalidHeader,
                    item("headers", &name),
                    "The header is given twice, in different case.",
                    "Give it once; header names are not case-sensitive.",
                ));
            }
            canonical.insert(name, value);
        }
        Ok(canonical)
    }

    /// Puts a header at its place in the order.
    pub fn insert(&mut self, name: String, value: String) {
        let at = self.0.partition_point(|header| header.name < name);
        self.0.insert(at, CanonicalHeader { name, value });
    }

    /// `content-type;host`: the names, as `X-Amz-SignedHeaders` has them.
    pub fn signed_headers(&self) -> String {
        let mut names = String::new();
        for (index, header) in self.0.iter().enumerate() {
            if index > 0 {
                names.push(';');
            }
            names.push_str(&header.name);
        }
        names
    }

    /// `content-type:image/png\nhost:…\n`: a line each, as V4 has them. Runs of spaces become one.
    pub fn lines(&self) -> String {
        let mut lines = String::new();
        for (name, value) in self.iter() {
            lines.push_str(name);
            lines.push(':');
            for (index, part) in value
                .split([' ', '\t'])
                .filter(|part| !part.is_empty())
                .enumerate()
            {
                if index > 0 {
                    lines.push(' ');
                }
                lines.push_str(part);
            }
            lines.push('\n');
        }
        lines
    }

    /// Names and values in their order. The spaces within a value are as they were given.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|header| (header.name.as_str(), header.value.as_str()))
    }
}

fn canonical_name(name: &str) -> Result<String, Error> {
    let is_token = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte));
    if !is_token {
        return Err(Error::new(
            Code::InvalidHeader,
            "headers",
            "A header's name is empty or has a character that HTTP does not allow there.",
            "Use letters, digits and hyphens, as in x-amz-meta-title.",
        ));
    }
    let name = name.to_ascii_lowercase();
    let forbidden = NOT_FOR_PAGES.contains(&name.as_str())
        || name.starts_with("proxy-")
        || name.starts_with("sec-");
    if forbidden {
        return Err(Error::new(
            Code::ForbiddenHeader,
            item("headers", &name),
            "A page cannot set this header, so a signature over it could never match.",
            "Leave it out; the browser writes its own.",
        ));
    }
    if OF_THE_SIGNATURE.contains(&name.as_str()) {
        return Err(Error::new(
            Code::ForbiddenHeader,
            item("headers", &name),
            "This header belongs to the signature, which is in the URL.",
            "Leave it out.",
        ));
    }
    Ok(name)
}

fn trimmed_value(name: &str, value: &str) -> Result<String, Error> {
    if !value
        .bytes()
        .all(|byte| matches!(byte, b' '..=b'~' | b'\t'))
    {
        return Err(Error::new(
            Code::InvalidHeader,
            item("headers", name),
            "The value has a line break, a control character or a character beyond ASCII.",
            "Encode it first, for instance with encodeURIComponent: browsers and S3 agree on ASCII only.",
        ));
    }
    Ok(value.trim_matches([' ', '\t']).into())
}

#[cfg(test)]
mod tests {
    use super::CanonicalHeaders;
    use crate::error::{Code, Error};

    fn canonical(pairs: &[(&str, &str)]) -> Result<CanonicalHeaders, Error> {
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(name, value)| (String::from(*name), String::from(*value)))
            .collect();
        CanonicalHeaders::new("h", &pairs)
    }

    fn refusal(name: &str, value: &str) -> (Code, String) {
        let error = canonical(&[(name, value)]).expect_err(name);
        (error.code(), error.field().into())
    }

    #[test]
    fn names_become_lower_case_and_are_sorted_with_the_host_among_them() {
        let headers = canonical(&[("X-Amz-Acl", "a"), ("Content-Type", "b")]).expect("headers");
        assert_eq!(headers.signed_headers(), "content-type;host;x-amz-acl");
    }

    #[test]
    fn values_are_trimmed_and_runs_of_spaces_become_one() {
        let headers = canonical(&[("x-amz-meta-a", "  a   b \t c ")]).expect("headers");
        assert_eq!(headers.lines(), "host:h\nx-amz-meta-a:a b c\n");
    }

    #[test]
    fn a_line_break_cannot_smuggle_a_header_in() {
        for value in ["a\r\nx-amz-acl: public-read", "a\nb", "a\0b", "é"] {
            assert_eq!(
                refusal("x-amz-meta-a", value),
                (Code::InvalidHeader, "headers.x-amz-meta-a".into())
            );
        }
        assert_eq!(
            refusal("a\r\nb", "c"),
            (Code::InvalidHeader, "headers".into())
        );
        assert_eq!(refusal("", "c"), (Code::InvalidHeader, "headers".into()));
    }

    #[test]
    fn headers_that_a_page_cannot_set_are_refused_by_name() {
        for name in [
            "Host",
            "Content-Length",
            "Cookie",
            "User-Agent",
            "Sec-Fetch-Mode",
            "Proxy-X",
        ] {
            let field = format!("headers.{}", name.to_lowercase());
            assert_eq!(refusal(name, "a"), (Code::ForbiddenHeader, field));
        }
    }

    #[test]
    fn headers_that_belong_to_the_signature_are_refused_by_name() {
        assert_eq!(
            refusal("X-Amz-Security-Token", "a"),
            (Code::ForbiddenHeader, "headers.x-amz-security-token".into())
        );
    }

    #[test]
    fn one_header_in_two_spellings_is_refused() {
        let error = canonical(&[("X-Amz-Acl", "a"), ("x-amz-acl", "b")]).expect_err("refused");
        assert_eq!(
            (error.code(), error.field()),
            (Code::InvalidHeader, "headers.x-amz-acl")
        );
    }
}
