//! The authorization of a request: its form, region, dates, access key and session token.
//!
//! Whether the signature is right is decided by s3s, afterwards. The errors returned here have S3's codes and
//! messages, which s3s does not have.

mod access_key;
mod scope;
mod v2;
mod v4;

use hyper::HeaderMap;
use hyper::header::{AUTHORIZATION, HeaderName, HeaderValue};
use hyper::http::request::Parts;

pub use self::access_key::check_access_key;
pub use self::scope::{SignatureSource, check_scope};
pub use self::v4::V4_ALGORITHM;

use super::errors::ErrorDocument;
use crate::stack::Stack;
use crate::uri::form_pairs;

const SECURITY_TOKEN: &str = "x-amz-security-token";

/// The access key and the signature of a request. s3s must find the same key. It has no `Debug`, as it holds a
/// signature and may hold a session token.
#[derive(Clone)]
pub struct Authorization {
    pub access_key_id: String,
    pub signature: String,
    pub string_to_sign: String,
    /// Present for Signature Version 4 of a request, absent for Version 2 and for forms.
    pub canonical_request: Option<String>,
}

impl Authorization {
    /// Adds the elements of a `SignatureDoesNotMatch` that show which strings S3 signed.
    pub fn add_details(&self, error: ErrorDocument) -> ErrorDocument {
        let error = error
            .detail("AWSAccessKeyId", &self.access_key_id)
            .detail("StringToSign", &self.string_to_sign)
            .detail("SignatureProvided", &self.signature)
            .detail("StringToSignBytes", spaced_hex(&self.string_to_sign));
        match &self.canonical_request {
            Some(request) => error
                .detail("CanonicalRequest", request)
                .detail("CanonicalRequestBytes", spaced_hex(request)),
            None => error,
        }
    }
}

fn spaced_hex(text: &str) -> String {
    text.bytes()
        .map(|byte| format!("{byte:02x}"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Parses and checks the authorization of a request other than a form POST. `None`: the request is anonymous.
///
/// Copies `x-amz-*` parameters of the query to the headers, in which S3 and s3s look for them.
pub fn authorize(
    stack: &Stack,
    request: &mut Parts,
) -> Result<Option<Authorization>, ErrorDocument> {
    let query = form_pairs(request.uri.query().unwrap_or_default());
    let header = request
        .headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    let v4_query = ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature"]
        .iter()
        .any(|name| has(&query, name));
    let v2_query = has(&query, "Signature") || has(&query, "AWSAccessKeyId");
    if [v4_query, v2_query, header.is_some()]
        .iter()
        .filter(|present| **present)
        .count()
        > 1
    {
        return Err(ErrorDocument::with_message(
            "InvalidArgument",
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string \
             parameter or the Authorization header should be specified",
        ));
    }
    match header {
        _ if v4_query => {
            let authorization = v4::from_query(stack, request, &query)?;
            copy_to_headers(&query, &mut request.headers);
            Ok(Some(authorization))
        }
        _ if v2_query => {
            copy_to_headers(&query, &mut request.headers);
            v2::from_query(stack, request, &query).map(Some)
        }
        Some(header) => match header.strip_prefix("AWS ") {
            Some(credential) => v2::from_header(stack, request, credential).map(Some),
            None => v4::from_header(stack, request, &header).map(Some),
        },
        None => Ok(None),
    }
}

/// Copies `x-amz-*` parameters to headers, except those of the signature itself and those that a header already has.
fn copy_to_headers(query: &[(String, String)], headers: &mut HeaderMap) {
    const SIGNATURE_PARAMETERS: [&str; 7] = [
        "x-amz-algorithm",
        "x-amz-credential",
        "x-amz-date",
        "x-amz-expires",
        "x-amz-signedheaders",
        "x-amz-signature",
        "x-amz-content-sha256",
    ];
    for (name, value) in query {
        let name = name.to_ascii_lowercase();
        if !name.starts_with("x-amz-") || SIGNATURE_PARAMETERS.contains(&name.as_str()) {
            continue;
        }
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value))
            && !headers.contains_key(&name)
        {
            headers.insert(name, value);
        }
    }
}

fn has(query: &[(String, String)], name: &str) -> bool {
    query.iter().any(|(key, _)| key == name)
}

/// Returns the value of a parameter that occurs exactly once.
fn single_value<'a>(query: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut values = query
        .iter()
        .filter(|(key, _)| key == name)
        .map(|(_, value)| value.as_str());
    values.next().filter(|_| values.next().is_none())
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_parameter_has_no_single_value() {
        let query = form_pairs("a=1&b=2&a=3");
        assert_eq!(single_value(&query, "a"), None);
        assert_eq!(single_value(&query, "b"), Some("2"));
    }

    #[test]
    fn parameters_of_the_signature_do_not_become_headers() {
        let mut headers = HeaderMap::new();
        copy_to_headers(
            &form_pairs("X-Amz-Date=1&x-amz-security-token=t&X-Amz-Meta-A=b&prefix=c"),
            &mut headers,
        );
        let mut names: Vec<&str> = headers.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["x-amz-meta-a", "x-amz-security-token"]);
    }
}
