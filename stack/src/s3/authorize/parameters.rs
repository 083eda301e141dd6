//! Parameters and headers of an authorization.

use hyper::HeaderMap;

pub const SECURITY_TOKEN: &str = "x-amz-security-token";

pub fn has(query: &[(String, String)], name: &str) -> bool {
    query.iter().any(|(key, _)| key == name)
}

/// Returns the value of a parameter that occurs exactly once.
pub fn single_value<'a>(query: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut values = query
        .iter()
        .filter(|(key, _)| key == name)
        .map(|(_, value)| value.as_str());
    values.next().filter(|_| values.next().is_none())
}

pub fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::uri::form_pairs;

    #[test]
    fn a_repeated_parameter_has_no_single_value() {
        let query = form_pairs("a=1&b=2&a=3");
        assert_eq!(single_value(&query, "a"), None);
        assert_eq!(single_value(&query, "b"), Some("2"));
    }
}
