//! The fields and conditions of one form, checked against each other.

use alloc::string::String;
use alloc::vec::Vec;

use super::condition::{Conditions, Operator};
use super::field::{
    CONTENT_TYPE, accepts_prefix, check_content_type, check_field, check_name, check_value,
    is_ignored, value_of,
};
use super::policy::PolicyStart;
use super::{FILENAME, KeyRule, MAX_OBJECT_BYTES, PostRequest, PresignedPost};
use crate::credentials::Credentials;
use crate::decimal::decimal;
use crate::error::{Error, Reason, item, too_large};
use crate::expiry::Validity;
use crate::location::{Address, Location};
use crate::opaque_debug::opaque_debug;
use crate::text::{concat, split_once};
use crate::time::Timestamp;

/// S3's limit for a form without its file.
const MAX_FORM_BYTES: usize = 20 * 1024;
/// Size of a field in the body besides its name and value: the boundary, `Content-Disposition` and line breaks.
const FIELD_OVERHEAD_BYTES: usize = 128;

/// The checked fields and conditions of a form. A signature version adds its own fields.
pub(crate) struct Form<'a> {
    pub(crate) address: Address,
    validity: Validity,
    fields: Vec<(&'a str, &'a str)>,
    conditions: Conditions<'a>,
}

opaque_debug!(Form<'_>, "Form");

impl<'a> Form<'a> {
    /// Checks a request. `key` is the [field](KeyRule::field) of its key, and `max_seconds` the maximum lifetime of the
    /// signature version.
    pub(crate) fn new<T: AsRef<str>>(
        credentials: &Credentials,
        location: &Location,
        request: &'a PostRequest<T>,
        key: &'a str,
        now: Timestamp,
        max_seconds: u32,
    ) -> Result<Self, Error> {
        let signed_at = request.signing_date.unwrap_or(now);
        let validity = Validity::new(request.expiry, signed_at, now, credentials, max_seconds)?;
        let mut form = Self {
            address: location.address(Some(request.bucket.as_ref()))?,
            validity,
            fields: Vec::new(),
            conditions: Conditions::default(),
        };
        form.fill(request, key)?;
        Ok(form)
    }

    /// The signing date.
    pub(crate) fn signed_at(&self) -> Timestamp {
        self.validity.signed_at
    }

    /// Fills a form in place, so that each error path drops one value: that makes the module smaller.
    fn fill<T: AsRef<str>>(
        &mut self,
        request: &'a PostRequest<T>,
        key: &'a str,
    ) -> Result<(), Error> {
        check_sizes(request)?;
        self.conditions
            .push_rule(Operator::Eq, "bucket", request.bucket.as_ref());
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
            condition
                .check()
                .map_err(|error| error.with_field(item("conditions", &decimal(index as u64))))?;
        }
        if let Some(content_type) = &request.content_type {
            self.add_content_type(content_type.as_ref())?;
        }
        for (name, value) in &request.fields {
            let (name, value) = (name.as_ref(), value.as_ref());
            check_name(name)?;
            let has_condition = request
                .conditions
                .iter()
                .any(|condition| condition.applies_to(name));
            self.add_callers_field(name, value, has_condition)
                .map_err(|error| error.with_field(item("fields", name)))?;
        }
        for condition in &request.conditions {
            if let Some((name, value)) = condition.only_value()
                && !name.eq_ignore_ascii_case("bucket")
                && value_of(&self.fields, name).is_none()
            {
                self.fields.push((name, value));
            }
            self.conditions.push(condition);
        }
        if request.min_size.is_some() || request.max_size.is_some() {
            self.conditions.narrow_size(
                request.min_size.unwrap_or(0),
                request.max_size.unwrap_or(MAX_OBJECT_BYTES),
            );
        }
        self.conditions.check_satisfiable(&self.fields)
    }

    /// All fields so far.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().copied()
    }

    /// Adds a field of the signature, with its condition.
    pub(crate) fn sign_field(&mut self, name: &'a str, value: &'a str) {
        self.fields.push((name, value));
        self.conditions.push_rule(Operator::Eq, name, value);
    }

    /// Adds the field of the session token, whose condition is in the [start of the policy](PolicyStart).
    pub(crate) fn add_session_token(&mut self, token: Option<&'a str>) {
        if let Some(token) = token {
            self.fields.push(("x-amz-security-token", token));
        }
    }

    /// Returns the policy document in base64: the value of the `policy` field, and the string to sign.
    pub(crate) fn policy(&self, start: &PolicyStart) -> String {
        start.policy(&self.conditions, self.validity.stated_expiry)
    }

    /// Returns the signed form: all fields, followed by `last`. Fails with
    /// [`Code::FormTooLarge`](crate::Code::FormTooLarge).
    pub(crate) fn finish(&self, last: &[(&str, &str)]) -> Result<PresignedPost, Error> {
        let mut size = 0;
        let mut fields = Vec::new();
        for (name, value) in self.fields.iter().chain(last) {
            size += name.len() + value.len() + FIELD_OVERHEAD_BYTES;
            fields.push(((*name).into(), (*value).into()));
        }
        check_form_size("fields", size)?;
        // A bucket that the host names is at "/". S3 and all stores accept a bucket in the path without a slash after it.
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

    /// Returns the prefix of the `Content-Type` field that the sender must add.
    fn content_type_prefix(&self) -> Option<&str> {
        match value_of(&self.fields, CONTENT_TYPE) {
            Some(_) => None,
            None => self.conditions.longest_prefix(CONTENT_TYPE),
        }
    }

    /// Adds a field of the request. It makes its own condition, unless the request has one for it or S3 ignores it.
    fn add_callers_field(
        &mut self,
        name: &'a str,
        value: &'a str,
        has_condition: bool,
    ) -> Result<(), Error> {
        check_field(name, value)?;
        if value_of(&self.fields, name).is_some() {
            return Err(Error::new(Reason::FieldTwice, "fields", &[]));
        }
        if has_condition || is_ignored(name) {
            self.fields.push((name, value));
            return Ok(());
        }
        self.add_field(name, value)
    }

    /// Adds a field with the condition that it makes.
    fn add_field(&mut self, name: &'a str, value: &'a str) -> Result<(), Error> {
        self.fields.push((name, value));
        let (operator, operand) = match split_once(value, FILENAME) {
            None => (Operator::Eq, value),
            Some((prefix, _)) if accepts_prefix(name) => (Operator::StartsWith, prefix),
            Some(_) => return Err(Error::new(Reason::FieldHasFilename, "fields", &[])),
        };
        self.conditions.push_rule(operator, name, operand);
        Ok(())
    }

    fn add_content_type(&mut self, content_type: &'a str) -> Result<(), Error> {
        check_content_type(content_type).map_err(|error| error.with_field("contentType"))?;
        if content_type.ends_with('/') {
            self.conditions
                .push_rule(Operator::StartsWith, CONTENT_TYPE, content_type);
        } else {
            self.sign_field(CONTENT_TYPE, content_type);
        }
        Ok(())
    }
}

