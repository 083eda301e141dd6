//! The bytes of an object that a request selects, by range or by part number.

use std::ops::Range as Span;

use hyper::StatusCode;
use s3s::dto::Range;
use s3s::{S3Result, s3_error};

use crate::s3::operations::unlisted;
use crate::s3::store::object::Object as Stored;

/// Selected bytes of an object.
pub struct Selection {
    pub span: Span<u64>,
    /// Value of `Content-Range`, unless the whole object is selected.
    pub content_range: Option<String>,
    /// Number of parts of the object, if a part was selected.
    pub parts_count: Option<i32>,
}

impl Selection {
    /// Selects by range, by part number, or the whole object.
    ///
    /// # Errors
    /// `InvalidRange`, `InvalidPartNumber`, or `InvalidRequest` for both at once.
    pub fn new(object: &Stored, range: Option<Range>, part_number: Option<i32>) -> S3Result<Self> {
        let size = object.content.length();
        let content_range = |span: &Span<u64>| {
            Some(format!(
                "bytes {}-{}/{size}",
                span.start,
                span.end.saturating_sub(1)
            ))
        };
        match (range, part_number) {
            (Some(_), Some(_)) => Err(s3_error!(
                InvalidRequest,
                "Cannot specify both Range header and partNumber query parameter."
            )),
            (Some(range), None) => {
                let span = range.check(size)?;
                Ok(Self {
                    content_range: content_range(&span),
                    span,
                    parts_count: None,
                })
            }
            (None, Some(number)) => {
                let sizes = if object.record.part_sizes.is_empty() {
                    &[size][..]
                } else {
                    &object.record.part_sizes
                };
                let index = usize::try_from(number)
                    .ok()
                    .and_then(|number| number.checked_sub(1));
                let Some(index) = index.filter(|index| *index < sizes.len()) else {
                    return Err(unlisted(
                        StatusCode::RANGE_NOT_SATISFIABLE,
                        "InvalidPartNumber",
                        "The requested partnumber is not satisfiable",
                    ));
                };
                let start = sizes[..index].iter().sum();
                let span = start..start + sizes[index];
                let parts = (!object.record.part_sizes.is_empty())
                    .then(|| i32::try_from(sizes.len()).unwrap_or(i32::MAX));
                Ok(Self {
                    content_range: content_range(&span),
                    span,
                    parts_count: parts,
                })
            }
            (None, None) => Ok(Self {
                span: 0..size,
                content_range: None,
                parts_count: None,
            }),
        }
    }

    /// Length of the selected bytes.
    pub fn length(&self) -> i64 {
        i64::try_from(self.span.end - self.span.start).unwrap_or(i64::MAX)
    }
}
