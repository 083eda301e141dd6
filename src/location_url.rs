//! URLs of objects at one location, parsed to be signed anew.

use alloc::string::String;
use alloc::vec::Vec;

use crate::encode::{decoded, decoded_query, has_stray_percent};
use crate::error::{Error, Reason};
use crate::location::Location;
use crate::location::access_point::is_same_bucket;
use crate::opaque_debug::opaque_debug;
use crate::query::is_reserved;
use crate::s3_uri::S3Uri;
use crate::text::split_first;
use crate::url::{UrlParts, invalid, query_pairs};

/// A URL of an object or a bucket at a location.
#[derive(Clone, PartialEq, Eq)]
pub struct LocationUrl<'a> {
    /// The bucket, or the ARN of an access point.
    pub bucket: String,
    /// The key, decoded once; a `+` stays a `+`. None for the bucket itself.
    pub key: Option<String>,
    /// Decoded parameters without those of a signature, sorted by name. No name occurs twice.
    pub query: Vec<(String, String)>,
    /// The fragment, without `#`.
    pub fragment: Option<&'a str>,
}

opaque_debug!(LocationUrl<'_>, "LocationUrl");

impl<'a> LocationUrl<'a> {
    /// Parses a URL in any style of S3, or an S3 URI. Returns None if it does not belong to `location`, or to `bucket`
    /// if there is one.
    ///
    /// A URL belongs to AWS by its host, in the location's region or without a region, over http and https. It belongs
    /// to a custom endpoint, and to the public endpoint, if scheme, host and port are the same. Text that is no URL, a
    /// URL with a user name, and the address of a website belong to no location.
    ///
    /// Fails with `InvalidUrl` for a host that browsers would rewrite; with `InvalidS3Uri`; and, for a URL of this
    /// location, with `InvalidUrl` if it cannot be decoded, and with `InvalidQuery` for a parameter without a name or
    /// with the name of another.
    pub fn parse(
        url: &'a str,
        location: &Location,
        bucket: Option<&str>,
    ) -> Result<Option<Self>, Error> {
        if has_s3_scheme(url) {
            let uri = S3Uri::parse(url).map_err(|error| error.with_field("url"))?;
            return Ok(is_wanted(uri.bucket, bucket).then(|| Self {
                bucket: uri.bucket.into(),
                key: uri.key.map(Into::into),
                query: Vec::new(),
                fragment: None,
            }));
        }
        let parts = match UrlParts::split(url) {
            Ok(parts) => parts,
            Err(error) if error.reason() == Reason::UrlHostMalformed => return Err(error),
            Err(_) => return Ok(None),
        };
        let Some((mut own_bucket, path)) = location.split_own_url(&parts, bucket) else {
            return Ok(None);
        };
        let mut key = path.strip_prefix('/').unwrap_or(path);
        if own_bucket.is_empty() {
            let (first, rest) = split_first(key, b'/').unwrap_or((key, ""));
            // A bucket's name that cannot be decoded is not wanted.
            own_bucket = decoded(first).unwrap_or_default();
            key = rest;
        }
        if own_bucket.is_empty() || !is_wanted(&own_bucket, bucket) {
            return Ok(None);
        }
        check_text(parts.path)?;
        check_text(parts.query)?;
        let key = decoded(key).ok_or_else(|| invalid(Reason::UrlPathNotUtf8))?;
        Ok(Some(Self {
            bucket: own_bucket,
            key: Some(key).filter(|key| !key.is_empty()),
            query: query(parts.query)?,
            fragment: parts.fragment,
        }))
    }
}

fn has_s3_scheme(url: &str) -> bool {
    split_first(url, b':').is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("s3"))
}

fn is_wanted(bucket: &str, wanted: Option<&str>) -> bool {
    wanted.is_none_or(|wanted| is_same_bucket(wanted, bucket))
}

/// Fails for text that browsers and S3 read differently: browsers turn a `\` into a `/` and drop tabs and line breaks,
/// and S3 rejects a `%` without two hex digits.
fn check_text(text: &str) -> Result<(), Error> {
    if text
        .bytes()
        .any(|byte| byte < b' ' || matches!(byte, b'\\' | 0x7F))
    {
        return Err(invalid(Reason::UrlCharacters));
    }
    if has_stray_percent(text) {
        return Err(invalid(Reason::UrlPercent));
    }
    Ok(())
}

/// Decodes the parameters of a query, without those of a signature.
fn query(query: &str) -> Result<Vec<(String, String)>, Error> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (name, value) in query_pairs(query) {
        let (Some(name), Some(value)) = (decoded_query(name), decoded_query(value)) else {
            return Err(invalid(Reason::UrlQueryNotUtf8));
        };
        if is_reserved(&name) {
            continue;
        }
        if name.is_empty() {
            return Err(invalid(Reason::ParameterWithoutName));
        }
        match pairs.binary_search_by(|(other, _)| other.cmp(&name)) {
            Ok(_) => return Err(invalid(Reason::UrlParameterTwice)),
            Err(at) => pairs.insert(at, (name, value)),
        }
    }
    Ok(pairs)
}
