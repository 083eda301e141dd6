//! The stack's clock, and the date formats of AWS.

use std::sync::atomic::{AtomicI64, Ordering};

use time::format_description::FormatItem;
use time::macros::format_description;
use time::{Duration, OffsetDateTime};

/// Format of `X-Amz-Date`: `20130524T000000Z`.
pub const AMZ_DATE: &[FormatItem<'static>] =
    format_description!("[year][month][day]T[hour][minute][second]Z");

const ISO_8601: &[FormatItem<'static>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");

/// The machine's clock with an offset that tests set.
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

    /// Sets the offset. Positive: ahead of the machine's clock.
    pub fn set_offset_seconds(&self, seconds: i64) {
        self.offset_seconds.store(seconds, Ordering::Relaxed);
    }
}

/// Formats an instant for the `Date` header: `Fri, 24 May 2013 00:00:00 GMT`.
pub fn http_date(instant: OffsetDateTime) -> String {
    httpdate::fmt_http_date(instant.into())
}

/// Formats an instant as ISO 8601: `2013-05-24T00:00:00Z`.
pub fn iso_8601(instant: OffsetDateTime) -> String {
    instant
        .format(ISO_8601)
        .expect("all components are available")
}

/// Parses `20130524T000000Z`.
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
    fn dates_have_the_formats_of_aws() {
        let instant = datetime!(2013-05-24 00:00:00 UTC);
        assert_eq!(http_date(instant), "Fri, 24 May 2013 00:00:00 GMT");
        assert_eq!(iso_8601(instant), "2013-05-24T00:00:00Z");
        assert_eq!(parse_amz_date("20130524T000000Z"), Some(instant));
    }

    #[test]
    fn other_formats_are_not_parsed_as_amz_dates() {
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
