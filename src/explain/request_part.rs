/// Part of a signed request, in the order in which the parts are signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestPart {
    /// The HTTP method.
    Method,
    /// The path.
    Path,
    /// A query parameter, except those of the credential scope.
    Query,
    /// A signed header.
    Headers,
    /// The list of signed header names.
    SignedHeaders,
    /// The payload hash.
    Payload,
    /// The credential scope (date, region, service) and the access key id.
    Scope,
    /// The secret access key, which is no part of the request: the cause if nothing else differs.
    Secret,
}

impl RequestPart {
    /// Returns the value of `difference.part` in JavaScript.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Method => "method",
            Self::Path => "path",
            Self::Query => "query",
            Self::Headers => "headers",
            Self::SignedHeaders => "signedHeaders",
            Self::Payload => "payload",
            Self::Scope => "scope",
            Self::Secret => "secret",
        }
    }
}
