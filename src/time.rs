//! Instants in the formats that S3 signs. There is no clock here: the current time is an argument.

use alloc::string::String;

use crate::decimal::{number, push_padded};
use crate::error::{Error, Reason};

const SECONDS_PER_DAY: i64 = 86_400;

/// An instant in whole seconds, in the years 1970 to 9999.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self(0);
    /// The seconds of 9999-12-31T23:59:59Z, the last instant with a four-digit year, which every format needs.
    pub(crate) const LAST: u64 = 253_402_300_799;

    /// Converts seconds since 1970. Fails with `InvalidDate` outside the years 1970 to 9999.
    pub fn from_unix(seconds: i64) -> Result<Self, Error> {
        // A negative number is a large one without its sign.
        if seconds.cast_unsigned() <= Self::LAST {
            Ok(Self(seconds))
        } else {
            Err(Error::new(Reason::DateOutOfRange, "signingDate", &[]))
        }
    }

    /// Converts seconds since 1970, which the caller has limited to [`LAST`](Self::LAST). Only JavaScript passes numbers.
    #[cfg(any(target_arch = "wasm32", test, fuzzing))]
    pub(crate) fn from_number(seconds: u64) -> Self {
        Self(seconds.min(Self::LAST).cast_signed())
    }

    /// Parses `20130524T000000Z`. Returns None for any other format, and for dates that do not exist.
    pub fn from_amz_date(text: &str) -> Option<Self> {
        let at = |from: usize, to: usize| number(text.get(from..to)?);
        let (year, month, day) = (at(0, 4)?, at(4, 6)?, at(6, 8)?);
        let (hour, minute, second) = (at(9, 11)?, at(11, 13)?, at(13, 15)?);
        let midnight = days(year, month, day);
        let is_day = (1..=12).contains(&month)
            && day >= 1
            && midnight < days(year + month / 12, month % 12 + 1, 1);
        let is_instant = is_day
            && hour < 24
            && minute < 60
            && second < 60
            && text.get(8..9) == Some("T")
            && text.get(15..) == Some("Z");
        let second = (hour * 60 + minute) * 60 + second;
        Self::from_unix(midnight * SECONDS_PER_DAY + second)
            .ok()
            .filter(|_| is_instant)
    }

    /// Returns the seconds since 1970.
    pub fn unix(self) -> i64 {
        self.0
    }

    /// Formats the instant for `X-Amz-Date`: `20130524T000000Z`.
    pub fn amz_date(self) -> String {
        self.format("", "", "Z")
    }

    /// Formats the day for the credential scope: `20130524`.
    pub fn date_stamp(self) -> String {
        self.date("")
    }

    /// Formats the instant for the `expiration` of a POST policy: `2013-05-24T00:00:00.000Z`.
    pub fn iso8601(self) -> String {
        self.format("-", ":", ".000Z")
    }

    fn format(self, date_separator: &str, time_separator: &str, suffix: &str) -> String {
        let mut text = self.date(date_separator);
        let second = self.0.rem_euclid(SECONDS_PER_DAY);
        push_two(&mut text, "T", second / 3600);
        push_two(&mut text, time_separator, second / 60 % 60);
        push_two(&mut text, time_separator, second % 60);
        text.push_str(suffix);
        text
    }

    #[inline(never)]
    fn date(self, separator: &str) -> String {
        let (year, month, day) = civil(self.0.div_euclid(SECONDS_PER_DAY));
        let mut text = String::with_capacity(24);
        push_padded(&mut text, year, 4);
        push_two(&mut text, separator, month);
        push_two(&mut text, separator, day);
        text
    }
}

fn push_two(text: &mut String, before: &str, number: i64) {
    text.push_str(before);
    push_padded(text, number, 2);
}

/// Returns year, month and day of the day `days` after 1970-01-01, in the proleptic Gregorian calendar.
///
/// Years begin in March here, so the leap day is the last day. The calendar repeats every 400 years (146,097 days).
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// Returns the number of days from 1970-01-01 to a date: the inverse of [`civil`].
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let day_of_era = year.rem_euclid(400) * 365 + year.rem_euclid(400) / 4
        - year.rem_euclid(400) / 100
        + (153 * month + 2) / 5
        + day
        - 1;
    year.div_euclid(400) * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix(seconds).expect("an instant from 1970 to 9999")
    }

    #[test]
    fn each_format_equals_the_example_of_aws() {
        let instant = at(1_369_353_600);
        assert_eq!(instant.amz_date(), "20130524T000000Z");
        assert_eq!(instant.date_stamp(), "20130524");
        assert_eq!(instant.iso8601(), "2013-05-24T00:00:00.000Z");
    }

    #[test]
    fn leap_years_follow_the_gregorian_calendar() {
        assert_eq!(at(1_709_164_800).date_stamp(), "20240229");
        assert_eq!(at(951_782_400).date_stamp(), "20000229");
        assert_eq!(at(4_107_542_400).date_stamp(), "21000301");
        assert_eq!(at(4_107_542_399).date_stamp(), "21000228");
    }

    #[test]
    fn the_first_and_the_last_instant_can_be_formatted() {
        assert_eq!(at(0).amz_date(), "19700101T000000Z");
        assert_eq!(at(253_402_300_799).amz_date(), "99991231T235959Z");
    }

    #[test]
    fn every_formatted_instant_is_parsed_back() {
        let mut seconds = 0;
        while seconds <= 253_402_300_799 {
            assert_eq!(
                Timestamp::from_amz_date(&at(seconds).amz_date()),
                Some(at(seconds))
            );
            seconds += 86_399 * 31;
        }
    }

    #[test]
    fn malformed_and_impossible_instants_are_not_parsed() {
        for text in [
            "",
            "20130524",
            "20130524T000000",
            "20130524T000000z",
            "2013-05-24T00:00:00Z",
            "20130229T000000Z",
            "20131301T000000Z",
            "20130500T000000Z",
            "20130524T240000Z",
            "20130524T006000Z",
            "+0130524T000000Z",
            "19691231T235959Z",
            "20130524T000000Z ",
            "2013052éT00000Z",
        ] {
            assert_eq!(Timestamp::from_amz_date(text), None, "{text}");
        }
    }

    #[test]
    fn instants_before_1970_and_after_9999_are_rejected() {
        assert!(Timestamp::from_unix(-1).is_err());
        assert!(Timestamp::from_unix(253_402_300_800).is_err());
    }
}
