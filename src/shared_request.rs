//! The checked part of a request that URLs with different keys share, and the one place that joins a URL.

use alloc::string::String;

use crate::credentials::Credentials;
use crate::encode::{Slash, uri_encode};
use crate::error::{Error, Reason, check_size, item};
use crate::expiry::Validity;
use crate::header::{CONTENT_LENGTH, CanonicalHeaders};
use crate::location::{Address, Location};
use crate::object_key;
use crate::query::CanonicalQuery;
use crate::request::{PresignRequest, PresignedUrl};
use crate::sorted_pairs::SortedPairs;
use crate::text::concat;
use crate::time::Timestamp;

/// A checked request without its key.
pub(crate) struct SharedRequest {
    pub(crate) method: &'static str,
    pub(crate) address: Address,
    pub(crate) headers: CanonicalHeaders,
    /// Parameters of `query` and `response`, not encoded.
    pub(crate) parameters: SortedPairs,
    /// The same parameters, encoded. A signature version adds its own.
    pub(crate) query: CanonicalQuery,
    pub(crate) validity: Validity,
    names_a_bucket: bool,
}

impl SharedRequest {
    /// Checks everything but the key. `max_seconds` is the maximum lifetime of the signature version.
    pub(crate) fn new<T: AsRef<str>>(
        credentials: &Credentials,
        location: &Location,
        request: &PresignRequest<T>,
        now: Timestamp,
        max_seconds: u32,
    ) -> Result<Self, Error> {
        let signed_at = request.signing_date.unwrap_or(now);
        let mut validity = Validity::new(request.expiry, signed_at, now, credentials, max_seconds)?;
        if let Some(window) = request.cache_window {
            validity = validity.within_window(window, request.expiry, credentials, max_seconds)?;
        }
        // Filled in place, so that each error path drops one value: that makes the module smaller.
        let mut shared = Self {
            method: request.method.as_str(),
            address: location.address(request.bucket())?,
            headers: CanonicalHeaders::default(),
            parameters: SortedPairs::default(),
            query: CanonicalQuery::default(),
            validity,
            names_a_bucket: request.bucket.is_some(),
        };
        shared
            .headers
            .add(shared.address.host(), &request.headers)?;
        if shared.headers.has(CONTENT_LENGTH) && !request.method.has_body() {
            return Err(Error::new(
                Reason::ContentLengthWithoutBody,
                item("headers", CONTENT_LENGTH),
                &[shared.method],
            ));
        }
        check_size(Reason::QueryTooLarge, "query", &request.query)?;
        for (name, value) in &request.query {
            shared.add_parameter(name.as_ref(), value.as_ref())?;
        }
        shared.add_overrides(&request.response, request.method.reads_object())?;
        Ok(shared)
    }

    /// Checks and adds a parameter of the query.
    #[inline(never)]
    fn add_parameter(&mut self, name: &str, value: &str) -> Result<(), Error> {
        self.query.add(name, value)?;
        if is_amz(name) && self.headers.has(&name.to_ascii_lowercase()) {
            return Err(Error::new(
                Reason::ParameterIsHeader,
                item("query", name),
                &[],
            ));
        }
        self.parameters.insert(name.into(), value.into());
        Ok(())
    }

    /// Adds a response override as a parameter. Fails if the query has the parameter as well.
    #[inline(never)]
    pub(crate) fn add_override(&mut self, name: &str, value: &str) -> Result<(), Error> {
        if self.parameters.has(name) {
            return Err(Error::new(
                Reason::ParameterIsOverride,
                item("query", name),
                &[],
            ));
        }
        self.add_parameter(name, value)
    }

    /// Appends the path that is both signed and sent. The path of a bucket itself ends in a slash, which both signature
    /// versions and all stores accept.
    pub(crate) fn push_path(&self, key: Option<&str>, path: &mut String) -> Result<(), Error> {
        path.push_str(self.address.path());
        path.push_str("/");
        if let Some(key) = key {
            if !self.names_a_bucket {
                return Err(Error::new(Reason::BucketMissing, "bucket", &[]));
            }
            object_key::check_addressable(key)?;
            uri_encode(key, Slash::Keep, path);
        }
        Ok(())
    }

    /// Returns whether a path of this length has the key unencoded. Encoding always makes a key longer.
    pub(crate) fn is_unencoded(&self, path_length: usize, key: &str) -> bool {
        path_length == self.address.path().len() + "/".len() + key.len()
    }

    /// Joins a URL. `suffix` is the part between path and signature, such as `?…&X-Amz-Signature=`.
    pub(crate) fn url(&self, path: &str, suffix: &str, signature: &str) -> String {
        concat(&[self.address.origin(), path, suffix, signature])
    }

