//! The conditions of a request: `If-Match` and the like.

use s3s::dto::{ETagCondition, Timestamp};
use s3s::{S3Error, S3ErrorCode, S3Result, s3_error};
use time::OffsetDateTime;

use crate::s3::store::object::{Object as Stored, Record};

/// The conditions of a request that reads an object.
#[expect(
    clippy::struct_field_names,
    reason = "they are the names of the headers"
)]
#[derive(Default)]
pub struct ReadConditions {
    pub if_match: Option<ETagCondition>,
    pub if_none_match: Option<ETagCondition>,
    pub if_modified_since: Option<Timestamp>,
    pub if_unmodified_since: Option<Timestamp>,
}

impl ReadConditions {
    /// Checks the conditions in the order of RFC 9110, section 13.2.2, as S3 does.
    ///
    /// # Errors
    /// `PreconditionFailed`, or `NotModified`.
    pub fn check(&self, record: &Record) -> S3Result<()> {
        // Dates in headers are whole seconds.
        let modified = record
            .last_modified
            .replace_nanosecond(0)
            .unwrap_or(record.last_modified);
        let matches = |condition: &ETagCondition| match condition {
            ETagCondition::Any => true,
            ETagCondition::ETag(etag) => etag.value() == record.etag,
        };
        match (&self.if_match, &self.if_unmodified_since) {
            (Some(condition), _) if !matches(condition) => {
                return Err(precondition_failed("If-Match"));
            }
            (None, Some(since)) if modified > OffsetDateTime::from(since.clone()) => {
                return Err(precondition_failed("If-Unmodified-Since"));
            }
            _ => {}
        }
        let unchanged = match (&self.if_none_match, &self.if_modified_since) {
            (Some(condition), _) => matches(condition),
            (None, Some(since)) => modified <= OffsetDateTime::from(since.clone()),
            (None, None) => false,
        };
        if unchanged {
            Err(S3ErrorCode::NotModified.into())
        } else {
            Ok(())
        }
    }
}

fn precondition_failed(header: &str) -> S3Error {
    s3_error!(
        PreconditionFailed,
        "At min one of the pre-conditions you specified did not hold: {header}"
    )
}

/// The conditions of a request that writes an object.
#[derive(Default)]
pub struct WriteConditions {
    pub if_match: Option<ETagCondition>,
    pub if_none_match: Option<ETagCondition>,
}

impl WriteConditions {
    /// Whether the object may be written over `existing`.
    pub fn accept(&self, existing: Option<&Stored>) -> bool {
        let matches = |condition: &ETagCondition| match (condition, existing) {
            (_, None) => false,
            (ETagCondition::Any, Some(_)) => true,
            (ETagCondition::ETag(etag), Some(existing)) => etag.value() == existing.record.etag,
        };
        self.if_match.as_ref().is_none_or(matches)
            && !self.if_none_match.as_ref().is_some_and(matches)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use s3s::dto::ETag;
    use time::macros::datetime;

    use super::*;
    use crate::s3::store::content::Content;
    use crate::s3::store::object::{ChecksumKind, Headers};

    fn record() -> Record {
        Record {
            key: "a".to_owned(),
            etag: "abc".to_owned(),
            last_modified: datetime!(2026-01-01 00:00:00.5 UTC),
            headers: Headers::default(),
            checksums: BTreeMap::new(),
            checksum_kind: ChecksumKind::FullObject,
            part_sizes: Vec::new(),
        }
    }

    fn etag(value: &str) -> Option<ETagCondition> {
        Some(ETagCondition::ETag(ETag::Strong(value.to_owned())))
    }

    #[test]
    fn header_dates_ignore_fractions_of_a_second() {
        let date = Timestamp::from(datetime!(2026-01-01 00:00:00 UTC));
        let unmodified = ReadConditions {
            if_unmodified_since: Some(date.clone()),
            ..ReadConditions::default()
        };
        assert!(unmodified.check(&record()).is_ok());
        let modified = ReadConditions {
            if_modified_since: Some(date),
            ..ReadConditions::default()
        };
        assert_eq!(
            modified
                .check(&record())
                .map_err(|error| error.code().clone()),
            Err(S3ErrorCode::NotModified)
        );
    }

    #[test]
    fn a_matching_etag_takes_precedence_over_the_date() {
        let past = Some(Timestamp::from(datetime!(2020-01-01 00:00:00 UTC)));
        assert!(
            ReadConditions {
                if_match: etag("abc"),
                if_unmodified_since: past,
                ..ReadConditions::default()
            }
            .check(&record())
            .is_ok()
        );
    }

    #[test]
    fn if_none_match_star_rejects_an_existing_object() {
        let create = WriteConditions {
            if_none_match: Some(ETagCondition::Any),
            ..WriteConditions::default()
        };
        let existing = Stored {
            record: record(),
            content: Content::default(),
        };
        assert!(create.accept(None));
        assert!(!create.accept(Some(&existing)));
        assert!(
            WriteConditions {
                if_match: etag("abc"),
                ..WriteConditions::default()
            }
            .accept(Some(&existing))
        );
        assert!(
            !WriteConditions {
                if_match: etag("abd"),
                ..WriteConditions::default()
            }
            .accept(Some(&existing))
        );
    }
}
