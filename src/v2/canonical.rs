//! The string to sign: what of a request is signed, and in which form.

use alloc::string::String;
use alloc::vec::Vec;

use crate::header::CanonicalHeaders;

/// The parameters that name a part of a resource, or change what S3 answers; the rest of a query is not
/// signed. AWS's page names most of them; the newer ones are those that AWS's own SDKs sign.
const SUB_RESOURCES: [&str; 33] = [
    "accelerate",
    "acl",
    "analytics",
    "cors",
    "delete",
    "inventory",
    "lifecycle",
    "location",
    "logging",
    "metrics",
    "notification",
    "object-lock",
    "partNumber",
    "policy",
    "replication",
    "requestPayment",
    "response-cache-control",
    "response-content-disposition",
    "response-content-encoding",
    "response-content-language",
    "response-content-type",
    "response-expires",
    "restore",
    "select",
    "select-type",
    "tagging",
    "torrent",
    "uploadId",
    "uploads",
    "versionId",
    "versioning",
    "versions",
    "website",
];

/// Whether the parameter is signed.
pub fn is_sub_resource(name: &str) -> bool {
    SUB_RESOURCES.contains(&name)
}

/// The parts of a string to sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StringToSign<'a> {
    /// `GET`, …
    pub method: &'a str,
    /// Of all headers that are sent.
    pub headers: &'a CanonicalHeaders,
    /// When a presigned URL ends, in seconds since 1970; where a header signs, the `Date`.
    pub date: &'a str,
    /// As [`resource`] makes it.
    pub resource: &'a str,
}

impl StringToSign<'_> {
    /// The lines, in AWS's order: first headers by their place, then those by name.
    pub fn text(&self) -> String {
        let mut content_md5 = "";
        let mut content_type = "";
        let mut amz_headers = String::new();
        for (name, value) in self.headers.iter() {
            match name {
                "content-md5" => content_md5 = value,
                "content-type" => content_type = value,
                _ if name.starts_with("x-amz-") => {
                    for part in [name, ":", value, "\n"] {
                        amz_headers.push_str(part);
                    }
                }
                _ => {}
            }
        }
        [
            self.method,
            "\n",
            content_md5,
            "\n",
            content_type,
            "\n",
            self.date,
            "\n",
            &amz_headers,
            self.resource,
        ]
        .concat()
    }
}

/// `/bucket/key?acl`: the bucket, where the host names it; the path as it is sent; the sub-resources of
/// `parameters`, sorted by name and not encoded.
pub fn resource(
    hosted_bucket: Option<&str>,
    path: &str,
    parameters: &[(String, String)],
) -> String {
    let mut resource = String::new();
    if let Some(bucket) = hosted_bucket {
        resource.push('/');
        resource.push_str(bucket);
    }
    resource.push_str(path);
    let mut signed: Vec<(&str, &str)> = Vec::new();
    for (name, value) in parameters {
        if is_sub_resource(name) {
            let parameter = (name.as_str(), value.as_str());
            signed.insert(
                signed.partition_point(|other| *other < parameter),
                parameter,
            );
        }
    }
    for (index, (name, value)) in signed.into_iter().enumerate() {
        resource.push(if index == 0 { '?' } else { '&' });
        resource.push_str(name);
        if !value.is_empty() {
            resource.push('=');
            resource.push_str(value);
        }
    }
    resource
}

#[cfg(test)]
mod tests {
    use super::{StringToSign, resource};
    use crate::header::CanonicalHeaders;

    fn parameters(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect()
    }

    #[test]
    fn only_sub_resources_are_signed_sorted_and_without_an_equals_sign_where_bare() {
        let query = parameters(&[
            ("uploadId", "a/b"),
            ("prefix", "c"),
            ("partNumber", "1"),
            ("acl", ""),
        ]);
        assert_eq!(
            resource(None, "/bucket/key", &query),
            "/bucket/key?acl&partNumber=1&uploadId=a/b"
        );
    }

    #[test]
    fn an_override_is_signed_as_it_was_given_not_as_it_is_sent() {
        let query = parameters(&[(
            "response-content-disposition",
            "attachment; filename=\"a b\"",
        )]);
        assert_eq!(
            resource(Some("bucket"), "/a%20b", &query),
            "/bucket/a%20b?response-content-disposition=attachment; filename=\"a b\""
        );
    }

    #[test]
    fn a_bucket_in_the_host_stands_before_the_path_and_its_slash_stays() {
        assert_eq!(resource(Some("bucket"), "/", &[]), "/bucket/");
        assert_eq!(resource(None, "/bucket/", &[]), "/bucket/");
        assert_eq!(resource(None, "/", &[]), "/");
    }

    #[test]
    fn of_the_headers_two_have_their_place_and_amzs_have_a_line_each() {
        let headers = CanonicalHeaders::new(
            "host.test",
            &parameters(&[
                ("X-Amz-Meta-B", " two  spaces "),
                ("x-amz-acl", "private"),
                ("Content-Type", "text/plain"),
                ("content-md5", "bWQ1"),
                ("Cache-Control", "no-store"),
            ]),
        )
        .expect("headers");
        let text = StringToSign {
            method: "PUT",
            headers: &headers,
            date: "1175139620",
            resource: "/bucket/key",
        };
        assert_eq!(
            text.text(),
            "PUT\nbWQ1\ntext/plain\n1175139620\nx-amz-acl:private\nx-amz-meta-b:two  spaces\n/bucket/key"
        );
    }
}
