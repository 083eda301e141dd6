//! Headers of a response that a request overrides.

use alloc::string::String;

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
