//! Bucket and key of a request, in the path style or the virtual-hosted style.

use hyper::header::HOST;
use hyper::http::request::Parts;
use s3s::S3Result;
use s3s::host::{S3Host, VirtualHost};

use crate::uri;

/// Returns the bucket of a `Host` header: `bucket.localhost` or `bucket.s3.localhost`, any port.
pub fn bucket_of_host(host: &str) -> Option<&str> {
    let name = host.rsplit_once(':').map_or(host, |(name, _port)| name);
    let labels = name.strip_suffix(".localhost")?;
    if labels == "s3" {
        None
    } else {
        Some(labels.strip_suffix(".s3").unwrap_or(labels))
    }
}

/// Returns the URL of an object in the style of the request. Slashes of the key are encoded, as in S3's responses.
pub fn location(host: &str, bucket: &str, key: &str) -> String {
    let key = uri::encode(key);
    match bucket_of_host(host) {
        Some(_) => format!("http://{host}/{key}"),
        None => format!("http://{host}/{bucket}/{key}"),
    }
}

/// Parses hosts for s3s.
pub struct LocalHosts;

impl S3Host for LocalHosts {
    fn parse_host_header<'a>(&'a self, host: &'a str) -> S3Result<VirtualHost<'a>> {
        let virtual_host = VirtualHost::new(host);
        Ok(match bucket_of_host(host) {
            Some(bucket) => virtual_host.with_bucket(bucket),
            None => virtual_host,
        })
    }
}

/// The bucket and the key of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    pub bucket: Option<String>,
    pub key: Option<String>,
    /// Whether the bucket is in the host and not in the path.
    pub virtual_hosted: bool,
}

impl Target {
    pub fn from_request(request: &Parts) -> Self {
        let host = request
            .headers
            .get(HOST)
            .and_then(|host| host.to_str().ok())
            .unwrap_or_default();
        Self::parse(host, request.uri.path())
    }

    fn parse(host: &str, path: &str) -> Self {
        let path = String::from_utf8_lossy(&uri::decode(path)).into_owned();
        let path = path.strip_prefix('/').unwrap_or(&path);
        let non_empty = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        if let Some(bucket) = bucket_of_host(host) {
            Self {
                bucket: Some(bucket.to_owned()),
                key: non_empty(path),
                virtual_hosted: true,
            }
        } else {
            let (bucket, key) = path.split_once('/').unwrap_or((path, ""));
            Self {
                bucket: non_empty(bucket),
                key: non_empty(key),
                virtual_hosted: false,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_is_parsed_from_the_host() {
        assert_eq!(bucket_of_host("demo.localhost:8081"), Some("demo"));
        assert_eq!(bucket_of_host("demo.s3.localhost"), Some("demo"));
        assert_eq!(
            bucket_of_host("my.dotted.bucket.localhost:1"),
            Some("my.dotted.bucket")
        );
        for host in [
            "localhost:8081",
            "s3.localhost:8081",
            "127.0.0.1:8081",
            "[::1]:8081",
        ] {
            assert_eq!(bucket_of_host(host), None, "{host}");
        }
    }

    #[test]
    fn a_key_keeps_its_slashes() {
        let target = Target::parse("127.0.0.1:8081", "/demo//a%2Fb/c%20d/");
        assert_eq!(
            (target.bucket.as_deref(), target.key.as_deref()),
            (Some("demo"), Some("/a/b/c d/"))
        );
    }
}
