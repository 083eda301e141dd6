use super::{V2, V4, url_signer};
use wasm_bindgen_test::wasm_bindgen_test;

/// Returns pseudo-random keys of many lengths, some with equal encoded lengths. The same seed gives the same keys.
fn keys(mut seed: u32, count: usize) -> Vec<String> {
    let mut next = move |below: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) % below
    };
    (0..count)
        .map(|_| {
            let max_length = if next(8) == 0 { 200 } else { 12 };
            let length = 1 + next(max_length);
            (0..length)
                .map(|_| ['a', 'Z', '9', '/', ' ', '~', 'é', '€', '😀'][next(9) as usize])
                .collect()
        })
        .collect()
}

/// Signs each key alone. Returns a line for each signature and each path, in turn.
fn sign_each(session_token: Option<&str>, signature: &str, keys: &[String]) -> String {
    let (mut signer, ..) = url_signer(session_token, signature);
    keys.iter()
        .map(|key| {
            signer.set_input(key);
            signer.sign(true);
            signer.reply_text().to_owned() + "\n"
        })
        .collect()
}

#[wasm_bindgen_test]
fn sign_many_gives_the_same_urls_as_sign_with_and_without_simd() {
    for (seed, token_length) in (0..).zip((0..130).step_by(3).chain([900, 2_000])) {
        let token = "T".repeat(token_length);
        let token = (token_length > 0).then_some(token.as_str());
        let keys = keys(seed, 60);
        let expected = sign_each(token, V4, &keys);
        for has_simd in [true, false] {
            let (mut signer, ..) = url_signer(token, V4);
            signer.set_input(&keys.join("\0"));
            signer.sign_many(has_simd);
            assert_eq!(
                signer.reply_text(),
                expected,
                "a token of {token_length}, SIMD {has_simd}"
            );
        }
    }
}

#[wasm_bindgen_test]
fn sign_many_gives_the_same_v2_urls_as_sign() {
    let keys = keys(7, 40);
    let (mut signer, ..) = url_signer(None, V2);
    signer.set_input(&keys.join("\0"));
    signer.sign_many(true);
    assert_eq!(signer.reply_text(), sign_each(None, V2, &keys));
}
