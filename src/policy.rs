//! Forms that upload: what is asked for, and the policy document that S3 holds the form against.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html>. The conditions
//! are made from the fields, so that the two lists cannot drift; a policy that no form can meet is an
//! error before it is signed.

use alloc::string::String;
use alloc::vec::Vec;

use crate::base64;
use crate::error::{Code, Error, item, sentence};
use crate::expiry::{Expiry, LimitedBy, Validity};
use crate::json;
use crate::location::Address;
use crate::object_key;
use crate::text::split_once;
use crate::time::{Timestamp, decimal};

/// S3 replaces it, in any field, by the name of the file that is sent.
pub const FILENAME: &str = "${filename}";
/// The largest object that a single upload can make: 5 GiB.
pub const MAX_OBJECT_BYTES: u64 = 5 * 1024 * 1024 * 1024;
/// S3's limit for all of the form besides the file.
const MAX_FORM_BYTES: usize = 20 * 1024;
/// A field's own lines in the body: the boundary, `Content-Disposition` and the line breaks.
const BYTES_AROUND_A_FIELD: usize = 128;

/// Which key the form may write to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyRule {
    /// This one; or, where it has [`FILENAME`] in it, any that begins with what stands before that.
    Exact(String),
    /// Any that begins so.
    StartsWith(String),
}

/// One of S3's three kinds of condition. Names are without the `$`, and not case-sensitive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The field has this value.
    Eq {
        /// The field.
        name: String,
        /// Its value.
        value: String,
    },
    /// The field's value begins so; with an empty prefix, any value will do.
    StartsWith {
        /// The field.
        name: String,
        /// What its value begins with.
        prefix: String,
    },
    /// The file's size lies between the two, both included, in bytes.
    ContentLengthRange {
        /// The least.
        min: u64,
        /// The most.
        max: u64,
    },
}

/// A form to presign.
#[derive(Clone, Debug)]
pub struct PostRequest {
    /// The bucket.
    pub bucket: String,
    /// The key.
    pub key: KeyRule,
    /// An hour unless told otherwise.
    pub expiry: Expiry,
    /// Form fields, such as `acl` or `x-amz-meta-title`.
    pub fields: Vec<(String, String)>,
    /// Conditions beyond those that the fields make by themselves.
    pub conditions: Vec<Condition>,
    /// The file's least size in bytes.
    pub min_size: Option<u64>,
    /// The file's largest size in bytes.
    pub max_size: Option<u64>,
    /// The file's media type: exact, or a prefix that ends in a slash.
    pub content_type: Option<String>,
    /// The instant to sign for, where that is not now.
    pub signing_date: Option<Timestamp>,
}

impl PostRequest {
    /// A form for one key or many, with nothing else said.
    pub fn new(bucket: &str, key: KeyRule) -> Self {
        Self {
            bucket: bucket.into(),
            key,
            expiry: Expiry::default(),
            fields: Vec::new(),
            conditions: Vec::new(),
            min_size: None,
            max_size: None,
            content_type: None,
            signing_date: None,
        }
    }
}

/// A signed form: whoever holds it can upload within its policy until it ends.
#[derive(Clone, PartialEq, Eq)]
pub struct PresignedPost {
    /// Where the form goes.
    pub url: String,
    /// Every field but the file, which comes last.
    pub fields: Vec<(String, String)>,
    /// What the file's media type must begin with, where the form leaves the `Content-Type` field to
    /// whoever sends it.
    pub content_type_prefix: Option<String>,
    /// When it really stops working.
    pub expires_at: Timestamp,
    /// What ends it.
    pub limited_by: LimitedBy,
}

impl core::fmt::Debug for PresignedPost {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter
            .debug_struct("PresignedPost")
            .field("url", &self.url)
            .field("expires_at", &self.expires_at)
            .field("limited_by", &self.limited_by)
            .finish_non_exhaustive()
    }
}

