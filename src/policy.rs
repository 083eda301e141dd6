//! Forms that upload: what is asked for, and the policy document that S3 holds the form against.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html>. The conditions
//! are made from the fields, so that the two lists cannot drift; a policy that no form can meet is an
//! error before it is signed.

use alloc::string::String;
use alloc::vec::Vec;

use crate::base64;
use crate::credentials::Credentials;
use crate::error::{Error, Reason, item, too_large};
use crate::expiry::{Expiry, LimitedBy, Validity};
use crate::json;
use crate::location::{Address, Location};
use crate::object_key;
use crate::text::{concat, contains, is_one_of, push_all, split_once};
use crate::time::{Timestamp, decimal};

/// S3 replaces it, in any field, by the name of the file that is sent.
pub const FILENAME: &str = "${filename}";
/// The largest object that a single upload can make: 5 GiB.
pub const MAX_OBJECT_BYTES: u64 = 5 * 1024 * 1024 * 1024;
/// S3's limit for all of the form besides the file.
const MAX_FORM_BYTES: usize = 20 * 1024;
/// A field's own lines in the body: the boundary, `Content-Disposition` and the line breaks.
const BYTES_AROUND_A_FIELD: usize = 128;
const CONTENT_TYPE: &str = "Content-Type";

/// Which key the form may write to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyRule<T = String> {
    /// This one; or, where it has [`FILENAME`] in it, any that begins with what stands before that.
    Exact(T),
    /// Any that begins so.
    StartsWith(T),
}

impl<T: AsRef<str>> KeyRule<T> {
    /// The form's field.
    pub(crate) fn field(&self) -> String {
        match self {
            Self::Exact(key) => key.as_ref().into(),
            Self::StartsWith(prefix) => concat(&[prefix.as_ref(), FILENAME]),
        }
    }

    /// What the field is made of may not be what S3 cannot store, or widen what was asked for.
    fn check(&self) -> Result<(), Error> {
        let prefix = match self {
            Self::Exact(key) => return object_key::check(key.as_ref()),
            Self::StartsWith(prefix) => prefix.as_ref(),
        };
        if !prefix.is_empty() {
            object_key::check(prefix)?;
        }
        // S3 would replace it, so that any key at all could follow what stands before it.
        if contains(prefix, FILENAME) {
            return Err(Error::new(Reason::KeyPrefixHasFilename, "key", &[]));
        }
        Ok(())
    }
}

/// One of S3's three kinds of condition. Names are without the `$`, and not case-sensitive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition<T = String> {
    /// The field has this value.
    Eq {
        /// The field.
        name: T,
        /// Its value.
        value: T,
    },
    /// The field's value begins so; with an empty prefix, any value will do.
    StartsWith {
        /// The field.
        name: T,
        /// What its value begins with.
        prefix: T,
    },
    /// The file's size lies between the two, both included, in bytes.
    ContentLengthRange {
        /// The least.
        min: u64,
        /// The most.
        max: u64,
    },
}

/// A form to presign. Its texts are owned, or borrowed as `&str`.
#[derive(Clone, Debug)]
pub struct PostRequest<T = String> {
    /// The bucket.
    pub bucket: T,
    /// The key.
    pub key: KeyRule<T>,
    /// An hour unless told otherwise.
    pub expiry: Expiry,
    /// Form fields, such as `acl` or `x-amz-meta-title`.
    pub fields: Vec<(T, T)>,
    /// Conditions beyond those that the fields make by themselves.
    pub conditions: Vec<Condition<T>>,
    /// The file's least size in bytes.
    pub min_size: Option<u64>,
    /// The file's largest size in bytes.
    pub max_size: Option<u64>,
    /// The file's media type: exact, or a prefix that ends in a slash.
    pub content_type: Option<T>,
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
pub(crate) struct Form<'a> {
    pub(crate) address: Address,
    validity: Validity,
    fields: Vec<(&'a str, &'a str)>,
    rules: Vec<Rule<'a>>,
    /// The file's least and largest size.
    size: Option<(u64, u64)>,
}

/// A condition of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rule<'a> {
    operator: Operator,
    name: &'a str,
    /// The field's value, or what that begins with.
    value: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Eq,
    StartsWith,
}

