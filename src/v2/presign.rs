//! A presigned URL: access key id, expiry and signature, in the query.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html#RESTAuthenticationQueryStringAuth>.

use alloc::string::String;

use zeroize::Zeroizing;

use super::limits::{MAX_EXPIRY_SECONDS, check_encryption, check_location, needs_v4};
use super::signature::sign;
use super::string_to_sign::StringToSign;
use super::sub_resources::SUB_RESOURCES;
use crate::credentials::Credentials;
use crate::decimal::decimal;
use crate::encode::query_component;
use crate::error::{Error, Reason, item};
use crate::header::CONTENT_LENGTH;
use crate::location::Location;
use crate::opaque_debug::opaque_debug;
use crate::request::{PresignRequest, PresignedUrl};
use crate::shared_request::{SharedRequest, is_amz};
use crate::text::concat;
use crate::time::Timestamp;

const TOKEN: &str = "x-amz-security-token";

/// Presigns `request` at `now`, the real instant.
///
/// V2 signs the headers `Content-MD5`, `Content-Type` and `x-amz-…`; all headers are returned. The session token and the
/// `x-amz-…` parameters of the query are signed as headers and sent in the query. Fails as the V4 signer does, and
/// with [`Code::SignatureV4Required`](crate::Code::SignatureV4Required).
pub fn presign<T: AsRef<str>>(
    credentials: &Credentials,
    location: &Location,
    request: &PresignRequest<T>,
    now: Timestamp,
) -> Result<PresignedUrl, Error> {
    let signer = UrlSigner::new(credentials, location, request, now)?;
    let url = signer.url(request.key())?;
    Ok(signer.request.presigned(url, request))
}

/// Signs requests that differ only in their key. Everything else is checked once.
pub struct UrlSigner {
    secret_access_key: Zeroizing<String>,
    pub(crate) request: SharedRequest,
    string_to_sign: StringToSign,
    /// `?…&Signature=`
    suffix: String,
}

opaque_debug!(UrlSigner, "UrlSigner");

impl UrlSigner {
    /// Prepares all steps for `request` without its key. Fails as [`presign`] does.
    pub fn new<T: AsRef<str>>(
        credentials: &Credentials,
        location: &Location,
        request: &PresignRequest<T>,
        now: Timestamp,
    ) -> Result<Self, Error> {
        check_location(location, request.bucket())?;
        let mut request =
            SharedRequest::new(credentials, location, request, now, MAX_EXPIRY_SECONDS)?;
        let SharedRequest {
            headers,
            parameters,
            ..
        } = &mut request;
        for (name, value) in headers.iter() {
            check_encryption("headers", name, value)?;
        }
        if headers.has(CONTENT_LENGTH) {
            return Err(needs_v4(
                &item("headers", CONTENT_LENGTH),
                Reason::ContentLengthNeedsV4,
            ));
        }
        for (name, value) in parameters.iter() {
            if is_amz(name) {
                check_encryption("query", name, value)?;
                headers
                    .add_one(name, value)
                    .map_err(|error| error.with_field(item("query", name)))?;
            }
        }
        let expires = decimal(request.validity.stated_expiry.unix().unsigned_abs());
        let query = &mut request.query;
        query.insert("AWSAccessKeyId", credentials.access_key_id());
        query.insert("Expires", &expires);
        if let Some(token) = credentials.session_token() {
            query.insert(TOKEN, token);
            request.headers.insert(TOKEN.into(), token.into());
        }
        Ok(Self {
            secret_access_key: Zeroizing::new(credentials.secret_access_key().into()),
            string_to_sign: StringToSign::new(
                request.method,
                &request.headers,
                &expires,
                request.address.hosted_bucket(),
                &request.parameters,
            ),
            suffix: concat(&["?", &request.query.text(SUB_RESOURCES), "&Signature="]),
            request,
        })
    }

    /// Returns the URL of one key, or of the bucket itself.
    pub fn url(&self, key: Option<&str>) -> Result<String, Error> {
        let mut path = String::new();
        self.request.push_path(key, &mut path)?;
        let signature = self.signature(&path);
        Ok(self.request.url(&path, &self.suffix, &signature))
    }

    /// The part of each URL between path and signature.
    pub fn suffix(&self) -> &str {
        &self.suffix
    }