/// The fields and conditions of a form, checked against each other; a signature version adds its own.
#[derive(Debug)]
pub(crate) struct Form {
    fields: Vec<(String, String)>,
    conditions: Vec<Condition>,
}

impl Form {
    pub(crate) fn new(request: &PostRequest) -> Result<Self, Error> {
        let mut form = Self {
            fields: Vec::new(),
            conditions: Vec::new(),
        };
        form.conditions.push(Condition::Eq {
            name: "bucket".into(),
            value: request.bucket.clone(),
        });
        form.add_key(&request.key)?;
        let given = checked_conditions(request)?;
        if let Some(content_type) = &request.content_type {
            form.add_content_type(content_type)?;
        }
        for (name, value) in &request.fields {
            check_field(name, value)?;
            if form.value_of(name).is_some() {
                return Err(Error::new(
                    Code::InvalidField,
                    item("fields", name),
                    "The field is given twice; field names are not case-sensitive.",
                    "Give it once.",
                ));
            }
            form.fields.push((name.clone(), value.clone()));
            let chosen_by_caller = given.iter().any(|condition| speaks_of(condition, name));
            if !chosen_by_caller && !starts_with_ignore_case(name, "x-ignore-") {
                form.conditions.push(condition_for(name, value)?);
            }
        }
        for condition in given {
            form.add_condition(condition);
        }
        form.check_satisfiable()?;
        form.add_size(request)?;
        Ok(form)
    }

    /// All fields so far.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Adds a field of the signature, with its condition.
    pub(crate) fn sign_field(&mut self, name: &str, value: &str) {
        self.fields.push((name.into(), value.into()));
        self.conditions.push(Condition::Eq {
            name: name.into(),
            value: value.into(),
        });
    }

    /// The policy document as the form carries it, which is also the string to sign.
    pub(crate) fn policy_base64(&self, validity: &Validity) -> String {
        base64::encode(self.policy(validity.own_end).as_bytes())
    }

    /// The signed form: all fields, with `last` behind them. Fails with [`Code::FormTooLarge`].
    pub(crate) fn finish(
        self,
        address: &Address,
        validity: &Validity,
        last: &[(&str, &str)],
    ) -> Result<PresignedPost, Error> {
        let content_type_prefix = self.content_type_prefix();
        let mut fields = self.fields;
        for (name, value) in last {
            fields.push(((*name).into(), (*value).into()));
        }
        let size: usize = fields
            .iter()
            .map(|(name, value)| name.len() + value.len() + BYTES_AROUND_A_FIELD)
            .sum();
        if size > MAX_FORM_BYTES {
            return Err(Error::new(
                Code::FormTooLarge,
                "fields",
                "The fields besides the file come to more than 20 KB, S3's limit.",
                "Use shorter or fewer fields; each counts twice, once in the policy.",
            ));
        }
        Ok(PresignedPost {
            // Without a path of its own a bucket is at "/"; by path, S3 and all stores take it without a slash.
            url: match address.path() {
                "" => [&address.origin(), "/"].concat(),
                path => [&address.origin(), path].concat(),
            },
            content_type_prefix,
            fields,
            expires_at: validity.expires_at,
            limited_by: validity.limited_by,
        })
    }

    /// What a `Content-Type` field must begin with that is still to be added.
    fn content_type_prefix(&self) -> Option<String> {
        if self.value_of("Content-Type").is_some() {
            return None;
        }
        self.conditions
            .iter()
            .filter_map(|condition| match condition {
                Condition::StartsWith { name, prefix }
                    if name.eq_ignore_ascii_case("Content-Type") =>
                {
                    Some(prefix.clone())
                }
                _ => None,
            })
            .max_by_key(String::len)
    }

