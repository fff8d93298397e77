//! The published cache on a hashed list.

use core::fmt;

use serde_json::Value as Json;

use super::{Counts, Operation, Outcome, Row, Rules, Seen, Step};
use crate::reuse::result_cache::key::{Call, Identity, Key, Text};
use crate::reuse::result_cache::table::{Table, empty_table};

struct Entry<V> {
    method: Text,
    value: V,
    created_s: f64,
    accessed_s: f64,
    accesses: u64,
    ttl_s: f64,
}

impl<V> Entry<V> {
    fn is_expired(&self, now_s: f64) -> bool {
        self.ttl_s > 0.0 && now_s - self.created_s > self.ttl_s
    }
}

/// The published cache, for answers of any type; every operation but [`Self::cleanup`] in O(1).
pub struct PublishedCache<V> {
    rules: Rules,
    entries: Table<Entry<V>>,
    counts: Counts,
}

/// There is room for nothing, so nothing was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoRoom;

impl<V> fmt::Debug for PublishedCache<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublishedCache({} entries, {:?})", self.entries.len(), self.rules)
    }
}

impl<V> PublishedCache<V> {
    /// An empty cache.
    pub fn new(rules: Rules) -> Self {
        Self { rules, entries: empty_table(), counts: Counts::default() }
    }

    /// The answer under a key, if it is there and not expired.
    pub fn get(&mut self, now_s: f64, key: &Key) -> Option<&V> {
        self.counts.queries += 1;
        let expired = self.entries.peek(key).map(|entry| entry.is_expired(now_s));
        if expired != Some(false) {
            self.counts.misses += 1;
            if expired.is_some() {
                self.counts.expirations += 1;
                self.entries.pop(key);
            }
            return None;
        }
        self.counts.hits += 1;
        let entry = self.entries.get_mut(key)?;
        entry.accessed_s = now_s;
        entry.accesses += 1;
        Some(&entry.value)
    }

    /// Stores an answer; returns the key that made room, if one did.
    ///
    /// # Errors
    /// [`NoRoom`] where the cache may hold nothing.
    pub fn put(
        &mut self,
        now_s: f64,
        key: Key,
        method: Text,
        value: V,
        ttl_s: Option<f64>,
    ) -> Result<Option<Key>, NoRoom> {
        let full = self.entries.len() as i64 >= self.rules.max_size;
        let evicted = if full && !self.entries.contains(&key) {
            let (evicted, _) = self.entries.pop_lru().ok_or(NoRoom)?;
            self.counts.evictions += 1;
            Some(evicted)
        } else {
            None
        };
        let ttl_s = ttl_s.unwrap_or(self.rules.default_ttl_s);
        self.entries.put(key, Entry { method, value, created_s: now_s, accessed_s: now_s, accesses: 0, ttl_s });
        Ok(evicted)
    }

    /// Forgets one answer; says whether it was there, expired or not.
    pub fn invalidate(&mut self, key: &Key) -> bool {
        self.entries.pop(key).is_some()
    }

    /// Forgets all answers, of whatever function; counts stay.
    pub fn clear(&mut self) {
        self.entries.clear();
    }

    /// Forgets all expired answers; returns how many. O(entries).
    pub fn cleanup(&mut self, now_s: f64) -> u64 {
        let before = self.entries.len();
        self.entries.retain(|_, entry| !entry.is_expired(now_s));
        let cleaned = (before - self.entries.len()) as u64;
        self.counts.expirations += cleaned;
        cleaned
    }

    /// What was counted; all zero where counting is switched off.
    pub fn counts(&self) -> Counts {
        if self.rules.counting { self.counts } else { Counts::default() }
    }

    /// How many entries there are, expired ones included.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries, the least recent first.
    pub fn order(&self) -> Vec<Row> {
        let row = |(key, entry): (&Key, &Entry<V>)| Row {
            key: *key,
            created_s: entry.created_s,
            accessed_s: entry.accessed_s,
            accesses: entry.accesses,
            ttl_s: entry.ttl_s,
            method: entry.method.clone(),
        };
        self.entries.iter().rev().map(row).collect()
    }
}

/// Does the steps one after another.
pub(in crate::reuse::result_cache) fn replay(rules: Rules, steps: &[Step]) -> Vec<Seen> {
    let mut cache = PublishedCache::new(rules);
    steps.iter().map(|step| seen(&mut cache, step)).collect()
}

fn key_of(call: &Call) -> Key {
    Key::of(call, Identity::Published).expect("every call has a published key")
}

fn seen(cache: &mut PublishedCache<Json>, Step { now_s, operation }: &Step) -> Seen {
    let mut evicted = None;
    let outcome = match operation {
        Operation::Get(call) => cache.get(*now_s, &key_of(call)).cloned().map_or(Outcome::Miss, Outcome::Hit),
        Operation::Put { call, value, ttl_s } => {
            let key = key_of(call);
            match cache.put(*now_s, key, call.method().clone(), value.clone(), *ttl_s) {
                Ok(made_room) => {
                    evicted = made_room;
                    Outcome::Stored(key)
                }
                Err(NoRoom) => Outcome::NoRoom,
            }
        }
        Operation::Invalidate(call) => Outcome::Invalidated(cache.invalidate(&key_of(call))),
        Operation::Clear => {
            cache.clear();
            Outcome::Cleared
        }
        Operation::Cleanup => Outcome::Cleaned(cache.cleanup(*now_s)),
        Operation::Statistics => Outcome::Counted,
        Operation::Order => Outcome::Order(cache.order()),
    };
    Seen { outcome, evicted, counts: cache.counts(), size: cache.len() }
}
