//! One request to presign, and the URL that comes of it.

use alloc::string::String;
use alloc::vec::Vec;

use crate::content_disposition;
use crate::error::{Error, Reason, check_size, item};
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

    /// From its name, in upper case as `fetch` wants it. Fails with [`Code::InvalidOption`](crate::Code::InvalidOption).
    pub fn parse(name: &str) -> Result<Self, Error> {
        match name {
            "GET" => Ok(Self::Get),
            "HEAD" => Ok(Self::Head),
            "PUT" => Ok(Self::Put),
            "DELETE" => Ok(Self::Delete),
            "POST" => Ok(Self::Post),
            _ => Err(Error::new(Reason::UnknownMethod, "method", &[name])),
        }
    }
}

/// What S3 shall say of an object instead of what is stored with it: the `response-*` parameters of
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
    /// A file name: short for a `response-content-disposition` that saves under it.
    pub download_as: Option<T>,
}

/// The options above but the last, and their parameters.
const OVERRIDES: [(&str, &str); 6] = [
    ("contentType", "response-content-type"),
    ("contentLanguage", "response-content-language"),
    ("expires", "response-expires"),
    ("cacheControl", "response-cache-control"),
    ("contentDisposition", "response-content-disposition"),
    ("contentEncoding", "response-content-encoding"),
];

impl<T: AsRef<str>> ResponseOverrides<T> {
    /// Tells each as a query parameter. Fails with [`Code::InvalidOption`](crate::Code::InvalidOption) or [`Code::InvalidQuery`](crate::Code::InvalidQuery).
    fn parameters(
        &self,
        method: Method,
        tell: &mut dyn FnMut(&str, &str) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let reads = matches!(method, Method::Get | Method::Head);
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
            // S3 answers InvalidArgument: "Header value cannot be represented using ISO-8859-1."
            if value
                .chars()
                .any(|character| !matches!(character, ' '..='~' | '\u{A0}'..='\u{FF}'))
            {
                return Err(Error::new(
                    Reason::OverrideCharacters,
                    item("response", option),
                    &[],
                ));
            }
            only_where_it_reads(reads)?;
            tell(name, value)?;
        }
        let Some(file_name) = &self.download_as else {
            return Ok(());
        };
        let reason = if self.content_disposition.is_some() {
            Reason::DownloadAsWithDisposition
        } else if file_name.as_ref().is_empty() {
            Reason::DownloadAsEmpty
        } else {
            only_where_it_reads(reads)?;
            return tell(
                "response-content-disposition",
                &content_disposition::attachment(file_name.as_ref()),
            );
        };
        Err(Error::new(reason, "response.downloadAs", &[]))
    }
}

fn only_where_it_reads(reads: bool) -> Result<(), Error> {
    if reads {
        return Ok(());
    }
    Err(Error::new(Reason::OverrideWithoutBody, "response", &[]))
}

/// A request to presign. Its texts are owned, or borrowed as `&str`.
#[derive(Clone, Debug, Default)]
pub struct PresignRequest<T = String> {
    /// None asks for the service itself, as `ListBuckets` does.
    pub bucket: Option<T>,
    /// The object's key exactly as stored. None asks for the bucket itself.
    pub key: Option<T>,
    /// GET unless told otherwise.
    pub method: Method,
    /// An hour unless told otherwise.
    pub expiry: Expiry,
    /// Headers that the sender must send; all are signed. `Content-Length`, of a PUT or POST, binds the size of the
    /// body.
    pub headers: Vec<(T, T)>,
    /// Further query parameters, such as `versionId` or `x-amz-request-payer`.
    pub query: Vec<(T, T)>,
    /// What S3 shall say of the object.
    pub response: ResponseOverrides<T>,
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
}

impl<T: AsRef<str>> PresignRequest<T> {
    /// The bucket, borrowed.
    pub(crate) fn bucket(&self) -> Option<&str> {
        self.bucket.as_ref().map(T::as_ref)
    }

    /// The key, borrowed.
    pub(crate) fn key(&self) -> Option<&str> {
        self.key.as_ref().map(T::as_ref)
    }

    /// Tells each parameter that goes into the query besides the signature, as given.
    pub(crate) fn parameters(
        &self,
        tell: &mut dyn FnMut(&str, &str) -> Result<(), Error>,
    ) -> Result<(), Error> {
        check_size(Reason::QueryTooLarge, "query", &self.query)?;
        for (name, value) in &self.query {
            tell(name.as_ref(), value.as_ref())?;
        }
        self.response.parameters(self.method, &mut |name, value| {
            if self.query.iter().any(|(given, _)| given.as_ref() == name) {
                return Err(Error::new(
                    Reason::ParameterIsOverride,
                    item("query", name),
                    &[],
                ));
            }
            tell(name, value)
        })
    }
}

/// A URL that works for whoever holds it, until it ends: treat it as a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct PresignedUrl {
    /// The URL itself.
    pub url: String,
    /// The method it is for.
    pub method: Method,
    /// The headers that must go with it, as they were given, without `Content-Length`, which every client sends by
    /// itself.
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
    use crate::error::{Code, Error};

    fn told(overrides: &ResponseOverrides, method: Method) -> Result<(), Error> {
        overrides.parameters(method, &mut |_, _| Ok(()))
    }

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
        let error =
            told(&disposition("attachment; filename=\"€\""), Method::Get).expect_err("refused");
        assert_eq!(
            (error.code(), error.field()),
            (Code::InvalidQuery, "response.contentDisposition")
        );
        assert!(told(&disposition("attachment; filename=\"é\""), Method::Get).is_ok());
    }

    #[test]
    fn only_reading_has_a_response_to_override() {
        assert!(told(&disposition("inline"), Method::Head).is_ok());
        let error = told(&disposition("inline"), Method::Put).expect_err("refused");
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
            told(&both, Method::Get).expect_err("refused").field(),
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
