//! The cache as published, its surprises included.
//!
//! ```text
//! expired   ttl > 0  and  now - created > ttl            the clock may go back; a ttl of 0, below 0 or NaN never expires
//! get       absent: miss;  expired: removed, expired + 1, miss;  else the most recent entry, hit
//! put       size >= max_size and the key is new: the least recent entry is evicted, expired or not; then stored as most recent
//! ```
//!
//! With room for one entry, `put a`, `put b` evicts `a`; a second `put b` evicts nothing.
//!
//! Surprises kept: a stored nothing is given back but cannot be told from a miss by a caller, and counts as a hit; expired
//! entries take up room and count in the size until they are asked for; where the size may be 0 at most, every put of a new key fails,
//! after nothing was done; `invalidate` and `clear` count nowhere; with counting switched off every count stays 0.

mod optimised;
mod reference;

use std::sync::Arc;

use serde::ser::SerializeTuple;
use serde::{Serialize, Serializer};
use serde_json::Value as Json;

use super::key::{Call, Key, Text};
use crate::pair::exact;

pub(super) use optimised::replay;
pub use optimised::{NoRoom, PublishedCache};
pub(super) use reference::replay as reference_replay;

/// How a cache is set up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rules {
    /// From how many entries on a new one takes the place of the least recent; 0 and below keep nothing.
    pub max_size: i64,
    /// The time to live of an entry that is put without one, in seconds.
    pub default_ttl_s: f64,
    /// Whether anything is counted.
    pub counting: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self { max_size: 1_000, default_ttl_s: 3_600.0, counting: true }
    }
}

/// One thing done, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The wall clock, in seconds.
    pub now_s: f64,
    /// What is done.
    pub operation: Operation,
}

/// One thing done to the cache.
#[derive(Debug, Clone, PartialEq)]
pub enum Operation {
    /// Ask for an answer.
    Get(Arc<Call>),
    /// Store an answer.
    Put {
        /// Of which call.
        call: Arc<Call>,
        /// The answer.
        value: Json,
        /// How long it is good, in seconds; the default where none is given.
        ttl_s: Option<f64>,
    },
    /// Forget one answer.
    Invalidate(Arc<Call>),
    /// Forget all answers.
    Clear,
    /// Forget all expired answers.
    Cleanup,
    /// Ask for nothing but the counts.
    Statistics,
    /// Ask for the entries, the least recent first.
    Order,
}

/// What was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Questions that had an answer.
    pub hits: u64,
    /// Questions that had none.
    pub misses: u64,
    /// Entries that made room.
    pub evictions: u64,
    /// Entries that were found expired.
    pub expirations: u64,
    /// Questions.
    pub queries: u64,
}

impl Counts {
    /// The share of questions that had an answer; 0 where nothing was asked.
    pub fn hit_rate(&self) -> f64 {
        if self.queries == 0 { 0.0 } else { self.hits as f64 / self.queries as f64 }
    }

    /// One minus [`Self::hit_rate`]: 1 where nothing was asked.
    pub fn miss_rate(&self) -> f64 {
        1.0 - self.hit_rate()
    }
}

/// Written as `[hits, misses, evictions, expirations, queries]`.
impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut tuple = serializer.serialize_tuple(5)?;
        for count in [self.hits, self.misses, self.evictions, self.expirations, self.queries] {
            tuple.serialize_element(&count)?;
        }
        tuple.end()
    }
}

/// What an observer sees of one step.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Seen {
    /// What came of it.
    pub outcome: Outcome,
    /// The entry that made room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evicted: Option<Key>,
    /// The counts afterwards.
    pub counts: Counts,
    /// How many entries there are afterwards, expired ones included.
    pub size: usize,
}

/// What came of one operation.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// There was an answer.
    Hit(Json),
    /// There was none.
    Miss,
    /// Stored under this key.
    Stored(Key),
    /// Not stored: there is room for nothing.
    NoRoom,
    /// Whether there was an entry to forget.
    Invalidated(bool),
    /// All is forgotten.
    Cleared,
    /// So many expired entries were forgotten.
    Cleaned(u64),
    /// Only the counts were asked for.
    Counted,
    /// The entries, the least recent first.
    Order(Vec<Row>),
}

/// One entry as it stands in the order.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The key.
    pub key: Key,
    /// When it was stored, in seconds.
    pub created_s: f64,
    /// When it was last asked for, or stored, in seconds.
    pub accessed_s: f64,
    /// How often it was asked for.
    pub accesses: u64,
    /// Its time to live, in seconds.
    pub ttl_s: f64,
    /// The name of the call.
    pub method: Text,
}

/// Written as `[key, created, accessed, accesses, ttl, method]`.
impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Number(#[serde(serialize_with = "exact")] f64);
        let mut tuple = serializer.serialize_tuple(6)?;
        tuple.serialize_element(&self.key)?;
        tuple.serialize_element(&Number(self.created_s))?;
        tuple.serialize_element(&Number(self.accessed_s))?;
        tuple.serialize_element(&self.accesses)?;
        tuple.serialize_element(&Number(self.ttl_s))?;
        tuple.serialize_element(&self.method.to_text_lossy())?;
        tuple.end()
    }
}
