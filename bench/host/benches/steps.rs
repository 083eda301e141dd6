//! How long each of AWS's own steps takes on the host. `npm run bench:host`.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use s3_signpost::Error;
use s3_signpost::header::CanonicalHeaders;
use s3_signpost::v4::canonical::{CanonicalRequest, UNSIGNED_PAYLOAD};
use s3_signpost::v4::key::SigningKey;
use s3_signpost::v4::scope::Scope;
use s3_signpost::v4::string_to_sign::string_to_sign;
use s3_signpost::v4::{UrlSigner, presign, presign_post};
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
    let canonical = CanonicalRequest {
        method: "GET",
        path,
        query,
        headers: &headers,
        payload: UNSIGNED_PAYLOAD,
    };
    let canonical_text = canonical.text();
    let scope = Scope::new(now, "eu-west-1", "s3");
    let text = string_to_sign(now, &scope, &canonical_text);
    let signing_key = SigningKey::derive(SECRET, &scope);
    let mut signer = UrlSigner::new(&credentials, &location, &request, now)?;
    let key = key(0);
    let form = form();

    criterion.bench_function("canonical request", |bencher| {
        bencher.iter(|| black_box(&canonical).text());
    });
    criterion.bench_function("string to sign", |bencher| {
        bencher.iter(|| string_to_sign(now, black_box(&scope), black_box(&canonical_text)));
    });
    criterion.bench_function("signing key", |bencher| {
        bencher.iter(|| SigningKey::derive(black_box(SECRET), black_box(&scope)));
    });
    criterion.bench_function("signature", |bencher| {
        bencher.iter(|| signing_key.sign(black_box(&text)));
    });
    criterion.bench_function("presigned URL, from nothing", |bencher| {
        bencher.iter(|| presign(&credentials, &location, black_box(&request), now));
    });
    criterion.bench_function("presigned URL, by a signer that is kept", |bencher| {
        bencher.iter(|| signer.url(Some(black_box(&key))));
    });
    criterion.bench_function("presigned form", |bencher| {
        bencher.iter(|| presign_post(&credentials, &location, black_box(&form), now));
    });
    Ok(())
}

/// The path of a presigned URL, and its query without the signature.
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
