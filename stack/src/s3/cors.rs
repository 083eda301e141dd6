//! Cross-origin rules of a bucket, as S3 applies them.
//!
//! See <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html>.

use hyper::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, HeaderName, HeaderValue, ORIGIN,
    VARY,
};
use hyper::{HeaderMap, Response};
use s3s::{Body, dto};
use serde::{Deserialize, Serialize};

use super::errors::Refusal;
use super::host::Target;

const NO_RULE_MATCHES: &str = "CORSResponse: This CORS request is not allowed. This is usually because the evalution of \
     Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by \
     the resource's CORS spec.";

/// One rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CorsRule {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Each with at most one `*`.
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
    /// What the demo's bucket starts with: all that a page needs, from any origin.
    pub fn of_demo() -> Self {
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

    fn write(&self, origin: &str, headers: &mut HeaderMap) {
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

/// Whether a pattern with at most one `*` fits the text.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, end)) => {
            text.len() >= start.len() + end.len() && text.starts_with(start) && text.ends_with(end)
        }
    }
}

/// Answers a preflight request.
///
/// # Errors
/// As S3: 400 where it is no preflight, 403 where the bucket has no rules or none that fits.
pub fn preflight(
    rules: &[CorsRule],
    headers: &HeaderMap,
    target: &Target,
) -> Result<Response<Body>, Refusal> {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(origin) = text(ORIGIN) else {
        return Err(Refusal::with_message(
            "BadRequest",
            "Insufficient information. Origin request header needed.",
        ));
    };
    let Some(method) = text(ACCESS_CONTROL_REQUEST_METHOD) else {
        return Err(Refusal::with_message(
            "BadRequest",
            "Invalid Access-Control-Request-Method: null",
        ));
    };
    let refuse = |refusal: Refusal| {
        let resource = if target.key.is_some() {
            "OBJECT"
        } else {
            "BUCKET"
        };
        refusal
            .detail("Method", method)
            .detail("ResourceType", resource)
    };
    if rules.is_empty() {
        return Err(refuse(Refusal::new("AccessForbidden")));
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
        return Err(refuse(Refusal::with_message(
            "AccessForbidden",
            NO_RULE_MATCHES,
        )));
    };
    let mut response = Response::new(Body::empty());
    rule.write(origin, response.headers_mut());
    if !requested.is_empty()
        && let Ok(value) = HeaderValue::try_from(requested.join(", "))
    {
        response
            .headers_mut()
            .insert(ACCESS_CONTROL_ALLOW_HEADERS, value);
    }
    Ok(response)
}

/// Adds to a reply, of success or error, what lets the page at `origin` read it.
pub fn decorate(rules: &[CorsRule], origin: &str, method: &str, headers: &mut HeaderMap) {
    if let Some(rule) = rules.iter().find(|rule| rule.allows(origin, method, &[])) {
        rule.write(origin, headers);
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
        let filled = |names: Vec<String>| (!names.is_empty()).then_some(names);
        Self {
            id: rule.id,
            allowed_origins: rule.allowed_origins,
            allowed_methods: rule.allowed_methods,
            allowed_headers: filled(rule.allowed_headers),
            expose_headers: filled(rule.expose_headers),
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
    fn a_header_is_allowed_in_any_case() {
        let rule = rule("*", &["X-Amz-*"]);
        assert!(rule.allows("http://a", "GET", &["x-amz-meta-a".to_owned()]));
        assert!(!rule.allows("http://a", "GET", &["content-type".to_owned()]));
    }

    #[test]
    fn an_origin_that_no_rule_names_gets_no_headers() {
        let mut headers = HeaderMap::new();
        decorate(&[rule("http://a", &[])], "http://b", "GET", &mut headers);
        assert!(headers.is_empty());
    }

    #[test]
    fn a_named_origin_is_echoed_and_a_wildcard_is_not() {
        for (allowed, expected) in [("http://a", "http://a"), ("*", "*")] {
            let mut headers = HeaderMap::new();
            decorate(&[rule(allowed, &[])], "http://a", "GET", &mut headers);
            assert_eq!(headers[ACCESS_CONTROL_ALLOW_ORIGIN], expected);
        }
    }
}
