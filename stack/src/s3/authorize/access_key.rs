//! Access keys and their session tokens.

use crate::s3::errors::ErrorDocument;
use crate::stack::Stack;

/// Checks that the access key exists, and that a temporary one comes with its session token and has not expired.
pub fn check_access_key(
    stack: &Stack,
    access_key_id: &str,
    token: Option<&str>,
) -> Result<(), ErrorDocument> {
    let unknown =
        || ErrorDocument::new("InvalidAccessKeyId").detail("AWSAccessKeyId", access_key_id);
    let key = stack.keys.find(access_key_id).ok_or_else(unknown)?;
    match (key.session, token) {
        (None, None) => Ok(()),
        // Without its token, S3 reports a temporary key as unknown.
        (Some(_), None) => Err(unknown()),
        (Some(session), Some(token)) if session.token == token => {
            if stack.clock.now() < session.expiration {
                Ok(())
            } else {
                Err(ErrorDocument::new("ExpiredToken"))
            }
        }
        _ => Err(ErrorDocument::new("InvalidToken")),
    }
}
