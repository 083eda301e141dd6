//! The HTTP methods of S3.

/// An HTTP method.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// Reads an object, or lists.
    #[default]
    Get,
    /// Reads the headers of an object or bucket.
    Head,
    /// Writes an object or a part, or sets a property.
    Put,
    /// Deletes an object, or aborts a multipart upload.
    Delete,
    /// Starts or completes a multipart upload.
    Post,
}

impl Method {
    /// Returns the name in upper case, as in the canonical request.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
            Self::Post => "POST",
        }
    }

    /// Returns whether S3's response can have headers of an object.
    pub(crate) fn reads_object(self) -> bool {
        matches!(self, Self::Get | Self::Head)
    }

    /// Returns whether a request of this method has a body.
    pub(crate) fn has_body(self) -> bool {
        matches!(self, Self::Put | Self::Post)
    }
}
