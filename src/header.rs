//! Headers that are signed, and must then be sent.

use alloc::string::String;

use crate::decimal::number;
use crate::error::{Error, Reason, check_size, item};
use crate::sorted_pairs::SortedPairs;
use crate::text::is_one_of;

/// The only header that browsers set by themselves and that can be signed: its value, the body's size, is known before the
/// request.
pub(crate) const CONTENT_LENGTH: &str = "content-length";

/// Headers that only the browser can set (<https://fetch.spec.whatwg.org/#forbidden-request-header>), and headers that
/// proxies change.
const NOT_FOR_PAGES: &str = "\
    accept-charset accept-encoding access-control-request-headers access-control-request-method \
    access-control-request-private-network connection cookie cookie2 date dnt expect \
    host keep-alive origin referer set-cookie te trailer transfer-encoding upgrade user-agent via \
    x-forwarded-for x-forwarded-host";

/// Headers that the signer sets; a second copy would be ambiguous.
const OF_THE_SIGNATURE: &str = "\
    authorization x-amz-algorithm x-amz-content-sha256 x-amz-credential x-amz-date \
    x-amz-security-token x-amz-signature";

/// Headers in AWS's canonical order: sorted by name, with names in lower case and trimmed values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CanonicalHeaders(SortedPairs);

impl CanonicalHeaders {
    /// Checks `headers`, and adds `host`, which each signature covers.
    ///
    /// Fails with [`Code::InvalidHeader`](crate::Code::InvalidHeader) or
    /// [`Code::ForbiddenHeader`](crate::Code::ForbiddenHeader); the field is `headers.<name>`.
    pub fn new<T: AsRef<str>>(host: &str, headers: &[(T, T)]) -> Result<Self, Error> {
        let mut canonical = Self::default();
        canonical.add(host, headers)?;
        Ok(canonical)
    }

    /// Does the same as [`new`](Self::new), in place.
    pub(crate) fn add<T: AsRef<str>>(
        &mut self,
        host: &str,
        headers: &[(T, T)],
    ) -> Result<(), Error> {
        check_size(Reason::HeadersTooLarge, "headers", headers)?;
        self.insert("host".into(), host.into());
        for (name, value) in headers {
            self.add_one(name.as_ref(), value.as_ref())?;
        }
        Ok(())
    }

    /// Checks and adds one header.
    pub(crate) fn add_one(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let name = name.to_ascii_lowercase();
        self.check(&name, value)?;
        // The only white space that the check accepts is spaces and tabs.
        self.insert(name, value.trim_ascii().into());
        Ok(())
    }

    /// Returns whether a header has this name, which is in lower case.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.has(name)
    }

    /// Inserts a header in order, without checks. The name is in lower case.
    pub fn insert(&mut self, name: String, value: String) {
        self.0.insert(name, value);
    }

    /// Returns the names for `X-Amz-SignedHeaders`, such as `content-type;host`.
    pub fn signed_headers(&self) -> String {
        let mut names = String::new();
        let mut separator = "";
        for (name, _) in self.iter() {
            names.push_str(separator);
            names.push_str(name);
            separator = ";";
        }
        names
    }

    /// Returns the lines of a V4 canonical request, such as `content-type:image/png\nhost:…\n`. A sequence of spaces
    /// becomes one space.
    pub fn lines(&self) -> String {
        let mut lines = String::new();
        for (name, value) in self.iter() {
            lines.push_str(name);
            lines.push_str(":");
            let mut separator = "";
            let mut rest = Some(value);
            while let Some(words) = rest {
                let is_space = |byte: u8| matches!(byte, b' ' | b'\t');
                let end = words.bytes().position(is_space).unwrap_or(words.len());
                if end > 0 {
                    lines.push_str(separator);
                    lines.push_str(words.get(..end).unwrap_or_default());
                    separator = " ";
                }
                rest = words.get(end + 1..);
            }
            lines.push_str("\n");
        }
        lines
    }

    /// Iterates over names and values in order. Spaces within a value are unchanged.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter()
    }

    /// Fails unless the header can be signed and sent together with those that are present. The name is in lower case.
    fn check(&self, name: &str, value: &str) -> Result<(), Error> {
        let is_token = !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte));
        if !is_token {
            return Err(Error::new(Reason::HeaderName, "headers", &[]));
        }
        let reason = if is_one_of(NOT_FOR_PAGES, name)
            || name.starts_with("proxy-")
            || name.starts_with("sec-")
        {
            Reason::HeaderNotForPages
        } else if is_one_of(OF_THE_SIGNATURE, name) {
            Reason::HeaderOfSignature
        } else if !value
            .bytes()
            .all(|byte| matches!(byte, b' '..=b'~' | b'\t'))
        {
            Reason::HeaderValue
        } else if name == CONTENT_LENGTH && !is_size(value) {
            Reason::ContentLengthMalformed
        } else if self.has(name) {
            Reason::HeaderTwice
        } else {
            return Ok(());
        };
        Err(Error::new(reason, item("headers", name), &[]))
    }
}

