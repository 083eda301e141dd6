//! Headers of a response that a request overrides.

use alloc::string::String;

use super::method::Method;
use crate::content_disposition;
use crate::error::{Error, Reason, item};

/// Response headers that S3 sends instead of those that are stored with the object: the `response-*` parameters of
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResponseOverrides<T = String> {
    /// `response-content-type`.
    pub content_type: Option<T>,
    /// `response-content-language`.
    pub content_language: Option<T>,
    /// `response-expires`.
    pub expires: Option<T>,
    /// `response-cache-control`.
    pub cache_control: Option<T>,
    /// `response-content-disposition`.
    pub content_disposition: Option<T>,
    /// `response-content-encoding`.
    pub content_encoding: Option<T>,
    /// A file name, for a `response-content-disposition` that saves the object under this name.
    pub download_as: Option<T>,
}

/// Option and parameter of each override except `download_as`, in the order of the fields.
const OVERRIDES: [(&str, &str); 6] = [
    ("contentType", "response-content-type"),
    ("contentLanguage", "response-content-language"),
    ("expires", "response-expires"),
    ("cacheControl", "response-cache-control"),
    ("contentDisposition", "response-content-disposition"),
    ("contentEncoding", "response-content-encoding"),
];

impl<T: AsRef<str>> ResponseOverrides<T> {
    /// Calls `visit` with name and value of each override as a query parameter.
    ///
    /// Fails with [`Code::InvalidOption`](crate::Code::InvalidOption) or
    /// [`Code::InvalidQuery`](crate::Code::InvalidQuery).
    pub(super) fn visit_parameters(
        &self,
        method: Method,
        visit: &mut dyn FnMut(&str, &str) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let values = [
            &self.content_type,
            &self.content_language,
            &self.expires,
            &self.cache_control,
            &self.content_disposition,
            &self.content_encoding,
        ];
        for ((option, name), value) in OVERRIDES.iter().zip(&values) {
            let Some(value) = value else { continue };
            let value = value.as_ref();
            if !value.chars().all(is_iso_8859_1) {
                return Err(Error::new(
                    Reason::OverrideCharacters,
                    item("response", option),
                    &[],
                ));
            }
            check_method(method)?;
            visit(name, value)?;
        }
        let Some(file_name) = &self.download_as else {
            return Ok(());
        };
        let reason = if self.content_disposition.is_some() {
            Reason::DownloadAsWithDisposition
        } else if file_name.as_ref().is_empty() {
            Reason::DownloadAsEmpty
        } else {
            check_method(method)?;
            return visit(
                "response-content-disposition",
                &content_disposition::attachment(file_name.as_ref()),
            );
        };
        Err(Error::new(reason, "response.downloadAs", &[]))
    }
}

/// S3 responds to other characters with `InvalidArgument`: "Header value cannot be represented using ISO-8859-1."
fn is_iso_8859_1(character: char) -> bool {
    matches!(character, ' '..='~' | '\u{A0}'..='\u{FF}')
}

fn check_method(method: Method) -> Result<(), Error> {
    if method.reads_object() {
        return Ok(());
    }
    Err(Error::new(Reason::OverrideWithoutBody, "response", &[]))
}

#[cfg(test)]
mod tests {
    use super::ResponseOverrides;
    use crate::error::{Code, Error};
    use crate::request::Method;

    /// Name and value of each parameter.
    fn parameters(
        overrides: &ResponseOverrides,
        method: Method,
    ) -> Result<Vec<(String, String)>, Error> {
        let mut parameters = Vec::new();
        overrides.visit_parameters(method, &mut |name, value| {
            parameters.push((name.into(), value.into()));
            Ok(())
        })?;
        Ok(parameters)
    }

    fn disposition(value: &str) -> ResponseOverrides {
        ResponseOverrides {
            content_disposition: Some(value.into()),
            ..ResponseOverrides::default()
        }
    }

    fn code_and_field(result: Result<Vec<(String, String)>, Error>) -> (Code, String) {
        let error = result.expect_err("an error");
        (error.code(), error.field().into())
    }

    #[test]
    fn each_override_is_the_parameter_of_its_name() {
        let value = |name: &str| Some(String::from(name));
        let overrides = ResponseOverrides {
            content_type: value("content-type"),
            content_language: value("content-language"),
            expires: value("expires"),
            cache_control: value("cache-control"),
            content_disposition: value("content-disposition"),
            content_encoding: value("content-encoding"),
            download_as: None,
        };
        let parameters = parameters(&overrides, Method::Get).expect("parameters");
        assert_eq!(parameters.len(), 6);
        for (name, value) in parameters {
            assert_eq!(name, format!("response-{value}"));
        }
    }

    #[test]
    fn an_override_outside_iso_8859_1_is_an_error() {
        let euro = disposition("attachment; filename=\"€\"");
        assert_eq!(
            code_and_field(parameters(&euro, Method::Get)),
            (Code::InvalidQuery, "response.contentDisposition".into())
        );
        let accent = disposition("attachment; filename=\"é\"");
        assert!(parameters(&accent, Method::Get).is_ok());
    }

    #[test]
    fn only_get_and_head_accept_overrides() {
        let inline = disposition("inline");
        assert!(parameters(&inline, Method::Head).is_ok());
        for method in [Method::Put, Method::Delete, Method::Post] {
            assert_eq!(
                code_and_field(parameters(&inline, method)),
                (Code::InvalidOption, "response".into())
            );
        }
    }

    #[test]
    fn a_file_name_and_a_disposition_exclude_each_other() {
        let both = ResponseOverrides {
            download_as: Some("a".into()),
            ..disposition("inline")
        };
        assert_eq!(
            code_and_field(parameters(&both, Method::Get)),
            (Code::InvalidOption, "response.downloadAs".into())
        );
    }
}
