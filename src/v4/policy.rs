//! A presigned form: the policy, signed as it is sent.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html>.

use super::key::SigningKey;
use super::scope::Scope;
use super::{ALGORITHM, LONGEST_SECONDS};
use crate::credentials::Credentials;
use crate::error::Error;
use crate::expiry::Validity;
use crate::location::Location;
use crate::policy::{Form, PostRequest, PresignedPost};
use crate::time::Timestamp;

/// Presigns `request` at `now`, the real instant. The string to sign is the policy in base64.
pub fn presign_post(
    credentials: &Credentials,
    location: &Location,
    request: &PostRequest,
    now: Timestamp,
) -> Result<PresignedPost, Error> {
    let address = location.address(Some(&request.bucket))?;
    let mut form = Form::new(request)?;
    let signed_at = request.signing_date.unwrap_or(now);
    let validity = Validity::new(request.expiry, signed_at, now, credentials, LONGEST_SECONDS)?;
    let scope = Scope::new(signed_at, address.region(), address.service());

    form.sign_field("x-amz-algorithm", ALGORITHM);
    form.sign_field(
        "x-amz-credential",
        &scope.credential(credentials.access_key_id()),
    );
    form.sign_field("x-amz-date", &signed_at.amz_date());
    if let Some(token) = credentials.session_token() {
        form.sign_field("x-amz-security-token", token);
    }
    let policy = form.policy_base64(&validity);
    let signature = SigningKey::derive(credentials.secret_access_key(), &scope).sign(&policy);
    form.finish(
        &address,
        &validity,
        &[("policy", &policy), ("x-amz-signature", &signature)],
    )
}