    /// Returns `url` with what its sender must know.
    pub(crate) fn presigned<T: AsRef<str>>(
        &self,
        url: String,
        request: &PresignRequest<T>,
    ) -> PresignedUrl {
        // Every client sends Content-Length by itself, and a page cannot set it.
        let headers = request
            .headers
            .iter()
            .filter(|(name, _)| !name.as_ref().eq_ignore_ascii_case(CONTENT_LENGTH));
        PresignedUrl {
            url,
            method: request.method,
            headers: headers
                .map(|(name, value)| (name.as_ref().into(), value.as_ref().into()))
                .collect(),
            expires_at: self.validity.expires_at,
            limited_by: self.validity.limited_by,
        }
    }
}

/// Returns whether S3 reads the query parameter as the header of the same name.
pub(crate) fn is_amz(name: &str) -> bool {
    name.get(..6)
        .is_some_and(|start| start.eq_ignore_ascii_case("x-amz-"))
}

#[cfg(test)]
mod tests {
    use crate::credentials::Credentials;
    use crate::error::{Code, Error, Reason};
    use crate::location::Location;
    use crate::request::{Method, PresignRequest, PresignedUrl};
    use crate::time::Timestamp;
    use crate::v4;

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect()
    }

    fn presign(request: &PresignRequest) -> Result<PresignedUrl, Error> {
        let credentials = Credentials::new("AKIA", "secret").expect("credentials");
        let location = Location::aws("us-east-1").expect("a location");
        let now = Timestamp::from_unix(1_700_000_000).expect("an instant");
        v4::presign(&credentials, &location, request, now)
    }

    fn with_content_length(method: Method) -> PresignRequest {
        let mut request = PresignRequest::get("bucket", "key");
        request.method = method;
        request.headers = pairs(&[("Content-Length", "5"), ("content-type", "text/plain")]);
        request
    }

    #[test]
    fn content_length_is_signed_and_not_among_the_returned_headers() {
        for method in [Method::Put, Method::Post] {
            let url = presign(&with_content_length(method)).expect("a URL");
            assert!(
                url.url
                    .contains("X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost&"),
                "{}",
                url.url
            );
            assert_eq!(url.headers, pairs(&[("content-type", "text/plain")]));
        }
    }

    #[test]
    fn headers_or_a_query_over_8_kb_are_an_error_before_they_are_compared() {
        let many = |name: &str| -> Vec<(String, String)> {
            (0..1_000_000)
                .map(|at| (format!("{name}{at}"), "a".into()))
                .collect()
        };
        let mut request = PresignRequest::get("bucket", "key");
        request.headers = many("x-amz-meta-");
        let error = presign(&request).expect_err("an error");
        assert_eq!(
            (error.code(), error.field()),
            (Code::InvalidHeader, "headers")
        );
        request.headers.clear();
        request.query = many("a");
        let error = presign(&request).expect_err("an error");
        assert_eq!((error.code(), error.field()), (Code::InvalidQuery, "query"));
    }

    #[test]
    fn headers_of_8_kb_are_allowed() {
        let mut request = PresignRequest::get("bucket", "key");
        let name = "x-amz-meta-a";
        let value = "b".repeat(8_192 - name.len() - 2);
        request.headers = pairs(&[(name, &value)]);
        assert!(presign(&request).is_ok());
        request.headers = pairs(&[(name, &(value + "b"))]);
        let error = presign(&request).expect_err("over the limit");
        assert_eq!(error.reason(), Reason::HeadersTooLarge);
        assert_eq!(error.parameters(), ["8192", "8193"]);
    }

    #[test]
    fn content_length_of_a_method_without_a_body_is_forbidden() {
        for method in [Method::Get, Method::Head, Method::Delete] {
            let error = presign(&with_content_length(method)).expect_err("an error");
            assert_eq!(
                (error.code(), error.field()),
                (Code::ForbiddenHeader, "headers.content-length")
            );
        }
    }

    #[test]
    fn an_x_amz_parameter_and_a_header_of_the_same_name_are_an_error() {
        let mut request = PresignRequest::get("bucket", "key");
        request.headers = pairs(&[("x-amz-request-payer", "requester"), ("range", "bytes=0-1")]);
        request.query = pairs(&[("X-Amz-Request-Payer", "requester")]);
        let error = presign(&request).expect_err("an error");
        assert_eq!(
            (error.code(), error.field()),
            (Code::InvalidQuery, "query.X-Amz-Request-Payer")
        );
        request.query = pairs(&[("range", "1"), ("x-amz-checksum-mode", "ENABLED")]);
        assert!(presign(&request).is_ok());
    }

    #[test]
    fn a_parameter_and_an_override_of_the_same_name_are_an_error() {
        let mut request = PresignRequest::get("bucket", "key");
        request.query = pairs(&[("response-expires", "a")]);
        request.response.expires = Some("b".into());
        let error = presign(&request).expect_err("an error");
        assert_eq!(
            (error.code(), error.field()),
            (Code::InvalidQuery, "query.response-expires")
        );
    }
}