    /// Returns the signature of the request with this encoded path, encoded for a query: base64 has "+", "/" and "=".
    pub(crate) fn signature(&self, path: &str) -> String {
        let text = self.string_to_sign.text(path);
        query_component(&sign(&self.secret_access_key, &text))
    }
}

#[cfg(test)]
mod tests {
    use super::presign;
    use crate::credentials::Credentials;
    use crate::error::{Code, Error};
    use crate::expiry::Expiry;
    use crate::location::Location;
    use crate::request::{Method, PresignRequest, PresignedUrl};
    use crate::time::Timestamp;

    fn credentials() -> Credentials {
        Credentials::new(
            "AKIAIOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        )
        .expect("credentials")
    }

    fn aws(region: &str) -> Location {
        Location::aws(region).expect("a location")
    }

    fn store(endpoint: &str) -> Location {
        Location::custom("us-east-1", endpoint).expect("a location")
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect()
    }

    fn signed(
        credentials: &Credentials,
        location: &Location,
        request: &PresignRequest,
    ) -> Result<PresignedUrl, Error> {
        let now = Timestamp::from_unix(1_700_000_000).expect("an instant");
        presign(credentials, location, request, now)
    }

    fn signature(url: &PresignedUrl) -> &str {
        url.url.rsplit_once("&Signature=").expect("a signature").1
    }

    // botocore's HmacV1QueryAuth made the signatures of the next two tests and of the bare sub-resource.

    #[test]
    fn session_token_and_override_are_signed_as_by_botocore() {
        let credentials = credentials()
            .with_session_token("FwoG+Z/XIv=")
            .expect("a token");
        let mut request = PresignRequest::get("examplebucket", "a b/ü.txt");
        request.expiry = Expiry::In(900);
        request.query = pairs(&[("versionId", "a/b"), ("prefix", "x")]);
        request.response.content_disposition = Some("attachment; filename=\"a b\"".into());
        let url = signed(&credentials, &aws("us-east-1"), &request).expect("a URL");
        assert_eq!(
            url.url,
            "https://examplebucket.s3.us-east-1.amazonaws.com/a%20b/%C3%BC.txt?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1700000900&prefix=x&response-content-disposition=attachment%3B%20filename%3D%22a%20b%22&versionId=a%2Fb&x-amz-security-token=FwoG%2BZ%2FXIv%3D&Signature=vAr%2F%2BSl1Qz0xaxypAx6KmBOXlNo%3D"
        );
    }

    #[test]
    fn headers_are_signed_as_by_botocore_and_returned() {
        let mut request = PresignRequest::get("bucket", "key");
        request.method = Method::Put;
        request.expiry = Expiry::In(31_536_000);
        request.headers = pairs(&[
            ("Content-Type", "text/plain"),
            ("Content-MD5", "4gJE4saaMU4BqNR0kLY+lw=="),
            ("x-amz-acl", "private"),
            ("x-amz-meta-b", "two  spaces"),
            ("Cache-Control", "no-store"),
        ]);
        let location = store("http://127.0.0.1:9000/base");
        let url = signed(&credentials(), &location, &request).expect("a URL");
        assert_eq!(
            url.url,
            "http://127.0.0.1:9000/base/bucket/key?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1731536000&Signature=4r7GpIWtTD8cN%2Fu955k33blq150%3D"
        );
        assert_eq!(url.headers, request.headers);
    }

    #[test]
    fn an_x_amz_parameter_is_signed_as_a_header_of_its_name() {
        let mut request = PresignRequest::get("bucket", "key");
        let location = store("https://s3.test");
        request.headers = pairs(&[("x-amz-request-payer", "requester")]);
        let in_header = signed(&credentials(), &location, &request).expect("a URL");
        request.headers.clear();
        request.query = pairs(&[("X-Amz-Request-Payer", "requester")]);
        let in_query = signed(&credentials(), &location, &request).expect("a URL");
        assert_eq!(signature(&in_query), signature(&in_header));
        assert!(in_query.url.contains("&X-Amz-Request-Payer=requester&"));
    }

    #[test]
    fn an_x_amz_parameter_cannot_add_a_line_to_the_string_to_sign() {
        let mut request = PresignRequest::get("bucket", "key");
        request.query = pairs(&[("x-amz-meta-a", "b\nx-amz-acl:public-read")]);
        let error = signed(&credentials(), &store("https://s3.test"), &request);
        let error = error.expect_err("an error");
        assert_eq!(
            (error.code(), error.field()),
            (Code::InvalidHeader, "query.x-amz-meta-a")
        );
    }

    #[test]
    fn content_length_needs_v4() {
        let mut request = PresignRequest::get("bucket", "key");
        request.method = Method::Put;
        request.headers = pairs(&[("Content-Length", "5")]);
        let error = signed(&credentials(), &store("https://s3.test"), &request);
        let error = error.expect_err("an error");
        assert_eq!(
            (error.code(), error.field()),
            (Code::SignatureV4Required, "headers.content-length")
        );
    }

    #[test]
    fn a_sub_resource_without_a_value_has_no_equals_sign_as_by_botocore() {
        let mut request = PresignRequest::get("bucket", "key");
        request.key = None;
        request.expiry = Expiry::In(1);
        request.query = pairs(&[("acl", "")]);
        let url = signed(&credentials(), &store("http://127.0.0.1:9000"), &request).expect("a URL");
        assert_eq!(
            url.url,
            "http://127.0.0.1:9000/bucket/?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1700000001&acl&Signature=3ZgkYN8jdlTJvvGyBRU%2BOeY%2FmLU%3D"
        );
        request.key = Some("key".into());
        request.method = Method::Post;
        request.query = pairs(&[("uploads", "")]);
        let url = signed(&credentials(), &store("http://127.0.0.1:9000"), &request).expect("a URL");
        assert_eq!(signature(&url), "H2FbEPcfrMUvHTbeg8nitw5SX6U%3D");
    }

    #[test]
    fn one_second_and_a_year_are_the_limits() {
        let mut request = PresignRequest::get("bucket", "key");
        for (seconds, allowed) in [
            (0, false),
            (1, true),
            (31_536_000, true),
            (31_536_001, false),
        ] {
            request.expiry = Expiry::In(seconds);
            let result = signed(&credentials(), &aws("us-east-1"), &request);
            assert_eq!(
                result.err().map(|error| error.code()),
                (!allowed).then_some(Code::InvalidExpiry)
            );
        }
    }

    #[test]
    fn a_region_of_aws_that_opened_after_january_2014_needs_v4() {
        let request = PresignRequest::get("bucket", "key");
        for region in ["eu-central-1", "us-east-2", "cn-north-1", "us-gov-east-1"] {
            let error = signed(&credentials(), &aws(region), &request).expect_err("an error");
            assert_eq!(
                (error.code(), error.field()),
                (Code::SignatureV4Required, "signature")
            );
        }
        for region in ["us-east-1", "eu-west-1", "us-gov-west-1"] {
            assert!(signed(&credentials(), &aws(region), &request).is_ok());
        }
        let elsewhere = Location::custom("eu-central-1", "https://s3.test").expect("a location");
        assert!(signed(&credentials(), &elsewhere, &request).is_ok());
    }

    #[test]
    fn an_access_point_needs_v4() {
        let request =
            PresignRequest::get("arn:aws:s3:us-east-1:123456789012:accesspoint/my-ap", "key");
        let error = signed(&credentials(), &aws("us-east-1"), &request).expect_err("an error");
        assert_eq!(error.code(), Code::SignatureV4Required);
    }

    #[test]
    fn encryption_with_a_key_of_kms_needs_v4() {
        let mut request = PresignRequest::get("bucket", "key");
        request.method = Method::Put;
        for (name, value) in [
            ("X-Amz-Server-Side-Encryption", "aws:kms"),
            ("x-amz-server-side-encryption", "aws:kms:dsse"),
            ("x-amz-server-side-encryption-aws-kms-key-id", "alias/a"),
        ] {
            request.headers = pairs(&[(name, value)]);
            let error =
                signed(&credentials(), &store("https://s3.test"), &request).expect_err("an error");
            assert_eq!(error.code(), Code::SignatureV4Required);
            assert_eq!(error.field(), format!("headers.{}", name.to_lowercase()));
        }
        request.headers = pairs(&[("x-amz-server-side-encryption", "AES256")]);
        assert!(signed(&credentials(), &store("https://s3.test"), &request).is_ok());
    }
}
