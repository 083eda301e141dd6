//! The stack's own clock: the machine's, shifted by as much as a test asks for.

use std::sync::atomic::{AtomicI64, Ordering};

use time::format_description::FormatItem;
use time::macros::format_description;
use time::{Duration, OffsetDateTime};

/// `20130524T000000Z`, the form of `X-Amz-Date`.
pub const AMZ_DATE: &[FormatItem<'static>] =
    format_description!("[year][month][day]T[hour][minute][second]Z");

const HTTP_DATE: &[FormatItem<'static>] = format_description!(
    "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
);

const ISO_8601: &[FormatItem<'static>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");

/// A clock that may run ahead of, or behind, the machine's.
#[derive(Debug, Default)]
pub struct Clock {
    offset_seconds: AtomicI64,
}

impl Clock {
    pub fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc() + Duration::seconds(self.offset_seconds())
    }

    pub fn offset_seconds(&self) -> i64 {
        self.offset_seconds.load(Ordering::Relaxed)
    }

    /// Positive: ahead of the machine's clock.
    pub fn set_offset_seconds(&self, seconds: i64) {
        self.offset_seconds.store(seconds, Ordering::Relaxed);
    }
}

/// `Fri, 24 May 2013 00:00:00 GMT`, the form of the `Date` header.
pub fn http_date(instant: OffsetDateTime) -> String {
    instant
        .format(HTTP_DATE)
        .expect("a date of this era has this form")
}

/// `2013-05-24T00:00:00Z`.
pub fn iso_8601(instant: OffsetDateTime) -> String {
    instant
        .format(ISO_8601)
        .expect("a date of this era has this form")
}

/// Reads `20130524T000000Z`.
pub fn parse_amz_date(text: &str) -> Option<OffsetDateTime> {
    time::PrimitiveDateTime::parse(text, AMZ_DATE)
        .ok()
        .map(time::PrimitiveDateTime::assume_utc)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn dates_take_the_forms_that_aws_uses() {
        let instant = datetime!(2013-05-24 00:00:00 UTC);
        assert_eq!(http_date(instant), "Fri, 24 May 2013 00:00:00 GMT");
        assert_eq!(iso_8601(instant), "2013-05-24T00:00:00Z");
        assert_eq!(parse_amz_date("20130524T000000Z"), Some(instant));
    }

    #[test]
    fn a_date_in_another_form_is_not_an_amz_date() {
        for text in [
            "20130524",
            "2013-05-24T00:00:00Z",
            "20131324T000000Z",
            "20130524T000000Z ",
        ] {
            assert_eq!(parse_amz_date(text), None, "{text}");
        }
    }
}