    /// The policy document, in JSON.
    fn policy(&self, expiration: Timestamp) -> String {
        let mut text = String::with_capacity(512);
        text.push_str("{\"expiration\":\"");
        text.push_str(&expiration.iso8601());
        text.push_str("\",\"conditions\":[");
        for (index, condition) in self.conditions.iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            push_condition(condition, &mut text);
        }
        text.push_str("]}");
        text
    }

    fn add_key(&mut self, rule: &KeyRule) -> Result<(), Error> {
        let (field, key) = match rule {
            KeyRule::Exact(key) => {
                object_key::check(key)?;
                ("key", key.clone())
            }
            KeyRule::StartsWith(prefix) => {
                if !prefix.is_empty() {
                    object_key::check(prefix).map_err(|error| error.with_field("keyStartsWith"))?;
                }
                // S3 would replace it, so that any key at all could follow what stands before it.
                if split_once(prefix, FILENAME).is_some() {
                    return Err(Error::new(
                        Code::InvalidKey,
                        "keyStartsWith",
                        "It has ${filename} in it, which S3 replaces by the file's name.",
                        "Give key instead: its ${filename} may stand anywhere.",
                    ));
                }
                ("keyStartsWith", [prefix, FILENAME].concat())
            }
        };
        check_value(field, &key)?;
        let condition = match split_once(&key, FILENAME) {
            None => Condition::Eq {
                name: "key".into(),
                value: key.clone(),
            },
            Some((prefix, _)) => Condition::StartsWith {
                name: "key".into(),
                prefix: prefix.into(),
            },
        };
        self.fields.push(("key".into(), key));
        self.conditions.push(condition);
        Ok(())
    }

    fn add_content_type(&mut self, content_type: &str) -> Result<(), Error> {
        check_value("contentType", content_type)?;
        if content_type.is_empty()
            || content_type.contains('*')
            || split_once(content_type, FILENAME).is_some()
        {
            return Err(Error::new(
                Code::InvalidOption,
                "contentType",
                "It is empty, or has a wildcard or ${filename} in it, which no media type has.",
                "Write a media type, or a prefix that ends in a slash: \"image/\" for any image.",
            ));
        }
        let name = String::from("Content-Type");
        self.conditions.push(if content_type.ends_with('/') {
            Condition::StartsWith {
                name,
                prefix: content_type.into(),
            }
        } else {
            self.fields.push((name.clone(), content_type.into()));
            Condition::Eq {
                name,
                value: content_type.into(),
            }
        });
        Ok(())
    }

    /// Takes up a condition of the caller's. A field that can only have one value is added to the form.
    fn add_condition(&mut self, condition: Condition) {
        if let Condition::Eq { name, value } = &condition
            && !name.eq_ignore_ascii_case("bucket")
            && self.value_of(name).is_none()
        {
            self.fields.push((name.clone(), value.clone()));
        }
        if !self.conditions.contains(&condition) {
            self.conditions.push(condition);
        }
    }

    fn value_of(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    fn check_satisfiable(&self) -> Result<(), Error> {
        for (index, one) in self.conditions.iter().enumerate() {
            let Some(name) = name_of(one) else { continue };
            for other in self.conditions.iter().skip(index + 1) {
                if speaks_of(other, name) && !compatible(one, other) {
                    return Err(unsatisfiable(name));
                }
            }
            if let Some(value) = self.value_of(name)
                && !admits(one, value)
            {
                return Err(unsatisfiable(name));
            }
        }
        Ok(())
    }

    /// Makes one `content-length-range` of all that is said of the file's size.
    fn add_size(&mut self, request: &PostRequest) -> Result<(), Error> {
        let mut range: Option<(u64, u64)> = None;
        let mut narrow = |min: u64, max: u64| {
            let (low, high) = range.unwrap_or((0, u64::MAX));
            range = Some((low.max(min), high.min(max)));
        };
        for condition in &self.conditions {
            if let Condition::ContentLengthRange { min, max } = condition {
                narrow(*min, *max);
            }
        }
        if request.min_size.is_some() || request.max_size.is_some() {
            narrow(
                request.min_size.unwrap_or(0),
                request.max_size.unwrap_or(MAX_OBJECT_BYTES),
            );
        }
        self.conditions
            .retain(|condition| !matches!(condition, Condition::ContentLengthRange { .. }));
        let Some((min, max)) = range else {
            return Ok(());
        };
        if min > max || min > MAX_OBJECT_BYTES {
            return Err(unsatisfiable("content-length-range"));
        }
        self.conditions
            .push(Condition::ContentLengthRange { min, max });
        Ok(())
    }
}

