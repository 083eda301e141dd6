//! The string to sign: the request in AWS's canonical form.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html>.

use alloc::string::String;

use super::sub_resources::sub_resources;
use crate::header::CanonicalHeaders;
use crate::opaque_debug::opaque_debug;
use crate::sorted_pairs::SortedPairs;
use crate::text::{concat, push_all};

/// A string to sign in two parts, which requests that differ only in their path have in common.
///
/// ```text
/// <HTTP-Verb>\n                 before_path
/// <Content-MD5>\n
/// <Content-Type>\n
/// <Expires>\n
/// <CanonicalizedAmzHeaders>
/// <CanonicalizedResource>       "/" and the bucket, if the host names it
///                               the encoded path
///                               after_path: "?" and the sub-resources
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct StringToSign {
    /// All bytes before the path.
    pub before_path: String,
    /// All bytes after the path.
    pub after_path: String,
}

opaque_debug!(StringToSign, "StringToSign");

impl StringToSign {
    /// `headers` are all headers that are sent. `expires` is the expiry of a presigned URL in seconds since 1970, or
    /// the `Date` of a request that is signed by a header. `hosted_bucket` is the bucket that the host names.
    /// `parameters` are not encoded.
    pub fn new(
        method: &str,
        headers: &CanonicalHeaders,
        expires: &str,
        hosted_bucket: Option<&str>,
        parameters: &SortedPairs,
    ) -> Self {
        let mut content_md5 = "";
        let mut content_type = "";
        let mut amz_headers = String::new();
        for (name, value) in headers.iter() {
            match name {
                "content-md5" => content_md5 = value,
                "content-type" => content_type = value,
                _ if name.starts_with("x-amz-") => {
                    push_all(&[name, ":", value, "\n"], &mut amz_headers);
                }
                _ => {}
            }
        }
        let (slash, bucket) = match hosted_bucket {
            Some(bucket) => ("/", bucket),
            None => ("", ""),
        };
        Self {
            before_path: concat(&[
                // HTTP-Verb
                method,
                "\n",
                // Content-MD5
                content_md5,
                "\n",
                // Content-Type
                content_type,
                "\n",
                // Expires
                expires,
                "\n",
                // CanonicalizedAmzHeaders: one line each
                &amz_headers,
                // CanonicalizedResource: begins with the bucket
                slash,
                bucket,
            ]),
            // CanonicalizedResource: ends with the sub-resources
            after_path: sub_resources(parameters.iter()),
        }
    }

    /// Joins both parts around an encoded path.
    pub fn text(&self, path: &str) -> String {
        concat(&[&self.before_path, path, &self.after_path])
    }
}

#[cfg(test)]
mod tests {
    use super::StringToSign;
    use crate::header::CanonicalHeaders;
    use crate::sorted_pairs::SortedPairs;

    fn sorted(pairs: &[(&str, &str)]) -> SortedPairs {
        let mut sorted = SortedPairs::default();
        for (name, value) in pairs {
            sorted.insert((*name).into(), (*value).into());
        }
        sorted
    }

    /// The `Upload` example of <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html>.
    #[test]
    fn the_lines_are_in_awss_order() {
        let headers = CanonicalHeaders::new(
            "static.example.com:8080",
            &[
                ("x-amz-acl", "public-read"),
                ("content-type", "application/x-download"),
                ("Content-MD5", "4gJE4saaMU4BqNR0kLY+lw=="),
                ("X-Amz-Meta-FileChecksum", "0x02661779"),
                ("X-Amz-Meta-ChecksumAlgorithm", "crc32"),
                ("Content-Encoding", "gzip"),
            ],
        )
        .expect("headers");
        let bucket = Some("static.example.com");
        let string_to_sign = StringToSign::new("PUT", &headers, "1175139620", bucket, &sorted(&[]));
        assert_eq!(
            string_to_sign.text("/db-backup.dat.gz"),
            [
                "PUT",
                "4gJE4saaMU4BqNR0kLY+lw==",
                "application/x-download",
                "1175139620",
                "x-amz-acl:public-read",
                "x-amz-meta-checksumalgorithm:crc32",
                "x-amz-meta-filechecksum:0x02661779",
                "/static.example.com/db-backup.dat.gz",
            ]
            .join("\n")
        );
    }

    #[test]
    fn spaces_within_an_amz_header_stay() {
        let headers = CanonicalHeaders::new("host.test", &[("X-Amz-Meta-B", " two  spaces ")]);
        let headers = headers.expect("headers");
        let string_to_sign = StringToSign::new("GET", &headers, "1", None, &sorted(&[]));
        assert_eq!(
            string_to_sign.before_path,
            "GET\n\n\n1\nx-amz-meta-b:two  spaces\n"
        );
    }

    #[test]
    fn the_resource_is_hosted_bucket_path_and_sub_resources() {
        let headers = CanonicalHeaders::default();
        let parameters = sorted(&[("acl", ""), ("prefix", "photos")]);
        for (hosted_bucket, path, resource) in [
            (Some("bucket"), "/", "/bucket/?acl"),
            (None, "/bucket/", "/bucket/?acl"),
            (None, "/", "/?acl"),
            (Some("bucket"), "/a%20b", "/bucket/a%20b?acl"),
        ] {
            let string_to_sign =
                StringToSign::new("GET", &headers, "1", hosted_bucket, &parameters);
            assert_eq!(
                string_to_sign.text(path),
                ["GET\n\n\n1\n", resource].concat()
            );
        }
    }
}
