//! The policy document, in JSON.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html>.

use alloc::string::String;

use super::condition::Conditions;
use crate::base64;
use crate::json;
use crate::text::{concat, push_all};
use crate::time::Timestamp;

/// The start of the policy document in base64, which all forms of one session token share.
///
/// ```text
/// {"conditions":[{"x-amz-security-token":"<token>"},
/// ```
pub(crate) struct PolicyStart(String);

impl PolicyStart {
    /// Writes the condition of the session token, if there is one.
    pub(crate) fn new(session_token: Option<&str>) -> Self {
        let mut json = String::from("{\"conditions\":[");
        if let Some(token) = session_token {
            json.push_str("{\"x-amz-security-token\":");
            json::push_string(token, &mut json);
            json.push_str("},");
        }
        // Base64 encodes groups of three bytes, so that the rest can be encoded by itself after a whole group.
        while !json.len().is_multiple_of(3) {
            json.push_str(" ");
        }
        Self(base64::encode(json.as_bytes()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the whole policy document in base64. `conditions` are at least one.
    ///
    /// ```text
    /// <start><condition>,<condition>],"expiration":"<ISO 8601>"}
    /// ```
    pub(super) fn policy(&self, conditions: &Conditions<'_>, expiration: Timestamp) -> String {
        let mut rest = String::with_capacity(512);
        conditions.push_json(&mut rest);
        push_all(
            &["],\"expiration\":\"", &expiration.iso8601(), "\"}"],
            &mut rest,
        );
        concat(&[&self.0, &base64::encode(rest.as_bytes())])
    }
}

#[cfg(test)]
mod tests {
    use super::PolicyStart;
    use crate::post::condition::{Conditions, Operator};
    use crate::time::Timestamp;
    use base64ct::{Base64, Encoding};
    use serde_json::{Value, json};

    /// Returns the policy of two conditions, decoded by independent decoders.
    fn policy(session_token: Option<&str>) -> Value {
        let expiration = Timestamp::from_unix(1_196_510_400).expect("2007-12-01T12:00:00Z");
        let mut conditions = Conditions::default();
        conditions.push_rule(Operator::Eq, "acl", "public-read");
        conditions.push_rule(Operator::StartsWith, "key", "user/eric/");
        let policy = PolicyStart::new(session_token).policy(&conditions, expiration);
        let document = Base64::decode_vec(&policy).expect("base64");
        serde_json::from_slice(&document).expect("JSON")
    }

    /// The "Expiration" and "Conditions" of the document above.
    #[test]
    fn the_document_has_an_expiration_and_a_list_of_conditions() {
        assert_eq!(
            policy(None),
            json!({
                "expiration": "2007-12-01T12:00:00.000Z",
                "conditions": [
                    {"acl": "public-read"},
                    ["starts-with", "$key", "user/eric/"],
                ],
            })
        );
    }

    #[test]
    fn a_session_token_of_any_length_is_the_first_condition() {
        for length in 1..8 {
            let token = "é\"".repeat(length);
            let document = policy(Some(&token));
            assert_eq!(
                document["conditions"][0],
                json!({ "x-amz-security-token": token })
            );
            assert_eq!(document["conditions"].as_array().map(Vec::len), Some(3));
        }
    }
}
