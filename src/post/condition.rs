//! The conditions of a policy: parsed, checked, compared with each other and with the form's fields, and written.
//!
//! All code that depends on the type of a condition is in this file.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html>.

use alloc::string::String;
use alloc::vec::Vec;

use super::field::{FILENAME, accepts_prefix, check_name, check_pair, check_status, value_of};
use crate::decimal::{decimal, number};
use crate::error::{Error, Reason};
use crate::json;
use crate::text::{contains, push_all, split_once};

/// Maximum size of an object that a single upload can make, in bytes: 5 GiB.
pub const MAX_OBJECT_BYTES: u64 = 5 * 1024 * 1024 * 1024;

/// A condition of a policy. Names of fields have no `$` and are not case-sensitive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition<T = String> {
    /// The field has this value.
    Eq {
        /// The field's name.
        name: T,
        /// The field's value.
        value: T,
    },
    /// The field's value has this prefix. Any value has the empty prefix.
    StartsWith {
        /// The field's name.
        name: T,
        /// The prefix of the field's value.
        prefix: T,
    },
    /// The file's size is in this range, in bytes, both bounds included.
    ContentLengthRange {
        /// Minimum size.
        min: u64,
        /// Maximum size.
        max: u64,
    },
}

impl<'a> Condition<&'a str> {
    /// Makes a condition of its operator and its two operands, in the order of the policy's JSON. A name has no `$`, and
    /// a size is decimal digits.
    ///
    /// Fails with [`Code::InvalidCondition`](crate::Code::InvalidCondition) for any other operator or size.
    pub fn from_operands(operator: &str, first: &'a str, second: &'a str) -> Result<Self, Error> {
        let unknown = || Error::new(Reason::ConditionOperatorUnknown, "conditions", &[operator]);
        let size = |digits: &str| number(digits).map(i64::unsigned_abs).ok_or_else(unknown);
        match operator {
            "eq" => Ok(Self::Eq {
                name: first,
                value: second,
            }),
            "starts-with" => Ok(Self::StartsWith {
                name: first,
                prefix: second,
            }),
            "content-length-range" => Ok(Self::ContentLengthRange {
                min: size(first)?,
                max: size(second)?,
            }),
            _ => Err(unknown()),
        }
    }
}

impl<T: AsRef<str>> Condition<T> {
    /// Fails if S3 does not accept the condition. The caller sets the error's field.
    pub(super) fn check(&self) -> Result<(), Error> {
        let Some(Rule {
            operator,
            name,
            value,
        }) = Rule::from_condition(self)
        else {
            return Ok(());
        };
        check_name(name)?;
        check_pair(name, value)?;
        let invalid =
            |reason, parameters: &[&str]| Err(Error::new(reason, "conditions", parameters));
        if contains(value, FILENAME) {
            return invalid(Reason::ConditionHasFilename, &[]);
        }
        match operator {
            Operator::Eq => check_status(name, value),
            Operator::StartsWith if accepts_prefix(name) => Ok(()),
            Operator::StartsWith => invalid(Reason::ConditionNotExact, &[name]),
        }
    }

    /// Returns whether the condition is about this field.
    pub(super) fn applies_to(&self, name: &str) -> bool {
        Rule::from_condition(self).is_some_and(|rule| rule.applies_to(name))
    }

    /// Returns name and value of the field, if the condition allows only one value.
    pub(super) fn only_value(&self) -> Option<(&str, &str)> {
        Rule::from_condition(self)
            .filter(|rule| rule.operator == Operator::Eq)
            .map(|rule| (rule.name, rule.value))
    }

    /// Returns the minimum number of bytes that a condition of a field needs in the policy.
    pub(super) fn size(&self) -> usize {
        Rule::from_condition(self).map_or(0, |rule| {
            rule.name.len() + rule.value.len() + "{\"\":\"\"},".len()
        })
    }
}

/// All conditions of a policy.
#[derive(Debug, Default)]
pub(super) struct Conditions<'a> {
    rules: Vec<Rule<'a>>,
    /// The intersection of all ranges of the file's size: minimum and maximum in bytes.
    size: Option<(u64, u64)>,
}

impl<'a> Conditions<'a> {
    /// Adds a condition of the caller's, unless an equal one is present.
    pub(super) fn push<T: AsRef<str>>(&mut self, condition: &'a Condition<T>) {
        if let Condition::ContentLengthRange { min, max } = condition {
            self.narrow_size(*min, *max);
        }
        if let Some(rule) = Rule::from_condition(condition)
            && !self.rules.contains(&rule)
        {
            self.rules.push(rule);
        }
    }

