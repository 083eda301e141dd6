//! A log of requests, for tests that count them. It holds no query, as signatures stand there.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;

use hyper::{Method, StatusCode};
use serde::Serialize;

use crate::stack::Service;

/// Only so many of the latest requests are listed; all are counted.
const KEPT: usize = 10_000;

/// A request that arrived.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    number: u64,
    service: Service,
    method: String,
    /// As it was sent, without the query.
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<String>,
    /// Absent while it is unanswered, or if its connection was cut.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
}

/// The log as a document.
#[derive(Serialize)]
pub struct Report {
    /// By `s3 GET`, `cognito-identity GetId` and the like.
    counts: BTreeMap<String, u64>,
    requests: Vec<Entry>,
}

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
    /// Notes a request and returns its number.
    pub fn arrived(
        &self,
        service: Service,
        method: &Method,
        path: &str,
        operation: Option<&str>,
    ) -> u64 {
        let mut state = self.state.lock().expect("no holder of the lock panics");
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
        if state.entries.len() == KEPT {
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

    pub fn answered(&self, number: u64, status: StatusCode) {
        let mut state = self.state.lock().expect("no holder of the lock panics");
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
        let state = self.state.lock().expect("no holder of the lock panics");
        Report {
            counts: state.counts.clone(),
            requests: state.entries.iter().cloned().collect(),
        }
    }

    pub fn clear(&self) {
        let mut state = self.state.lock().expect("no holder of the lock panics");
        state.counts.clear();
        state.entries.clear();
    }
}