impl<'a> Form<'a> {
    /// `key` is the [field](KeyRule::field) of the request's key, and `longest` what the signature version allows, in
    /// seconds.
    pub(crate) fn new<T: AsRef<str>>(
        credentials: &Credentials,
        location: &Location,
        request: &'a PostRequest<T>,
        key: &'a str,
        now: Timestamp,
        longest: u32,
    ) -> Result<Self, Error> {
        let signed_at = request.signing_date.unwrap_or(now);
        let validity = Validity::new(request.expiry, signed_at, now, credentials, longest)?;
        let mut form = Self {
            address: location.address(Some(request.bucket.as_ref()))?,
            validity,
            fields: Vec::new(),
            rules: Vec::new(),
            size: None,
        };
        form.fill(request, key)?;
        Ok(form)
    }

    /// The instant that the form is signed for.
    pub(crate) fn signed_at(&self) -> Timestamp {
        self.validity.signed_at
    }

    /// In place: whatever is refused, there is one value to drop.
    fn fill<T: AsRef<str>>(
        &mut self,
        request: &'a PostRequest<T>,
        key: &'a str,
    ) -> Result<(), Error> {
        check_sizes(request)?;
        self.demand(Operator::Eq, "bucket", request.bucket.as_ref());
        let option = match request.key {
            KeyRule::Exact(_) => "key",
            KeyRule::StartsWith(_) => "keyStartsWith",
        };
        request
            .key
            .check()
            .and_then(|()| check_value(key))
            .map_err(|error| error.with_field(option))?;
        self.add_field("key", key)?;
        for (index, condition) in request.conditions.iter().enumerate() {
            check_condition(condition)
                .map_err(|error| error.with_field(item("conditions", &decimal(index as u64))))?;
        }
        if let Some(content_type) = &request.content_type {
            self.add_content_type(content_type.as_ref())?;
        }
        for (name, value) in &request.fields {
            let (name, value) = (name.as_ref(), value.as_ref());
            check_name(name)?;
            self.check_field(name, value)
                .and_then(|()| {
                    let is_spoken_of = request
                        .conditions
                        .iter()
                        .filter_map(Rule::of)
                        .any(|rule| rule.speaks_of(name));
                    if is_spoken_of || starts_with_ignore_case(name, "x-ignore-") {
                        self.fields.push((name, value));
                        return Ok(());
                    }
                    self.add_field(name, value)
                })
                .map_err(|error| error.with_field(item("fields", name)))?;
        }
        for condition in &request.conditions {
            self.add_condition(condition);
        }
        self.check_satisfiable()?;
        self.check_size(request)
    }

