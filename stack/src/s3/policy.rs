//! POST policies: the conditions on the fields of a form.
//!
//! See <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html>. s3s checks
//! a policy as well, later. The errors returned here have S3's messages.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::errors::ErrorDocument;

/// A signed policy.
#[derive(Debug)]
pub struct Policy {
    expiration: OffsetDateTime,
    conditions: Vec<Condition>,
}

#[derive(Debug, PartialEq, Eq)]
enum Condition {
    Equals { field: String, value: String },
    StartsWith { field: String, prefix: String },
    LengthRange { min: u64, max: u64 },
}

/// The bounds of a `content-length-range`, inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LengthRange {
    pub min: u64,
    pub max: u64,
}

impl Policy {
    /// Parses the base64 of a form's `policy` field.
    ///
    /// # Errors
    /// `InvalidPolicyDocument`, with the reason.
    pub fn parse(encoded: &str) -> Result<Self, ErrorDocument> {
        let invalid = |reason: &str| {
            ErrorDocument::with_message(
                "InvalidPolicyDocument",
                format!("Invalid Policy: {reason}"),
            )
        };
        let bytes = STANDARD
            .decode(encoded)
            .map_err(|_| invalid("Invalid Base64 Encoding."))?;
        let document: Value =
            serde_json::from_slice(&bytes).map_err(|_| invalid("Invalid JSON."))?;
        let document = document
            .as_object()
            .ok_or_else(|| invalid("Expecting a JSON object."))?;
        let expiration = document
            .get("expiration")
            .ok_or_else(|| invalid("Policy missing expiration."))?;
        let expiration = expiration
            .as_str()
            .and_then(|text| OffsetDateTime::parse(text, &Rfc3339).ok())
            .ok_or_else(|| invalid(&format!("Invalid 'expiration' value: {expiration}")))?;
        let conditions = document
            .get("conditions")
            .and_then(Value::as_array)
            .ok_or_else(|| invalid("Invalid 'conditions' value: must be a List."))?
            .iter()
            .map(|condition| {
                Condition::parse(condition)
                    .ok_or_else(|| invalid(&format!("Invalid Condition: {condition}.")))
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            expiration,
            conditions,
        })
    }

    /// Checks the fields. Their names are in lower case, and `bucket` is one of them.
    ///
    /// # Errors
    /// `AccessDenied`, with the first condition that fails or the fields without a condition.
    pub fn check(
        &self,
        fields: &[(String, String)],
        now: OffsetDateTime,
    ) -> Result<(), ErrorDocument> {
        let deny = |reason: String| {
            Err(ErrorDocument::with_message(
                "AccessDenied",
                format!("Invalid according to Policy: {reason}"),
            ))
        };
        if now >= self.expiration {
            return deny("Policy expired.".to_owned());
        }
        let value = |name: &str| {
            fields
                .iter()
                .rev()
                .find(|(field, _)| field == name)
                .map(|(_, value)| value.as_str())
        };
        for condition in &self.conditions {
            if !condition.is_met(value) {
                return deny(format!("Policy Condition failed: {condition}"));
            }
        }
        let extra: Vec<&str> = fields
            .iter()
            .map(|(name, _)| name.as_str())
            .filter(|name| {
                !needs_no_condition(name)
                    && !self.conditions.iter().any(|c| c.field() == Some(name))
            })
            .collect();
        if extra.is_empty() {
            Ok(())
        } else {
            deny(format!("Extra input fields: {}", extra.join(", ")))
        }
    }

    pub fn length_range(&self) -> Option<LengthRange> {
        self.conditions
            .iter()
            .find_map(|condition| match *condition {
                Condition::LengthRange { min, max } => Some(LengthRange { min, max }),
                _ => None,
            })
    }
}

