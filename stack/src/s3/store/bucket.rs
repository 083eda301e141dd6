use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::object::Object;
use super::upload::Upload;
use crate::s3::cors::CorsRule;

/// A bucket.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Bucket {
    #[serde(with = "time::serde::rfc3339")]
    pub created: OffsetDateTime,
    /// Empty: the bucket has no CORS configuration, and no page of another origin can read from it.
    pub cors: Vec<CorsRule>,
    #[serde(skip)]
    pub objects: BTreeMap<String, Arc<Object>>,
    #[serde(skip)]
    pub uploads: BTreeMap<String, Upload>,
}
