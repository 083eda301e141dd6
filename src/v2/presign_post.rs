//! A presigned form: its string to sign is the policy in base64.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/HTTPPOSTForms.html>.

use super::limits::{MAX_EXPIRY_SECONDS, check_encryption, check_location};
use super::signature::sign;
use crate::credentials::Credentials;
use crate::error::Error;
use crate::location::Location;
use crate::post::form::Form;
use crate::post::policy::PolicyStart;
use crate::post::{PostRequest, PresignedPost};
use crate::time::Timestamp;

/// Presigns `request` at `now`, the real instant.
///
/// Fails as the V4 signer does, and with
/// [`Code::SignatureV4Required`](crate::Code::SignatureV4Required).
pub fn presign_post<T: AsRef<str>>(
    credentials: &Credentials,
    location: &Location,
    request: &PostRequest<T>,
    now: Timestamp,
) -> Result<PresignedPost, Error> {
    check_location(location, Some(request.bucket.as_ref()))?;
    let key = request.key.field();
    let mut form = Form::new(
        credentials,
        location,
        request,
        &key,
        now,
        MAX_EXPIRY_SECONDS,
    )?;
    for (name, value) in form.fields() {
        check_encryption("fields", name, value)?;
    }
    let token = credentials.session_token();
    form.add_session_token(token);
    let policy = form.policy(&PolicyStart::new(token));
    let signature = sign(credentials.secret_access_key(), &policy);
    // S3 requires a condition for each field except these.
    form.finish(&[
        ("AWSAccessKeyId", credentials.access_key_id()),
        ("policy", &policy),
        ("signature", &signature),
    ])
}

#[cfg(test)]
mod tests {
    use super::presign_post;
    use crate::credentials::Credentials;
    use crate::error::Code;
    use crate::location::Location;
    use crate::post::{KeyRule, PostRequest};
    use crate::time::Timestamp;
    use crate::v2::signature::sign;
    use base64ct::{Base64, Encoding};
    use serde_json::{Value, json};

    fn request() -> PostRequest {
        PostRequest::new("bucket", KeyRule::Exact("user/${filename}".into()))
    }

    fn store() -> Location {
        Location::custom("us-east-1", "https://s3.test").expect("a location")
    }

    fn now() -> Timestamp {
        Timestamp::from_unix(1_700_000_000).expect("an instant")
    }

    fn credentials() -> Credentials {
        Credentials::new("AKIA", "secret").expect("credentials")
    }

    fn conditions(policy: &str) -> Value {
        let policy = Base64::decode_vec(policy).expect("base64");
        let policy: Value = serde_json::from_slice(&policy).expect("JSON");
        assert_eq!(policy["expiration"], "2023-11-14T23:13:20.000Z");
        policy["conditions"].clone()
    }

    #[test]
    fn a_form_has_access_key_id_policy_and_signature() {
        let post = presign_post(&credentials(), &store(), &request(), now()).expect("a form");
        let [key, id, policy, signature] = post.fields.as_slice() else {
            panic!("four fields");
        };
        assert_eq!(*key, ("key".into(), "user/${filename}".into()));
        assert_eq!(*id, ("AWSAccessKeyId".into(), "AKIA".into()));
        assert_eq!(policy.0, "policy");
        assert_eq!(*signature, ("signature".into(), sign("secret", &policy.1)));
        assert_eq!(
            conditions(&policy.1),
            json!([{"bucket": "bucket"}, ["starts-with", "$key", "user/"]])
        );
        assert_eq!(post.url, "https://s3.test/bucket");
    }

    #[test]
    fn a_session_token_is_a_field_and_a_condition() {
        let credentials = credentials().with_session_token("token").expect("a token");
        let post = presign_post(&credentials, &store(), &request(), now()).expect("a form");
        let token = ("x-amz-security-token".into(), "token".into());
        assert_eq!(post.fields.get(1), Some(&token));
        assert_eq!(
            conditions(&post.fields[3].1)[0],
            json!({"x-amz-security-token": "token"})
        );
    }

    #[test]
    fn kms_and_newer_regions_need_v4() {
        let mut kms = request();
        kms.fields
            .push(("x-amz-server-side-encryption".into(), "aws:kms".into()));
        let error = presign_post(&credentials(), &store(), &kms, now()).expect_err("an error");
        assert_eq!(
            (error.code(), error.field()),
            (
                Code::SignatureV4Required,
                "fields.x-amz-server-side-encryption"
            )
        );
        let frankfurt = Location::aws("eu-central-1").expect("a location");
        let error =
            presign_post(&credentials(), &frankfurt, &request(), now()).expect_err("an error");
        assert_eq!(error.code(), Code::SignatureV4Required);
    }
}