impl Condition {
    fn parse(value: &Value) -> Option<Self> {
        match value {
            Value::Object(pair) if pair.len() == 1 => {
                let (field, value) = pair.iter().next()?;
                Some(Self::Equals {
                    field: field.to_ascii_lowercase(),
                    value: value.as_str()?.to_owned(),
                })
            }
            Value::Array(items) => {
                let [operator, first, second] = items.as_slice() else {
                    return None;
                };
                let field = || Some(first.as_str()?.strip_prefix('$')?.to_ascii_lowercase());
                match operator.as_str()?.to_ascii_lowercase().as_str() {
                    "eq" => Some(Self::Equals {
                        field: field()?,
                        value: second.as_str()?.to_owned(),
                    }),
                    "starts-with" => Some(Self::StartsWith {
                        field: field()?,
                        prefix: second.as_str()?.to_owned(),
                    }),
                    "content-length-range" => Some(Self::LengthRange {
                        min: first.as_u64()?,
                        max: second.as_u64()?,
                    }),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn field(&self) -> Option<&str> {
        match self {
            Self::Equals { field, .. } | Self::StartsWith { field, .. } => Some(field),
            Self::LengthRange { .. } => None,
        }
    }

    fn is_met<'a>(&self, value: impl Fn(&str) -> Option<&'a str>) -> bool {
        match self {
            Self::Equals {
                field,
                value: expected,
            } => value(field) == Some(expected),
            // A Content-Type may be a list; each item must have the prefix.
            Self::StartsWith { field, prefix } if field == "content-type" => value(field)
                .unwrap_or_default()
                .split(',')
                .all(|item| item.trim_start().starts_with(prefix)),
            Self::StartsWith { field, prefix } => {
                value(field).unwrap_or_default().starts_with(prefix)
            }
            // The size is known only after the file was read.
            Self::LengthRange { .. } => true,
        }
    }
}

impl std::fmt::Display for Condition {
    /// Formats the condition as S3 does: always as a list.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Equals { field, value } => write!(f, "[\"eq\", \"${field}\", {}]", json!(value)),
            Self::StartsWith { field, prefix } => {
                write!(f, "[\"starts-with\", \"${field}\", {}]", json!(prefix))
            }
            Self::LengthRange { min, max } => {
                write!(f, "[\"content-length-range\", {min}, {max}]")
            }
        }
    }
}

/// Whether a field may occur without a condition.
fn needs_no_condition(field: &str) -> bool {
    matches!(
        field,
        "x-amz-signature" | "signature" | "awsaccesskeyid" | "policy" | "file"
    ) || field.starts_with("x-ignore-")
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const BEFORE: OffsetDateTime = datetime!(2026-01-01 00:00:00 UTC);

    fn policy(conditions: &Value) -> Policy {
        let document =
            json!({ "expiration": "2026-01-01T00:00:01.000Z", "conditions": conditions });
        Policy::parse(&STANDARD.encode(document.to_string())).expect("a policy")
    }

    fn check(conditions: &Value, fields: &[(&str, &str)]) -> Result<(), String> {
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        policy(conditions)
            .check(&fields, BEFORE)
            .map_err(|error| error.message)
    }

    #[test]
    fn a_policy_expires_at_its_expiration() {
        let policy = policy(&json!([]));
        assert!(
            policy
                .check(&[], datetime!(2026-01-01 00:00:00.999 UTC))
                .is_ok()
        );
        let error = policy
            .check(&[], datetime!(2026-01-01 00:00:01 UTC))
            .expect_err("it has expired");
        assert_eq!(
            error.message,
            "Invalid according to Policy: Policy expired."
        );
    }

    #[test]
    fn a_failed_condition_is_reported_as_a_list() {
        let message = check(&json!([{ "Key": "a" }]), &[("key", "b")]).expect_err("it fails");
        assert_eq!(
            message,
            "Invalid according to Policy: Policy Condition failed: [\"eq\", \"$key\", \"a\"]"
        );
        let message = check(&json!([["starts-with", "$key", "user/"]]), &[("key", "b")])
            .expect_err("it fails");
        assert_eq!(
            message,
            "Invalid according to Policy: Policy Condition failed: [\"starts-with\", \"$key\", \"user/\"]"
        );
    }

    #[test]
    fn a_field_without_a_condition_is_rejected() {
        let fields = [
            ("key", "a"),
            ("x", "1"),
            ("x-ignore-y", "2"),
            ("policy", "p"),
            ("x-amz-signature", "s"),
        ];
        let message = check(&json!([["eq", "$key", "a"]]), &fields).expect_err("x is not covered");
        assert_eq!(
            message,
            "Invalid according to Policy: Extra input fields: x"
        );
    }

    #[test]
    fn each_content_type_of_a_list_must_have_the_prefix() {
        let conditions = json!([["starts-with", "$Content-Type", "image/"]]);
        assert!(check(&conditions, &[("content-type", "image/png, image/jpeg")]).is_ok());
        assert!(check(&conditions, &[("content-type", "image/png,text/html")]).is_err());
    }

    #[test]
    fn a_length_range_is_parsed() {
        let conditions = json!([["content-length-range", 1, 10]]);
        let expected = Some(LengthRange { min: 1, max: 10 });
        assert_eq!(policy(&conditions).length_range(), expected);
    }

    #[test]
    fn an_invalid_policy_is_reported_with_the_reason() {
        let encode = |text: &str| STANDARD.encode(text);
        for (policy, reason) in [
            ("!".to_owned(), "Invalid Base64 Encoding."),
            (encode("{"), "Invalid JSON."),
            (encode("{\"conditions\":[]}"), "Policy missing expiration."),
            (
                encode("{\"expiration\":\"soon\",\"conditions\":[]}"),
                "Invalid 'expiration' value: \"soon\"",
            ),
            (
                encode(
                    "{\"expiration\":\"2026-01-01T00:00:00Z\",\"conditions\":[[\"like\",\"$key\",\"a\"]]}",
                ),
                "Invalid Condition: [\"like\",\"$key\",\"a\"].",
            ),
        ] {
            let error = Policy::parse(&policy).expect_err(reason);
            assert_eq!(error.message, format!("Invalid Policy: {reason}"));
        }
    }
}
