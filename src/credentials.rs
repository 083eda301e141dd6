//! Who signs.

use alloc::string::String;
use core::fmt;

use zeroize::Zeroizing;

use crate::error::{Error, Reason};
use crate::text::contains;
use crate::time::Timestamp;

/// An access key, perhaps a short-lived one. The secret and the token are wiped from memory when it is
/// dropped, and no `Debug` shows them.
#[derive(Clone)]
pub struct Credentials {
    access_key_id: String,
    secret_access_key: Zeroizing<String>,
    session_token: Option<Zeroizing<String>>,
    expiration: Option<Timestamp>,
}

impl Credentials {
    /// A long-lived access key. Fails with [`Code::CredentialsMalformed`](crate::Code::CredentialsMalformed) where a part is empty or holds
    /// what no key holds, such as the line break of a careless paste.
    pub fn new(access_key_id: &str, secret_access_key: &str) -> Result<Self, Error> {
        Self::of(access_key_id, secret_access_key, None, None)
    }

    /// All parts at once.
    pub(crate) fn of(
        access_key_id: &str,
        secret_access_key: &str,
        session_token: Option<&str>,
        expiration: Option<Timestamp>,
    ) -> Result<Self, Error> {
        check("credentials.accessKeyId", access_key_id)?;
        if contains(access_key_id, "/") {
            return Err(Error::new(
                Reason::AccessKeyIdHasSlash,
                "credentials.accessKeyId",
                &[],
            ));
        }
        check("credentials.secretAccessKey", secret_access_key)?;
        if let Some(token) = session_token {
            check(SESSION_TOKEN, token)?;
        }
        Ok(Self {
            access_key_id: access_key_id.into(),
            secret_access_key: Zeroizing::new(secret_access_key.into()),
            session_token: session_token.map(|token| Zeroizing::new(token.into())),
            expiration,
        })
    }

    /// Makes them temporary: every signature will carry the token.
    pub fn with_session_token(mut self, session_token: &str) -> Result<Self, Error> {
        check(SESSION_TOKEN, session_token)?;
        self.session_token = Some(Zeroizing::new(session_token.into()));
        Ok(self)
    }

    /// Tells when they end. No signature outlives it, and none is made after it.
    #[must_use]
    pub fn with_expiration(mut self, expiration: Timestamp) -> Self {
        self.expiration = Some(expiration);
        self
    }

    /// `AKIA…` or `ASIA…`; it is public, and stands in every URL they sign.
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// When they end, where that is known.
    pub fn expiration(&self) -> Option<Timestamp> {
        self.expiration
    }

    pub(crate) fn secret_access_key(&self) -> &str {
        &self.secret_access_key
    }

    pub(crate) fn session_token(&self) -> Option<&str> {
        self.session_token.as_ref().map(|token| token.as_str())
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Credentials")
            .field("access_key_id", &self.access_key_id)
            .field("expiration", &self.expiration)
            .finish_non_exhaustive()
    }
}

const SESSION_TOKEN: &str = "credentials.sessionToken";

fn check(field: &'static str, value: &str) -> Result<(), Error> {
    if value.is_empty() {
        return Err(Error::new(Reason::CredentialEmpty, field, &[]));
    }
    if !value.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Error::new(Reason::CredentialCharacters, field, &[]));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Credentials;
    use crate::error::Code;

    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    fn refusal(id: &str, secret: &str) -> (Code, String) {
        let error = Credentials::new(id, secret).expect_err("refused");
        (error.code(), error.field().into())
    }

    #[test]
    fn debug_shows_neither_the_secret_nor_the_token() {
        let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", SECRET)
            .and_then(|credentials| credentials.with_session_token("FwoGZXIvYXdzEXAMPLE"))
            .expect("credentials");
        assert_eq!(
            format!("{credentials:?}"),
            "Credentials { access_key_id: \"AKIAIOSFODNN7EXAMPLE\", expiration: None, .. }"
        );
    }

    #[test]
    fn an_empty_part_is_named() {
        assert_eq!(
            refusal("", SECRET),
            (Code::CredentialsMalformed, "credentials.accessKeyId".into())
        );
        assert_eq!(
            refusal("AKIA", ""),
            (
                Code::CredentialsMalformed,
                "credentials.secretAccessKey".into()
            )
        );
    }

    #[test]
    fn a_line_break_from_a_careless_paste_is_refused() {
        assert_eq!(
            refusal("AKIA", "secret\n"),
            (
                Code::CredentialsMalformed,
                "credentials.secretAccessKey".into()
            )
        );
    }

    #[test]
    fn a_secret_in_the_ids_place_is_noticed() {
        assert_eq!(
            refusal(SECRET, SECRET),
            (Code::CredentialsMalformed, "credentials.accessKeyId".into())
        );
    }

    #[test]
    fn no_error_quotes_what_was_given() {
        let error = Credentials::new("AKIA", "hush hush").expect_err("refused");
        assert!(!format!("{error:?} {error}").contains("hush"));
    }
}
