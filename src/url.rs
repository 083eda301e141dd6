//! `http(s)` URLs, split into parts and not decoded, because a signature covers the URL as it is written.

use alloc::string::String;

use crate::decimal::number;
use crate::error::{Error, Reason};
use crate::opaque_debug::opaque_debug;
use crate::text::{split, split_first, split_last};

/// The parts of a URL, not decoded.
#[derive(Clone, PartialEq, Eq)]
pub struct UrlParts<'a> {
    /// Whether the scheme is `https`; otherwise it is `http`.
    pub is_https: bool,
    /// Host and port as in the `Host` header: in lower case, without the default port.
    pub host: String,
    /// The path: empty, or with its leading slash.
    pub path: &'a str,
    /// The query, without `?`.
    pub query: &'a str,
    /// The fragment, without `#`. Browsers do not send it.
    pub fragment: Option<&'a str>,
}

opaque_debug!(UrlParts<'_>, "UrlParts");

impl<'a> UrlParts<'a> {
    /// Splits a URL. Fails with `InvalidUrl` for another scheme, a space or control character, a user name, or a host
    /// that browsers would rewrite.
    pub fn parse(url: &'a str) -> Result<Self, Error> {
        if url
            .trim_ascii()
            .bytes()
            .any(|byte| byte <= b' ' || byte == 0x7F)
        {
            return Err(invalid(Reason::UrlHasSpace));
        }
        Self::split(url)
    }

    /// Splits a URL as [`parse`](Self::parse) does, and allows any character in its path, query and fragment.
    pub(crate) fn split(url: &'a str) -> Result<Self, Error> {
        let url = url.trim_ascii();
        let (rest, is_https) = match split_first(url, b':') {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => (rest, true),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => (rest, false),
            _ => return Err(invalid(Reason::UrlNotHttp)),
        };
        let Some(rest) = rest.strip_prefix("//") else {
            return Err(invalid(Reason::UrlNotHttp));
        };
        let (rest, fragment) = match split_first(rest, b'#') {
            Some((rest, fragment)) => (rest, Some(fragment)),
            None => (rest, None),
        };
        let (rest, query) = split_first(rest, b'?').unwrap_or((rest, ""));
        let authority = split_first(rest, b'/').map_or(rest, |(authority, _)| authority);
        let path = rest.get(authority.len()..).unwrap_or_default();
        Ok(Self {
            is_https,
            host: parse_host(authority, is_https)?,
            path,
            query,
            fragment,
        })
    }

    /// Returns the host without its port.
    pub fn host_name(&self) -> &str {
        match split_last(&self.host, b':') {
            Some((name, port)) if split_first(port, b']').is_none() => name,
            _ => &self.host,
        }
    }
}

fn parse_host(authority: &str, is_https: bool) -> Result<String, Error> {
    if split_first(authority, b'@').is_some() {
        return Err(invalid(Reason::UrlHasUserName));
    }
    let (name, port) = match split_last(authority, b':') {
        Some((name, port)) if split_first(port, b']').is_none() => (name, port),
        _ => (authority, ""),
    };
    let is_well_formed = name.bytes().all(|byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b':' | b'[' | b']')
    });
    let is_port = port.is_empty() || number(port).is_some_and(|port| port <= 65_535);
    if name.is_empty() || !is_well_formed || !is_port {
        return Err(invalid(Reason::UrlHostMalformed));
    }
    // Browsers leave the default port out of the Host header, which is signed.
    let is_default = matches!((is_https, port), (_, "") | (true, "443") | (false, "80"));
    Ok(if is_default { name } else { authority }.to_ascii_lowercase())
}

/// Returns the names and values of a query, not decoded. Empty parameters are skipped.
pub(crate) fn query_pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    split(query, b'&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| split_first(pair, b'=').unwrap_or((pair, "")))
}

pub(crate) fn invalid(reason: Reason) -> Error {
    Error::new(reason, "url", &[])
}

#[cfg(test)]
mod tests {
    use super::UrlParts;

    #[test]
    fn urls_are_split_as_in_the_url_standard() {
        let parts = UrlParts::parse("HTTP://Host.example:8080/a/?b=/c?d#e#f").expect("a URL");
        assert!(!parts.is_https);
        assert_eq!(parts.host, "host.example:8080");
        assert_eq!(parts.host_name(), "host.example");
        assert_eq!((parts.path, parts.query), ("/a/", "b=/c?d"));
        assert_eq!(parts.fragment, Some("e#f"));
    }

    #[test]
    fn the_default_port_of_the_scheme_is_removed() {
        for (url, host) in [
            ("https://h:443/", "h"),
            ("http://h:80", "h"),
            ("https://h:80/", "h:80"),
            ("https://h:/", "h"),
            ("http://[::1]", "[::1]"),
            ("http://[::1]:9000/", "[::1]:9000"),
        ] {
            assert_eq!(UrlParts::parse(url).expect(url).host, host);
        }
    }
}