/// Fails early for a request that is over the limit of [`finish`](Form::finish), because the steps before that compare
/// each field and condition with all others.
fn check_sizes<T: AsRef<str>>(request: &PostRequest<T>) -> Result<(), Error> {
    let mut size = 0;
    for (name, value) in &request.fields {
        size += name.as_ref().len() + value.as_ref().len() + FIELD_OVERHEAD_BYTES;
    }
    check_form_size("fields", size)?;
    for condition in &request.conditions {
        size += condition.size();
    }
    check_form_size("conditions", size)
}

fn check_form_size(field: &str, size: usize) -> Result<(), Error> {
    if size > MAX_FORM_BYTES {
        return Err(too_large(Reason::FormTooLarge, field, MAX_FORM_BYTES, size));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Form;
    use crate::credentials::Credentials;
    use crate::error::{Code, Error};
    use crate::location::Location;
    use crate::post::policy::PolicyStart;
    use crate::post::{Condition, KeyRule, PostRequest};
    use crate::time::Timestamp;
    use base64ct::{Base64, Encoding};
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

    /// Returns the conditions, decoded by independent decoders, and the fields.
    fn form(request: &PostRequest) -> (Value, Vec<(String, String)>) {
        let key = request.key.field();
        let form = new_form(request, &key).expect("a form");
        let policy = form.policy(&PolicyStart::new(None));
        let document = Base64::decode_vec(&policy).expect("base64");
        let policy: Value = serde_json::from_slice(&document).expect("JSON");
        assert_eq!(policy["expiration"], "1970-01-01T01:00:00.000Z");
        let fields = form.fields();
        let fields = fields.map(|(name, value)| (name.into(), value.into()));
        (policy["conditions"].clone(), fields.collect())
    }

    fn new_form<'a>(request: &'a PostRequest, key: &'a str) -> Result<Form<'a>, Error> {
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

    fn check(request: &PostRequest) -> Result<(), Error> {
        new_form(request, &request.key.field()).map(drop)
    }

    fn code_and_field(request: &PostRequest) -> (Code, String) {
        let error = check(request).expect_err("an error");
        (error.code(), error.field().into())
    }

    #[test]
    fn bucket_and_exact_key_become_conditions() {
        let (conditions, fields) = form(&request("a/b \"c\""));
        assert_eq!(
            conditions,
            json!([{"bucket": "bucket"}, {"key": "a/b \"c\""}])
        );
        assert_eq!(fields, [("key".into(), "a/b \"c\"".into())]);
    }

    #[test]
    fn a_key_with_filename_becomes_a_prefix_condition() {
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
    fn a_key_prefix_becomes_a_key_with_the_files_name() {
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
    fn each_field_makes_a_condition() {
        let (conditions, _) = form(&with_field("acl", "private"));
        assert_eq!(conditions[2], json!({"acl": "private"}));
        let (conditions, _) = form(&with_field("x-amz-meta-name", "file ${filename}"));
        assert_eq!(
            conditions[2],
            json!(["starts-with", "$x-amz-meta-name", "file "])
        );
    }

    #[test]
    fn a_field_that_s3_ignores_makes_no_condition() {
        let (conditions, fields) = form(&with_field("x-ignore-note", "b"));
        assert_eq!(conditions.as_array().expect("a list").len(), 2);
        assert_eq!(fields.len(), 2);
    }

    #[test]
    fn a_condition_of_the_request_replaces_that_of_the_field() {
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
    fn an_eq_condition_adds_its_field() {
        let mut request = request("a");
        request.conditions.push(eq("acl", "private"));
        assert_eq!(form(&request).1[1], ("acl".into(), "private".into()));
    }

    #[test]
    fn a_content_type_is_a_field_and_its_prefix_only_a_condition() {
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
    fn a_content_type_with_a_wildcard_is_an_error() {
        for content_type in ["", "image/*", "image/${filename}", "${filename}/"] {
            let mut request = request("a");
            request.content_type = Some(content_type.into());
            assert_eq!(
                code_and_field(&request),
                (Code::InvalidOption, "contentType".into())
            );
        }
    }

    #[test]
    fn a_key_prefix_with_filename_is_an_error() {
        let mut request = request("a");
        request.key = KeyRule::StartsWith("user/${filename}/".into());
        assert_eq!(
            code_and_field(&request),
            (Code::InvalidKey, "keyStartsWith".into())
        );
    }

    #[test]
    fn sizes_and_ranges_become_one_range() {
        let mut request = request("a");
        request
            .conditions
            .push(Condition::ContentLengthRange { min: 5, max: 100 });
        request.max_size = Some(50);
        assert_eq!(form(&request).0[2], json!(["content-length-range", 5, 50]));
    }

    #[test]
    fn a_minimum_size_alone_allows_up_to_the_largest_object() {
        let mut request = request("a");
        request.min_size = Some(1);
        assert_eq!(
            form(&request).0[2],
            json!(["content-length-range", 1, 5_368_709_120_u64])
        );
    }

    #[test]
    fn sizes_that_no_file_has_are_an_error() {
        let mut crossed = request("a");
        (crossed.min_size, crossed.max_size) = (Some(2), Some(1));
        assert_eq!(code_and_field(&crossed).0, Code::UnsatisfiablePolicy);
        let mut huge = request("a");
        huge.min_size = Some(5_368_709_121);
        assert_eq!(code_and_field(&huge).0, Code::UnsatisfiablePolicy);
    }

    #[test]
    fn contradictory_conditions_are_an_error() {
        for pair in [
            [eq("acl", "private"), eq("ACL", "public-read")],
            [eq("acl", "private"), starts_with("acl", "public")],
            [starts_with("acl", "a"), starts_with("acl", "b")],
            [eq("bucket", "other"), eq("acl", "private")],
            [starts_with("key", "b"), eq("acl", "private")],
        ] {
            let mut request = request("a");
            request.conditions = pair.into();
            assert_eq!(code_and_field(&request).0, Code::UnsatisfiablePolicy);
        }
    }

    #[test]
    fn a_field_that_breaks_a_condition_is_an_error() {
        let mut request = with_field("acl", "private");
        request.conditions.push(starts_with("acl", "public"));
        assert_eq!(code_and_field(&request).0, Code::UnsatisfiablePolicy);
    }

    #[test]
    fn a_condition_can_narrow_that_of_a_field() {
        let mut request = request("user/${filename}");
        request.conditions.push(starts_with("key", "user/e"));
        let (conditions, _) = form(&request);
        assert_eq!(conditions[2], json!(["starts-with", "$key", "user/e"]));
    }

    #[test]
    fn a_prefix_for_an_exactly_compared_field_is_an_error() {
        for name in ["success_action_status", "x-amz-server-side-encryption"] {
            let mut request = request("a");
            request.conditions.push(starts_with(name, ""));
            assert_eq!(
                code_and_field(&request),
                (Code::InvalidCondition, "conditions.0".into())
            );
        }
        assert_eq!(
            code_and_field(&with_field("x-amz-storage-class", "${filename}")),
            (Code::InvalidField, "fields.x-amz-storage-class".into())
        );
    }

    #[test]
    fn a_condition_with_filename_is_an_error() {
        for condition in [
            eq("key", "user/${filename}"),
            starts_with("key", "user/${filename}"),
        ] {
            let mut request = request("user/${filename}");
            request.conditions.push(condition);
            assert_eq!(
                code_and_field(&request),
                (Code::InvalidCondition, "conditions.0".into())
            );
        }
    }

    #[test]
    fn fields_of_the_signature_and_fields_with_an_option_are_reserved() {
        for name in [
            "Policy",
            "X-Amz-Signature",
            "x-amz-security-token",
            "key",
            "bucket",
            "file",
        ] {
            assert_eq!(
                code_and_field(&with_field(name, "b")),
                (Code::ReservedField, format!("fields.{name}"))
            );
        }
        let mut request = request("a");
        request.conditions.push(eq("x-amz-date", "b"));
        assert_eq!(
            code_and_field(&request),
            (Code::ReservedField, "conditions.0".into())
        );
    }

    #[test]
    fn a_line_break_is_an_error() {
        assert_eq!(
            code_and_field(&request("a\nb")),
            (Code::InvalidField, "key".into())
        );
        assert_eq!(
            code_and_field(&with_field("x-amz-meta-a", "b\r\nc")),
            (Code::InvalidField, "fields.x-amz-meta-a".into())
        );
        assert_eq!(
            code_and_field(&with_field("a\"b", "c")),
            (Code::InvalidField, "fields".into())
        );
    }

    #[test]
    fn a_field_in_two_spellings_is_an_error() {
        let mut request = with_field("acl", "private");
        request.fields.push(("ACL".into(), "private".into()));
        assert_eq!(
            code_and_field(&request),
            (Code::InvalidField, "fields.ACL".into())
        );
    }

    #[test]
    fn another_status_than_200_201_or_204_is_an_error() {
        assert!(check(&with_field("success_action_status", "201")).is_ok());
        assert_eq!(
            code_and_field(&with_field("success_action_status", "202")),
            (Code::InvalidField, "fields.success_action_status".into())
        );
    }

    #[test]
    fn a_form_over_20_kb_is_an_error() {
        let request = with_field("x-amz-meta-a", &"b".repeat(20_300));
        let form = new_form(&request, "a").expect("a form");
        let error = form.finish(&[]).expect_err("an error");
        assert_eq!(error.code(), Code::FormTooLarge);
    }

    #[test]
    fn fields_and_conditions_over_20_kb_are_an_error_before_they_are_compared() {
        let mut request = request("a");
        request.fields = vec![("x-amz-meta-a".into(), "b".into()); 1_000_000];
        assert_eq!(
            code_and_field(&request),
            (Code::FormTooLarge, "fields".into())
        );
        request.fields.clear();
        request.conditions = (0..1_000_000)
            .map(|value| Condition::Eq {
                name: "x-amz-meta-a".into(),
                value: value.to_string(),
            })
            .collect();
        assert_eq!(
            code_and_field(&request),
            (Code::FormTooLarge, "conditions".into())
        );
    }

    #[test]
    fn a_form_can_upload_to_a_key_with_dot_segments() {
        assert!(check(&request("a/../b")).is_ok());
        assert_eq!(
            code_and_field(&request("")),
            (Code::InvalidKey, "key".into())
        );
    }
}