fn checked_conditions(request: &PostRequest) -> Result<Vec<Condition>, Error> {
    let mut checked = Vec::with_capacity(request.conditions.len());
    for (index, condition) in request.conditions.iter().enumerate() {
        let at = item("conditions", &decimal(index as u64));
        if let Some(name) = name_of(condition) {
            check_name(name).map_err(|error| error.with_field(&at))?;
            if is_reserved(name) {
                return Err(reserved(at));
            }
        }
        if let Condition::Eq { value, .. } | Condition::StartsWith { prefix: value, .. } = condition
            && split_once(value, FILENAME).is_some()
        {
            return Err(Error::new(
                Code::InvalidCondition,
                at,
                "S3 puts the file's name into the fields before it compares, and takes ${filename} here to the letter.",
                "Ask with \"starts-with\" for what stands before it.",
            ));
        }
        match condition {
            Condition::Eq { name, value } => {
                check_value("conditions", value).map_err(|error| error.with_field(&at))?;
                check_status(name, value).map_err(|error| error.with_field(at))?;
            }
            Condition::StartsWith { name, prefix } => {
                check_value("conditions", prefix).map_err(|error| error.with_field(&at))?;
                if !takes_starts_with(name) {
                    return Err(Error::new(
                        Code::InvalidCondition,
                        at,
                        sentence(&["S3 compares ", name, " exactly, never by its beginning."]),
                        "Use \"eq\".",
                    ));
                }
            }
            Condition::ContentLengthRange { .. } => {}
        }
        checked.push(condition.clone());
    }
    Ok(checked)
}

/// The condition that a field makes by itself.
fn condition_for(name: &str, value: &str) -> Result<Condition, Error> {
    let Some((prefix, _)) = split_once(value, FILENAME) else {
        return Ok(Condition::Eq {
            name: name.into(),
            value: value.into(),
        });
    };
    if !takes_starts_with(name) {
        return Err(Error::new(
            Code::InvalidField,
            item("fields", name),
            "S3 replaces ${filename} here, but compares this field exactly, so that no file could match.",
            "Leave ${filename} out of it.",
        ));
    }
    Ok(Condition::StartsWith {
        name: name.into(),
        prefix: prefix.into(),
    })
}

fn check_field(name: &str, value: &str) -> Result<(), Error> {
    check_name(name)?;
    if name.eq_ignore_ascii_case("key")
        || name.eq_ignore_ascii_case("bucket")
        || name.eq_ignore_ascii_case("file")
    {
        return Err(Error::new(
            Code::ReservedField,
            item("fields", name),
            "The form has its own option for this field.",
            "Use key, keyStartsWith or bucket; the file is given when the form is sent.",
        ));
    }
    if is_reserved(name) {
        return Err(reserved(item("fields", name)));
    }
    check_value("fields", value).map_err(|error| error.with_field(item("fields", name)))?;
    check_status(name, value)
}

fn check_name(name: &str) -> Result<(), Error> {
    let is_token = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    if is_token {
        Ok(())
    } else {
        Err(Error::new(
            Code::InvalidField,
            "fields",
            "A field's name is empty or has a character that no field of S3 has.",
            "Use letters, digits, hyphens, underscores and dots, as in x-amz-meta-title.",
        ))
    }
}

/// A browser writes each line break of a field as CR LF, so a value with one would not arrive as signed.
fn check_value(field: &'static str, value: &str) -> Result<(), Error> {
    if value
        .chars()
        .any(|character| matches!(character, '\r' | '\n' | '\0'))
    {
        Err(Error::new(
            Code::InvalidField,
            field,
            "It has a line break or a NUL, which no form can carry unchanged.",
            "Leave it out; a key with a line break can be uploaded to with a presigned PUT.",
        ))
    } else {
        Ok(())
    }
}

