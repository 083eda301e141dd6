//! Until when a signature works: what was asked for, what S3 allows, and when the credentials end.

use crate::credentials::Credentials;
use crate::decimal::decimal;
use crate::error::{Error, Reason};
use crate::text::concat;
use crate::time::Timestamp;

/// What is asked for where nothing is said: an hour, as in the AWS CLI and boto3.
pub const DEFAULT_SECONDS: u32 = 3_600;

/// The longest window in which equal requests can give equal URLs: seven days, in seconds.
pub const LONGEST_WINDOW: u32 = 604_800;

/// When the signature shall end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// So many seconds after it is signed.
    In(u32),
    /// At an instant.
    At(Timestamp),
}

impl Default for Expiry {
    fn default() -> Self {
        Self::In(DEFAULT_SECONDS)
    }
}

/// What ends the signature first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitedBy {
    /// The expiry that was asked for.
    Request,
    /// The credentials: a signature dies with those that made it, whatever it says of itself.
    Credentials,
    /// Perhaps the credentials: they have a session token, so that they end, and do not tell when.
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

/// The span in which a signature works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// The instant it is signed for.
    pub signed_at: Timestamp,
    /// What it says of itself, in seconds from then.
    pub seconds: u32,
    /// When it says that it ends.
    pub own_end: Timestamp,
    /// When it really stops working: the earlier of its own end and the credentials', if that is known.
    pub expires_at: Timestamp,
    /// Which of the two that is.
    pub limited_by: LimitedBy,
}

impl Validity {
    /// Weighs what was asked for against `longest` seconds and the credentials' end.
    ///
    /// `now` is the real instant, and `signed_at` the one to sign for, which may lie before or after it.
    /// Fails with [`Code::InvalidExpiry`](crate::Code::InvalidExpiry), or [`Code::CredentialsExpired`](crate::Code::CredentialsExpired): expired credentials sign nothing.
    pub fn new(
        expiry: Expiry,
        signed_at: Timestamp,
        now: Timestamp,
        credentials: &Credentials,
        longest: u32,
    ) -> Result<Self, Error> {
        if let Some(end) = credentials.expiration()
            && (end <= now || end <= signed_at)
        {
            return Err(Error::new(
                Reason::CredentialsExpired,
                "credentials.expiration",
                &[&end.iso8601()],
            ));
        }
        let (reasons, field, seconds) = match expiry {
            Expiry::In(seconds) => (EXPIRES_IN, "expiresIn", seconds.into()),
            Expiry::At(end) => (EXPIRES_AT, "expiresAt", end.unix() - signed_at.unix()),
        };
        match u32::try_from(seconds) {
            Ok(seconds) if (1..=longest).contains(&seconds) => {
                Self::spanning(signed_at, seconds, credentials)
            }
            _ => Err(out_of_range(reasons, field, longest, seconds)),
        }
    }

    /// The same for every instant within a window: signed at its beginning, so that equal requests give
    /// equal signatures, and reaching as far as any of them asks.
    ///
    /// `expiry` is what was asked for. Fails with [`Code::InvalidExpiry`](crate::Code::InvalidExpiry) where `window` is not 1 to
    /// [`LONGEST_WINDOW`] seconds, or where the two together pass `longest`.
    pub fn within_window(
        self,
        window: u32,
        expiry: Expiry,
        credentials: &Credentials,
        longest: u32,
    ) -> Result<Self, Error> {
        if !(1..=LONGEST_WINDOW).contains(&window) {
            return Err(Error::new(
                Reason::CacheWindowOutOfRange,
                "cacheWindow",
                &[&decimal(window.into())],
            ));
        }
        let since_beginning = self.signed_at.unix().rem_euclid(window.into());
        let seconds = match expiry {
            // As asked for at the window's last second.
            Expiry::In(seconds) => seconds.saturating_add(window - 1),
            Expiry::At(_) => {
                u32::try_from(i64::from(self.seconds) + since_beginning).unwrap_or(u32::MAX)
            }
        };
        if seconds > longest {
            return Err(out_of_range(
                CACHE_WINDOW,
                "cacheWindow",
                longest,
                seconds.into(),
            ));
        }
        let beginning = Timestamp::from_unix(self.signed_at.unix() - since_beginning)?;
        Self::spanning(beginning, seconds, credentials)
    }

