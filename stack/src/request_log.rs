//! A log of requests, for tests that count them. It omits queries, because they contain signatures.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;

use hyper::{Method, StatusCode};
use serde::Serialize;

use crate::services::Service;

/// Maximum number of listed requests. All are counted.
const MAX_ENTRIES: usize = 10_000;

/// A received request.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    number: u64,
    service: Service,
    method: String,
    /// Path as it was sent, without the query.
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<String>,
    /// Absent until there is a response, or if the connection was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
}

/// The log as JSON.
#[derive(Serialize)]
pub struct Report {
    /// Counts by names such as `s3 GET` and `cognito-identity GetId`.
    counts: BTreeMap<String, u64>,
    requests: Vec<Entry>,
}

/// The requests since the start or the last [`clear`](Self::clear).
#[derive(Default)]
pub struct RequestLog {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    next: u64,
    counts: BTreeMap<String, u64>,
    entries: VecDeque<Entry>,
}

impl RequestLog {
    /// Records a request and returns its number.
    pub fn record(
        &self,
        service: Service,
        method: &Method,
        path: &str,
        operation: Option<&str>,
    ) -> u64 {
        let mut state = self.state.lock().expect("the lock is not poisoned");
        let number = state.next;
        state.next += 1;
        let name = match service {
            Service::S3 => "s3",
            Service::CognitoIdentity => "cognito-identity",
            Service::Sts => "sts",
        };
        *state
            .counts
            .entry(format!("{name} {}", operation.unwrap_or(method.as_str())))
            .or_default() += 1;
        if state.entries.len() == MAX_ENTRIES {
            state.entries.pop_front();
        }
        state.entries.push_back(Entry {
            number,
            service,
            method: method.to_string(),
            path: path.to_owned(),
            operation: operation.map(str::to_owned),
            status: None,
        });
        number
    }

    /// Records the status of the response to a request.
    pub fn record_status(&self, number: u64, status: StatusCode) {
        let mut state = self.state.lock().expect("the lock is not poisoned");
        if let Some(entry) = state
            .entries
            .iter_mut()
            .rev()
            .find(|entry| entry.number == number)
        {
            entry.status = Some(status.as_u16());
        }
    }

    pub fn report(&self) -> Report {
        let state = self.state.lock().expect("the lock is not poisoned");
        Report {
            counts: state.counts.clone(),
            requests: state.entries.iter().cloned().collect(),
        }
    }

    pub fn clear(&self) {
        let mut state = self.state.lock().expect("the lock is not poisoned");
        state.counts.clear();
        state.entries.clear();
    }
}