    /// All fields so far.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().copied()
    }

    /// Adds a field of the signature, with its condition.
    pub(crate) fn sign_field(&mut self, name: &'a str, value: &'a str) {
        self.fields.push((name, value));
        self.demand(Operator::Eq, name, value);
    }

    /// The policy document as the form carries it, which is also the string to sign.
    pub(crate) fn policy_base64(&self) -> String {
        base64::encode(self.policy().as_bytes())
    }

    /// The signed form: all fields, with `last` behind them. Fails with [`Code::FormTooLarge`](crate::Code::FormTooLarge).
    pub(crate) fn finish(&self, last: &[(&str, &str)]) -> Result<PresignedPost, Error> {
        let mut size = 0;
        let mut fields = Vec::new();
        for (name, value) in self.fields.iter().chain(last) {
            size += name.len() + value.len() + BYTES_AROUND_A_FIELD;
            fields.push(((*name).into(), (*value).into()));
        }
        check_form_size("fields", size)?;
        // Without a path of its own a bucket is at "/"; by path, S3 and all stores take it without a slash.
        let path = match self.address.path() {
            "" => "/",
            path => path,
        };
        Ok(PresignedPost {
            url: concat(&[self.address.origin(), path]),
            content_type_prefix: self.content_type_prefix().map(Into::into),
            fields,
            expires_at: self.validity.expires_at,
            limited_by: self.validity.limited_by,
        })
    }

    /// What a `Content-Type` field must begin with that is still to be added.
    fn content_type_prefix(&self) -> Option<&str> {
        if self.value_of(CONTENT_TYPE).is_some() {
            return None;
        }
        let mut longest: Option<&str> = None;
        for rule in &self.rules {
            if rule.operator == Operator::StartsWith
                && rule.speaks_of(CONTENT_TYPE)
                && longest.is_none_or(|other| other.len() < rule.value.len())
            {
                longest = Some(rule.value);
            }
        }
        longest
    }

    /// The policy document, in JSON.
    fn policy(&self) -> String {
        let mut text = String::with_capacity(512);
        text.push_str("{\"expiration\":\"");
        text.push_str(&self.validity.own_end.iso8601());
        text.push_str("\",\"conditions\":[");
        let mut separator = "";
        for rule in &self.rules {
            text.push_str(separator);
            separator = ",";
            rule.push_json(&mut text);
        }
        if let Some((min, max)) = self.size {
            let (min, max) = (decimal(min), decimal(max));
            push_all(
                &[",[\"content-length-range\",", &min, ",", &max, "]"],
                &mut text,
            );
        }
        text.push_str("]}");
        text
    }

    fn demand(&mut self, operator: Operator, name: &'a str, value: &'a str) {
        self.rules.push(Rule {
            operator,
            name,
            value,
        });
    }

    /// Adds a field with the condition that it makes by itself.
    fn add_field(&mut self, name: &'a str, value: &'a str) -> Result<(), Error> {
        self.fields.push((name, value));
        let Some((prefix, _)) = split_once(value, FILENAME) else {
            self.demand(Operator::Eq, name, value);
            return Ok(());
        };
        if !takes_starts_with(name) {
            return Err(Error::new(Reason::FieldHasFilename, "fields", &[]));
        }
        self.demand(Operator::StartsWith, name, prefix);
        Ok(())
    }

    fn add_content_type(&mut self, content_type: &'a str) -> Result<(), Error> {
        const FIELD: &str = "contentType";
        check_value(content_type).map_err(|error| error.with_field(FIELD))?;
        if content_type.is_empty()
            || contains(content_type, "*")
            || contains(content_type, FILENAME)
        {
            return Err(Error::new(
                Reason::ContentTypeMalformed,
                FIELD,
                &[content_type],
            ));
        }
        if content_type.ends_with("/") {
            self.demand(Operator::StartsWith, CONTENT_TYPE, content_type);
        } else {
            self.sign_field(CONTENT_TYPE, content_type);
        }
        Ok(())
    }

    /// Takes up a condition of the caller's. A field that can only have one value is added to the form.
    fn add_condition<T: AsRef<str>>(&mut self, condition: &'a Condition<T>) {
        let Some(rule) = Rule::of(condition) else {
            if let Condition::ContentLengthRange { min, max } = condition {
                self.narrow(*min, *max);
            }
            return;
        };
        if rule.operator == Operator::Eq
            && !rule.speaks_of("bucket")
            && self.value_of(rule.name).is_none()
        {
            self.fields.push((rule.name, rule.value));
        }
        if !self.rules.contains(&rule) {
            self.rules.push(rule);
        }
    }

    fn value_of(&self, name: &str) -> Option<&'a str> {
        self.fields
            .iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value)
    }

    fn check_field(&self, name: &str, value: &str) -> Result<(), Error> {
        if is_one_of("key bucket file", &name.to_ascii_lowercase()) {
            return Err(Error::new(Reason::FieldIsOption, "fields", &[]));
        }
        check_allowed(name, value)?;
        check_status(name, value)?;
        if self.value_of(name).is_some() {
            return Err(Error::new(Reason::FieldTwice, "fields", &[]));
        }
        Ok(())
    }

    fn check_satisfiable(&self) -> Result<(), Error> {
        for (index, one) in self.rules.iter().enumerate() {
            let contradicts =
                |other: &Rule<'_>| other.speaks_of(one.name) && !one.is_compatible_with(other);
            let is_broken = self.rules.iter().skip(index + 1).any(contradicts)
                || self
                    .value_of(one.name)
                    .is_some_and(|value| !one.admits(value));
            if is_broken {
                return Err(unsatisfiable(one.name));
            }
        }
        Ok(())
    }

    /// Makes one `content-length-range` of all that is said of the file's size.
    fn check_size<T>(&mut self, request: &PostRequest<T>) -> Result<(), Error> {
        if request.min_size.is_some() || request.max_size.is_some() {
            self.narrow(
                request.min_size.unwrap_or(0),
                request.max_size.unwrap_or(MAX_OBJECT_BYTES),
            );
        }
        match self.size {
            Some((min, max)) if min > max || min > MAX_OBJECT_BYTES => {
                Err(unsatisfiable("content-length-range"))
            }
            _ => Ok(()),
        }
    }

    fn narrow(&mut self, min: u64, max: u64) {
        let (low, high) = self.size.unwrap_or((0, u64::MAX));
        self.size = Some((low.max(min), high.min(max)));
    }
}

