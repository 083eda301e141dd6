//! The expiry of a signature: the requested one, limited by S3 and by the credentials.

use crate::credentials::Credentials;
use crate::decimal::decimal;
use crate::error::{Error, Reason};
use crate::text::concat;
use crate::time::Timestamp;

/// Default lifetime of a signature: an hour, in seconds, as in the AWS CLI and boto3.
pub const DEFAULT_SECONDS: u32 = 3_600;

/// Maximum of `cacheWindow`: seven days, in seconds. It is also the maximum lifetime of a V4 URL.
pub const MAX_WINDOW_SECONDS: u32 = 604_800;

/// The expiry that a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// Number of seconds after the signing date.
    In(u32),
    /// An instant.
    At(Timestamp),
}

impl Default for Expiry {
    fn default() -> Self {
        Self::In(DEFAULT_SECONDS)
    }
}

/// The cause of the expiry of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitedBy {
    /// The expiry of the request.
    Request,
    /// The expiration of the credentials: S3 rejects a signature of expired credentials.
    Credentials,
    /// Unknown: the credentials are temporary, because they have a session token, but their expiration is not known.
    Unknown,
}

impl LimitedBy {
    /// The name that JavaScript sees as `limitedBy`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Credentials => "credentials",
            Self::Unknown => "unknown",
        }
    }
}

/// The time in which a signature is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// The signing date.
    pub signed_at: Timestamp,
    /// Lifetime that the signature states, in seconds after the signing date.
    pub seconds: u32,
    /// Expiry that the signature states.
    pub stated_expiry: Timestamp,
    /// The instant at which the signature stops working: the earlier of the stated expiry and the expiration of the
    /// credentials, if that is known.
    pub expires_at: Timestamp,
    /// The cause of that expiry.
    pub limited_by: LimitedBy,
}

impl Validity {
    /// Checks a requested expiry. `max_seconds` is the maximum lifetime of the signature version.
    ///
    /// `now` is the real instant. The signing date may be before or after it. Fails with
    /// [`Code::InvalidExpiry`](crate::Code::InvalidExpiry), or with
    /// [`Code::CredentialsExpired`](crate::Code::CredentialsExpired) if the credentials expire by `now` or by the signing
    /// date.
    pub fn new(
        expiry: Expiry,
        signed_at: Timestamp,
        now: Timestamp,
        credentials: &Credentials,
        max_seconds: u32,
    ) -> Result<Self, Error> {
        if let Some(expiration) = credentials.expiration()
            && (expiration <= now || expiration <= signed_at)
        {
            return Err(Error::new(
                Reason::CredentialsExpired,
                "credentials.expiration",
                &[&expiration.iso8601()],
            ));
        }
        let (reasons, field, seconds) = match expiry {
            Expiry::In(seconds) => (EXPIRES_IN, "expiresIn", seconds.into()),
            Expiry::At(instant) => (EXPIRES_AT, "expiresAt", instant.unix() - signed_at.unix()),
        };
        match u32::try_from(seconds) {
            Ok(seconds) if (1..=max_seconds).contains(&seconds) => {
                Self::from_seconds(signed_at, seconds, credentials)
            }
            _ => Err(out_of_range(reasons, field, max_seconds, seconds)),
        }
    }

    /// Returns a validity that is the same for all instants within a window of `window` seconds, so that equal requests
    /// get equal signatures. The signing date is the start of the window, and the lifetime is that of the instant which
    /// needs the longest.
    ///
    /// Fails with [`Code::InvalidExpiry`](crate::Code::InvalidExpiry) if `window` is not 1 to [`MAX_WINDOW_SECONDS`], or
    /// if the lifetime is over `max_seconds`.
    pub fn within_window(
        self,
        window: u32,
        expiry: Expiry,
        credentials: &Credentials,
        max_seconds: u32,
    ) -> Result<Self, Error> {
        if !(1..=MAX_WINDOW_SECONDS).contains(&window) {
            return Err(Error::new(
                Reason::CacheWindowOutOfRange,
                "cacheWindow",
                &[&decimal(window.into())],
            ));
        }
        let since_start = self.signed_at.unix().rem_euclid(window.into());
        let seconds = match expiry {
            // The full lifetime also for a request in the last second of the window.
            Expiry::In(seconds) => seconds.saturating_add(window - 1),
            Expiry::At(_) => {
                u32::try_from(i64::from(self.seconds) + since_start).unwrap_or(u32::MAX)
            }
        };
        if seconds > max_seconds {
            return Err(out_of_range(
                CACHE_WINDOW,
                "cacheWindow",
                max_seconds,
                seconds.into(),
            ));
        }
        let start = Timestamp::from_unix(self.signed_at.unix() - since_start)?;
        Self::from_seconds(start, seconds, credentials)
    }