    /// Adds a condition of a field.
    pub(super) fn push_rule(&mut self, operator: Operator, name: &'a str, value: &'a str) {
        self.rules.push(Rule {
            operator,
            name,
            value,
        });
    }

    /// Limits the file's size in bytes.
    pub(super) fn narrow_size(&mut self, min: u64, max: u64) {
        let (low, high) = self.size.unwrap_or((0, u64::MAX));
        self.size = Some((low.max(min), high.min(max)));
    }

    /// Returns the longest prefix that the field's value must have.
    pub(super) fn longest_prefix(&self, name: &str) -> Option<&'a str> {
        let mut longest: Option<&str> = None;
        for rule in &self.rules {
            if rule.operator == Operator::StartsWith
                && rule.applies_to(name)
                && longest.is_none_or(|other| other.len() < rule.value.len())
            {
                longest = Some(rule.value);
            }
        }
        longest
    }

    /// Fails with [`Code::UnsatisfiablePolicy`](crate::Code::UnsatisfiablePolicy) if no form with these fields can meet
    /// all conditions.
    pub(super) fn check_satisfiable(&self, fields: &[(&str, &str)]) -> Result<(), Error> {
        for (index, rule) in self.rules.iter().enumerate() {
            let contradicts =
                |other: &Rule<'_>| other.applies_to(rule.name) && !rule.is_compatible_with(other);
            let is_broken = self.rules.iter().skip(index + 1).any(contradicts)
                || value_of(fields, rule.name).is_some_and(|value| !rule.accepts(value));
            if is_broken {
                return Err(contradiction(rule.name));
            }
        }
        match self.size {
            Some((min, max)) if min > max || min > MAX_OBJECT_BYTES => {
                Err(contradiction("content-length-range"))
            }
            _ => Ok(()),
        }
    }

    /// Appends the conditions as items of a JSON array.
    pub(super) fn push_json(&self, json: &mut String) {
        let mut separator = "";
        for rule in &self.rules {
            json.push_str(separator);
            separator = ",";
            rule.push_json(json);
        }
        if let Some((min, max)) = self.size {
            let (min, max) = (decimal(min), decimal(max));
            push_all(
                &[
                    separator,
                    "[\"content-length-range\",",
                    &min,
                    ",",
                    &max,
                    "]",
                ],
                json,
            );
        }
    }
}

fn contradiction(name: &str) -> Error {
    Error::new(Reason::ConditionsContradict, "conditions", &[name])
}

/// A condition of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rule<'a> {
    operator: Operator,
    name: &'a str,
    /// The operand that the field's value is compared with.
    value: &'a str,
}

/// The comparison of a field's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Eq,
    StartsWith,
}

