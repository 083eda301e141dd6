//! The scope of a Signature Version 4 credential.

use crate::s3::errors::ErrorDocument;
use crate::stack::Stack;

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
        // Split from the right, because a key id may contain a slash.
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

/// The part of a request that a Version 4 signature comes from. It decides the code and the opening of an error.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum SignatureSource {
    Query,
    Header,
}

impl SignatureSource {
    /// Returns the error for a malformed credential.
    pub fn malformed(self, reason: &str) -> ErrorDocument {
        match self {
            Self::Query => {
                let message = format!("Error parsing the X-Amz-Credential parameter; {reason}");
                ErrorDocument::with_message("AuthorizationQueryParametersError", message)
            }
            Self::Header => {
                let message = format!("The authorization header is malformed; {reason}");
                ErrorDocument::with_message("AuthorizationHeaderMalformed", message)
            }
        }
    }
}

/// Checks the scope of a Version 4 credential against the request's date and the stack's region.
pub fn check_scope<'a>(
    stack: &Stack,
    credential: &'a str,
    amz_date: &str,
    source: SignatureSource,
) -> Result<Scope<'a>, ErrorDocument> {
    let scope = Scope::parse(credential).ok_or_else(|| {
        source.malformed("the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".")
    })?;
    if scope.date.len() != 8 || !scope.date.bytes().all(|b| b.is_ascii_digit()) {
        let date = scope.date;
        return Err(source.malformed(&format!(
            "incorrect date format \"{date}\". This date in the credential must be in the format \"yyyyMMdd\"."
        )));
    }
    if !amz_date.starts_with(scope.date) {
        return Err(source.malformed(&format!(
            "Invalid credential date \"{}\". This date is not the same as X-Amz-Date: \"{amz_date}\".",
            scope.date
        )));
    }
    let region = &stack.options.region;
    if scope.region != region {
        return Err(source
            .malformed(&format!(
                "the region '{}' is wrong; expecting '{region}'",
                scope.region
            ))
            .detail("Region", region));
    }
    if scope.service != "s3" {
        return Err(source.malformed(&format!(
            "incorrect service \"{}\". This endpoint belongs to \"s3\".",
            scope.service
        )));
    }
    if scope.terminal != "aws4_request" {
        return Err(source.malformed(&format!(
            "incorrect terminal \"{}\". This endpoint uses \"aws4_request\".",
            scope.terminal
        )));
    }
    Ok(scope)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_parsed_from_the_right() {
        let scope =
            Scope::parse("AKID/with/slash/20130524/us-east-1/s3/aws4_request").expect("a scope");
        assert_eq!(scope.access_key_id, "AKID/with/slash");
        assert_eq!(scope.without_key(), "20130524/us-east-1/s3/aws4_request");
        assert!(Scope::parse("AKID/20130524/us-east-1/s3").is_none());
    }
}
