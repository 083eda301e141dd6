use super::{V2, V4, url_signer};
use wasm_bindgen_test::wasm_bindgen_test;

/// Keys of many lengths, whose encoded lengths fall together and apart; what comes next is decided by what came
/// before, so every run has the same.
fn keys(mut seed: u32, count: usize) -> Vec<String> {
    let mut next = move |below: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) % below
    };
    (0..count)
        .map(|_| {
            let longest = if next(8) == 0 { 200 } else { 12 };
            let length = 1 + next(longest);
            (0..length)
                .map(|_| ['a', 'Z', '9', '/', ' ', '~', 'é', '€', '😀'][next(9) as usize])
                .collect()
        })
        .collect()
}

/// A line each, signature and path in turn.
fn one_by_one(session_token: Option<&str>, signature: &str, keys: &[String]) -> String {
    let (mut signer, ..) = url_signer(session_token, signature);
    keys.iter()
        .map(|key| {
            signer.sign(Some(key.clone()));
            signer.signed_text().to_owned() + "\n"
        })
        .collect()
}

#[wasm_bindgen_test]
fn simd_scalars_and_one_by_one_give_the_same_urls_for_any_keys_and_any_token() {
    for (seed, token_length) in (0..).zip((0..130).step_by(3).chain([900, 2_000])) {
        let token = "T".repeat(token_length);
        let token = (token_length > 0).then_some(token.as_str());
        let keys = keys(seed, 60);
        let wanted = one_by_one(token, V4, &keys);
        for has_simd in [true, false] {
            let (mut signer, ..) = url_signer(token, V4);
            signer.sign_many(keys.join("\0").as_bytes(), has_simd);
            assert_eq!(
                signer.signed_text(),
                wanted,
                "a token of {token_length}, SIMD {has_simd}"
            );
        }
    }
}

#[wasm_bindgen_test]
fn many_urls_of_version_2_are_those_of_each_key() {
    let keys = keys(7, 40);
    let (mut signer, ..) = url_signer(None, V2);
    signer.sign_many(keys.join("\0").as_bytes(), true);
    assert_eq!(signer.signed_text(), one_by_one(None, V2, &keys));
}
