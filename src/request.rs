//! One request to presign, and the URL that comes of it.

use alloc::string::String;
use alloc::vec::Vec;

use crate::content_disposition;
use crate::error::{Code, Error, item};
use crate::expiry::{Expiry, LimitedBy};
use crate::time::Timestamp;

/// HTTP's methods, as far as S3 knows them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// Read an object, or list.
    #[default]
    Get,
    /// What GET would say of itself, without the bytes.
    Head,
    /// Write an object or a part, or set a property.
    Put,
    /// Remove, or abort.
    Delete,
    /// Begin or complete a multipart upload.
    Post,
}

impl Method {
    /// `GET`, …
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
            Self::Post => "POST",
        }
    }

    /// From its name, in upper case as `fetch` wants it. Fails with [`Code::InvalidOption`].
    pub fn parse(name: &str) -> Result<Self, Error> {
        match name {
            "GET" => Ok(Self::Get),
            "HEAD" => Ok(Self::Head),
            "PUT" => Ok(Self::Put),
            "DELETE" => Ok(Self::Delete),
            "POST" => Ok(Self::Post),
            _ => Err(Error::new(
                Code::InvalidOption,
                "method",
                "S3 has no such method.",
                "Use GET, HEAD, PUT, DELETE or POST, in upper case.",
            )),
        }
    }
}

/// What S3 shall say of an object instead of what is stored with it: the `response-*` parameters of
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html>.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResponseOverrides {
    /// `response-content-type`.
    pub content_type: Option<String>,
    /// `response-content-language`.
    pub content_language: Option<String>,
    /// `response-expires`.
    pub expires: Option<String>,
    /// `response-cache-control`.
    pub cache_control: Option<String>,
    /// `response-content-disposition`.
    pub content_disposition: Option<String>,
    /// `response-content-encoding`.
    pub content_encoding: Option<String>,
    /// A file name: short for a `response-content-disposition` that saves under it.
    pub download_as: Option<String>,
}

impl ResponseOverrides {
    /// As query parameters. Fails with [`Code::InvalidOption`] or [`Code::InvalidQuery`].
    fn parameters(&self, method: Method) -> Result<Vec<(&'static str, String)>, Error> {
        let mut parameters = Vec::new();
        for (option, name, value) in [
            ("contentType", "response-content-type", &self.content_type),
            (
                "contentLanguage",
                "response-content-language",
                &self.content_language,
            ),
            ("expires", "response-expires", &self.expires),
            (
                "cacheControl",
                "response-cache-control",
                &self.cache_control,
            ),
            (
                "contentDisposition",
                "response-content-disposition",
                &self.content_disposition,
            ),
            (
                "contentEncoding",
                "response-content-encoding",
                &self.content_encoding,
            ),
        ] {
            let Some(value) = value else { continue };
            // S3 answers InvalidArgument: "Header value cannot be represented using ISO-8859-1."
            if value
                .chars()
                .any(|character| character > '\u{FF}' || character.is_control())
            {
                return Err(Error::new(
                    Code::InvalidQuery,
                    item("response", option),
                    "S3 can answer with characters of ISO-8859-1 only.",
                    "For a file name use response.downloadAs, which takes any script.",
                ));
            }
            parameters.push((name, value.clone()));
        }
        if let Some(file_name) = &self.download_as {
            if self.content_disposition.is_some() {
                return Err(Error::new(
                    Code::InvalidOption,
                    "response.downloadAs",
                    "It is short for response.contentDisposition, which is given as well.",
                    "Give one of the two.",
                ));
            }
            if file_name.is_empty() {
                return Err(Error::new(
                    Code::InvalidOption,
                    "response.downloadAs",
                    "The file name is empty.",
                    "Name the file, or leave it out to use the key's last part.",
                ));
            }
            parameters.push((
                "response-content-disposition",
                content_disposition::attachment(file_name),
            ));
        }
        if !parameters.is_empty() && !matches!(method, Method::Get | Method::Head) {
            return Err(Error::new(
                Code::InvalidOption,
                "response",
                "Only a GET or a HEAD can override what S3 answers.",
                "Leave response out; to store a type with an object, send a Content-Type header.",
            ));
        }
        Ok(parameters)
    }
}

