//! The strings that S3 signs, after AWS's documents.
//!
//! They are only shown in a `SignatureDoesNotMatch`, so that a caller can compare them with its own. Signatures are
//! verified by s3s.

use std::fmt::Write as _;

use hyper::HeaderMap;
use hyper::http::request::Parts;
use s3s::crypto::{Checksum as _, Sha256};

use super::host::bucket_of_host;
use crate::uri::{self, form_pairs};

/// Returns the canonical request of Signature Version 4.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html>
pub fn v4_canonical_request(request: &Parts, signed_headers: &[&str], payload: &str) -> String {
    let mut query: Vec<(String, String)> = form_pairs(request.uri.query().unwrap_or_default())
        .into_iter()
        .filter(|(name, _)| name != "X-Amz-Signature")
        .map(|(name, value)| {
            (
                uri::encode(&name).into_owned(),
                uri::encode(&value).into_owned(),
            )
        })
        .collect();
    query.sort();
    let query: Vec<String> = query
        .into_iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let mut headers = String::new();
    for name in signed_headers {
        let value = joined(&request.headers, name, collapse_spaces);
        let _ = writeln!(headers, "{name}:{value}");
    }
    [
        request.method.as_str(),
        &uri::encode_path(&uri::decode(request.uri.path())),
        &query.join("&"),
        &headers,
        &signed_headers.join(";"),
        payload,
    ]
    .join("\n")
}

/// Returns the string to sign of Signature Version 4. `scope` is `date/region/service/aws4_request`.
pub fn v4_string_to_sign(amz_date: &str, scope: &str, canonical_request: &str) -> String {
    let digest = hex::encode(Sha256::checksum(canonical_request.as_bytes()));
    format!("AWS4-HMAC-SHA256\n{amz_date}\n{scope}\n{digest}")
}

/// Returns the string to sign of Signature Version 2. `date` is the `Expires` of a URL or the `Date` header.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html>
pub fn v2_string_to_sign(request: &Parts, date: &str) -> String {
    let header = |name: &str| {
        request
            .headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    let mut text = format!(
        "{}\n{}\n{}\n{date}\n",
        request.method,
        header("content-md5"),
        header("content-type")
    );
    let mut amz: Vec<&str> = request
        .headers
        .keys()
        .map(hyper::http::HeaderName::as_str)
        .filter(|name| name.starts_with("x-amz-"))
        .collect();
    amz.sort_unstable();
    for name in amz {
        let value = joined(&request.headers, name, |value| value.trim().to_owned());
        let _ = writeln!(text, "{name}:{value}");
    }
    if let Some(bucket) = bucket_of_host(header("host")) {
        text.push('/');
        text.push_str(bucket);
    }
    text.push_str(request.uri.path());
    let mut signed: Vec<(String, String)> = form_pairs(request.uri.query().unwrap_or_default());
    signed.retain(|(name, _)| V2_SIGNED_PARAMETERS.contains(&name.as_str()));
    signed.sort();
    for (index, (name, value)) in signed.iter().enumerate() {
        text.push(if index == 0 { '?' } else { '&' });
        text.push_str(name);
        if !value.is_empty() {
            text.push('=');
            text.push_str(value);
        }
    }
    text
}

/// Query parameters that a Version 2 signature covers.
const V2_SIGNED_PARAMETERS: &[&str] = &[
    "acl",
    "cors",
    "delete",
    "lifecycle",
    "location",
    "logging",
    "notification",
    "partNumber",
    "policy",
    "requestPayment",
    "response-cache-control",
    "response-content-disposition",
    "response-content-encoding",
    "response-content-language",
    "response-content-type",
    "response-expires",
    "restore",
    "tagging",
    "torrent",
    "uploadId",
    "uploads",
    "versionId",
    "versioning",
    "versions",
    "website",
];

fn collapse_spaces(value: &str) -> String {
    value.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// Joins the values of a header with commas, after applying `normalize` to each.
fn joined(headers: &HeaderMap, name: &str, normalize: impl Fn(&str) -> String) -> String {
    let values = headers.get_all(name).iter();
    values
        .map(|value| normalize(std::str::from_utf8(value.as_bytes()).unwrap_or_default()))
        .collect::<Vec<_>>()
        .join(",")
}

#[cfg(test)]
mod tests {
    use hyper::Method;

    use super::*;

    fn request(method: Method, uri: &str, headers: &[(&str, &str)]) -> Parts {
        let mut builder = hyper::Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        builder.body(()).expect("a request").into_parts().0
    }

    /// The presigned GET of sigv4-query-string-auth.html.
    #[test]
    fn the_documented_presigned_get_has_the_documented_digest() {
        let uri = "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2F\
                   us-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&\
                   X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bb";
        let request = request(
            Method::GET,
            uri,
            &[("host", "examplebucket.s3.amazonaws.com")],
        );
        let canonical = v4_canonical_request(&request, &["host"], "UNSIGNED-PAYLOAD");
        let text = v4_string_to_sign(
            "20130524T000000Z",
            "20130524/us-east-1/s3/aws4_request",
            &canonical,
        );
        assert_eq!(
            text,
            "AWS4-HMAC-SHA256\n20130524T000000Z\n20130524/us-east-1/s3/aws4_request\n\
             3bfa292879f6447bbcda7001decf97f4a54dc650c8942174ae0a9121cf58ad04"
        );
    }

    /// The PUT of RESTAuthentication.html, with a virtual host of this stack.
    #[test]
    fn a_v2_string_to_sign_has_the_documented_order() {
        let request = request(
            Method::PUT,
            "/photos/puppy.jpg?acl&prefix=x&versionId=3",
            &[
                ("host", "awsexamplebucket1.localhost:80"),
                ("content-type", "image/jpeg"),
                ("x-amz-meta-b", "2"),
                ("x-amz-acl", " private "),
            ],
        );
        assert_eq!(
            v2_string_to_sign(&request, "1175139620"),
            "PUT\n\nimage/jpeg\n1175139620\nx-amz-acl:private\nx-amz-meta-b:2\n\
             /awsexamplebucket1/photos/puppy.jpg?acl&versionId=3"
        );
    }

    #[test]
    fn a_path_is_reencoded_and_never_normalised() {
        let request = request(Method::GET, "/b//a%2fb/./%7Eé*?x=%20", &[]);
        let canonical = v4_canonical_request(&request, &[], "UNSIGNED-PAYLOAD");
        let lines: Vec<&str> = canonical.lines().collect();
        assert_eq!(lines[1..3], ["/b//a/b/./~%C3%A9%2A", "x=%20"]);
    }
}
