//! A presigned form: the policy, signed as it is sent.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html>.

use alloc::string::String;

use super::key::SigningKey;
use super::scope::Scope;
use super::{ALGORITHM, LONGEST_SECONDS};
use crate::credentials::Credentials;
use crate::error::Error;
use crate::location::Location;
use crate::policy::{Form, PostRequest, PresignedPost};
use crate::time::Timestamp;

/// Presigns `request` at `now`, the real instant. The string to sign is the policy in base64.
pub fn presign_post<T: AsRef<str>>(
    credentials: &Credentials,
    location: &Location,
    request: &PostRequest<T>,
    now: Timestamp,
) -> Result<PresignedPost, Error> {
    let key = request.key.field();
    let mut form = Form::new(credentials, location, request, &key, now, LONGEST_SECONDS)?;
    let signed_at = form.signed_at();
    let (region, service) = (String::from(form.address.region()), form.address.service());
    let scope = Scope::new(signed_at, &region, service);
    let credential = scope.credential(credentials.access_key_id());
    let date = signed_at.amz_date();

    form.sign_field("x-amz-algorithm", ALGORITHM);
    form.sign_field("x-amz-credential", &credential);
    form.sign_field("x-amz-date", &date);
    if let Some(token) = credentials.session_token() {
        form.sign_field("x-amz-security-token", token);
    }
    let policy = form.policy_base64();
    let signature = SigningKey::derive(credentials.secret_access_key(), &scope).sign(&policy);
    form.finish(&[("policy", &policy), ("x-amz-signature", &signature)])
}
