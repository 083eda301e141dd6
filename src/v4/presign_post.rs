//! A presigned form: its string to sign is the policy in base64.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html>.

use alloc::string::String;

use super::limits::{MAX_EXPIRY_SECONDS, MAX_FORM_EXPIRY_SECONDS};
use super::scope::Scope;
use super::signing_key_cache::SigningKeyCache;
use super::string_to_sign::ALGORITHM;
use crate::credentials::Credentials;
use crate::error::Error;
use crate::location::Location;
use crate::post::form::Form;
use crate::post::{PostRequest, PresignedPost};
use crate::text::ascii;
use crate::time::Timestamp;

/// Presigns `request` at `now`, the real instant.
///
/// The maximum lifetime is [`MAX_EXPIRY_SECONDS`] at AWS and [`MAX_FORM_EXPIRY_SECONDS`] elsewhere.
pub fn presign_post<T: AsRef<str>>(
    credentials: &Credentials,
    location: &Location,
    request: &PostRequest<T>,
    now: Timestamp,
) -> Result<PresignedPost, Error> {
    let keys = &mut SigningKeyCache::default();
    presign_post_with(keys, credentials, location, request, now)
}

/// Does the same as [`presign_post`] with a cache of the credentials' signing key.
pub fn presign_post_with<T: AsRef<str>>(
    keys: &mut SigningKeyCache,
    credentials: &Credentials,
    location: &Location,
    request: &PostRequest<T>,
    now: Timestamp,
) -> Result<PresignedPost, Error> {
    let key = request.key.field();
    let max_seconds = match location.aws_region() {
        Some(_) => MAX_EXPIRY_SECONDS,
        None => MAX_FORM_EXPIRY_SECONDS,
    };
    let mut form = Form::new(credentials, location, request, &key, now, max_seconds)?;
    let signed_at = form.signed_at();
    let (region, service) = (String::from(form.address.region()), form.address.service());
    let scope = Scope::new(signed_at, &region, service);
    let credential = scope.credential(credentials.access_key_id());
    let date = signed_at.amz_date();

    form.sign_field("x-amz-algorithm", ALGORITHM);
    form.sign_field("x-amz-credential", &credential);
    form.sign_field("x-amz-date", &date);
    form.add_session_token(credentials.session_token());
    let signer = keys.policy_signer(credentials, &scope);
    let policy = form.policy(&signer.start);
    let signature = signer.sign(&policy);
    form.finish(&[("policy", &policy), ("x-amz-signature", ascii(&signature))])
}

#[cfg(test)]
mod tests {
    use super::{presign_post, presign_post_with};
    use crate::credentials::Credentials;
    use crate::error::Code;
    use crate::expiry::Expiry;
    use crate::location::Location;
    use crate::post::{KeyRule, PostRequest};
    use crate::time::Timestamp;
    use crate::v4::SigningKeyCache;

    #[test]
    fn the_maximum_lifetime_is_a_week_at_aws_and_a_year_elsewhere() {
        const WEEK: u32 = 604_800;
        const YEAR: u32 = 31_536_000;
        let credentials = Credentials::new("AKIA", "secret").expect("credentials");
        let now = Timestamp::from_unix(1_700_000_000).expect("an instant");
        let aws = Location::aws("us-east-1").expect("a location");
        let store = Location::custom("us-east-1", "https://s3.test").expect("a location");
        for (location, maximum) in [(aws, WEEK), (store, YEAR)] {
            let mut request = PostRequest::new("bucket", KeyRule::Exact("key".into()));
            request.expiry = Expiry::In(maximum);
            let post = presign_post(&credentials, &location, &request, now).expect("a form");
            assert_eq!(post.expires_at.unix(), now.unix() + i64::from(maximum));
            request.expiry = Expiry::In(maximum + 1);
            let error = presign_post(&credentials, &location, &request, now).expect_err("an error");
            assert_eq!(error.code(), Code::InvalidExpiry);
            assert_eq!(
                error.parameters(),
                [maximum.to_string(), (maximum + 1).to_string()]
            );
        }
    }

    #[test]
    fn a_form_signed_with_kept_keys_equals_one_signed_without() {
        let credentials = Credentials::new("AKIA", "secret")
            .and_then(|credentials| credentials.with_session_token("token"))
            .expect("credentials");
        let location = Location::aws("us-east-1").expect("a location");
        let keys = &mut SigningKeyCache::default();
        for (key, seconds) in [("a", 0), ("b", 1), ("b", 86_400), ("c", 0)] {
            let request = PostRequest::new("bucket", KeyRule::Exact(key.into()));
            let now = Timestamp::from_unix(1_700_000_000 + seconds).expect("an instant");
            assert_eq!(
                presign_post_with(keys, &credentials, &location, &request, now),
                presign_post(&credentials, &location, &request, now)
            );
        }
    }
}