/// A request to presign.
#[derive(Clone, Debug, Default)]
pub struct PresignRequest {
    /// None asks for the service itself, as ListBuckets does.
    pub bucket: Option<String>,
    /// The object's key exactly as stored. None asks for the bucket itself.
    pub key: Option<String>,
    /// GET unless told otherwise.
    pub method: Method,
    /// An hour unless told otherwise.
    pub expiry: Expiry,
    /// Headers that the sender must send; all are signed.
    pub headers: Vec<(String, String)>,
    /// Further query parameters, such as `versionId`.
    pub query: Vec<(String, String)>,
    /// What S3 shall say of the object.
    pub response: ResponseOverrides,
    /// The instant to sign for, where that is not now.
    pub signing_date: Option<Timestamp>,
    /// Seconds within which equal requests give equal URLs: the instant of signing is rounded down to a
    /// multiple of them, and the signature reaches so much further.
    pub cache_window: Option<u32>,
}

impl PresignRequest {
    /// A GET of an object.
    pub fn get(bucket: &str, key: &str) -> Self {
        Self {
            bucket: Some(bucket.into()),
            key: Some(key.into()),
            ..Self::default()
        }
    }

    /// All that goes into the query besides the signature, as given.
    pub(crate) fn parameters(&self) -> Result<Vec<(String, String)>, Error> {
        let mut parameters = self.query.clone();
        for (name, value) in self.response.parameters(self.method)? {
            if self.query.iter().any(|(given, _)| given == name) {
                return Err(Error::new(
                    Code::InvalidQuery,
                    item("query", name),
                    "It is given both in query and in response.",
                    "Give it once.",
                ));
            }
            parameters.push((name.into(), value));
        }
        Ok(parameters)
    }
}

/// A URL that works for whoever holds it, until it ends: treat it as a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct PresignedUrl {
    /// The URL itself.
    pub url: String,
    /// The method it is for.
    pub method: Method,
    /// The headers that must go with it, as they were given.
    pub headers: Vec<(String, String)>,
    /// When it really stops working.
    pub expires_at: Timestamp,
    /// What ends it.
    pub limited_by: LimitedBy,
}

impl core::fmt::Debug for PresignedUrl {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter
            .debug_struct("PresignedUrl")
            .field("method", &self.method)
            .field("expires_at", &self.expires_at)
            .field("limited_by", &self.limited_by)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::{Method, PresignRequest, ResponseOverrides};
    use crate::error::Code;

    fn disposition(text: &str) -> ResponseOverrides {
        ResponseOverrides {
            content_disposition: Some(text.into()),
            ..ResponseOverrides::default()
        }
    }

    #[test]
    fn a_method_is_known_by_its_upper_case_name() {
        for name in ["GET", "HEAD", "PUT", "DELETE", "POST"] {
            assert_eq!(Method::parse(name).expect("a method").as_str(), name);
        }
        assert_eq!(
            Method::parse("get").expect_err("refused").code(),
            Code::InvalidOption
        );
    }

    #[test]
    fn an_override_beyond_latin_1_is_refused_with_the_way_out() {
        let error = disposition("attachment; filename=\"€\"")
            .parameters(Method::Get)
            .expect_err("refused");
        assert_eq!(
            (error.code(), error.field()),
            (Code::InvalidQuery, "response.contentDisposition")
        );
        assert!(error.hint().contains("downloadAs"));
        assert!(
            disposition("attachment; filename=\"é\"")
                .parameters(Method::Get)
                .is_ok()
        );
    }

    #[test]
    fn only_reading_has_a_response_to_override() {
        assert!(disposition("inline").parameters(Method::Head).is_ok());
        let error = disposition("inline")
            .parameters(Method::Put)
            .expect_err("refused");
        assert_eq!(
            (error.code(), error.field()),
            (Code::InvalidOption, "response")
        );
    }

    #[test]
    fn a_download_name_and_a_disposition_exclude_each_other() {
        let both = ResponseOverrides {
            download_as: Some("a".into()),
            ..disposition("inline")
        };
        assert_eq!(
            both.parameters(Method::Get).expect_err("refused").field(),
            "response.downloadAs"
        );
    }

    #[test]
    fn debug_does_not_show_a_signed_url() {
        let signed = super::PresignedUrl {
            url: "https://host/?X-Amz-Signature=hush".into(),
            method: Method::Get,
            headers: Vec::new(),
            expires_at: crate::Timestamp::from_unix(0).expect("an instant"),
            limited_by: crate::LimitedBy::Request,
        };
        assert!(!format!("{signed:?}").contains("hush"));
        assert_eq!(PresignRequest::get("bucket", "key").method, Method::Get);
    }
}
