//! The claims of JSON Web Tokens.
//!
//! Signatures are random and never checked: the stack remembers the tokens that it issued, and accepts the claims of
//! all others, because it has no provider that could verify them. That is why no JWT library is used.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use time::OffsetDateTime;

/// The claims that the stack uses.
pub struct Claims {
    pub subject: String,
    pub expiration: Option<OffsetDateTime>,
}

/// Formats a token with these claims and a random signature.
pub fn format(claims: &Value) -> String {
    let header = json!({ "kid": "local-stack", "typ": "JWS", "alg": "RS512" });
    format!(
        "{}.{}.{}",
        URL_SAFE_NO_PAD.encode(header.to_string()),
        URL_SAFE_NO_PAD.encode(claims.to_string()),
        URL_SAFE_NO_PAD.encode(rand::random::<[u8; 64]>()),
    )
}

/// Parses `sub` and `exp`. Returns `None` if the text is not a JSON Web Token.
pub fn parse(token: &str) -> Option<Claims> {
    let mut parts = token.split('.');
    let (_header, payload, _signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let payload: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
    Some(Claims {
        subject: payload.get("sub")?.as_str()?.to_owned(),
        expiration: payload
            .get("exp")
            .and_then(Value::as_i64)
            .and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formatted_token_can_be_parsed() {
        let claims =
            parse(&format(&json!({ "sub": "someone", "exp": 60 }))).expect("it is a token");
        assert_eq!(claims.subject, "someone");
        assert_eq!(
            claims.expiration.map(OffsetDateTime::unix_timestamp),
            Some(60)
        );
    }

    #[test]
    fn text_that_is_not_a_token_has_no_claims() {
        for text in ["", "opaque", "a.b", "a.b.c", "a.b.c.d"] {
            assert!(parse(text).is_none(), "{text}");
        }
    }
}
