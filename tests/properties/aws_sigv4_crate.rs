//! V4 signatures equal those of `aws-sigv4`, the signer of AWS's SDK for Rust.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PercentEncodingMode, SessionTokenMode, SignableBody, SignableRequest, SignatureLocation,
    SigningSettings, UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4::SigningParams;
use proptest::prelude::*;
use s3_signpost::{Expiry, SignatureVersion};

use crate::inputs::{UrlInput, url_input};

/// Returns the signature of `aws-sigv4` for `unsigned_url` and the other inputs.
fn sdk_signature(input: &UrlInput, unsigned_url: &str) -> String {
    let keys = &input.keys;
    let identity = Credentials::new(
        &keys.access_key_id,
        &keys.secret_access_key,
        keys.session_token.clone(),
        None,
        "a test",
    )
    .into();
    let Expiry::In(seconds) = input.request.expiry else {
        panic!("an expiry in seconds");
    };
    let mut settings = SigningSettings::default();
    settings.percent_encoding_mode = PercentEncodingMode::Single;
    settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    settings.session_token_mode = SessionTokenMode::Include;
    settings.signature_location = SignatureLocation::QueryParams;
    settings.expires_in = Some(Duration::from_secs(seconds.into()));
    // By default, aws-sigv4 does not sign headers that proxies change.
    settings.excluded_headers = None;
    let parameters = SigningParams::builder()
        .identity(&identity)
        .region(input.location.region())
        .name("s3")
        .time(SystemTime::UNIX_EPOCH + Duration::from_secs(input.now.unix().unsigned_abs()))
        .settings(settings)
        .build()
        .expect("parameters")
        .into();
    let headers = input.request.headers.iter();
    let request = SignableRequest::new(
        input.request.method.as_str(),
        unsigned_url,
        headers.map(|(name, value)| (name.as_str(), value.as_str())),
        SignableBody::UnsignedPayload,
    )
    .expect("a request");
    let signed = sign(request, &parameters).expect("a signature");
    signed.signature().into()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn every_v4_signature_equals_that_of_the_sdk(input in url_input()) {
        let url = input.url(SignatureVersion::V4);
        let (address, query) = url.split_once('?').expect("a query");
        let own: Vec<&str> = query.split('&').filter(|parameter| !parameter.starts_with("X-Amz-")).collect();
        let unsigned = format!("{address}?{}", own.join("&"));
        prop_assert_eq!(input.signature(SignatureVersion::V4), sdk_signature(&input, unsigned.trim_end_matches('?')));
    }
}
