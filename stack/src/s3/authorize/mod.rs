//! Who a request claims to be from, and whether that claim is in order: its form, its region, its
//! dates, its key and its token.
//!
//! Whether the signature is right is not decided here but by s3s, afterwards. What is refused here is
//! refused in S3's words, which s3s does not have.

use hyper::HeaderMap;
use hyper::header::{AUTHORIZATION, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use time::{Duration, OffsetDateTime};

use super::canonical;
use super::errors::Refusal;
use crate::clock::{iso_8601, parse_amz_date};
use crate::stack::Stack;
use crate::uri::form_pairs;

pub const V4_ALGORITHM: &str = "AWS4-HMAC-SHA256";
const SECURITY_TOKEN: &str = "x-amz-security-token";
const LONGEST_EXPIRY: i64 = 604_800;
const LARGEST_SKEW: Duration = Duration::minutes(15);

/// A claim that was found in order; s3s must come to the same key. It holds a signature, and may hold
/// a token: it has no `Debug`.
#[derive(Clone)]
pub struct Claim {
    pub access_key_id: String,
    /// What a `SignatureDoesNotMatch` shows of the request.
    pub proof: Proof,
}

/// What was signed, and the signature that came with it.
#[derive(Clone)]
pub struct Proof {
    pub signature: String,
    pub string_to_sign: String,
    /// Only Signature Version 4 of a request has one.
    pub canonical_request: Option<String>,
}

impl Claim {
    /// Adds to a refusal of the signature what S3 tells of it.
    pub fn explain(&self, refusal: Refusal) -> Refusal {
        let proof = &self.proof;
        let refusal = refusal
            .detail("AWSAccessKeyId", &self.access_key_id)
            .detail("StringToSign", &proof.string_to_sign)
            .detail("SignatureProvided", &proof.signature)
            .detail("StringToSignBytes", spaced_hex(&proof.string_to_sign));
        match &proof.canonical_request {
            Some(request) => refusal
                .detail("CanonicalRequest", request)
                .detail("CanonicalRequestBytes", spaced_hex(request)),
            None => refusal,
        }
    }
}

fn spaced_hex(text: &str) -> String {
    text.bytes()
        .map(|byte| format!("{byte:02x}"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The parts of `AKID/date/region/service/aws4_request`.
pub struct Scope<'a> {
    pub access_key_id: &'a str,
    pub date: &'a str,
    pub region: &'a str,
    pub service: &'a str,
    pub terminal: &'a str,
}

impl<'a> Scope<'a> {
    pub fn parse(credential: &'a str) -> Option<Self> {
        // From the right, as a key id may hold a slash.
        let mut parts = credential.rsplitn(5, '/');
        let (terminal, service, region, date) =
            (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        Some(Self {
            access_key_id: parts.next()?,
            date,
            region,
            service,
            terminal,
        })
    }

    pub fn without_key(&self) -> String {
        [self.date, self.region, self.service, self.terminal].join("/")
    }
}

/// Where a Version 4 claim stands, which decides how S3 words its refusals.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Query,
    Header,
}

impl Place {
    fn refuse(self, complaint: &str) -> Refusal {
        match self {
            Self::Query => {
                let message = format!("Error parsing the X-Amz-Credential parameter; {complaint}");
                Refusal::with_message("AuthorizationQueryParametersError", message)
            }
            Self::Header => {
                let message = format!("The authorization header is malformed; {complaint}");
                Refusal::with_message("AuthorizationHeaderMalformed", message)
            }
        }
    }
}

/// Finds and checks the claim of a request other than a form POST. `None`: it is anonymous.
///
/// `x-amz-*` parameters of the query are copied into the headers, where S3, and s3s after it, look
/// for what they say.
pub fn claim(stack: &Stack, request: &mut Parts) -> Result<Option<Claim>, Refusal> {
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
        return Err(Refusal::with_message(
            "InvalidArgument",
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string \
             parameter or the Authorization header should be specified",
        ));
    }
    match header {
        _ if v4_query => {
            let claim = v4_query_claim(stack, request, &query)?;
            hoist(&query, &mut request.headers);
            Ok(Some(claim))
        }
        _ if v2_query => {
            hoist(&query, &mut request.headers);
            v2_query_claim(stack, request, &query).map(Some)
        }
        Some(header) => match header.strip_prefix("AWS ") {
            Some(credential) => v2_header_claim(stack, request, credential).map(Some),
            None => v4_header_claim(stack, request, &header).map(Some),
        },
        None => Ok(None),
    }
}

fn v4_query_claim(
    stack: &Stack,
    request: &Parts,
    query: &[(String, String)],
) -> Result<Claim, Refusal> {
    const NAMES: [&str; 6] = [
        "X-Amz-Algorithm",
        "X-Amz-Credential",
        "X-Amz-Signature",
        "X-Amz-Date",
        "X-Amz-SignedHeaders",
        "X-Amz-Expires",
    ];
    let wrong = |message: &str| Refusal::with_message("AuthorizationQueryParametersError", message);
    let [
        Some(algorithm),
        Some(credential),
        Some(signature),
        Some(date),
        Some(signed_headers),
        Some(expires),
    ] = NAMES.map(|name| only(query, name))
    else {
        return Err(wrong(
            "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, \
             X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
        ));
    };
    if algorithm != V4_ALGORITHM {
        return Err(wrong(
            "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"",
        ));
    }
    let signed_at = parse_amz_date(date).ok_or_else(|| {
        wrong("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
    })?;
    let scope = check_scope(stack, credential, date, Place::Query)?;
    let seconds: i64 = expires
        .parse()
        .map_err(|_| wrong("X-Amz-Expires should be a number"))?;
    if seconds < 0 {
        return Err(wrong("X-Amz-Expires must be non-negative"));
    }
    if seconds > LONGEST_EXPIRY {
        return Err(wrong(
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than \
             604800 seconds",
        ));
    }
    let now = stack.clock.now();
    let expires_at = signed_at + Duration::seconds(seconds);
    if signed_at > now + LARGEST_SKEW {
        return Err(
            Refusal::with_message("AccessDenied", "Request is not yet valid")
                .detail("X-Amz-Date", iso_8601(signed_at))
                .detail("ServerTime", iso_8601(now)),
        );
    }
    if now > expires_at {
        return Err(Refusal::with_message("AccessDenied", "Request has expired")
            .detail("X-Amz-Expires", expires)
            .detail("Expires", iso_8601(expires_at))
            .detail("ServerTime", iso_8601(now)));
    }
    let token =
        only(query, "X-Amz-Security-Token").or_else(|| header(&request.headers, SECURITY_TOKEN));
    check_key(stack, scope.access_key_id, token)?;
    let signed_headers: Vec<&str> = signed_headers.split(';').collect();
    check_signed_headers(&request.headers, &signed_headers)?;
    let payload = header(&request.headers, "x-amz-content-sha256").unwrap_or("UNSIGNED-PAYLOAD");
    Ok(v4_claim(
        request,
        &scope,
        date,
        &signed_headers,
        payload,
        signature,
    ))
}

fn v4_header_claim(stack: &Stack, request: &Parts, header_value: &str) -> Result<Claim, Refusal> {
    let malformed = || Refusal::with_message("InvalidArgument", "Unsupported Authorization Type");
    let fields = header_value
        .strip_prefix(V4_ALGORITHM)
        .ok_or_else(malformed)?;
    let field = |name: &str| {
        fields.split(',').find_map(|field| field.trim().strip_prefix(name)?.strip_prefix('=')).ok_or_else(|| {
            Place::Header.refuse(&format!("the authorization header requires three components: Credential, SignedHeaders, and Signature; {name} is missing."))
        })
    };
    let (credential, signed_headers, signature) = (
        field("Credential")?,
        field("SignedHeaders")?,
        field("Signature")?,
    );
    let invalid_date = || {
        Refusal::with_message(
            "AccessDenied",
            "AWS authentication requires a valid Date or x-amz-date header",
        )
    };
    let date = header(&request.headers, "x-amz-date").ok_or_else(invalid_date)?;
    let signed_at = parse_amz_date(date).ok_or_else(invalid_date)?;
    let scope = check_scope(stack, credential, date, Place::Header)?;
    let now = stack.clock.now();
    if (now - signed_at).abs() > LARGEST_SKEW {
        return Err(Refusal::new("RequestTimeTooSkewed")
            .detail("RequestTime", date)
            .detail("ServerTime", iso_8601(now))
            .detail(
                "MaxAllowedSkewMilliseconds",
                LARGEST_SKEW.whole_milliseconds().to_string(),
            ));
    }
    check_key(
        stack,
        scope.access_key_id,
        header(&request.headers, SECURITY_TOKEN),
    )?;
    let signed_headers: Vec<&str> = signed_headers.split(';').collect();
    check_signed_headers(&request.headers, &signed_headers)?;
    let payload = header(&request.headers, "x-amz-content-sha256").ok_or_else(|| {
        Refusal::with_message(
            "InvalidRequest",
            "Missing required header for this request: x-amz-content-sha256",
        )
    })?;
    Ok(v4_claim(
        request,
        &scope,
        date,
        &signed_headers,
        payload,
        signature,
    ))
}

fn v4_claim(
    request: &Parts,
    scope: &Scope<'_>,
    date: &str,
    signed_headers: &[&str],
    payload: &str,
    signature: &str,
) -> Claim {
    let canonical_request = canonical::v4_canonical_request(request, signed_headers, payload);
    Claim {
        access_key_id: scope.access_key_id.to_owned(),
        proof: Proof {
            signature: signature.to_owned(),
            string_to_sign: canonical::v4_string_to_sign(
                date,
                &scope.without_key(),
                &canonical_request,
            ),
            canonical_request: Some(canonical_request),
        },
    }
}

fn v2_query_claim(
    stack: &Stack,
    request: &Parts,
    query: &[(String, String)],
) -> Result<Claim, Refusal> {
    let [Some(access_key_id), Some(signature), Some(expires)] =
        ["AWSAccessKeyId", "Signature", "Expires"].map(|name| only(query, name))
    else {
        return Err(Refusal::with_message(
            "AccessDenied",
            "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters",
        ));
    };
    let expires_at = expires
        .parse()
        .ok()
        .and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok())
        .ok_or_else(|| {
            let message = format!("Invalid date (should be seconds since epoch): {expires}");
            Refusal::with_message("AccessDenied", message)
        })?;
    let now = stack.clock.now();
    if now > expires_at {
        return Err(Refusal::with_message("AccessDenied", "Request has expired")
            .detail("Expires", iso_8601(expires_at))
            .detail("ServerTime", iso_8601(now)));
    }
    check_key(
        stack,
        access_key_id,
        header(&request.headers, SECURITY_TOKEN),
    )?;
    Ok(v2_claim(
        access_key_id,
        signature,
        canonical::v2_string_to_sign(request, expires),
    ))
}

fn v2_header_claim(stack: &Stack, request: &Parts, credential: &str) -> Result<Claim, Refusal> {
    let (access_key_id, signature) = credential.split_once(':').ok_or_else(|| {
        Refusal::with_message(
            "InvalidArgument",
            "AWS authorization header is invalid.  Expected AwsAccessKeyId:signature",
        )
    })?;
    check_key(
        stack,
        access_key_id,
        header(&request.headers, SECURITY_TOKEN),
    )?;
    let date = if request.headers.contains_key("x-amz-date") {
        None
    } else {
        header(&request.headers, "date")
    };
    let string_to_sign = canonical::v2_string_to_sign(request, date.unwrap_or_default());
    Ok(v2_claim(access_key_id, signature, string_to_sign))
}

fn v2_claim(access_key_id: &str, signature: &str, string_to_sign: String) -> Claim {
    let proof = Proof {
        signature: signature.to_owned(),
        string_to_sign,
        canonical_request: None,
    };
    Claim {
        access_key_id: access_key_id.to_owned(),
        proof,
    }
}

/// Checks the scope of a Version 4 credential against the request's date and the stack's region.
pub fn check_scope<'a>(
    stack: &Stack,
    credential: &'a str,
    amz_date: &str,
    place: Place,
) -> Result<Scope<'a>, Refusal> {
    let scope = Scope::parse(credential).ok_or_else(|| {
        place.refuse("the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".")
    })?;
    if scope.date.len() != 8 || !scope.date.bytes().all(|b| b.is_ascii_digit()) {
        let date = scope.date;
        return Err(place.refuse(&format!(
            "incorrect date format \"{date}\". This date in the credential must be in the format \"yyyyMMdd\"."
        )));
    }
    if !amz_date.starts_with(scope.date) {
        return Err(place.refuse(&format!(
            "Invalid credential date \"{}\". This date is not the same as X-Amz-Date: \"{amz_date}\".",
            scope.date
        )));
    }
    let region = &stack.options.region;
    if scope.region != region {
        return Err(place
            .refuse(&format!(
                "the region '{}' is wrong; expecting '{region}'",
                scope.region
            ))
            .detail("Region", region));
    }
    if scope.service != "s3" {
        return Err(place.refuse(&format!(
            "incorrect service \"{}\". This endpoint belongs to \"s3\".",
            scope.service
        )));
    }
    if scope.terminal != "aws4_request" {
        return Err(place.refuse(&format!(
            "incorrect terminal \"{}\". This endpoint uses \"aws4_request\".",
            scope.terminal
        )));
    }
    Ok(scope)
}

/// Checks that the key exists, and that a temporary one comes with its token and is still alive.
pub fn check_key(stack: &Stack, access_key_id: &str, token: Option<&str>) -> Result<(), Refusal> {
    let unknown = || Refusal::new("InvalidAccessKeyId").detail("AWSAccessKeyId", access_key_id);
    let key = stack.keys.find(access_key_id).ok_or_else(unknown)?;
    match (key.session, token) {
        (None, None) => Ok(()),
        // S3 does not know a temporary key by its id alone.
        (Some(_), None) => Err(unknown()),
        (Some(session), Some(token)) if session.token == token => {
            if stack.clock.now() < session.expiration {
                Ok(())
            } else {
                Err(Refusal::new("ExpiredToken"))
            }
        }
        _ => Err(Refusal::new("InvalidToken")),
    }
}

/// Every `x-amz-*` header, and the host, must be signed.
fn check_signed_headers(headers: &HeaderMap, signed: &[&str]) -> Result<(), Refusal> {
    let mut unsigned: Vec<&str> = headers
        .keys()
        .map(HeaderName::as_str)
        .filter(|name| (name.starts_with("x-amz-") || *name == "host") && !signed.contains(name))
        .collect();
    unsigned.sort_unstable();
    if unsigned.is_empty() {
        return Ok(());
    }
    let message = "There were headers present in the request which were not signed";
    Err(Refusal::with_message("AccessDenied", message)
        .detail("HeadersNotSigned", unsigned.join(", ")))
}

/// Copies `x-amz-*` parameters to headers, unless a header of the name is there or they are of the
/// signature itself.
fn hoist(query: &[(String, String)], headers: &mut HeaderMap) {
    const OF_THE_SIGNATURE: [&str; 7] = [
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
        if !name.starts_with("x-amz-") || OF_THE_SIGNATURE.contains(&name.as_str()) {
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

/// The value of a parameter that stands exactly once.
fn only<'a>(query: &'a [(String, String)], name: &str) -> Option<&'a str> {
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
    fn a_scope_is_read_from_the_right() {
        let scope =
            Scope::parse("AKID/with/slash/20130524/us-east-1/s3/aws4_request").expect("a scope");
        assert_eq!(scope.access_key_id, "AKID/with/slash");
        assert_eq!(scope.without_key(), "20130524/us-east-1/s3/aws4_request");
        assert!(Scope::parse("AKID/20130524/us-east-1/s3").is_none());
    }

    #[test]
    fn a_parameter_that_stands_twice_has_no_value() {
        let query = form_pairs("a=1&b=2&a=3");
        assert_eq!(only(&query, "a"), None);
        assert_eq!(only(&query, "b"), Some("2"));
    }

    #[test]
    fn parameters_of_the_signature_do_not_become_headers() {
        let mut headers = HeaderMap::new();
        hoist(
            &form_pairs("X-Amz-Date=1&x-amz-security-token=t&X-Amz-Meta-A=b&prefix=c"),
            &mut headers,
        );
        let mut names: Vec<&str> = headers.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["x-amz-meta-a", "x-amz-security-token"]);
    }
}
