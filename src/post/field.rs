//! The rules of names and values that a form's fields must meet.
//!
//! Errors have the field `fields`; the caller sets the item, such as `fields.acl` or `conditions.2`.

use crate::error::{Error, Reason};
use crate::text::{contains, is_one_of};

/// S3 replaces this text, in any field, with the name of the uploaded file.
pub const FILENAME: &str = "${filename}";

pub(super) const CONTENT_TYPE: &str = "Content-Type";

/// Fields that the signer sets, in lower case.
const OF_THE_SIGNATURE: &str = "\
    policy signature awsaccesskeyid x-amz-algorithm x-amz-credential x-amz-date x-amz-signature \
    x-amz-security-token";

/// Returns the value of a field; names are not case-sensitive.
pub(super) fn value_of<'a>(fields: &[(&str, &'a str)], name: &str) -> Option<&'a str> {
    fields
        .iter()
        .find(|(other, _)| other.eq_ignore_ascii_case(name))
        .map(|(_, value)| *value)
}

/// Fails unless the name has only letters, digits, hyphens, underscores and dots. JSON needs no escapes for it.
pub(super) fn check_name(name: &str) -> Result<(), Error> {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if name.is_empty() || !name.bytes().all(is_allowed) {
        return Err(Error::new(Reason::FieldName, "fields", &[]));
    }
    Ok(())
}

/// Fails if a caller's field has an option of its own, or if its name or value is not allowed.
pub(super) fn check_field(name: &str, value: &str) -> Result<(), Error> {
    if is_one_of("key bucket file", &name.to_ascii_lowercase()) {
        return Err(Error::new(Reason::FieldIsOption, "fields", &[]));
    }
    check_pair(name, value)?;
    check_status(name, value)
}

/// Fails if the signer sets the field, or if a form cannot carry the value.
pub(super) fn check_pair(name: &str, value: &str) -> Result<(), Error> {
    if is_one_of(OF_THE_SIGNATURE, &name.to_ascii_lowercase()) {
        return Err(Error::new(Reason::FieldOfSignature, "fields", &[]));
    }
    check_value(value)
}

/// Fails if the value has a line break or a NUL. A browser sends each line break as CR LF, so the value would not be
/// the signed one.
pub(super) fn check_value(value: &str) -> Result<(), Error> {
    let is_forbidden = |byte: u8| matches!(byte, b'\r' | b'\n' | b'\0');
    if value.bytes().any(is_forbidden) {
        return Err(Error::new(Reason::FieldHasLineBreak, "fields", &[]));
    }
    Ok(())
}

/// Fails if `success_action_status` has a value for which S3 responds with the default, 204.
pub(super) fn check_status(name: &str, value: &str) -> Result<(), Error> {
    if name.eq_ignore_ascii_case("success_action_status") && !is_one_of("200 201 204", value) {
        return Err(Error::new(Reason::StatusUnknown, "fields", &[value]));
    }
    Ok(())
}

/// Fails unless the type is a media type, or a prefix of media types that ends in a slash.
pub(super) fn check_content_type(content_type: &str) -> Result<(), Error> {
    check_value(content_type)?;
    if content_type.is_empty() || contains(content_type, "*") || contains(content_type, FILENAME) {
        return Err(Error::new(
            Reason::ContentTypeMalformed,
            "fields",
            &[content_type],
        ));
    }
    Ok(())
}

/// Returns whether a policy may test the field's prefix. S3 compares the other fields exactly: see the table of
/// "Condition matching" at <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html>.
pub(super) fn accepts_prefix(name: &str) -> bool {
    !(name.eq_ignore_ascii_case("bucket")
        || name.eq_ignore_ascii_case("success_action_status")
        || starts_with_ignore_case(name, "x-amz-") && !starts_with_ignore_case(name, "x-amz-meta-"))
}

/// Returns whether S3 ignores the field, so that the policy needs no condition for it.
pub(super) fn is_ignored(name: &str) -> bool {
    starts_with_ignore_case(name, "x-ignore-")
}

fn starts_with_ignore_case(name: &str, prefix: &str) -> bool {
    name.get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests {
    use super::{
        accepts_prefix, check_content_type, check_field, check_name, check_value, is_ignored,
    };
    use crate::error::Reason;

    fn reason(result: Result<(), crate::Error>) -> Option<Reason> {
        result.err().map(|error| error.reason())
    }

    #[test]
    fn a_name_has_letters_digits_hyphens_underscores_and_dots() {
        assert_eq!(reason(check_name("x-amz-meta-A_1.b")), None);
        for name in ["", "a\"b", "a b", "$key", "é"] {
            assert_eq!(reason(check_name(name)), Some(Reason::FieldName), "{name}");
        }
    }

    #[test]
    fn a_value_with_a_line_break_or_a_nul_is_an_error() {
        assert_eq!(reason(check_value("a\tb é")), None);
        for value in ["a\nb", "a\r\nb", "a\0"] {
            assert_eq!(reason(check_value(value)), Some(Reason::FieldHasLineBreak));
        }
    }

    #[test]
    fn fields_of_the_signature_and_fields_with_an_option_are_reserved() {
        for name in ["Policy", "X-Amz-Signature", "x-amz-security-token"] {
            let error = check_field(name, "b");
            assert_eq!(reason(error), Some(Reason::FieldOfSignature), "{name}");
        }
        for name in ["key", "Bucket", "FILE"] {
            let error = check_field(name, "b");
            assert_eq!(reason(error), Some(Reason::FieldIsOption), "{name}");
        }
    }

    #[test]
    fn success_action_status_is_200_201_or_204() {
        for status in ["200", "201", "204"] {
            assert_eq!(reason(check_field("success_action_status", status)), None);
        }
        let error = check_field("Success_Action_Status", "202");
        assert_eq!(reason(error), Some(Reason::StatusUnknown));
    }

    #[test]
    fn a_content_type_has_no_wildcard_and_no_filename() {
        for content_type in ["image/png", "image/"] {
            assert_eq!(reason(check_content_type(content_type)), None);
        }
        for content_type in ["", "image/*", "image/${filename}", "${filename}/"] {
            let error = check_content_type(content_type);
            assert_eq!(reason(error), Some(Reason::ContentTypeMalformed));
        }
    }

    #[test]
    fn amz_fields_other_than_metadata_are_compared_exactly() {
        for name in ["key", "acl", "Content-Type", "x-amz-meta-a", "X-Amz-Meta-A"] {
            assert!(accepts_prefix(name), "{name}");
        }
        for name in ["bucket", "success_action_status", "X-Amz-Storage-Class"] {
            assert!(!accepts_prefix(name), "{name}");
        }
    }

    #[test]
    fn x_ignore_fields_are_ignored_in_any_case() {
        assert!(is_ignored("X-Ignore-Note"));
        assert!(!is_ignored("x-amz-meta-x-ignore-"));
    }
}