    fn from_seconds(
        signed_at: Timestamp,
        seconds: u32,
        credentials: &Credentials,
    ) -> Result<Self, Error> {
        let stated_expiry = Timestamp::from_unix(signed_at.unix() + i64::from(seconds))?;
        let (expires_at, limited_by) = match credentials.expiration() {
            Some(expiration) if expiration < stated_expiry => (expiration, LimitedBy::Credentials),
            None if credentials.session_token().is_some() => (stated_expiry, LimitedBy::Unknown),
            _ => (stated_expiry, LimitedBy::Request),
        };
        Ok(Self {
            signed_at,
            seconds,
            stated_expiry,
            expires_at,
            limited_by,
        })
    }
}

/// The reasons of [`out_of_range`]: for the limit of a V4 URL, and for another one.
type Reasons = [Reason; 2];

const EXPIRES_IN: Reasons = [Reason::ExpiresInOutOfV4Range, Reason::ExpiresInOutOfRange];
const EXPIRES_AT: Reasons = [Reason::ExpiresAtOutOfV4Range, Reason::ExpiresAtOutOfRange];
const CACHE_WINDOW: Reasons = [Reason::CacheWindowTooLongForV4, Reason::CacheWindowTooLong];

/// The error of a number of seconds that is not 1 to `max_seconds`.
#[cold]
fn out_of_range(reasons: Reasons, field: &str, max_seconds: u32, seconds: i64) -> Error {
    let [for_v4, other] = reasons;
    let reason = if max_seconds == MAX_WINDOW_SECONDS {
        for_v4
    } else {
        other
    };
    let sign = if seconds < 0 { "-" } else { "" };
    let got = concat(&[sign, &decimal(seconds.unsigned_abs())]);
    Error::new(reason, field, &[&decimal(max_seconds.into()), &got])
}

#[cfg(test)]
mod tests {
    use super::{Expiry, LimitedBy, Validity};
    use crate::credentials::Credentials;
    use crate::error::{Code, Error};
    use crate::time::Timestamp;