fn check_status(name: &str, value: &str) -> Result<(), Error> {
    if name.eq_ignore_ascii_case("success_action_status") && !matches!(value, "200" | "201" | "204")
    {
        return Err(Error::new(
            Code::InvalidField,
            "fields.success_action_status",
            "S3 answers an upload with 200, 201 or 204, and takes any other value for 204.",
            "Use \"201\" to be told the ETag and the location.",
        ));
    }
    Ok(())
}

fn is_reserved(name: &str) -> bool {
    [
        "policy",
        "signature",
        "awsaccesskeyid",
        "x-amz-algorithm",
        "x-amz-credential",
        "x-amz-date",
        "x-amz-signature",
        "x-amz-security-token",
    ]
    .iter()
    .any(|reserved| name.eq_ignore_ascii_case(reserved))
}

/// AWS's table "Condition Matching": the names that are only ever compared exactly.
fn takes_starts_with(name: &str) -> bool {
    !(name.eq_ignore_ascii_case("bucket")
        || name.eq_ignore_ascii_case("success_action_status")
        || starts_with_ignore_case(name, "x-amz-") && !starts_with_ignore_case(name, "x-amz-meta-"))
}

fn starts_with_ignore_case(name: &str, start: &str) -> bool {
    name.get(..start.len())
        .is_some_and(|beginning| beginning.eq_ignore_ascii_case(start))
}

fn name_of(condition: &Condition) -> Option<&str> {
    match condition {
        Condition::Eq { name, .. } | Condition::StartsWith { name, .. } => Some(name),
        Condition::ContentLengthRange { .. } => None,
    }
}

fn speaks_of(condition: &Condition, name: &str) -> bool {
    name_of(condition).is_some_and(|other| other.eq_ignore_ascii_case(name))
}

/// Whether one value can meet both.
fn compatible(one: &Condition, other: &Condition) -> bool {
    use Condition::{ContentLengthRange, Eq, StartsWith};
    match (one, other) {
        (Eq { value: a, .. }, Eq { value: b, .. }) => a == b,
        (Eq { value, .. }, StartsWith { prefix, .. })
        | (StartsWith { prefix, .. }, Eq { value, .. }) => value.starts_with(prefix.as_str()),
        (StartsWith { prefix: a, .. }, StartsWith { prefix: b, .. }) => {
            a.starts_with(b.as_str()) || b.starts_with(a.as_str())
        }
        (ContentLengthRange { .. }, _) | (_, ContentLengthRange { .. }) => true,
    }
}

/// Whether a field's value, once S3 has put the file's name into it, can meet the condition.
fn admits(condition: &Condition, value: &str) -> bool {
    match (condition, split_once(value, FILENAME)) {
        (Condition::Eq { value: wanted, .. }, None) => wanted == value,
        (Condition::Eq { value: wanted, .. }, Some((before, after))) => {
            wanted.starts_with(before) && wanted.ends_with(after)
        }
        (Condition::StartsWith { prefix, .. }, None) => value.starts_with(prefix.as_str()),
        (Condition::StartsWith { prefix, .. }, Some((before, _))) => {
            before.starts_with(prefix.as_str()) || prefix.starts_with(before)
        }
        (Condition::ContentLengthRange { .. }, _) => true,
    }
}

fn push_condition(condition: &Condition, text: &mut String) {
    match condition {
        Condition::Eq { name, value } => {
            text.push('{');
            json::push_string(name, text);
            text.push(':');
            json::push_string(value, text);
            text.push('}');
        }
        Condition::StartsWith { name, prefix } => {
            text.push_str("[\"starts-with\",");
            json::push_string(&["$", name].concat(), text);
            text.push(',');
            json::push_string(prefix, text);
            text.push(']');
        }
        Condition::ContentLengthRange { min, max } => {
            text.push_str("[\"content-length-range\",");
            text.push_str(&decimal(*min));
            text.push(',');
            text.push_str(&decimal(*max));
            text.push(']');
        }
    }
}

