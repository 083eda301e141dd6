//! A query in AWS's canonical form: encoded, and sorted by name and then by value.

use alloc::string::String;

use crate::encode::query_component;
use crate::error::{Error, Reason, item};
use crate::sorted_pairs::SortedPairs;
use crate::text::is_one_of;

/// The parameters of a query, encoded as they are signed and sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CanonicalQuery(SortedPairs);

impl CanonicalQuery {
    /// Checks and adds a parameter of the caller's.
    ///
    /// Fails with [`Code::InvalidQuery`](crate::Code::InvalidQuery) if the name is empty, and with
    /// [`Code::ReservedQueryParameter`](crate::Code::ReservedQueryParameter) if it is a parameter of a V4 or V2 signature,
    /// in any case. Other `x-amz-*` parameters are allowed: S3 reads them as headers of the same name.
    pub fn add(&mut self, name: &str, value: &str) -> Result<(), Error> {
        if name.is_empty() {
            return Err(Error::new(Reason::ParameterWithoutName, "query", &[]));
        }
        if is_reserved(name) {
            return Err(Error::new(
                Reason::ParameterOfSignature,
                item("query", name),
                &[],
            ));
        }
        self.insert(name, value);
        Ok(())
    }

    /// Encodes a parameter and inserts it in order. A parameter such as `uploads` has an empty value.
    #[inline(never)]
    pub fn insert(&mut self, name: &str, value: &str) {
        self.0.insert(query_component(name), query_component(value));
    }

    /// Returns `name=value&…`. A parameter without a value has no equals sign if its name is one of the words of `bare`.
    pub fn text(&self, bare: &str) -> String {
        let mut text = String::new();
        let mut separator = "";
        for (name, value) in self.0.iter() {
            text.push_str(separator);
            text.push_str(name);
            separator = "&";
            if !(value.is_empty() && is_one_of(bare, name)) {
                text.push_str("=");
                text.push_str(value);
            }
        }
        text
    }
}

/// Parameters of a signature, in lower case. With a second copy, S3 could verify another signature.
const OF_THE_SIGNATURE: &str = "\
    awsaccesskeyid expires signature x-amz-algorithm x-amz-content-sha256 x-amz-credential x-amz-date \
    x-amz-expires x-amz-s3session-token x-amz-security-token x-amz-signature x-amz-signedheaders";

/// Returns whether the signer sets the parameter.
fn is_reserved(name: &str) -> bool {
    is_one_of(OF_THE_SIGNATURE, &name.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::CanonicalQuery;
    use crate::error::{Code, Error};

    fn canonical(pairs: &[(&str, &str)]) -> Result<CanonicalQuery, Error> {
        let mut query = CanonicalQuery::default();
        for (name, value) in pairs {
            query.add(name, value)?;
        }
        Ok(query)
    }

    fn text(pairs: &[(&str, &str)]) -> String {
        canonical(pairs).expect("a query").text("")
    }

    #[test]
    fn parameters_are_sorted_by_their_encoded_names() {
        let names = ["b", "a-", "a ", "B", "a"].map(|name| (name, ""));
        assert_eq!(text(&names), "B=&a=&a%20=&a-=&b=");
    }

    #[test]
    fn a_repeated_parameter_is_sorted_by_its_values() {
        assert_eq!(text(&[("a", "2"), ("a", "10")]), "a=10&a=2");
    }

    #[test]
    fn only_bare_parameters_without_a_value_have_no_equals_sign() {
        let query = canonical(&[("acl", ""), ("prefix", ""), ("uploads", "1")]).expect("a query");
        assert_eq!(query.text("acl"), "acl&prefix=&uploads=1");
    }

    #[test]
    fn parameters_of_a_signature_are_reserved_in_any_case() {
        for name in [
            "X-Amz-Algorithm",
            "x-amz-content-sha256",
            "X-Amz-Credential",
            "X-Amz-Date",
            "x-amz-expires",
            "X-Amz-S3session-Token",
            "x-amz-security-token",
            "X-AMZ-SIGNATURE",
            "X-Amz-SignedHeaders",
            "AWSAccessKeyId",
            "EXPIRES",
            "Signature",
        ] {
            let error = canonical(&[(name, "1")]).expect_err(name);
            assert_eq!(error.code(), Code::ReservedQueryParameter);
            assert_eq!(error.field(), format!("query.{name}"));
        }
    }

    #[test]
    fn other_x_amz_parameters_are_sorted_among_the_rest() {
        assert_eq!(
            text(&[
                ("x-amz-request-payer", "requester"),
                ("versionId", "1"),
                ("X-Amz-Meta-Title", "é")
            ]),
            "X-Amz-Meta-Title=%C3%A9&versionId=1&x-amz-request-payer=requester"
        );
    }

    #[test]
    fn a_parameter_without_a_name_is_an_error() {
        assert_eq!(
            canonical(&[("", "1")]).expect_err("an error").code(),
            Code::InvalidQuery
        );
    }
}
