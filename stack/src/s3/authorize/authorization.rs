use crate::s3::errors::ErrorDocument;

/// The access key and the signature of a request. s3s must find the same key. It has no `Debug`, as it holds a
/// signature and may hold a session token.
#[derive(Clone)]
pub struct Authorization {
    pub access_key_id: String,
    pub signature: String,
    pub string_to_sign: String,
    /// Present for Signature Version 4 of a request, absent for Version 2 and for forms.
    pub canonical_request: Option<String>,
}

impl Authorization {
    /// Adds the elements of a `SignatureDoesNotMatch` that show which strings S3 signed.
    pub fn add_details(&self, error: ErrorDocument) -> ErrorDocument {
        let error = error
            .detail("AWSAccessKeyId", &self.access_key_id)
            .detail("StringToSign", &self.string_to_sign)
            .detail("SignatureProvided", &self.signature)
            .detail("StringToSignBytes", spaced_hex(&self.string_to_sign));
        match &self.canonical_request {
            Some(request) => error
                .detail("CanonicalRequest", request)
                .detail("CanonicalRequestBytes", spaced_hex(request)),
            None => error,
        }
    }
}

fn spaced_hex(text: &str) -> String {
    text.bytes()
        .map(|byte| format!("{byte:02x}"))
        .collect::<Vec<_>>()
        .join(" ")
}
