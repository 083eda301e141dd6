//! A signed form, read back to be sent.

use alloc::vec::Vec;

use super::field::FILENAME;
use crate::error::{Error, Reason};
use crate::object_key;
use crate::opaque_debug::opaque_debug;
use crate::text::{contains, split_once};

/// A signed form, borrowed: the parts of a [`PresignedPost`](super::PresignedPost) that are sent.
#[derive(Clone)]
pub struct SignedForm<'a> {
    /// The URL to which the form is sent.
    pub url: &'a str,
    /// All fields except the file.
    pub fields: Vec<(&'a str, &'a str)>,
    /// Prefix of the file's media type, if the sender must add the `Content-Type` field.
    pub content_type_prefix: Option<&'a str>,
}

opaque_debug!(SignedForm<'_>, "SignedForm");

/// Checks whether a form with these fields can be sent with a file. `key` replaces the form's key.
///
/// Fails with [`Code::InvalidOption`](crate::Code::InvalidOption) if the file has another type than the form allows, or no
/// name although a field contains [`FILENAME`], and with [`Code::InvalidKey`](crate::Code::InvalidKey) if the form does
/// not allow the key.
pub fn check_file(
    fields: &[(&str, &str)],
    content_type_prefix: Option<&str>,
    file_type: &str,
    filename: Option<&str>,
    key: Option<&str>,
) -> Result<(), Error> {
    for &(name, value) in fields {
        let mut value = value;
        if name == "key"
            && let Some(key) = key
        {
            check_key(value, key)?;
            value = key;
        }
        // S3 does not replace `${filename}` if the file has no name, and would store the object under that text.
        if filename.is_none() && contains(value, FILENAME) {
            return Err(Error::new(Reason::FileNameMissing, "filename", &[]));
        }
    }
    match content_type_prefix {
        Some(prefix) if !file_type.starts_with(prefix) => Err(Error::new(
            Reason::FileTypeNotOfForm,
            "file",
            &[prefix, file_type],
        )),
        _ => Ok(()),
    }
}

/// Checks a whole key that replaces the form's key, which may contain [`FILENAME`].
fn check_key(form_key: &str, key: &str) -> Result<(), Error> {
    let is_allowed = match split_once(form_key, FILENAME) {
        Some((prefix, _)) => key.starts_with(prefix),
        None => key == form_key,
    };
    let reason = if !is_allowed {
        Reason::KeyNotOfForm
    } else if contains(key, FILENAME) {
        Reason::KeyHasFilename
    } else {
        return object_key::check(key);
    };
    Err(Error::new(reason, "key", &[]))
}

#[cfg(test)]
mod tests {
    use super::check_file;
    use crate::error::Reason;

    const FIELDS: [(&str, &str); 2] = [("key", "user/${filename}"), ("acl", "private")];

    fn reason(file_type: &str, filename: Option<&str>, key: Option<&str>) -> Option<Reason> {
        check_file(&FIELDS, Some("image/"), file_type, filename, key)
            .err()
            .map(|error| error.reason())
    }

    #[test]
    fn a_file_with_a_name_and_an_allowed_type_can_be_sent() {
        assert_eq!(reason("image/png", Some("a.png"), None), None);
        assert_eq!(
            reason("text/plain", Some("a.txt"), None),
            Some(Reason::FileTypeNotOfForm)
        );
    }

    #[test]
    fn a_file_without_a_name_needs_a_whole_key() {
        assert_eq!(
            reason("image/png", None, None),
            Some(Reason::FileNameMissing)
        );
        assert_eq!(reason("image/png", None, Some("user/a.png")), None);
    }

    #[test]
    fn a_key_begins_as_the_form_was_signed_and_has_no_filename() {
        for (key, expected) in [
            ("other/a", Reason::KeyNotOfForm),
            ("user/${filename}", Reason::KeyHasFilename),
        ] {
            assert_eq!(reason("image/png", Some("a"), Some(key)), Some(expected));
        }
    }

    #[test]
    fn the_key_of_a_form_for_one_key_cannot_be_replaced() {
        let check = |key| check_file(&[("key", "a")], None, "", Some("f"), Some(key));
        assert!(check("a").is_ok());
        let error = check("ab").expect_err("an error");
        assert_eq!(error.reason(), Reason::KeyNotOfForm);
    }
}
