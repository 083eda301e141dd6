//! The string to sign: what of a request is signed, and in which form.

use alloc::string::String;

use crate::header::CanonicalHeaders;
use crate::text::{concat, is_one_of, push_all};

/// The parameters that name a part of a resource, or change what S3 answers; the rest of a query is not
/// signed. AWS's page names most of them; the newer ones are those that AWS's own SDKs sign.
pub(crate) const SUB_RESOURCES: &str = "\
    accelerate acl analytics cors delete inventory lifecycle location logging metrics notification \
    object-lock partNumber policy replication requestPayment response-cache-control \
    response-content-disposition response-content-encoding response-content-language \
    response-content-type response-expires restore select select-type tagging torrent uploadId \
    uploads versionId versioning versions website";

/// Whether the parameter is signed.
pub fn is_sub_resource(name: &str) -> bool {
    is_one_of(SUB_RESOURCES, name)
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
                    push_all(&[name, ":", value, "\n"], &mut amz_headers);
                }
                _ => {}
            }
        }
        concat(&[
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
        ])
    }
}

/// `/bucket/key?acl`: the bucket, where the host names it; the path as it is sent; and [`sub_resources`].
pub fn resource(hosted_bucket: Option<&str>, path: &str, sub_resources: &str) -> String {
    let (slash, bucket) = match hosted_bucket {
        Some(bucket) => ("/", bucket),
        None => ("", ""),
    };
    concat(&[slash, bucket, path, sub_resources])
}

/// `?acl&uploadId=…`: those of `parameters`, which are sorted by name, that are signed, and not encoded.
pub fn sub_resources<'a>(parameters: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = String::new();
    for (name, value) in parameters {
        if is_sub_resource(name) {
            text.push(if text.is_empty() { '?' } else { '&' });
            text.push_str(name);
            if !value.is_empty() {
                text.push('=');
                text.push_str(value);
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{StringToSign, resource, sub_resources};
    use crate::header::CanonicalHeaders;
    use crate::sorted_pairs::SortedPairs;

    fn signed(parameters: &[(&str, &str)]) -> String {
        let mut sorted = SortedPairs::default();
        for (name, value) in parameters {
            sorted.insert((*name).into(), (*value).into());
        }
        sub_resources(sorted.iter())
    }

    #[test]
    fn only_sub_resources_are_signed_sorted_and_without_an_equals_sign_where_bare() {
        let signed = signed(&[
            ("uploadId", "a/b"),
            ("prefix", "c"),
            ("partNumber", "1"),
            ("acl", ""),
        ]);
        assert_eq!(
            resource(None, "/bucket/key", &signed),
            "/bucket/key?acl&partNumber=1&uploadId=a/b"
        );
    }

    #[test]
    fn an_override_is_signed_as_it_was_given_not_as_it_is_sent() {
        let signed = signed(&[(
            "response-content-disposition",
            "attachment; filename=\"a b\"",
        )]);
        assert_eq!(
            resource(Some("bucket"), "/a%20b", &signed),
            "/bucket/a%20b?response-content-disposition=attachment; filename=\"a b\""
        );
    }

    #[test]
    fn a_bucket_in_the_host_stands_before_the_path_and_its_slash_stays() {
        assert_eq!(resource(Some("bucket"), "/", ""), "/bucket/");
        assert_eq!(resource(None, "/bucket/", ""), "/bucket/");
        assert_eq!(resource(None, "/", ""), "/");
    }

    #[test]
    fn of_the_headers_two_have_their_place_and_amzs_have_a_line_each() {
        let headers = CanonicalHeaders::new(
            "host.test",
            &[
                ("X-Amz-Meta-B", " two  spaces "),
                ("x-amz-acl", "private"),
                ("Content-Type", "text/plain"),
                ("content-md5", "bWQ1"),
                ("Cache-Control", "no-store"),
            ],
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
