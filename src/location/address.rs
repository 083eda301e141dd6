use alloc::string::String;

/// How a URL names its bucket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Addressing {
    /// Virtual-hosted style at AWS if the bucket's name is one DNS label, else path style, which every S3-compatible
    /// service supports. boto3 does the same.
    #[default]
    Auto,
    /// Virtual-hosted style: `https://bucket.host/key`.
    Virtual,
    /// Path style: `https://host/bucket/key`.
    Path,
}

/// The address of a bucket, or of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// `https://host/path`.
    pub(super) url: String,
    /// Index of the host in `url`.
    pub(super) host_start: usize,
    /// Index of the path in `url`.
    pub(super) path_start: usize,
    /// Length of the bucket name at the start of the host; 0 if the host has none.
    pub(super) hosted_bucket_length: usize,
    /// Origin that URLs show instead of that of `url`; empty for the same.
    pub(super) public_origin: String,
    pub(super) region: String,
    pub(super) service: &'static str,
}

impl Address {
    /// Returns the region of the credential scope.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// Returns the service of the credential scope: `s3`, `s3-object-lambda` or `s3-outposts`.
    pub fn service(&self) -> &'static str {
        self.service
    }

    /// Returns the bucket if the host names it.
    pub fn hosted_bucket(&self) -> Option<&str> {
        self.host()
            .get(..self.hosted_bucket_length)
            .filter(|name| !name.is_empty())
    }

    /// Returns host and port as in the `Host` header.
    pub fn host(&self) -> &str {
        self.url
            .get(self.host_start..self.path_start)
            .unwrap_or_default()
    }

    /// Returns the encoded path, which `/` and a key can follow. Empty for virtual-hosted style at AWS.
    pub fn path(&self) -> &str {
        self.url.get(self.path_start..).unwrap_or_default()
    }

    /// Returns `https://host` without a path, as URLs show it. Its host is that of [`host`](Self::host), which is signed,
    /// unless the location has a public endpoint.
    pub fn origin(&self) -> &str {
        if self.public_origin.is_empty() {
            self.url.get(..self.path_start).unwrap_or_default()
        } else {
            &self.public_origin
        }
    }
}
