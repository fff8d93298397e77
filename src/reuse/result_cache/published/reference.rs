//! A list of entries, the least recent first, looked through from its start.

use serde_json::Value as Json;

use super::{Counts, Operation, Outcome, Row, Rules, Seen, Step};
use crate::reuse::result_cache::key::{Call, Identity, Key, Text, reference_key};

struct Entry {
    key: Key,
    method: Text,
    value: Json,
    created_s: f64,
    accessed_s: f64,
    accesses: u64,
    ttl_s: f64,
}

impl Entry {
    fn is_expired(&self, now_s: f64) -> bool {
        self.ttl_s > 0.0 && now_s - self.created_s > self.ttl_s
    }
}

struct List {
    rules: Rules,
    entries: Vec<Entry>,
    counts: Counts,
}

/// Does the steps one after another.
pub(in crate::reuse::result_cache) fn replay(rules: Rules, steps: &[Step]) -> Vec<Seen> {
    let mut list = List { rules, entries: Vec::new(), counts: Counts::default() };
    steps.iter().map(|step| list.step(step)).collect()
}

fn key_of(call: &Call) -> Key {
    reference_key(call, Identity::Published).expect("every call has a published key")
}

impl List {
    fn step(&mut self, step: &Step) -> Seen {
        let mut evicted = None;
        let outcome = match &step.operation {
            Operation::Get(call) => self.get(step.now_s, key_of(call)),
            Operation::Put { call, value, ttl_s } => {
                let ttl_s = ttl_s.unwrap_or(self.rules.default_ttl_s);
                self.put(step.now_s, call, value, ttl_s, &mut evicted)
            }
            Operation::Invalidate(call) => {
                let before = self.entries.len();
                let key = key_of(call);
                self.entries.retain(|entry| entry.key != key);
                Outcome::Invalidated(self.entries.len() < before)
            }
            Operation::Clear => {
                self.entries.clear();
                Outcome::Cleared
            }
            Operation::Cleanup => {
                let before = self.entries.len();
                self.entries.retain(|entry| !entry.is_expired(step.now_s));
                let cleaned = (before - self.entries.len()) as u64;
                self.counts.expirations += cleaned;
                Outcome::Cleaned(cleaned)
            }
            Operation::Statistics => Outcome::Counted,
            Operation::Order => Outcome::Order(self.entries.iter().map(row).collect()),
        };
        let counts = if self.rules.counting { self.counts } else { Counts::default() };
        Seen { outcome, evicted, counts, size: self.entries.len() }
    }

    fn get(&mut self, now_s: f64, key: Key) -> Outcome {
        self.counts.queries += 1;
        let Some(at) = self.entries.iter().position(|entry| entry.key == key) else {
            self.counts.misses += 1;
            return Outcome::Miss;
        };
        let mut entry = self.entries.remove(at);
        if entry.is_expired(now_s) {
            self.counts.expirations += 1;
            self.counts.misses += 1;
            return Outcome::Miss;
        }
        self.counts.hits += 1;
        entry.accessed_s = now_s;
        entry.accesses += 1;
        let value = entry.value.clone();
        self.entries.push(entry);
        Outcome::Hit(value)
    }

    fn put(&mut self, now_s: f64, call: &Call, value: &Json, ttl_s: f64, evicted: &mut Option<Key>) -> Outcome {
        let key = key_of(call);
        let known = self.entries.iter().any(|entry| entry.key == key);
        let full = self.entries.len() as i64 >= self.rules.max_size;
        if full && !known {
            if self.entries.is_empty() {
                return Outcome::NoRoom;
            }
            *evicted = Some(self.entries.remove(0).key);
            self.counts.evictions += 1;
        }
        self.entries.retain(|entry| entry.key != key);
        let (method, value) = (call.method().clone(), value.clone());
        self.entries.push(Entry { key, method, value, created_s: now_s, accessed_s: now_s, accesses: 0, ttl_s });
        Outcome::Stored(key)
    }
}

fn row(entry: &Entry) -> Row {
    Row {
        key: entry.key,
        created_s: entry.created_s,
        accessed_s: entry.accessed_s,
        accesses: entry.accesses,
        ttl_s: entry.ttl_s,
        method: entry.method.clone(),
    }
}
