//! The caller's part of a query.

use alloc::string::String;
use alloc::vec::Vec;

use crate::encode::query_component;
use crate::error::{Code, Error, item};

/// A parameter as it is signed and sent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Parameter {
    /// Encoded.
    pub name: String,
    /// Encoded; empty for a bare one such as `uploads`.
    pub value: String,
}

impl Parameter {
    /// Encodes a name and its value.
    pub fn new(name: &str, value: &str) -> Self {
        Self {
            name: query_component(name),
            value: query_component(value),
        }
    }
}

/// Checks and encodes the caller's parameters.
///
/// Fails with [`Code::InvalidQuery`] for one without a name, and with [`Code::ReservedQueryParameter`]
/// for those of a signature: every `X-Amz-…`, and V2's own.
pub fn encoded(query: &[(String, String)]) -> Result<Vec<Parameter>, Error> {
    let mut parameters = Vec::with_capacity(query.len() + 6);
    for (name, value) in query {
        if name.is_empty() {
            return Err(Error::new(
                Code::InvalidQuery,
                "query",
                "A query parameter has no name.",
                "Name it, or leave it out.",
            ));
        }
        if is_reserved(name) {
            return Err(Error::new(
                Code::ReservedQueryParameter,
                item("query", name),
                "This query parameter belongs to the signature.",
                "Leave it out; to send an x-amz- header, put it into headers.",
            ));
        }
        parameters.push(Parameter::new(name, value));
    }
    Ok(parameters)
}

fn is_reserved(name: &str) -> bool {
    name.get(..6)
        .is_some_and(|start| start.eq_ignore_ascii_case("x-amz-"))
        || matches!(name, "AWSAccessKeyId" | "Signature" | "Expires")
}

/// `name=value&…`, sorted by encoded name and then value, as AWS's canonical query string has it.
pub fn canonical_string(parameters: &mut [Parameter]) -> String {
    parameters.sort();
    let mut text = String::new();
    for (index, parameter) in parameters.iter().enumerate() {
        if index > 0 {
            text.push('&');
        }
        text.push_str(&parameter.name);
        text.push('=');
        text.push_str(&parameter.value);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Parameter, canonical_string, encoded};
    use crate::error::Code;

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()))
            .collect()
    }

    #[test]
    fn parameters_are_sorted_by_their_encoded_names() {
        let mut parameters: Vec<_> = ["b", "a-", "a ", "B", "a"]
            .map(|name| Parameter::new(name, ""))
            .into();
        assert_eq!(canonical_string(&mut parameters), "B=&a=&a%20=&a-=&b=");
    }

    #[test]
    fn a_repeated_parameter_is_sorted_by_its_values() {
        let mut parameters = encoded(&pairs(&[("a", "2"), ("a", "10")])).expect("parameters");
        assert_eq!(canonical_string(&mut parameters), "a=10&a=2");
    }

    #[test]
    fn parameters_of_a_signature_are_refused_in_any_case() {
        for name in [
            "X-Amz-Date",
            "x-amz-expires",
            "X-AMZ-SIGNATURE",
            "Signature",
            "AWSAccessKeyId",
        ] {
            let error = encoded(&pairs(&[(name, "1")])).expect_err(name);
            assert_eq!(error.code(), Code::ReservedQueryParameter);
            assert_eq!(error.field(), format!("query.{name}"));
        }
    }

    #[test]
    fn a_parameter_without_a_name_is_refused() {
        assert_eq!(
            encoded(&pairs(&[("", "1")])).expect_err("refused").code(),
            Code::InvalidQuery
        );
    }
}
