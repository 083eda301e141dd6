//! The query parameters that are signed, as the end of AWS's `CanonicalizedResource`.

use alloc::string::String;

use crate::text::is_one_of;

/// Parameters that name a part of a resource or change S3's response. Other parameters are not signed.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html> lists most of them; the newer ones are
/// those that AWS's SDKs sign.
pub(crate) const SUB_RESOURCES: &str = "\
    accelerate acl analytics cors delete inventory lifecycle location logging metrics notification \
    object-lock partNumber policy replication requestPayment response-cache-control \
    response-content-disposition response-content-encoding response-content-language \
    response-content-type response-expires restore select select-type tagging torrent uploadId \
    uploads versionId versioning versions website";

/// Returns whether the parameter is signed.
pub fn is_sub_resource(name: &str) -> bool {
    is_one_of(SUB_RESOURCES, name)
}

/// Returns `?acl&uploadId=…`: the signed ones of `parameters`, which are sorted by name and not encoded.
pub fn sub_resources<'a>(parameters: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = String::new();
    for (name, value) in parameters {
        if is_sub_resource(name) {
            text.push_str(if text.is_empty() { "?" } else { "&" });
            text.push_str(name);
            if !value.is_empty() {
                text.push_str("=");
                text.push_str(value);
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::sub_resources;

    fn signed(parameters: &[(&str, &str)]) -> String {
        sub_resources(parameters.iter().copied())
    }

    #[test]
    fn only_sub_resources_are_signed_and_without_a_value_they_have_no_equals_sign() {
        assert_eq!(
            signed(&[
                ("acl", ""),
                ("partNumber", "1"),
                ("prefix", "c"),
                ("uploadId", "a/b"),
            ]),
            "?acl&partNumber=1&uploadId=a/b"
        );
    }

    #[test]
    fn a_response_override_is_signed_without_encoding() {
        let disposition = "attachment; filename=\"a b\"";
        assert_eq!(
            signed(&[("response-content-disposition", disposition)]),
            "?response-content-disposition=attachment; filename=\"a b\""
        );
    }

    #[test]
    fn a_query_without_sub_resources_adds_nothing() {
        assert_eq!(signed(&[("prefix", "c")]), "");
    }
}