    const WEEK: u32 = 604_800;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix(seconds).expect("an instant")
    }

    fn credentials(expiration: Option<i64>) -> Credentials {
        let credentials = Credentials::new("AKIA", "secret").expect("credentials");
        match expiration {
            Some(expiration) => credentials.with_expiration(at(expiration)),
            None => credentials,
        }
    }

    fn signed_at_1000(expiry: Expiry, expiration: Option<i64>) -> Result<Validity, Error> {
        Validity::new(expiry, at(1000), at(1000), &credentials(expiration), WEEK)
    }

    #[test]
    fn one_second_and_seven_days_are_the_limits() {
        for seconds in [1, WEEK] {
            let validity = signed_at_1000(Expiry::In(seconds), None).expect("a validity");
            assert_eq!(validity.expires_at, at(1000 + i64::from(seconds)));
        }
        for seconds in [0, WEEK + 1, u32::MAX] {
            let error = signed_at_1000(Expiry::In(seconds), None).expect_err("an error");
            assert_eq!(
                (error.code(), error.field()),
                (Code::InvalidExpiry, "expiresIn")
            );
        }
    }

    #[test]
    fn an_instant_is_compared_with_the_signing_date() {
        assert_eq!(
            signed_at_1000(Expiry::At(at(1300)), None)
                .expect("a validity")
                .seconds,
            300
        );
        for instant in [1000, 999, 1001 + i64::from(WEEK)] {
            let error = signed_at_1000(Expiry::At(at(instant)), None).expect_err("an error");
            assert_eq!(
                (error.code(), error.field()),
                (Code::InvalidExpiry, "expiresAt")
            );
        }
    }

    #[test]
    fn credentials_that_expire_earlier_limit_the_signature() {
        let validity = signed_at_1000(Expiry::In(900), Some(1600)).expect("a validity");
        assert_eq!(
            (validity.expires_at, validity.limited_by),
            (at(1600), LimitedBy::Credentials)
        );
        assert_eq!(validity.seconds, 900);
    }

    #[test]
    fn credentials_that_expire_later_do_not_limit_the_signature() {
        for expiration in [1900, 2000] {
            let validity = signed_at_1000(Expiry::In(900), Some(expiration)).expect("a validity");
            assert_eq!(
                (validity.expires_at, validity.limited_by),
                (at(1900), LimitedBy::Request)
            );
        }
    }

    #[test]
    fn with_a_session_token_and_no_expiration_the_limit_is_unknown() {
        let permanent = credentials(None);
        let temporary = |expiration| {
            credentials(expiration)
                .with_session_token("token")
                .expect("a token")
        };
        for (credentials, limited_by) in [
            (permanent, LimitedBy::Request),
            (temporary(None), LimitedBy::Unknown),
            (temporary(Some(2000)), LimitedBy::Request),
            (temporary(Some(1600)), LimitedBy::Credentials),
        ] {
            let expiry = Expiry::In(900);
            let validity =
                Validity::new(expiry, at(1000), at(1000), &credentials, WEEK).expect("a validity");
            assert_eq!(validity.limited_by, limited_by);
            let in_window = validity
                .within_window(10, expiry, &credentials, WEEK)
                .expect("a validity");
            assert_eq!(in_window.limited_by, limited_by);
        }
    }

    #[test]
    fn expired_credentials_sign_nothing() {
        for expiration in [999, 1000] {
            let error = signed_at_1000(Expiry::In(60), Some(expiration)).expect_err("an error");
            assert_eq!(error.code(), Code::CredentialsExpired);
        }
    }

    #[test]
    fn a_signing_date_in_the_past_does_not_revive_expired_credentials() {
        let error = Validity::new(
            Expiry::In(60),
            at(500),
            at(1000),
            &credentials(Some(800)),
            WEEK,
        )
        .expect_err("an error");
        assert_eq!(error.code(), Code::CredentialsExpired);
    }

    fn in_window(signed_at: i64, expiry: Expiry, window: u32) -> Result<Validity, Error> {
        let (signed_at, credentials) = (at(signed_at), credentials(None));
        Validity::new(expiry, signed_at, signed_at, &credentials, WEEK)?.within_window(
            window,
            expiry,
            &credentials,
            WEEK,
        )
    }

    #[test]
    fn all_instants_of_one_window_have_the_same_validity() {
        for expiry in [Expiry::In(60), Expiry::At(at(10_000))] {
            let first = in_window(900, expiry, 300).expect("a validity");
            assert_eq!(first.signed_at, at(900));
            for second in [901, 1000, 1199] {
                assert_eq!(in_window(second, expiry, 300), Ok(first));
            }
            assert_ne!(in_window(1200, expiry, 300), Ok(first));
        }
    }

    #[test]
    fn the_last_second_of_a_window_has_the_requested_lifetime() {
        let validity = in_window(1199, Expiry::In(60), 300).expect("a validity");
        assert_eq!(validity.expires_at, at(1199 + 60));
        let validity = in_window(1199, Expiry::At(at(5000)), 300).expect("a validity");
        assert_eq!(validity.expires_at, at(5000));
    }

    #[test]
    fn a_window_of_one_second_changes_nothing() {
        assert_eq!(
            in_window(1199, Expiry::In(60), 1),
            Validity::new(Expiry::In(60), at(1199), at(1199), &credentials(None), WEEK)
        );
    }

    #[test]
    fn window_and_lifetime_together_are_limited() {
        assert!(in_window(1199, Expiry::In(WEEK - 299), 300).is_ok());
        for (expiry, window) in [
            (Expiry::In(WEEK - 298), 300),
            (Expiry::At(at(1199 + i64::from(WEEK))), 300),
        ] {
            let error = in_window(1199, expiry, window).expect_err("an error");
            assert_eq!(
                (error.code(), error.field()),
                (Code::InvalidExpiry, "cacheWindow")
            );
        }
    }

    #[test]
    fn a_window_is_one_second_to_seven_days() {
        assert!(in_window(1199, Expiry::In(1), WEEK).is_ok());
        for window in [0, WEEK + 1] {
            let error = in_window(1199, Expiry::In(1), window).expect_err("an error");
            assert_eq!(
                (error.code(), error.field()),
                (Code::InvalidExpiry, "cacheWindow")
            );
        }
    }
}