    fn spanning(
        signed_at: Timestamp,
        seconds: u32,
        credentials: &Credentials,
    ) -> Result<Self, Error> {
        let own_end = Timestamp::from_unix(signed_at.unix() + i64::from(seconds))?;
        let (expires_at, limited_by) = match credentials.expiration() {
            Some(end) if end < own_end => (end, LimitedBy::Credentials),
            None if credentials.session_token().is_some() => (own_end, LimitedBy::Unknown),
            _ => (own_end, LimitedBy::Request),
        };
        Ok(Self {
            signed_at,
            seconds,
            own_end,
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

/// The error of a number of seconds that is not 1 to `longest`.
#[cold]
fn out_of_range(reasons: Reasons, field: &str, longest: u32, seconds: i64) -> Error {
    let [for_v4, other] = reasons;
    let reason = if longest == LONGEST_WINDOW {
        for_v4
    } else {
        other
    };
    let sign = if seconds < 0 { "-" } else { "" };
    let got = concat(&[sign, &decimal(seconds.unsigned_abs())]);
    Error::new(reason, field, &[&decimal(longest.into()), &got])
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

    fn credentials(end: Option<i64>) -> Credentials {
        let credentials = Credentials::new("AKIA", "secret").expect("credentials");
        match end {
            Some(end) => credentials.with_expiration(at(end)),
            None => credentials,
        }
    }

    fn signed_at_1000(expiry: Expiry, end: Option<i64>) -> Result<Validity, Error> {
        Validity::new(expiry, at(1000), at(1000), &credentials(end), WEEK)
    }

    #[test]
    fn one_second_and_seven_days_are_the_limits() {
        for seconds in [1, WEEK] {
            let validity = signed_at_1000(Expiry::In(seconds), None).expect("allowed");
            assert_eq!(validity.expires_at, at(1000 + i64::from(seconds)));
        }
        for seconds in [0, WEEK + 1, u32::MAX] {
            let error = signed_at_1000(Expiry::In(seconds), None).expect_err("refused");
            assert_eq!(
                (error.code(), error.field()),
                (Code::InvalidExpiry, "expiresIn")
            );
        }
    }

    #[test]
    fn an_end_by_date_counts_from_the_instant_of_signing() {
        assert_eq!(
            signed_at_1000(Expiry::At(at(1300)), None)
                .expect("allowed")
                .seconds,
            300
        );
        for end in [1000, 999, 1001 + i64::from(WEEK)] {
            let error = signed_at_1000(Expiry::At(at(end)), None).expect_err("refused");
            assert_eq!(
                (error.code(), error.field()),
                (Code::InvalidExpiry, "expiresAt")
            );
        }
    }

    #[test]
    fn the_credentials_end_limits_a_longer_request() {
        let validity = signed_at_1000(Expiry::In(900), Some(1600)).expect("allowed");
        assert_eq!(
            (validity.expires_at, validity.limited_by),
            (at(1600), LimitedBy::Credentials)
        );
        assert_eq!(validity.seconds, 900);
    }

    #[test]
    fn a_request_that_ends_first_or_together_is_limited_by_itself() {
        for end in [1900, 2000] {
            let validity = signed_at_1000(Expiry::In(900), Some(end)).expect("allowed");
            assert_eq!(
                (validity.expires_at, validity.limited_by),
                (at(1900), LimitedBy::Request)
            );
        }
    }

    #[test]
    fn the_end_of_a_session_token_without_an_expiration_is_unknown() {
        let permanent = credentials(None);
        let temporary = |end| {
            credentials(end)
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
                Validity::new(expiry, at(1000), at(1000), &credentials, WEEK).expect("allowed");
            assert_eq!(validity.limited_by, limited_by);
            let in_window = validity
                .within_window(10, expiry, &credentials, WEEK)
                .expect("allowed");
            assert_eq!(in_window.limited_by, limited_by);
        }
    }

    #[test]
    fn expired_credentials_sign_nothing() {
        for end in [999, 1000] {
            let error = signed_at_1000(Expiry::In(60), Some(end)).expect_err("refused");
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
        .expect_err("refused");
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
    fn within_a_window_all_is_the_same_and_in_the_next_it_is_not() {
        for expiry in [Expiry::In(60), Expiry::At(at(10_000))] {
            let first = in_window(900, expiry, 300).expect("allowed");
            assert_eq!(first.signed_at, at(900));
            for second in [901, 1000, 1199] {
                assert_eq!(in_window(second, expiry, 300), Ok(first));
            }
            assert_ne!(in_window(1200, expiry, 300), Ok(first));
        }
    }

    #[test]
    fn a_window_covers_what_was_asked_for_until_its_last_second() {
        let validity = in_window(1199, Expiry::In(60), 300).expect("allowed");
        assert_eq!(validity.expires_at, at(1199 + 60));
        let validity = in_window(1199, Expiry::At(at(5000)), 300).expect("allowed");
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
    fn a_window_never_stretches_a_signature_past_the_limit() {
        assert!(in_window(1199, Expiry::In(WEEK - 299), 300).is_ok());
        for (expiry, window) in [
            (Expiry::In(WEEK - 298), 300),
            (Expiry::At(at(1199 + i64::from(WEEK))), 300),
        ] {
            let error = in_window(1199, expiry, window).expect_err("refused");
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
            let error = in_window(1199, Expiry::In(1), window).expect_err("refused");
            assert_eq!(
                (error.code(), error.field()),
                (Code::InvalidExpiry, "cacheWindow")
            );
        }
    }
}
