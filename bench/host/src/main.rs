//! Signs a number of times, for callgrind: the difference between the instructions of two runs is free of the start of
//! the process. `npm run bench:instructions`.
//!
//! `instructions <task> <times>`. The tasks are `presign`, `another` (one more URL of a kept signer), `batch` and `form`
//! (one more form of the same credentials).

use std::env;
use std::error::Error;
use std::hint::black_box;

use s3_signpost::sha256::lanes::Engine;
use s3_signpost::v4::{SigningKeyCache, UrlSigner, presign, presign_post_with};
use s3_signpost_bench::{case, form, key};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().collect();
    let [_, task, times] = arguments.as_slice() else {
        return Err("usage: instructions <presign|another|batch|form> <times>".into());
    };
    let times: usize = times.parse()?;
    let case = case()?;
    let (credentials, location, now) = (&case.credentials, &case.location, case.now);
    let keys = &mut SigningKeyCache::default();
    match task.as_str() {
        "presign" => {
            for _ in 0..times {
                black_box(presign(
                    credentials,
                    location,
                    black_box(&case.request),
                    now,
                )?);
            }
        }
        "another" => {
            let mut signer = UrlSigner::new(keys, credentials, location, &case.request, now)?;
            let key = key(0);
            for _ in 0..times {
                black_box(signer.url(Some(black_box(&key)))?);
            }
        }
        "batch" => {
            let mut signer = UrlSigner::new(keys, credentials, location, &case.request, now)?;
            let keys: Vec<String> = (0..times).map(key).collect();
            black_box(signer.sign_many(keys.iter().map(String::as_str), Engine::Scalar)?);
        }
        "form" => {
            let form = form();
            for _ in 0..times {
                let form = black_box(&form);
                black_box(presign_post_with(keys, credentials, location, form, now)?);
            }
        }
        _ => return Err(format!("unknown task {task}").into()),
    }
    Ok(())
}
