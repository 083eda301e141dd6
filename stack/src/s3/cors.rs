//! The CORS configuration of a bucket, as S3 applies it.
//!
//! A general CORS middleware does not fit: S3 chooses the first matching rule of a list, allows one `*` within an
//! origin or a header name, and rejects a preflight with its own error document. See <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html>.

use hyper::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, HeaderName, HeaderValue, ORIGIN,
    VARY,
};
use hyper::{HeaderMap, Response};
use s3s::{Body, dto};
use serde::{Deserialize, Serialize};

use super::errors::ErrorDocument;
use super::host::Target;

const NO_RULE_MATCHES: &str = "CORSResponse: This CORS request is not allowed. This is usually because the evalution of \
     Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by \
     the resource's CORS spec.";

/// A CORS rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CorsRule {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Origins with at most one `*` each.
    pub allowed_origins: Vec<String>,
    pub allowed_methods: Vec<String>,
    #[serde(default)]
    pub allowed_headers: Vec<String>,
    #[serde(default)]
    pub expose_headers: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_age_seconds: Option<i32>,
}

impl CorsRule {
    /// Returns the initial rule of the demo's bucket: every origin may use all that the package needs.
    pub fn demo() -> Self {
        let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Self {
            id: Some("demo".to_owned()),
            allowed_origins: owned(&["*"]),
            allowed_methods: owned(&["GET", "HEAD", "PUT", "POST", "DELETE"]),
            allowed_headers: owned(&["*"]),
            expose_headers: owned(&[
                "ETag",
                "Date",
                "Location",
                "Accept-Ranges",
                "Content-Length",
                "Content-Range",
                "Content-Disposition",
                "Retry-After",
                "x-amz-request-id",
                "x-amz-id-2",
                "x-amz-version-id",
                "x-amz-checksum-crc32",
                "x-amz-checksum-crc32c",
                "x-amz-checksum-crc64nvme",
                "x-amz-checksum-sha1",
                "x-amz-checksum-sha256",
                "x-amz-checksum-type",
                "x-amz-mp-parts-count",
            ]),
            max_age_seconds: Some(3000),
        }
    }

    fn allows(&self, origin: &str, method: &str, headers: &[String]) -> bool {
        self.allowed_origins
            .iter()
            .any(|pattern| matches(pattern, origin))
            && self.allowed_methods.iter().any(|allowed| allowed == method)
            && headers.iter().all(|header| {
                self.allowed_headers
                    .iter()
                    .any(|pattern| matches(&pattern.to_ascii_lowercase(), header))
            })
    }

    /// Sets the response headers of this rule.
    fn set_headers(&self, origin: &str, headers: &mut HeaderMap) {
        let any = self.allowed_origins.iter().any(|pattern| pattern == "*");
        let mut set = |name: HeaderName, value: String| {
            if let Ok(value) = HeaderValue::try_from(value) {
                headers.insert(name, value);
            }
        };
        set(
            ACCESS_CONTROL_ALLOW_ORIGIN,
            if any { "*" } else { origin }.to_owned(),
        );
        set(
            ACCESS_CONTROL_ALLOW_METHODS,
            self.allowed_methods.join(", "),
        );
        if !any {
            set(ACCESS_CONTROL_ALLOW_CREDENTIALS, "true".to_owned());
        }
        if !self.expose_headers.is_empty() {
            set(
                ACCESS_CONTROL_EXPOSE_HEADERS,
                self.expose_headers.join(", "),
            );
        }
        if let Some(seconds) = self.max_age_seconds {
            set(ACCESS_CONTROL_MAX_AGE, seconds.to_string());
        }
        set(
            VARY,
            "Origin, Access-Control-Request-Headers, Access-Control-Request-Method".to_owned(),
        );
    }
}

/// Whether a text matches a pattern with at most one `*`.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, end)) => {
            text.len() >= start.len() + end.len() && text.starts_with(start) && text.ends_with(end)
        }
    }
}

