//! Tests of the program over HTTP. URLs are signed by AWS's `aws-sigv4` or were recorded from botocore, never by this
//! project's signer.

mod cors;
mod errors;
mod faults;
mod forms;
mod identity;
mod objects;
mod process;
mod signatures;
mod support;
