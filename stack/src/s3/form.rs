//! The form of a POST upload, parsed and encoded again for s3s.
//!
//! S3 replaces `${filename}` in every field before it checks them, and s3s does not. The signature covers only the
//! policy, so it stays valid. The file is streamed.

use std::fmt::Write as _;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures::stream::{self, Stream, StreamExt as _};
use http_body::Frame;
use http_body_util::StreamBody;
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use hyper::http::request::Parts;
use s3s::{Body, StdError};
use uuid::Uuid;

use super::authorize::{self, Authorization, SignatureSource, V4_ALGORITHM};
use super::errors::ErrorDocument;
use super::policy::{LengthRange, Policy};
use super::tagging::{self, TAGGING};
use crate::clock::parse_amz_date;
use crate::stack::Stack;

/// Maximum size of all fields before the file, in bytes.
const MAX_FIELD_BYTES: usize = 20 * 1024;
/// Maximum length of a key, in bytes of UTF-8.
const MAX_KEY_BYTES: usize = 1024;
const FILENAME: &str = "${filename}";

/// A form, parsed up to its file.
pub struct Form {
    /// Fields in order; names in lower case, `${filename}` replaced.
    fields: Vec<(String, String)>,
    file: File,
}

/// The file of a form. s3s reads it, and the stack drains what s3s leaves.
#[derive(Clone)]
pub struct File {
    field: Arc<Mutex<multer::Field<'static>>>,
    size: Arc<AtomicU64>,
}

impl File {
    /// Reads the rest and returns the size of the whole file.
    pub async fn drain(mut self) -> u64 {
        while let Some(Ok(_)) = self.next().await {}
        self.size.load(Ordering::Relaxed)
    }
}

impl Stream for File {
    type Item = multer::Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self
            .field
            .lock()
            .expect("the lock is not poisoned")
            .poll_next_unpin(context);
        if let Poll::Ready(Some(Ok(bytes))) = &polled {
            self.size.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        }
        polled
    }
}

/// The authorization and the policy of a form.
pub struct CheckedForm {
    pub authorization: Authorization,
    pub length_range: Option<LengthRange>,
    /// The error for a form that violates its policy. As in S3, a wrong signature takes precedence.
    pub violation: Option<ErrorDocument>,
}

impl Form {
    /// Parses the fields of a body up to the file.
    pub async fn parse(
        content_type: &str,
        body: impl Stream<Item = Result<Bytes, StdError>> + Send + 'static,
    ) -> Result<Self, ErrorDocument> {
        let malformed = |_| ErrorDocument::new("MalformedPOSTRequest");
        let boundary = multer::parse_boundary(content_type).map_err(malformed)?;
        let mut form = multer::Multipart::new(body, boundary);
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut size = 0;
        while let Some(mut field) = form.next_field().await.map_err(malformed)? {
            let name = field.name().unwrap_or_default().to_ascii_lowercase();
            if name == "file" {
                // The part after the last slash or backslash: some browsers send a path.
                let filename = field
                    .file_name()
                    .map(|path| path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned());
                for (_, value) in &mut fields {
                    // Without a file name, S3 keeps the variable.
                    if let Some(filename) = &filename {
                        *value = value.replace(FILENAME, filename);
                    }
                }
                let file = File {
                    field: Arc::new(Mutex::new(field)),
                    size: Arc::default(),
                };
                return Ok(Self { fields, file });
            }
            let mut value = Vec::new();
            while let Some(bytes) = field.chunk().await.map_err(malformed)? {
                size += bytes.len();
                value.extend_from_slice(&bytes);
                if size + name.len() > MAX_FIELD_BYTES {
                    return Err(ErrorDocument::new("MaxPostPreDataLengthExceeded")
                        .detail("MaxPostPreDataLengthBytes", MAX_FIELD_BYTES.to_string()));
                }
            }
            size += name.len();
            let value =
                String::from_utf8(value).map_err(|_| ErrorDocument::new("MalformedPOSTRequest"))?;
            fields.push((name, value));
        }
        Err(ErrorDocument::with_message(
            "InvalidArgument",
            "POST requires exactly one file upload per request.",
        )
        .detail("ArgumentName", "file")
        .detail("ArgumentValue", "0"))
    }

