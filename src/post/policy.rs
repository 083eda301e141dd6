//! The policy document, in JSON.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html>.

use alloc::string::String;

use super::condition::Conditions;
use crate::time::Timestamp;

/// Writes the policy document.
///
/// ```text
/// {"expiration":"<ISO 8601>","conditions":[<condition>,<condition>]}
/// ```
pub(super) fn policy_document(expiration: Timestamp, conditions: &Conditions<'_>) -> String {
    let mut json = String::with_capacity(512);
    // expiration
    json.push_str("{\"expiration\":\"");
    json.push_str(&expiration.iso8601());
    // conditions
    json.push_str("\",\"conditions\":[");
    conditions.push_json(&mut json);
    json.push_str("]}");
    json
}

#[cfg(test)]
mod tests {
    use super::policy_document;
    use crate::post::condition::{Conditions, Operator};
    use crate::time::Timestamp;
    use serde_json::{Value, json};

    /// The "Expiration" and "Conditions" of the document above.
    #[test]
    fn the_document_has_an_expiration_and_a_list_of_conditions() {
        let expiration = Timestamp::from_unix(1_196_510_400).expect("2007-12-01T12:00:00Z");
        let mut conditions = Conditions::default();
        conditions.push_rule(Operator::Eq, "acl", "public-read");
        conditions.push_rule(Operator::StartsWith, "key", "user/eric/");
        let document: Value =
            serde_json::from_str(&policy_document(expiration, &conditions)).expect("JSON");
        assert_eq!(
            document,
            json!({
                "expiration": "2007-12-01T12:00:00.000Z",
                "conditions": [
                    {"acl": "public-read"},
                    ["starts-with", "$key", "user/eric/"],
                ],
            })
        );
    }
}
