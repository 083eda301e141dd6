//! Runs the tools of wasm-bindgen at the version of `Cargo.lock`: `cargo xtask wasm-bindgen …` and
//! `cargo xtask test-runner …`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let tool = arguments.next().unwrap_or_default();
    let command_line = std::iter::once(tool.clone()).chain(arguments);
    let outcome = match tool.to_str() {
        Some("wasm-bindgen") => wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(command_line),
        Some("test-runner") => {
            wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(command_line)
        }
        _ => {
            eprintln!("usage: cargo xtask <wasm-bindgen|test-runner> [arguments]");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:?}");
            ExitCode::FAILURE
        }
    }
}