    /// Returns a second handle of the file.
    pub fn file(&self) -> File {
        self.file.clone()
    }

    pub fn key(&self) -> Option<&str> {
        self.value("key")
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .rev()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    fn required(&self, name: &str) -> Result<&str, ErrorDocument> {
        self.value(&name.to_ascii_lowercase()).ok_or_else(|| {
            let message = format!(
                "Bucket POST must contain a field named '{name}'.  If it is specified, please check the order of the fields."
            );
            ErrorDocument::with_message("InvalidArgument", message).detail("ArgumentName", name).detail("ArgumentValue", "")
        })
    }

    /// Checks key, session token, scope and policy. `None`: the form is anonymous.
    pub fn check(&self, stack: &Stack, bucket: &str) -> Result<Option<CheckedForm>, ErrorDocument> {
        check_key_length(self.required("key")?)?;
        let v4 = ["x-amz-algorithm", "x-amz-credential", "x-amz-signature"]
            .iter()
            .any(|name| self.value(name).is_some());
        let v2 = ["awsaccesskeyid", "signature"]
            .iter()
            .any(|name| self.value(name).is_some());
        if !v4 && !v2 && self.value("policy").is_none() {
            return Ok(None);
        }
        let encoded_policy = self.required("policy")?;
        let token = self.value("x-amz-security-token");
        let (access_key_id, signature) = if v4 {
            let (algorithm, credential, date, signature) = (
                self.required("X-Amz-Algorithm")?,
                self.required("X-Amz-Credential")?,
                self.required("X-Amz-Date")?,
                self.required("X-Amz-Signature")?,
            );
            if parse_amz_date(date).is_none() {
                let message =
                    "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"";
                return Err(ErrorDocument::with_message("InvalidArgument", message)
                    .detail("ArgumentName", "X-Amz-Date")
                    .detail("ArgumentValue", date));
            }
            if algorithm != V4_ALGORITHM {
                let message =
                    "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"";
                return Err(ErrorDocument::with_message("InvalidArgument", message)
                    .detail("ArgumentName", "X-Amz-Algorithm")
                    .detail("ArgumentValue", algorithm));
            }
            (
                authorize::check_scope(stack, credential, date, SignatureSource::Query)?
                    .access_key_id,
                signature,
            )
        } else {
            (
                self.required("AWSAccessKeyId")?,
                self.required("signature")?,
            )
        };
        authorize::check_access_key(stack, access_key_id, token)?;
        let authorization = Authorization {
            access_key_id: access_key_id.to_owned(),
            signature: signature.to_owned(),
            string_to_sign: encoded_policy.to_owned(),
            canonical_request: None,
        };

        let mut fields = self.fields.clone();
        if self.value("bucket").is_none() {
            fields.push(("bucket".to_owned(), bucket.to_owned()));
        }
        let policy = Policy::parse(encoded_policy);
        let (length_range, violation) = match policy {
            Ok(policy) => (
                policy.length_range(),
                policy.check(&fields, stack.clock.now()).err(),
            ),
            Err(error) => (None, Some(error)),
        };
        Ok(Some(CheckedForm {
            authorization,
            length_range,
            violation,
        }))
    }

    /// Sets the header `x-amz-tagging` for the document in the field `tagging`, which s3s does not read.
    pub fn set_tagging_header(&self, head: &mut Parts) -> Result<(), ErrorDocument> {
        head.headers.remove(TAGGING);
        if let Some(document) = self.value("tagging") {
            let value = tagging::header_value(document)
                .and_then(|value| HeaderValue::try_from(value).ok())
                .ok_or_else(|| ErrorDocument::new("MalformedXML"))?;
            head.headers.insert(TAGGING, value);
        }
        Ok(())
    }

    /// Encodes the form as the body of a request. Without `with_file` the file is empty: enough to verify the
    /// signature.
    pub fn into_request(self, head: &mut Parts, with_file: bool) -> Body {
        let boundary = Uuid::new_v4();
        let mut start = String::new();
        for (name, value) in &self.fields {
            let name = name.replace('"', "%22").replace(['\r', '\n'], " ");
            let _ = write!(
                start,
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
        }
        let _ = write!(
            start,
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\r\n\r\n"
        );
        let end = format!("\r\n--{boundary}--\r\n");
        head.headers.remove(CONTENT_LENGTH);
        let content_type = format!("multipart/form-data; boundary={boundary}");
        if let Ok(value) = HeaderValue::try_from(content_type) {
            head.headers.insert(CONTENT_TYPE, value);
        }
        let literal =
            |text: String| stream::once(async move { Ok::<_, StdError>(Bytes::from(text)) });
        let file = self.file.map(|piece| piece.map_err(StdError::from));
        let file = if with_file {
            file.boxed()
        } else {
            stream::empty().boxed()
        };
        let body = literal(start).chain(file).chain(literal(end));
        Body::http_body_unsync(StreamBody::new(body.map(|piece| piece.map(Frame::data))))
    }
}

fn check_key_length(key: &str) -> Result<(), ErrorDocument> {
    if key.is_empty() {
        return Err(ErrorDocument::with_message(
            "InvalidArgument",
            "User key must have a length greater than 0.",
        )
        .detail("ArgumentName", "key")
        .detail("ArgumentValue", ""));
    }
    if key.len() > MAX_KEY_BYTES {
        return Err(ErrorDocument::new("KeyTooLongError")
            .detail("Size", key.len().to_string())
            .detail("MaxSizeAllowed", MAX_KEY_BYTES.to_string()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn parse(body: &str) -> Result<Form, ErrorDocument> {
        let bytes = Bytes::from(body.replace('\n', "\r\n"));
        Form::parse(
            "multipart/form-data; boundary=b",
            stream::once(async move { Ok(bytes) }),
        )
        .await
    }

    fn part(name: &str, value: &str) -> String {
        format!("--b\nContent-Disposition: form-data; name=\"{name}\"\n\n{value}\n")
    }

    fn file(filename: &str) -> String {
        format!(
            "--b\nContent-Disposition: form-data; name=\"file\"; filename=\"{filename}\"\n\nhello\n--b--\n"
        )
    }

    #[tokio::test]
    async fn filename_is_replaced_in_every_field() {
        let body = part("Key", "u/${filename}")
            + &part("x-amz-meta-name", "${filename}")
            + &file("C:\\a/b.txt");
        let form = parse(&body).await.expect("a form");
        assert_eq!(form.key(), Some("u/b.txt"));
        assert_eq!(form.value("x-amz-meta-name"), Some("b.txt"));
        assert_eq!(form.file().drain().await, 5);
    }

    #[tokio::test]
    async fn a_form_without_a_file_is_rejected() {
        let error = parse(&(part("key", "a") + "--b--\n"))
            .await
            .err()
            .expect("no file");
        assert_eq!(
            error.message,
            "POST requires exactly one file upload per request."
        );
    }

    #[tokio::test]
    async fn fields_that_are_too_long_are_rejected() {
        let error = parse(&(part("key", &"a".repeat(MAX_FIELD_BYTES)) + &file("a")))
            .await
            .err()
            .expect("too long");
        assert_eq!(error.code, "MaxPostPreDataLengthExceeded");
    }

    #[tokio::test]
    async fn a_body_that_is_not_a_form_is_rejected() {
        assert_eq!(
            parse("hello")
                .await
                .err()
                .map(|error| error.code)
                .as_deref(),
            Some("MalformedPOSTRequest")
        );
    }
}
