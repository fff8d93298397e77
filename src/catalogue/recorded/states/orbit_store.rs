//! The published store, with what it loses: played again operation by operation.
//!
//! Entries wait in a table until so many do, and are then appended to a log. What is read goes through a filter that learns of a
//! key only at a commit, and through a map of the file that grows only at a commit. So a key that was appended because the table
//! was full is listed but cannot be read, and learning it starts anew. Our own store has none of this; it stands here so that the
//! recorded answers are known to be those of these rules.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Value, json};

use super::OTHER_LIBM;
use super::lines::{lines, wrong};
use super::records::plain;
use crate::catalogue::recorded::tally::Tally;
use crate::catalogue::recorded::{RecordedFile, VerifiedSection};
use crate::error::Result;
use crate::pair::hex;
use crate::states::learn::{Entry, learned, rate};
use crate::states::orbits::Orbits;
use crate::states::record::{Key, Record};

#[derive(Deserialize)]
struct Line {
    write_threshold: usize,
    ops: Vec<Value>,
    validate: Validated,
    log_hex: String,
    decay: Option<Decayed>,
    final_entries: Value,
}

#[derive(Deserialize)]
struct Validated {
    total_entries: usize,
    average_confidence: f64,
    modified_entries: usize,
}

#[derive(Deserialize)]
struct Decayed {
    total_entries: usize,
    decayed_entries: usize,
    decay_factor: f64,
}

/// The published store.
struct OrbitStore {
    threshold: usize,
    waiting: IndexMap<Key, Entry>,
    log: Vec<Record>,
    /// The latest record of each key.
    index: IndexMap<Key, usize>,
    /// The keys that the filter knows; it has no false ones at these sizes.
    filter: BTreeSet<Key>,
    /// How many records the map of the file covers, once there is one.
    mapped: Option<usize>,
}

impl OrbitStore {
    fn new(threshold: usize) -> Self {
        let (waiting, index) = (IndexMap::new(), IndexMap::new());
        Self { threshold, waiting, log: Vec::new(), index, filter: BTreeSet::new(), mapped: None }
    }

    fn put(&mut self, key: Key, entry: Entry) {
        self.waiting.insert(key, entry);
        if self.waiting.len() >= self.threshold {
            self.append();
        }
    }

    fn append(&mut self) {
        for (key, entry) in core::mem::take(&mut self.waiting) {
            self.index.insert(key, self.log.len());
            self.log.push(Record::new(key, entry));
        }
    }

    fn flush(&mut self) {
        self.filter.extend(self.waiting.keys());
        self.append();
    }

    fn commit(&mut self) {
        self.flush();
        if self.log.len() > self.mapped.unwrap_or(0) {
            self.mapped = Some(self.log.len());
        }
    }

    fn get(&self, key: Key) -> Option<Entry> {
        if let Some(entry) = self.waiting.get(&key) {
            return Some(*entry);
        }
        let place = *self.index.get(&key).filter(|_| self.filter.contains(&key))?;
        self.record(place)
    }

    fn record(&self, place: usize) -> Option<Entry> {
        let is_seen = self.mapped.is_none_or(|mapped| place < mapped);
        is_seen.then(|| self.log[place].entry())
    }

    /// The keys of a state, sorted; one that waits and is in the log stands twice.
    fn keys(&self, state: u32) -> Vec<Key> {
        let mut keys: Vec<Key> =
            self.waiting.keys().chain(self.index.keys()).filter(|key| key.state == state).copied().collect();
        keys.sort_unstable();
        keys
    }

    fn entries(&self) -> Vec<(Key, Entry)> {
        let waiting = self.waiting.iter().map(|(key, entry)| (*key, *entry));
        let kept = self.index.iter().filter(|(key, _)| !self.waiting.contains_key(*key));
        waiting.chain(kept.filter_map(|(key, place)| Some((*key, self.record(*place)?)))).collect()
    }

    fn learn(&mut self, state: u32, token: u32, intron: u8) -> Key {
        let orbits = &Orbits::whole();
        let key = Key { state: orbits.representative(state), token };
        let known = self.get(key).map(|entry| Entry { direction: 0, ..entry });
        if let Some(entry) = learned(known, intron, rate(orbits.size(state), orbits.largest())) {
            self.put(key, entry);
        }
        key
    }

