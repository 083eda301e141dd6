//! The stack as its users meet it: the program, over HTTP, judged by signers that are not ours. URLs
//! come from AWS's own `aws-sigv4`, or are pinned as botocore made them.

mod cors;
mod faults;
mod forms;
mod identity;
mod objects;
mod process;
mod refusals;
mod signatures;
mod support;