fn reserved(field: String) -> Error {
    Error::new(
        Code::ReservedField,
        field,
        "This field belongs to the signature.",
        "Leave it out; the form has it already.",
    )
}

fn unsatisfiable(name: &str) -> Error {
    Error::new(
        Code::UnsatisfiablePolicy,
        "conditions",
        sentence(&["No form can meet all that is asked of ", name, "."]),
        "Make the conditions agree with each other and with the fields.",
    )
}

#[cfg(test)]
mod tests {
    use super::{Condition, Form, KeyRule, PostRequest};
    use crate::credentials::Credentials;
    use crate::error::{Code, Error};
    use crate::expiry::{Expiry, Validity};
    use crate::location::Location;
    use crate::time::Timestamp;
    use serde_json::{Value, json};

    fn request(key: &str) -> PostRequest {
        PostRequest::new("bucket", KeyRule::Exact(key.into()))
    }

    fn with_field(name: &str, value: &str) -> PostRequest {
        let mut request = request("a");
        request.fields.push((name.into(), value.into()));
        request
    }

    fn eq(name: &str, value: &str) -> Condition {
        Condition::Eq {
            name: name.into(),
            value: value.into(),
        }
    }

    fn starts_with(name: &str, prefix: &str) -> Condition {
        Condition::StartsWith {
            name: name.into(),
            prefix: prefix.into(),
        }
    }

    /// The conditions as an independent JSON parser reads them, and the fields.
    fn form(request: &PostRequest) -> (Value, Vec<(String, String)>) {
        let form = Form::new(request).expect("a form");
        let policy = form.policy(Timestamp::from_unix(0).expect("an instant"));
        let policy: Value = serde_json::from_str(&policy).expect("JSON");
        assert_eq!(policy["expiration"], "1970-01-01T00:00:00.000Z");
        (policy["conditions"].clone(), form.fields)
    }

    fn refusal(request: &PostRequest) -> (Code, String) {
        let error: Error = Form::new(request).expect_err("refused");
        (error.code(), error.field().into())
    }

    #[test]
    fn an_exact_key_and_the_bucket_are_always_pinned() {
        let (conditions, fields) = form(&request("a/b \"c\""));
        assert_eq!(
            conditions,
            json!([{"bucket": "bucket"}, {"key": "a/b \"c\""}])
        );
        assert_eq!(fields, [("key".into(), "a/b \"c\"".into())]);
    }

    #[test]
    fn a_key_with_filename_anywhere_is_pinned_to_what_stands_before_it() {
        for key in ["user/${filename}", "user/${filename}.bak"] {
            let (conditions, fields) = form(&request(key));
            assert_eq!(
                conditions,
                json!([{"bucket": "bucket"}, ["starts-with", "$key", "user/"]])
            );
            assert_eq!(fields, [("key".into(), key.into())]);
        }
    }

    #[test]
    fn a_key_prefix_makes_a_form_that_names_objects_by_their_file() {
        let mut request = request("");
        request.key = KeyRule::StartsWith("user/".into());
        let (conditions, fields) = form(&request);
        assert_eq!(
            conditions,
            json!([{"bucket": "bucket"}, ["starts-with", "$key", "user/"]])
        );
        assert_eq!(fields, [("key".into(), "user/${filename}".into())]);
    }

    #[test]
    fn each_field_makes_its_condition() {
        let (conditions, _) = form(&with_field("acl", "private"));
        assert_eq!(conditions[2], json!({"acl": "private"}));
        let (conditions, _) = form(&with_field("x-amz-meta-name", "file ${filename}"));
        assert_eq!(
            conditions[2],
            json!(["starts-with", "$x-amz-meta-name", "file "])
        );
    }

    #[test]
    fn a_field_that_s3_ignores_needs_no_condition() {
        let (conditions, fields) = form(&with_field("x-ignore-note", "b"));
        assert_eq!(conditions.as_array().expect("a list").len(), 2);
        assert_eq!(fields.len(), 2);
    }

