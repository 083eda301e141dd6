//! Custom endpoints: `http(s)://host[:port][/base]`.

use alloc::string::String;

use crate::decimal::number;
use crate::encode::{Slash, percent_decode, uri_encode_bytes};
use crate::error::Reason;
use crate::text::{contains, has_dot_segment, split, split_first};

/// The scheme of a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// `https`, the default.
    Https,
    /// `http`. Anyone on the network path can read a URL and use it until it expires.
    Http,
}

impl Protocol {
    pub(super) fn prefix(self) -> &'static str {
        match self {
            Self::Https => "https://",
            Self::Http => "http://",
        }
    }
}

/// The endpoint of an S3-compatible service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Endpoint {
    /// Host and port as in the `Host` header.
    pub(super) host: String,
    /// Encoded path with a leading and without a trailing slash; empty for none.
    pub(super) base_path: String,
}

impl Endpoint {
    /// Parses an endpoint. The host must be written as in `URL.host`: lower case, punycode, IPv6 in brackets.
    pub(super) fn parse(endpoint: &str) -> Result<(Protocol, Self), Reason> {
        let (protocol, rest) = if let Some(rest) = endpoint.strip_prefix("https://") {
            (Protocol::Https, rest)
        } else if let Some(rest) = endpoint.strip_prefix("http://") {
            (Protocol::Http, rest)
        } else {
            return Err(Reason::EndpointNotHttp);
        };
        if rest.bytes().any(|byte| matches!(byte, b'?' | b'#')) {
            return Err(Reason::EndpointHasQuery);
        }
        let (authority, path) = split_first(rest, b'/').unwrap_or((rest, ""));
        if contains(authority, "@") {
            return Err(Reason::EndpointHasUserName);
        }
        let host = parse_host(authority, protocol)?.into();
        let decoded = percent_decode(path.strip_suffix('/').unwrap_or(path));
        if has_dot_segment(&decoded) {
            return Err(Reason::EndpointHasDotSegment);
        }
        let mut base_path = String::new();
        if !path.is_empty() {
            // S3 decodes and encodes the path before it verifies the signature, so the path must be in S3's encoding.
            base_path.push_str("/");
            uri_encode_bytes(&decoded, Slash::Keep, &mut base_path);
        }
        Ok((protocol, Self { host, base_path }))
    }

    /// Parses an origin, `http(s)://host[:port]`. Fails as [`parse`](Self::parse) does, and for a path.
    pub(super) fn parse_origin(origin: &str) -> Result<(Protocol, Self), Reason> {
        let (protocol, endpoint) = Self::parse(origin)?;
        if !endpoint.base_path.is_empty() {
            return Err(Reason::PublicEndpointHasPath);
        }
        Ok((protocol, endpoint))
    }

    /// Whether the host is an IP address, which has no subdomains.
    pub(super) fn is_ip_address(&self) -> bool {
        self.host.starts_with('[')
            || self
                .host
                .bytes()
                .take_while(|byte| *byte != b':')
                .all(|byte| byte.is_ascii_digit() || byte == b'.')
    }
}

/// Parses `host[:port]` and removes the default port of `protocol`, which browsers leave out of the `Host` header.
fn parse_host(authority: &str, protocol: Protocol) -> Result<&str, Reason> {
    // Colons before a `]` belong to an IPv6 address.
    let colon = authority
        .bytes()
        .rposition(|byte| matches!(byte, b':' | b']'))
        .filter(|at| authority.as_bytes().get(*at) == Some(&b':'));
    let host = colon.map_or(authority, |at| authority.get(..at).unwrap_or_default());
    let is_well_formed = match host.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']').is_some_and(|address| {
            contains(address, ":")
                && address
                    .bytes()
                    .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b':'))
        }),
        None => {
            host.len() <= 253
                && split(host, b'.').all(|label| !label.is_empty())
                && host
                    .bytes()
                    .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.'))
        }
    };
    if !is_well_formed {
        return Err(Reason::EndpointHostMalformed);
    }
    let Some(at) = colon else {
        return Ok(host);
    };
    let port = authority.get(at + 1..).unwrap_or_default();
    match (protocol, number(port)) {
        _ if port.starts_with('0') => Err(Reason::EndpointPortInvalid),
        (Protocol::Https, Some(443)) | (Protocol::Http, Some(80)) => Ok(host),
        (_, Some(1..=65_535)) => Ok(authority),
        _ => Err(Reason::EndpointPortInvalid),
    }
}

#[cfg(test)]
mod tests {
    use super::Endpoint;
    use crate::error::Code;

    fn host(endpoint: &str) -> String {
        Endpoint::parse(endpoint).expect(endpoint).1.host
    }

    #[test]
    fn the_default_port_of_the_scheme_is_removed() {
        assert_eq!(host("https://s3.test:443"), "s3.test");
        assert_eq!(host("http://s3.test:80"), "s3.test");
        assert_eq!(host("http://s3.test:443"), "s3.test:443");
        assert_eq!(host("http://[::1]:80"), "[::1]");
        assert_eq!(host("http://[::1]:9000"), "[::1]:9000");
    }

    #[test]
    fn malformed_endpoints_are_rejected() {
        for endpoint in [
            "",
            "localhost:9000",
            "ftp://host",
            "https://",
            "https://host:0",
            "https://host:65536",
            "https://host:port",
            "https://user:word@host",
            "https://host?x",
            "https://host/a#b",
            "https://host/a/../b",
            "https://host/%2e%2E",
            "https://HOST",
            "https://hö.st",
            "https://ho st",
            "https://a..b",
            "https://[::1",
            "https://[zz]",
        ] {
            let reason = Endpoint::parse(endpoint).expect_err(endpoint);
            assert_eq!(reason.code(), Code::InvalidEndpoint);
        }
    }
}
