//! Times each of AWS's steps on the host. `npm run bench:host`.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use s3_signpost::Error;
use s3_signpost::header::CanonicalHeaders;
use s3_signpost::v4::canonical_request::{CanonicalRequest, UNSIGNED_PAYLOAD};
use s3_signpost::v4::scope::Scope;
use s3_signpost::v4::signature::Signer;
use s3_signpost::v4::signing_key::SigningKey;
use s3_signpost::v4::string_to_sign::StringToSign;
use s3_signpost::v4::{SigningKeyCache, UrlSigner, presign, presign_post};
use s3_signpost_bench::{Case, case, form, key};

const HOST: &str = "examplebucket.s3.eu-west-1.amazonaws.com";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

fn steps(criterion: &mut Criterion) -> Result<(), Error> {
    let Case {
        credentials,
        location,
        request,
        now,
    } = case()?;
    let url = presign(&credentials, &location, &request, now)?.url;
    let (path, query) = parts(&url);
    let headers = CanonicalHeaders::new::<&str>(HOST, &[])?;
    let canonical_request = || CanonicalRequest::new("GET", query, &headers, UNSIGNED_PAYLOAD);
    let mut hasher = canonical_request().into_hasher();
    let hash = hasher.hash(path);
    let scope = Scope::new(now, "eu-west-1", "s3");
    let string_to_sign = StringToSign::new(now, &scope);
    let signing_key = SigningKey::derive(SECRET, &scope);
    let signature = Signer::new(&signing_key, &string_to_sign.before_hash);
    let mut signer = UrlSigner::new(
        &mut SigningKeyCache::default(),
        &credentials,
        &location,
        &request,
        now,
    )?;
    let key = key(0);
    let form = form();

    criterion.bench_function("canonical request", |bencher| {
        bencher.iter(|| black_box(canonical_request()));
    });
    criterion.bench_function("canonical request, hashed", |bencher| {
        bencher.iter(|| canonical_request().into_hasher().hash(black_box(path)));
    });
    criterion.bench_function("string to sign", |bencher| {
        bencher.iter(|| StringToSign::new(now, black_box(&scope)));
    });
    criterion.bench_function("signing key", |bencher| {
        bencher.iter(|| SigningKey::derive(black_box(SECRET), black_box(&scope)));
    });
    criterion.bench_function("signature", |bencher| {
        bencher.iter(|| signature.sign(black_box(&hash)));
    });
    criterion.bench_function("presigned URL, by a new signer", |bencher| {
        bencher.iter(|| presign(&credentials, &location, black_box(&request), now));
    });
    criterion.bench_function("presigned URL, by a kept signer", |bencher| {
        bencher.iter(|| signer.url(Some(black_box(&key))));
    });
    criterion.bench_function("presigned form", |bencher| {
        bencher.iter(|| presign_post(&credentials, &location, black_box(&form), now));
    });
    Ok(())
}

/// Returns the path of a presigned URL, and its query without the signature.
fn parts(url: &str) -> (&str, &str) {
    let after_host = url.split_once(HOST).map_or("", |(_, rest)| rest);
    let (path, query) = after_host.split_once('?').unwrap_or_default();
    let unsigned = query.split_once("&X-Amz-Signature=");
    (path, unsigned.map_or(query, |(before, _)| before))
}

fn all(criterion: &mut Criterion) {
    steps(criterion).expect("a case that can be signed");
}

criterion_group! {
    name = group;
    config = Criterion::default().sample_size(50);
    targets = all
}
criterion_main!(group);