/// Responds to a preflight request.
///
/// # Errors
/// As S3: 400 if the request is not a preflight, 403 if the bucket has no rule that matches.
pub fn preflight(
    rules: &[CorsRule],
    headers: &HeaderMap,
    target: &Target,
) -> Result<Response<Body>, ErrorDocument> {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(origin) = text(ORIGIN) else {
        return Err(ErrorDocument::with_message(
            "BadRequest",
            "Insufficient information. Origin request header needed.",
        ));
    };
    let Some(method) = text(ACCESS_CONTROL_REQUEST_METHOD) else {
        return Err(ErrorDocument::with_message(
            "BadRequest",
            "Invalid Access-Control-Request-Method: null",
        ));
    };
    let forbidden = |error: ErrorDocument| {
        let resource = if target.key.is_some() {
            "OBJECT"
        } else {
            "BUCKET"
        };
        error
            .detail("Method", method)
            .detail("ResourceType", resource)
    };
    if rules.is_empty() {
        return Err(forbidden(ErrorDocument::new("AccessForbidden")));
    }
    let requested: Vec<String> = text(ACCESS_CONTROL_REQUEST_HEADERS)
        .into_iter()
        .flat_map(|list| list.split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .filter(|name| !name.is_empty())
        .collect();
    let Some(rule) = rules
        .iter()
        .find(|rule| rule.allows(origin, method, &requested))
    else {
        return Err(forbidden(ErrorDocument::with_message(
            "AccessForbidden",
            NO_RULE_MATCHES,
        )));
    };
    let mut response = Response::new(Body::empty());
    rule.set_headers(origin, response.headers_mut());
    if !requested.is_empty()
        && let Ok(value) = HeaderValue::try_from(requested.join(", "))
    {
        response
            .headers_mut()
            .insert(ACCESS_CONTROL_ALLOW_HEADERS, value);
    }
    Ok(response)
}

/// Adds the headers that let a page at `origin` read a response.
pub fn add_cors_headers(rules: &[CorsRule], origin: &str, method: &str, headers: &mut HeaderMap) {
    if let Some(rule) = rules.iter().find(|rule| rule.allows(origin, method, &[])) {
        rule.set_headers(origin, headers);
    }
}

impl From<dto::CORSRule> for CorsRule {
    fn from(rule: dto::CORSRule) -> Self {
        Self {
            id: rule.id,
            allowed_origins: rule.allowed_origins,
            allowed_methods: rule.allowed_methods,
            allowed_headers: rule.allowed_headers.unwrap_or_default(),
            expose_headers: rule.expose_headers.unwrap_or_default(),
            max_age_seconds: rule.max_age_seconds,
        }
    }
}

impl From<CorsRule> for dto::CORSRule {
    fn from(rule: CorsRule) -> Self {
        let non_empty = |names: Vec<String>| (!names.is_empty()).then_some(names);
        Self {
            id: rule.id,
            allowed_origins: rule.allowed_origins,
            allowed_methods: rule.allowed_methods,
            allowed_headers: non_empty(rule.allowed_headers),
            expose_headers: non_empty(rule.expose_headers),
            max_age_seconds: rule.max_age_seconds,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(origin: &str, headers: &[&str]) -> CorsRule {
        CorsRule {
            allowed_origins: vec![origin.to_owned()],
            allowed_methods: vec!["GET".to_owned()],
            allowed_headers: headers.iter().map(|&header| header.to_owned()).collect(),
            ..CorsRule::default()
        }
    }

    #[test]
    fn an_origin_may_have_one_wildcard() {
        let rule = rule("http://127.0.0.1:*", &[]);
        assert!(rule.allows("http://127.0.0.1:8080", "GET", &[]));
        assert!(!rule.allows("http://localhost:8080", "GET", &[]));
        assert!(!matches("ab*ba", "aba"));
    }

    #[test]
    fn header_names_match_in_any_case() {
        let rule = rule("*", &["X-Amz-*"]);
        assert!(rule.allows("http://a", "GET", &["x-amz-meta-a".to_owned()]));
        assert!(!rule.allows("http://a", "GET", &["content-type".to_owned()]));
    }

    #[test]
    fn an_origin_without_a_rule_gets_no_headers() {
        let mut headers = HeaderMap::new();
        add_cors_headers(&[rule("http://a", &[])], "http://b", "GET", &mut headers);
        assert!(headers.is_empty());
    }

    #[test]
    fn a_named_origin_is_returned_and_a_wildcard_stays() {
        for (allowed, expected) in [("http://a", "http://a"), ("*", "*")] {
            let mut headers = HeaderMap::new();
            add_cors_headers(&[rule(allowed, &[])], "http://a", "GET", &mut headers);
            assert_eq!(headers[ACCESS_CONTROL_ALLOW_ORIGIN], expected);
        }
    }
}
