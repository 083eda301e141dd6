//! Response overrides as parameters of the query.

use crate::content_disposition;
use crate::error::{Error, Reason, item};
use crate::request::ResponseOverrides;
use crate::shared_request::SharedRequest;

/// Option and parameter of each override except `download_as`, in the order of the fields.
const OVERRIDES: [(&str, &str); 6] = [
    ("contentType", "response-content-type"),
    ("contentLanguage", "response-content-language"),
    ("expires", "response-expires"),
    ("cacheControl", "response-cache-control"),
    ("contentDisposition", "response-content-disposition"),
    ("contentEncoding", "response-content-encoding"),
];

impl SharedRequest {
    /// Adds each override as a parameter of the query. `reads_object` is whether S3 responds with an object.
    ///
    /// Fails with [`Code::InvalidOption`](crate::Code::InvalidOption) or
    /// [`Code::InvalidQuery`](crate::Code::InvalidQuery).
    pub(crate) fn add_overrides<T: AsRef<str>>(
        &mut self,
        response: &ResponseOverrides<T>,
        reads_object: bool,
    ) -> Result<(), Error> {
        let values = [
            &response.content_type,
            &response.content_language,
            &response.expires,
            &response.cache_control,
            &response.content_disposition,
            &response.content_encoding,
        ];
        for ((option, name), value) in OVERRIDES.iter().zip(&values) {
            let Some(value) = value else { continue };
            let value = value.as_ref();
            if !is_iso_8859_1(value) {
                return Err(Error::new(
                    Reason::OverrideCharacters,
                    item("response", option),
                    &[],
                ));
            }
            check_method(reads_object)?;
            self.add_override(name, value)?;
        }
        let Some(file_name) = &response.download_as else {
            return Ok(());
        };
        let reason = if response.content_disposition.is_some() {
            Reason::DownloadAsWithDisposition
        } else if file_name.as_ref().is_empty() {
            Reason::DownloadAsEmpty
        } else {
            check_method(reads_object)?;
            return self.add_override(
                "response-content-disposition",
                &content_disposition::attachment(file_name.as_ref()),
            );
        };
        Err(Error::new(reason, "response.downloadAs", &[]))
    }
}

/// S3 responds to other characters with `InvalidArgument`: "Header value cannot be represented using ISO-8859-1."
fn is_iso_8859_1(text: &str) -> bool {
    let mut previous = 0;
    for byte in text.bytes() {
        match byte {
            // The only first bytes of two, C2 and C3, stand for U+0080 to U+00FF.
            b' '..=b'~' | 0xA0..0xC0 | 0xC2 | 0xC3 => {}
            // U+0080 to U+009F are control characters.
            0x80..0xA0 if previous == 0xC3 => {}
            _ => return false,
        }
        previous = byte;
    }
    true
}

fn check_method(reads_object: bool) -> Result<(), Error> {
    if reads_object {
        return Ok(());
    }
    Err(Error::new(Reason::OverrideWithoutBody, "response", &[]))
}

#[cfg(test)]
mod tests {
    use crate::credentials::Credentials;
    use crate::error::{Code, Error};
    use crate::location::Location;
    use crate::request::{Method, PresignRequest, ResponseOverrides};
    use crate::shared_request::SharedRequest;
    use crate::time::Timestamp;

    /// Name and value of each parameter.
    fn parameters(
        overrides: &ResponseOverrides,
        method: Method,
    ) -> Result<Vec<(String, String)>, Error> {
        let credentials = Credentials::new("AKIA", "secret").expect("credentials");
        let location = Location::aws("us-east-1").expect("a location");
        let mut request = PresignRequest::get("bucket", "key");
        request.method = method;
        request.response = overrides.clone();
        let now = Timestamp::EPOCH;
        let shared = SharedRequest::new(&credentials, &location, &request, now, 604_800)?;
        let parameters = shared.parameters.iter();
        Ok(parameters
            .map(|(name, value)| (name.into(), value.into()))
            .collect())
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
