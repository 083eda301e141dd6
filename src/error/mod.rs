//! Every reason for which a request cannot be signed.
//!
//! An error has a stable [`Code`], the [`Reason`], which is one broken rule, the option at fault and the parameters of
//! the message. The messages themselves are in TypeScript, in `js/messages/core.ts`. No error holds a secret, a token,
//! a signature or a URL.

mod code;
mod reason;

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

pub use code::Code;
pub use reason::Reason;

use crate::decimal::decimal;
use crate::text::concat;

/// A request that cannot be signed, or a URL that cannot be read. One pointer wide, since every step returns one or its
/// result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Details>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Details {
    reason: Reason,
    index: Option<usize>,
    field: String,
    parameters: Vec<String>,
}

impl Error {
    /// An error about an option.
    ///
    /// `field` is the option as the caller spells it, such as `expiresIn` or `headers.x-amz-acl`. `parameters` are the
    /// values that the message of this reason names, such as a limit and what was received.
    pub fn new(reason: Reason, field: impl AsRef<str>, parameters: &[&str]) -> Self {
        Self::boxed(reason, field.as_ref(), parameters)
    }

    #[cold]
    #[inline(never)]
    fn boxed(reason: Reason, field: &str, parameters: &[&str]) -> Self {
        Self(Box::new(Details {
            reason,
            index: None,
            field: field.into(),
            parameters: parameters.iter().map(|text| (*text).into()).collect(),
        }))
    }

    /// The stable code.
    pub fn code(&self) -> Code {
        self.0.reason.code()
    }

    /// The rule that is broken.
    pub fn reason(&self) -> Reason {
        self.0.reason
    }

    /// The option at fault.
    pub fn field(&self) -> &str {
        &self.0.field
    }

    /// The values that the message names, in the order of their first appearance in it.
    pub fn parameters(&self) -> &[String] {
        &self.0.parameters
    }

    /// The index of the key at fault, counted from 0, if many were signed in one call.
    pub fn index(&self) -> Option<usize> {
        self.0.index
    }

    /// Returns the same error about the key at `index`.
    #[must_use]
    pub fn at_index(mut self, index: usize) -> Self {
        self.0.index = Some(index);
        self
    }

    /// Returns the same error about the option that the value came from.
    #[must_use]
    pub fn with_field(mut self, field: impl AsRef<str>) -> Self {
        self.0.field = field.as_ref().into();
        self
    }
}

/// "`key`: The key is longer than 1,024 bytes of UTF-8. (`InvalidKey`: 1300)": the description of the reason, its code and
/// the parameters.
impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (field, code) = (self.field(), self.code().as_str());
        let description = self.reason().description();
        write!(formatter, "`{field}`: {description} ({code}")?;
        let mut separator = ": ";
        for parameter in self.parameters() {
            write!(formatter, "{separator}{parameter}")?;
            separator = ", ";
        }
        formatter.write_str(")")
    }
}

impl core::error::Error for Error {}

/// S3's limit for the headers of a request, in bytes, and for its query:
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html>.
const MAX_SECTION_BYTES: usize = 8 * 1024;

/// Fails with `reason` if the names and values are over S3's limit. Later steps may compare each with each.
pub(crate) fn check_size<T: AsRef<str>>(
    reason: Reason,
    field: &str,
    pairs: &[(T, T)],
) -> Result<(), Error> {
    // Each has a colon and a line break, or an equals sign and an ampersand.
    let size = |(name, value): &(T, T)| name.as_ref().len() + value.as_ref().len() + 2;
    let size: usize = pairs.iter().map(size).sum();
    if size > MAX_SECTION_BYTES {
        return Err(too_large(reason, field, MAX_SECTION_BYTES, size));
    }
    Ok(())
}

/// The error of an option whose `size` in bytes is over `limit`.
#[cold]
#[inline(never)]
pub(crate) fn too_large(reason: Reason, field: &str, limit: usize, size: usize) -> Error {
    Error::new(
        reason,
        field,
        &[&decimal(limit as u64), &decimal(size as u64)],
    )
}

/// `headers.x-amz-acl`, `conditions.2`: the field of one item of a collection.
#[inline(never)]
pub(crate) fn item(collection: &str, name: &str) -> String {
    concat(&[collection, ".", name])
}

#[cfg(test)]
mod tests {
    use super::{Error, Reason};

    #[test]
    fn an_error_is_shown_as_its_description_code_and_parameters() {
        let error = Error::new(Reason::KeyTooLong, "key", &["1300"]);
        assert_eq!(
            error.to_string(),
            "`key`: The key is longer than 1,024 bytes of UTF-8. (InvalidKey: 1300)"
        );
        let error = Error::new(Reason::KeyEmpty, "key", &[]);
        assert_eq!(error.to_string(), "`key`: The key is empty. (InvalidKey)");
    }
}
