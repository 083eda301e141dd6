//! The signer of AWS's SDK for Rust signs as this one does.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PercentEncodingMode, SessionTokenMode, SignableBody, SignableRequest, SignatureLocation,
    SigningSettings, UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4::SigningParams;
use proptest::prelude::*;
use s3_signpost::{Expiry, SignatureVersion};

use crate::given::{Asked, asked};

/// Their signature for the request, at the address and with the parameters that are ours.
fn theirs(asked: &Asked, unsigned_url: &str) -> String {
    let keys = &asked.keys;
    let identity = Credentials::new(
        &keys.access_key_id,
        &keys.secret_access_key,
        keys.session_token.clone(),
        None,
        "a test",
    )
    .into();
    let Expiry::In(seconds) = asked.request.expiry else {
        panic!("an expiry in seconds");
    };
    let mut settings = SigningSettings::default();
    settings.percent_encoding_mode = PercentEncodingMode::Single;
    settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    settings.session_token_mode = SessionTokenMode::Include;
    settings.signature_location = SignatureLocation::QueryParams;
    settings.expires_in = Some(Duration::from_secs(seconds.into()));
    // Theirs leaves out what proxies change, unless told otherwise.
    settings.excluded_headers = None;
    let parameters = SigningParams::builder()
        .identity(&identity)
        .region(asked.location.region())
        .name("s3")
        .time(SystemTime::UNIX_EPOCH + Duration::from_secs(asked.now.unix().unsigned_abs()))
        .settings(settings)
        .build()
        .expect("parameters")
        .into();
    let headers = asked.request.headers.iter();
    let request = SignableRequest::new(
        asked.request.method.as_str(),
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
    fn the_sdk_for_rust_gives_the_same_signature(one in asked()) {
        let url = one.url(SignatureVersion::V4);
        let (address, query) = url.split_once('?').expect("a query");
        let own: Vec<&str> = query.split('&').filter(|parameter| !parameter.starts_with("X-Amz-")).collect();
        let unsigned = format!("{address}?{}", own.join("&"));
        prop_assert_eq!(one.signature(SignatureVersion::V4), theirs(&one, unsigned.trim_end_matches('?')));
    }
}
