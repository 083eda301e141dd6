//! The credentials that sign.

use alloc::string::String;
use core::fmt;

use zeroize::Zeroizing;

use crate::error::{Error, Reason};
use crate::text::contains;
use crate::time::Timestamp;

/// A long-lived access key, or temporary credentials. Secret access key and session token are wiped from memory on drop,
/// and `Debug` does not show them.
#[derive(Clone)]
pub struct Credentials {
    access_key_id: String,
    secret_access_key: Zeroizing<String>,
    session_token: Option<Zeroizing<String>>,
    expiration: Option<Timestamp>,
}

impl Credentials {
    /// A long-lived access key.
    ///
    /// Fails with [`Code::CredentialsMalformed`](crate::Code::CredentialsMalformed) if a part is empty or has a character
    /// that no key has, such as a line break.
    pub fn new(access_key_id: &str, secret_access_key: &str) -> Result<Self, Error> {
        Self::from_parts(access_key_id, secret_access_key, None, None)
    }

    /// Credentials of all parts. Fails as [`new`](Self::new) does.
    pub(crate) fn from_parts(
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

    /// Makes the credentials temporary: each signature will have the token. Fails as [`new`](Self::new) does.
    pub fn with_session_token(mut self, session_token: &str) -> Result<Self, Error> {
        check(SESSION_TOKEN, session_token)?;
        self.session_token = Some(Zeroizing::new(session_token.into()));
        Ok(self)
    }

    /// Sets the expiration. No signature is made after it, and none is valid after it.
    #[must_use]
    pub fn with_expiration(mut self, expiration: Timestamp) -> Self {
        self.expiration = Some(expiration);
        self
    }

    /// The access key id, such as `AKIA…` or `ASIA…`. It is public: each presigned URL has it.
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// The expiration, if it is known.
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

/// Fails unless the value is printable ASCII without spaces.
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

    fn code_and_field(id: &str, secret: &str) -> (Code, String) {
        let error = Credentials::new(id, secret).expect_err("an error");
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
    fn an_error_names_the_empty_part() {
        assert_eq!(
            code_and_field("", SECRET),
            (Code::CredentialsMalformed, "credentials.accessKeyId".into())
        );
        assert_eq!(
            code_and_field("AKIA", ""),
            (
                Code::CredentialsMalformed,
                "credentials.secretAccessKey".into()
            )
        );
    }

    #[test]
    fn a_line_break_is_an_error() {
        assert_eq!(
            code_and_field("AKIA", "secret\n"),
            (
                Code::CredentialsMalformed,
                "credentials.secretAccessKey".into()
            )
        );
    }

    #[test]
    fn a_secret_access_key_in_place_of_the_id_is_an_error() {
        assert_eq!(
            code_and_field(SECRET, SECRET),
            (Code::CredentialsMalformed, "credentials.accessKeyId".into())
        );
    }

    #[test]
    fn an_error_does_not_show_the_value() {
        let error = Credentials::new("AKIA", "hush hush").expect_err("an error");
        assert!(!format!("{error:?} {error}").contains("hush"));
    }
}