    fn shown(&self, key: Key) -> Value {
        self.get(key).map_or(Value::Null, |entry| json!([entry.mask, entry.conf]))
    }

    /// Plays one recorded operation; the same row as recorded, with what came of it here.
    fn replayed(&mut self, row: &[Value]) -> Option<Value> {
        let number =
            |place: usize| row.get(place).and_then(Value::as_u64).and_then(|number| u32::try_from(number).ok());
        match row.first()?.as_str()? {
            "learn" => {
                let (token, state, intron) = (number(1)?, number(2)?, u8::try_from(number(3)?).ok()?);
                let key = self.learn(state, token, intron);
                let (waiting, index) = (self.waiting.len(), self.index.len());
                Some(json!(["learn", token, state, intron, key, self.shown(key), waiting, index]))
            }
            "query" => {
                let (state, token) = (number(1)?, number(2)?);
                Some(json!(["query", state, token, self.keys(state), self.shown(Key { state, token })]))
            }
            name @ ("commit" | "flush") => {
                if name == "commit" {
                    self.commit();
                } else {
                    self.flush();
                }
                Some(json!([name, self.waiting.len(), self.index.len()]))
            }
            _ => None,
        }
    }
}

/// Confidences within [`OTHER_LIBM`]: the recorded ones went through another order of the same products.
pub(super) fn sections(file: &RecordedFile<'_>) -> Result<Vec<VerifiedSection>> {
    let recorded: Vec<Line> = lines(file)?;
    let (mut steps, mut after) = (Tally::new("operations"), Tally::new("afterwards"));
    (steps.relative, after.relative) = (OTHER_LIBM, OTHER_LIBM);
    for (number, line) in recorded.iter().enumerate() {
        let at = |what: &str| format!("line {}: {what}", number + 1);
        let mut store = OrbitStore::new(line.write_threshold);
        for (place, row) in line.ops.iter().enumerate() {
            let at = at(&format!("ops[{place}]"));
            let own = row.as_array().and_then(|row| store.replayed(row));
            plain(&mut steps, &at, row, &own.ok_or_else(|| wrong(file, &at, "it is no known operation"))?);
        }
        store.commit();
        let entries = store.entries();
        let mean = entries.iter().map(|(_, entry)| entry.conf).sum::<f64>() / entries.len().max(1) as f64;
        let Validated { total_entries, average_confidence, modified_entries } = line.validate;
        let own = json!([entries.len(), mean, 0]);
        plain(&mut after, &at("validate"), &json!([total_entries, average_confidence, modified_entries]), &own);
        let log: Vec<u8> = store.log.iter().flat_map(|record| record.bytes()).collect();
        plain(&mut after, &at("log_hex"), &json!(line.log_hex), &json!(hex(&log)));
        if let Some(Decayed { total_entries, decayed_entries, decay_factor }) = line.decay {
            let own = decayed(&mut store, decay_factor);
            plain(&mut after, &at("decay"), &json!([total_entries, decayed_entries]), &json!([entries.len(), own]));
        }
        let mut entries = store.entries();
        entries.sort_unstable_by_key(|(key, _)| *key);
        let own: Vec<Value> =
            entries.iter().map(|(key, entry)| json!([key.state, key.token, entry.mask, entry.conf])).collect();
        plain(&mut after, &at("final_entries"), &line.final_entries, &json!(own));
    }
    Ok([steps, after].map(Tally::done).into())
}

/// Lets confidences fade and commits; how many changed in their four decimals.
fn decayed(store: &mut OrbitStore, amount: f64) -> usize {
    let decimals = |conf: f64| crate::math::to_whole(conf * 10_000.0);
    let mut changed = 0;
    for (key, entry) in store.entries() {
        let conf = (entry.conf - amount).max(0.01);
        if decimals(conf) != decimals(entry.conf) {
            store.put(key, Entry { conf, ..entry });
            changed += 1;
        }
    }
    store.commit();
    changed
}