impl<'a> Rule<'a> {
    /// Of a condition that is one of a field.
    fn of<T: AsRef<str>>(condition: &'a Condition<T>) -> Option<Self> {
        let (operator, name, value) = match condition {
            Condition::Eq { name, value } => (Operator::Eq, name, value),
            Condition::StartsWith { name, prefix } => (Operator::StartsWith, name, prefix),
            Condition::ContentLengthRange { .. } => return None,
        };
        Some(Self {
            operator,
            name: name.as_ref(),
            value: value.as_ref(),
        })
    }

    fn speaks_of(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Whether one value can meet both.
    fn is_compatible_with(&self, other: &Self) -> bool {
        self.value == other.value
            || self.operator == Operator::StartsWith && other.value.starts_with(self.value)
            || other.operator == Operator::StartsWith && self.value.starts_with(other.value)
    }

    /// Whether a field's value, once S3 has put the file's name into it, can meet the condition.
    fn admits(&self, value: &str) -> bool {
        let wanted = self.value;
        match (self.operator, split_once(value, FILENAME)) {
            (Operator::Eq, None) => wanted == value,
            (Operator::Eq, Some((before, after))) => {
                wanted.starts_with(before) && wanted.ends_with(after)
            }
            (Operator::StartsWith, None) => value.starts_with(wanted),
            (Operator::StartsWith, Some((before, _))) => {
                before.starts_with(wanted) || wanted.starts_with(before)
            }
        }
    }

    fn push_json(&self, text: &mut String) {
        let (start, between, end) = match self.operator {
            Operator::Eq => ("{\"", "\":", "}"),
            Operator::StartsWith => ("[\"starts-with\",\"$", "\",", "]"),
        };
        text.push_str(start);
        // A name is letters, digits, hyphens, underscores and dots: JSON takes it as it is.
        text.push_str(self.name);
        text.push_str(between);
        json::push_string(self.value, text);
        text.push_str(end);
    }
}

/// Refuses early what [`finish`](Form::finish) would refuse at the end, since all that comes between compares each
/// field and condition with the others.
fn check_sizes<T: AsRef<str>>(request: &PostRequest<T>) -> Result<(), Error> {
    let mut size = 0;
    for (name, value) in &request.fields {
        size += name.as_ref().len() + value.as_ref().len() + BYTES_AROUND_A_FIELD;
    }
    check_form_size("fields", size)?;
    for rule in request.conditions.iter().filter_map(Rule::of) {
        // In the policy, with quotes, braces, a colon and a comma.
        size += rule.name.len() + rule.value.len() + "{\"\":\"\"},".len();
    }
    check_form_size("conditions", size)
}

fn check_form_size(field: &str, size: usize) -> Result<(), Error> {
    if size > MAX_FORM_BYTES {
        return Err(too_large(Reason::FormTooLarge, field, MAX_FORM_BYTES, size));
    }
    Ok(())
}

/// Whether S3 knows the condition. The field is for the caller to tell.
fn check_condition<T: AsRef<str>>(condition: &Condition<T>) -> Result<(), Error> {
    let Some(Rule {
        operator,
        name,
        value,
    }) = Rule::of(condition)
    else {
        return Ok(());
    };
    check_name(name)?;
    check_allowed(name, value)?;
    let invalid = |reason, parameters: &[&str]| Err(Error::new(reason, "conditions", parameters));
    if contains(value, FILENAME) {
        return invalid(Reason::ConditionHasFilename, &[]);
    }
    match operator {
        Operator::Eq => check_status(name, value),
        Operator::StartsWith if takes_starts_with(name) => Ok(()),
        Operator::StartsWith => invalid(Reason::ConditionNotExact, &[name]),
    }
}

/// What is true of fields and of conditions: the signature has its own, and not every value can be sent. The field
/// is for the caller to tell.
fn check_allowed(name: &str, value: &str) -> Result<(), Error> {
    if is_reserved(name) {
        return Err(Error::new(Reason::FieldOfSignature, "fields", &[]));
    }
    check_value(value)
}

fn check_name(name: &str) -> Result<(), Error> {
    let is_token = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    if is_token {
        Ok(())
    } else {
        Err(Error::new(Reason::FieldName, "fields", &[]))
    }
}

/// A browser writes each line break of a field as CR LF, so a value with one would not arrive as signed.
fn check_value(value: &str) -> Result<(), Error> {
    if value
        .chars()
        .any(|character| matches!(character, '\r' | '\n' | '\0'))
    {
        Err(Error::new(Reason::FieldHasLineBreak, "fields", &[]))
    } else {
        Ok(())
    }
}

fn check_status(name: &str, value: &str) -> Result<(), Error> {
    if name.eq_ignore_ascii_case("success_action_status") && !is_one_of("200 201 204", value) {
        return Err(Error::new(Reason::StatusUnknown, "fields", &[value]));
    }
    Ok(())
}

fn is_reserved(name: &str) -> bool {
    is_one_of(
        "policy signature awsaccesskeyid x-amz-algorithm x-amz-credential x-amz-date x-amz-signature \
         x-amz-security-token",
        &name.to_ascii_lowercase(),
    )
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

fn unsatisfiable(name: &str) -> Error {
    Error::new(Reason::ConditionsContradict, "conditions", &[name])
}

#[cfg(test)]
mod tests {
    use super::{Condition, Form, KeyRule, PostRequest};
    use crate::credentials::Credentials;
    use crate::error::{Code, Error};
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
        let key = request.key.field();
        let form = made(request, &key).expect("a form");
        let policy: Value = serde_json::from_str(&form.policy()).expect("JSON");
        assert_eq!(policy["expiration"], "1970-01-01T01:00:00.000Z");
        let fields = form.fields();
        let fields = fields.map(|(name, value)| (name.into(), value.into()));
        (policy["conditions"].clone(), fields.collect())
    }

    fn made<'a>(request: &'a PostRequest, key: &'a str) -> Result<Form<'a>, Error> {
        let credentials = Credentials::new("AKIA", "secret")?;
        let location = Location::aws("us-east-1")?;
        Form::new(
            &credentials,
            &location,
            request,
            key,
            Timestamp::from_unix(0)?,
            3_600,
        )
    }

    fn checked(request: &PostRequest) -> Result<(), Error> {
        made(request, &request.key.field()).map(drop)
    }

    fn refusal(request: &PostRequest) -> (Code, String) {
        let error = checked(request).expect_err("refused");
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
        assert!(checked(&with_field("success_action_status", "201")).is_ok());
        assert_eq!(
            refusal(&with_field("success_action_status", "202")),
            (Code::InvalidField, "fields.success_action_status".into())
        );
    }

    #[test]
    fn a_form_past_20_kb_is_refused() {
        let request = with_field("x-amz-meta-a", &"b".repeat(20_300));
        let form = made(&request, "a").expect("a form");
        let error = form.finish(&[]).expect_err("refused");
        assert_eq!(error.code(), Code::FormTooLarge);
    }

    #[test]
    fn fields_and_conditions_past_20_kb_are_refused_before_they_are_compared() {
        let mut request = request("a");
        request.fields = vec![("x-amz-meta-a".into(), "b".into()); 1_000_000];
        assert_eq!(refusal(&request), (Code::FormTooLarge, "fields".into()));
        request.fields.clear();
        request.conditions = (0..1_000_000)
            .map(|value| Condition::Eq {
                name: "x-amz-meta-a".into(),
                value: value.to_string(),
            })
            .collect();
        assert_eq!(refusal(&request), (Code::FormTooLarge, "conditions".into()));
    }

    #[test]
    fn a_key_with_dot_segments_can_be_uploaded_to_by_form() {
        assert!(checked(&request("a/../b")).is_ok());
        assert_eq!(refusal(&request("")), (Code::InvalidKey, "key".into()));
    }
}