/// Returns whether the value is a size as HTTP clients write it: without sign, fraction or leading zeros.
fn is_size(value: &str) -> bool {
    number(value).is_some() && (value == "0" || !value.starts_with('0'))
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

    fn code_and_field(name: &str, value: &str) -> (Code, String) {
        let error = canonical(&[(name, value)]).expect_err(name);
        (error.code(), error.field().into())
    }

    #[test]
    fn names_are_in_lower_case_and_sorted_with_the_host() {
        let headers = canonical(&[("X-Amz-Acl", "a"), ("Content-Type", "b")]).expect("headers");
        assert_eq!(headers.signed_headers(), "content-type;host;x-amz-acl");
    }

    #[test]
    fn values_are_trimmed_and_sequences_of_spaces_become_one() {
        let headers = canonical(&[("x-amz-meta-a", "  a   b \t c ")]).expect("headers");
        assert_eq!(headers.lines(), "host:h\nx-amz-meta-a:a b c\n");
    }

    #[test]
    fn a_value_with_a_line_break_is_an_error() {
        for value in ["a\r\nx-amz-acl: public-read", "a\nb", "a\0b", "é"] {
            assert_eq!(
                code_and_field("x-amz-meta-a", value),
                (Code::InvalidHeader, "headers.x-amz-meta-a".into())
            );
        }
        assert_eq!(
            code_and_field("a\r\nb", "c"),
            (Code::InvalidHeader, "headers".into())
        );
        assert_eq!(
            code_and_field("", "c"),
            (Code::InvalidHeader, "headers".into())
        );
    }

    #[test]
    fn headers_that_a_page_cannot_set_are_forbidden() {
        for name in ["Host", "Cookie", "User-Agent", "Sec-Fetch-Mode", "Proxy-X"] {
            let field = format!("headers.{}", name.to_lowercase());
            assert_eq!(code_and_field(name, "a"), (Code::ForbiddenHeader, field));
        }
    }

    #[test]
    fn content_length_is_a_whole_number_of_bytes() {
        for size in ["0", "9", "5368709120"] {
            let headers = canonical(&[("Content-Length", size)]).expect(size);
            assert_eq!(headers.lines(), format!("content-length:{size}\nhost:h\n"));
        }
        for size in [
            "", "-1", "+1", "01", "1.5", "1e3", "0x10", "1 2", " 1", "１",
        ] {
            assert_eq!(
                code_and_field("Content-Length", size),
                (Code::InvalidHeader, "headers.content-length".into()),
                "{size}"
            );
        }
    }

    #[test]
    fn headers_of_the_signature_are_forbidden() {
        assert_eq!(
            code_and_field("X-Amz-Security-Token", "a"),
            (Code::ForbiddenHeader, "headers.x-amz-security-token".into())
        );
    }

    #[test]
    fn a_header_in_two_spellings_is_an_error() {
        let error = canonical(&[("X-Amz-Acl", "a"), ("x-amz-acl", "b")]).expect_err("an error");
        assert_eq!(
            (error.code(), error.field()),
            (Code::InvalidHeader, "headers.x-amz-acl")
        );
    }
}