    #[test]
    fn a_condition_of_the_callers_replaces_the_fields_own() {
        let mut request = with_field("Content-Type", "image/png");
        request
            .conditions
            .push(starts_with("content-type", "image/"));
        let (conditions, _) = form(&request);
        assert_eq!(
            conditions[2],
            json!(["starts-with", "$content-type", "image/"])
        );
        assert_eq!(conditions.as_array().expect("a list").len(), 3);
    }

    #[test]
    fn a_field_that_can_have_only_one_value_joins_the_form() {
        let mut request = request("a");
        request.conditions.push(eq("acl", "private"));
        assert_eq!(form(&request).1[1], ("acl".into(), "private".into()));
    }

    #[test]
    fn an_exact_content_type_is_a_field_and_a_prefix_only_a_condition() {
        let mut exact = request("a");
        exact.content_type = Some("image/png".into());
        let (conditions, fields) = form(&exact);
        assert_eq!(conditions[2], json!({"Content-Type": "image/png"}));
        assert_eq!(fields[1], ("Content-Type".into(), "image/png".into()));

        let mut prefix = request("a");
        prefix.content_type = Some("image/".into());
        let (conditions, fields) = form(&prefix);
        assert_eq!(
            conditions[2],
            json!(["starts-with", "$Content-Type", "image/"])
        );
        assert_eq!(fields.len(), 1);
    }

    #[test]
    fn a_wildcard_content_type_is_refused_with_the_way_to_say_it() {
        for content_type in ["", "image/*", "image/${filename}", "${filename}/"] {
            let mut request = request("a");
            request.content_type = Some(content_type.into());
            assert_eq!(
                refusal(&request),
                (Code::InvalidOption, "contentType".into())
            );
        }
    }

    #[test]
    fn a_prefix_with_filename_would_be_wider_than_it_says_and_is_refused() {
        let mut request = request("a");
        request.key = KeyRule::StartsWith("user/${filename}/".into());
        assert_eq!(
            refusal(&request),
            (Code::InvalidKey, "keyStartsWith".into())
        );
    }

    #[test]
    fn all_that_is_said_of_the_size_becomes_one_range() {
        let mut request = request("a");
        request
            .conditions
            .push(Condition::ContentLengthRange { min: 5, max: 100 });
        request.max_size = Some(50);
        assert_eq!(form(&request).0[2], json!(["content-length-range", 5, 50]));
    }

    #[test]
    fn a_least_size_alone_reaches_to_the_largest_object() {
        let mut request = request("a");
        request.min_size = Some(1);
        assert_eq!(
            form(&request).0[2],
            json!(["content-length-range", 1, 5_368_709_120_u64])
        );
    }

    #[test]
    fn sizes_that_no_file_has_are_refused() {
        let mut crossed = request("a");
        (crossed.min_size, crossed.max_size) = (Some(2), Some(1));
        assert_eq!(refusal(&crossed).0, Code::UnsatisfiablePolicy);
        let mut huge = request("a");
        huge.min_size = Some(5_368_709_121);
        assert_eq!(refusal(&huge).0, Code::UnsatisfiablePolicy);
    }

    #[test]
    fn conditions_that_contradict_each_other_are_refused() {
        for pair in [
            [eq("acl", "private"), eq("ACL", "public-read")],
            [eq("acl", "private"), starts_with("acl", "public")],
            [starts_with("acl", "a"), starts_with("acl", "b")],
            [eq("bucket", "other"), eq("acl", "private")],
            [starts_with("key", "b"), eq("acl", "private")],
        ] {
            let mut request = request("a");
            request.conditions = pair.into();
            assert_eq!(refusal(&request).0, Code::UnsatisfiablePolicy);
        }
    }

    #[test]
    fn a_field_that_breaks_a_condition_is_refused() {
        let mut request = with_field("acl", "private");
        request.conditions.push(starts_with("acl", "public"));
        assert_eq!(refusal(&request).0, Code::UnsatisfiablePolicy);
    }

