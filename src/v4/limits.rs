//! Limits of Signature Version 4.

/// Maximum of `X-Amz-Expires`: seven days, in seconds.
pub const MAX_EXPIRY_SECONDS: u32 = 604_800;
/// Maximum lifetime of a V4 form at a service other than AWS: a year, in seconds. It is this crate's own limit. Such
/// services accept a form until its policy expires; at AWS, a signing key works for seven days.
pub const MAX_FORM_EXPIRY_SECONDS: u32 = 31_536_000;