impl<'a> Rule<'a> {
    /// Returns `None` if the condition is not about a field.
    fn from_condition<T: AsRef<str>>(condition: &'a Condition<T>) -> Option<Self> {
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

    fn applies_to(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Returns whether one value can meet both rules of a field.
    fn is_compatible_with(&self, other: &Self) -> bool {
        let (ours, theirs) = (self.value, other.value);
        match (self.operator, other.operator) {
            (Operator::Eq, Operator::Eq) => ours == theirs,
            (Operator::Eq, Operator::StartsWith) => ours.starts_with(theirs),
            (Operator::StartsWith, Operator::Eq) => theirs.starts_with(ours),
            (Operator::StartsWith, Operator::StartsWith) => {
                ours.starts_with(theirs) || theirs.starts_with(ours)
            }
        }
    }

    /// Returns whether a field's value can meet the rule after S3 has replaced [`FILENAME`] in it.
    fn accepts(&self, value: &str) -> bool {
        let operand = self.value;
        match (self.operator, split_once(value, FILENAME)) {
            (Operator::Eq, None) => operand == value,
            (Operator::Eq, Some((before, after))) => {
                operand.starts_with(before) && operand.ends_with(after)
            }
            (Operator::StartsWith, None) => value.starts_with(operand),
            (Operator::StartsWith, Some((before, _))) => {
                before.starts_with(operand) || operand.starts_with(before)
            }
        }
    }

    /// Appends the rule as JSON. Names need no escapes: see [`check_name`].
    fn push_json(&self, json: &mut String) {
        let (start, between, end) = match self.operator {
            Operator::Eq => ("{\"", "\":", "}"),
            Operator::StartsWith => ("[\"starts-with\",\"$", "\",", "]"),
        };
        push_all(&[start, self.name, between], json);
        json::push_string(self.value, json);
        json.push_str(end);
    }
}

#[cfg(test)]
mod tests {
    use super::{Condition, Conditions, Operator, Rule};
    use crate::error::{Code, Reason};

    fn rule(operator: Operator, value: &str) -> Rule<'_> {
        Rule {
            operator,
            name: "key",
            value,
        }
    }

    fn eq<'a>(name: &'a str, value: &'a str) -> Condition<&'a str> {
        Condition::Eq { name, value }
    }

    fn starts_with<'a>(name: &'a str, prefix: &'a str) -> Condition<&'a str> {
        Condition::StartsWith { name, prefix }
    }

    #[test]
    fn each_operator_makes_its_condition() {
        let made = Condition::from_operands;
        assert_eq!(made("eq", "acl", "private"), Ok(eq("acl", "private")));
        assert_eq!(made("starts-with", "key", "a"), Ok(starts_with("key", "a")));
        assert_eq!(
            made("content-length-range", "1", "1048576"),
            Ok(Condition::ContentLengthRange {
                min: 1,
                max: 1_048_576
            })
        );
    }

    #[test]
    fn another_operator_or_size_is_an_error() {
        for (operator, first, second) in [
            ("ends-with", "key", "a"),
            ("", "1", "2"),
            ("content-length-range", "", "2"),
            ("content-length-range", "1", "2.5"),
            ("content-length-range", "-1", "2"),
        ] {
            let error = Condition::from_operands(operator, first, second).expect_err(operator);
            assert_eq!(
                (error.code(), error.parameters()),
                (Code::InvalidCondition, &[operator.to_string()][..])
            );
        }
    }

    #[test]
    fn a_prefix_of_a_field_that_s3_compares_exactly_is_an_error() {
        for name in ["success_action_status", "x-amz-server-side-encryption"] {
            let error = starts_with(name, "").check().expect_err(name);
            assert_eq!(error.reason(), Reason::ConditionNotExact);
        }
        assert!(starts_with("x-amz-meta-a", "").check().is_ok());
    }

    /// S3 replaces `${filename}` in fields before it compares them, and never in conditions.
    #[test]
    fn a_condition_with_filename_is_an_error() {
        for condition in [
            eq("key", "user/${filename}"),
            starts_with("key", "user/${filename}"),
        ] {
            let error = condition.check().expect_err("an error");
            assert_eq!(error.reason(), Reason::ConditionHasFilename);
        }
    }

    #[test]
    fn two_rules_of_a_field_are_compatible_if_one_value_meets_both() {
        use Operator::{Eq, StartsWith};
        for (one, other, expected) in [
            (rule(Eq, "ab"), rule(Eq, "ab"), true),
            (rule(Eq, "ab"), rule(Eq, "a"), false),
            (rule(Eq, "ab"), rule(StartsWith, "a"), true),
            (rule(Eq, "a"), rule(StartsWith, "ab"), false),
            (rule(StartsWith, "ab"), rule(StartsWith, "a"), true),
            (rule(StartsWith, "ab"), rule(StartsWith, "b"), false),
        ] {
            assert_eq!(
                one.is_compatible_with(&other),
                expected,
                "{one:?} {other:?}"
            );
            assert_eq!(
                other.is_compatible_with(&one),
                expected,
                "{other:?} {one:?}"
            );
        }
    }

    #[test]
    fn a_rule_accepts_a_value_that_it_can_meet_with_some_file_name() {
        use Operator::{Eq, StartsWith};
        for (rule, value, expected) in [
            (rule(Eq, "a"), "a", true),
            (rule(Eq, "a"), "ab", false),
            (rule(Eq, "user/a.png"), "user/${filename}.png", true),
            (rule(Eq, "user/a.png"), "user/${filename}.gif", false),
            (rule(StartsWith, "a"), "ab", true),
            (rule(StartsWith, "b"), "ab", false),
            (rule(StartsWith, "user/e"), "user/${filename}", true),
            (rule(StartsWith, "user/"), "user/e${filename}", true),
            (rule(StartsWith, "b"), "a${filename}", false),
        ] {
            assert_eq!(rule.accepts(value), expected, "{rule:?} {value}");
        }
    }

    #[test]
    fn ranges_become_their_intersection_after_the_other_conditions() {
        let list = [
            Condition::ContentLengthRange { min: 5, max: 100 },
            eq("acl", "a \"b\""),
            starts_with("key", ""),
            eq("acl", "a \"b\""),
            Condition::ContentLengthRange { min: 0, max: 50 },
        ];
        let mut conditions = Conditions::default();
        for condition in &list {
            conditions.push(condition);
        }
        let mut json = String::new();
        conditions.push_json(&mut json);
        assert_eq!(
            json,
            r#"{"acl":"a \"b\""},["starts-with","$key",""],["content-length-range",5,50]"#
        );
    }
}