    #[test]
    fn conditions_that_narrow_each_other_stay() {
        let mut request = request("user/${filename}");
        request.conditions.push(starts_with("key", "user/e"));
        let (conditions, _) = form(&request);
        assert_eq!(conditions[2], json!(["starts-with", "$key", "user/e"]));
    }

    #[test]
    fn what_s3_compares_exactly_takes_no_prefix() {
        for name in ["success_action_status", "x-amz-server-side-encryption"] {
            let mut request = request("a");
            request.conditions.push(starts_with(name, ""));
            assert_eq!(
                refusal(&request),
                (Code::InvalidCondition, "conditions.0".into())
            );
        }
        assert_eq!(
            refusal(&with_field("x-amz-storage-class", "${filename}")),
            (Code::InvalidField, "fields.x-amz-storage-class".into())
        );
    }

    #[test]
    fn a_condition_takes_no_filename_since_fields_have_it_no_more_when_they_are_compared() {
        for condition in [
            eq("key", "user/${filename}"),
            starts_with("key", "user/${filename}"),
        ] {
            let mut request = request("user/${filename}");
            request.conditions.push(condition);
            assert_eq!(
                refusal(&request),
                (Code::InvalidCondition, "conditions.0".into())
            );
        }
    }

    #[test]
    fn fields_of_the_signature_and_of_the_form_are_reserved() {
        for name in [
            "Policy",
            "X-Amz-Signature",
            "x-amz-security-token",
            "key",
            "bucket",
            "file",
        ] {
            assert_eq!(
                refusal(&with_field(name, "b")),
                (Code::ReservedField, format!("fields.{name}"))
            );
        }
        let mut request = request("a");
        request.conditions.push(eq("x-amz-date", "b"));
        assert_eq!(
            refusal(&request),
            (Code::ReservedField, "conditions.0".into())
        );
    }

    #[test]
    fn a_line_break_that_no_form_carries_is_refused() {
        assert_eq!(
            refusal(&request("a\nb")),
            (Code::InvalidField, "key".into())
        );
        assert_eq!(
            refusal(&with_field("x-amz-meta-a", "b\r\nc")),
            (Code::InvalidField, "fields.x-amz-meta-a".into())
        );
        assert_eq!(
            refusal(&with_field("a\"b", "c")),
            (Code::InvalidField, "fields".into())
        );
    }

    #[test]
    fn a_field_given_twice_is_refused() {
        let mut request = with_field("acl", "private");
        request.fields.push(("ACL".into(), "private".into()));
        assert_eq!(refusal(&request), (Code::InvalidField, "fields.ACL".into()));
    }

    #[test]
    fn only_the_three_statuses_that_s3_knows_can_be_asked_for() {
        assert!(Form::new(&with_field("success_action_status", "201")).is_ok());
        assert_eq!(
            refusal(&with_field("success_action_status", "202")),
            (Code::InvalidField, "fields.success_action_status".into())
        );
    }

    #[test]
    fn a_form_past_20_kb_is_refused() {
        let form = Form::new(&with_field("x-amz-meta-a", &"b".repeat(20_400))).expect("a form");
        let address = Location::aws("us-east-1")
            .and_then(|location| location.address(Some("bucket")))
            .expect("an address");
        let now = Timestamp::from_unix(0).expect("an instant");
        let credentials = Credentials::new("AKIA", "secret").expect("credentials");
        let validity = Validity::new(Expiry::In(1), now, now, &credentials, 1).expect("a validity");
        let error = form.finish(&address, &validity, &[]).expect_err("refused");
        assert_eq!(error.code(), Code::FormTooLarge);
    }

    #[test]
    fn a_key_with_dot_segments_can_be_uploaded_to_by_form() {
        assert!(Form::new(&request("a/../b")).is_ok());
        assert_eq!(refusal(&request("")), (Code::InvalidKey, "key".into()));
    }
}
