//! The authorization of a request: its form, region, dates, access key and session token.
//!
//! Whether the signature is right is decided by s3s, afterwards. The errors returned here have S3's codes and
//! messages, which s3s does not have.

mod access_key;
mod authorization;
mod parameters;
mod scope;
mod v2;
mod v4;

use hyper::HeaderMap;
use hyper::header::{AUTHORIZATION, HeaderName, HeaderValue};
use hyper::http::request::Parts;

pub use self::access_key::check_access_key;
pub use self::authorization::Authorization;
pub use self::scope::{SignatureSource, check_scope};
pub use self::v4::V4_ALGORITHM;

use self::parameters::has;
use super::errors::ErrorDocument;
use crate::stack::Stack;
use crate::uri::form_pairs;

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

#[cfg(test)]
mod tests {
    use super::*;

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
