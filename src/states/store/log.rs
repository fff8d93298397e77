//! The log: records appended one after another, with an index by state and token.
//!
//! The latest record of a key counts. Keys are kept in the order of states, then tokens, so that all tokens of one state lie
//! side by side: listing them reads nothing else, and their order is always the same.

use std::collections::BTreeMap;

use crate::error::{Error, Result};
use crate::states::learn::Entry;
use crate::states::record::{BYTES, Bounds, Flaw, Key, Record};

/// What the store reads back of a confidence that was just written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Precision {
    /// What it would read after the log was saved and loaded: four decimals of a half float.
    #[default]
    AsWritten,
    /// Every bit, until the log is loaded again. Published stores do this for records that are not written yet.
    Full,
}

/// A log of records, and the entries that count.
#[derive(Debug, Clone)]
pub struct Log {
    bounds: Bounds,
    precision: Precision,
    /// In the order in which they were appended.
    records: Vec<Record>,
    /// What counts of each key.
    entries: BTreeMap<Key, Entry>,
    /// For each deleted key, how many records there were: those of the key among them are void.
    void: BTreeMap<Key, usize>,
    /// How often something changed, for each state.
    epochs: BTreeMap<u32, u64>,
    /// How often something changed at all.
    epoch: u64,
}

/// A place in a log's bytes that holds no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// Where the twelve bytes begin.
    pub offset: usize,
    /// What is wrong with them.
    pub flaw: Flaw,
}

/// What came of loading a log.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// How many records were read.
    pub records: usize,
    /// How many keys they have.
    pub keys: usize,
    /// How many places were left out.
    pub faulty: usize,
    /// The first of them, at most 100.
    pub faults: Vec<Fault>,
}

impl Report {
    /// Nothing, where every byte was read; otherwise the first fault, as an error for those who take no less than all.
    ///
    /// # Errors
    /// [`Error::Argument`] with the offset of the first fault.
    pub fn whole(&self) -> Result<()> {
        let Some(first) = self.faults.first() else { return Ok(()) };
        let what = match first.flaw {
            Flaw::CutShort => "the log ends inside a record",
            Flaw::State => "there is no state of that index",
            Flaw::Token => "the token is beyond the bound",
            Flaw::Confidence => "the confidence is no finite number",
            Flaw::Padding => "the record's last byte is not 0",
        };
        let remedy = format!("{} records were read; mend or leave out {} more", self.records, self.faulty);
        Err(Error::argument(format!("log[{}]", first.offset), what, remedy))
    }
}

const FAULTS_LISTED: usize = 100;

impl Log {
    /// A log without records.
    pub fn new(bounds: Bounds, precision: Precision) -> Self {
        let (records, entries) = (Vec::new(), BTreeMap::new());
        Self { bounds, precision, records, entries, void: BTreeMap::new(), epochs: BTreeMap::new(), epoch: 0 }
    }

    /// The log that bytes hold, and what could not be read of them.
    ///
    /// Twelve bytes that are no record are left out and reported; reading goes on with the next twelve. O(n log n).
    ///
    /// ```
    /// # use loadline::states::record::{Bounds, Flaw};
    /// # use loadline::states::store::{Log, Precision};
    /// let bytes = [0, 0, 0, 0, 101, 0, 0, 0, 2, 0x66, 0x2E, 0, 4, 0, 0];
    /// let (log, report) = Log::load(&bytes, Bounds::WIDEST, Precision::AsWritten);
    /// assert_eq!((report.records, report.faults[0].offset, report.faults[0].flaw), (1, 12, Flaw::CutShort));
    /// assert_eq!(log.bytes(), bytes[..12]);
    /// ```
    pub fn load(bytes: &[u8], bounds: Bounds, precision: Precision) -> (Self, Report) {
        let mut log = Self::new(bounds, precision);
        let mut report = Report { records: 0, keys: 0, faulty: 0, faults: Vec::new() };
        let (blocks, rest) = bytes.as_chunks::<BYTES>();
        let mut fault = |offset, flaw| {
            report.faulty += 1;
            if report.faults.len() < FAULTS_LISTED {
                report.faults.push(Fault { offset, flaw });
            }
        };
        log.records.reserve_exact(blocks.len());
        for (number, block) in blocks.iter().enumerate() {
            match Record::read(*block, bounds) {
                Ok(record) => log.records.push(record),
                Err(flaw) => fault(number * BYTES, flaw),
            }
        }
        if !rest.is_empty() {
            fault(blocks.len() * BYTES, Flaw::CutShort);
        }
        log.entries = log.records.iter().map(|record| (record.key, record.entry())).collect();
        (report.records, report.keys) = (log.records.len(), log.entries.len());
        (log, report)
    }

    /// The log as bytes: every record in its order, those of deleted keys left out.
    ///
    /// Of a log that was loaded whole and not changed, the very bytes that it was loaded from.
    pub fn bytes(&self) -> Vec<u8> {
        self.history().flat_map(Record::bytes).collect()
    }

    /// Whether a key was deleted since loading, so that the bytes must be written anew: appending would bring it back.
    pub fn must_be_rewritten(&self) -> bool {
        !self.void.is_empty()
    }

    /// Leaves out the records that do not count. What is read stays the same.
    pub fn compact(&mut self) {
        let last: BTreeMap<Key, usize> = self.kept().map(|(place, record)| (record.key, place)).collect();
        let mut places: Vec<usize> = last.into_values().collect();
        places.sort_unstable();
        self.records = places.into_iter().map(|place| self.records[place]).collect();
        self.void.clear();
    }

    fn kept(&self) -> impl Iterator<Item = (usize, &Record)> {
        let is_void = |place: usize, key: &Key| self.void.get(key).is_some_and(|end| place < *end);
        self.records.iter().enumerate().filter(move |(place, record)| !is_void(*place, &record.key))
    }

    /// The records in the order in which they were appended, those of deleted keys left out; the last one of a key counts.
    pub fn history(&self) -> impl Iterator<Item = Record> + '_ {
        self.kept().map(|(_, record)| *record)
    }

    /// What is kept of a key. O(log n).
    pub fn get(&self, key: Key) -> Option<Entry> {
        self.entries.get(&key).copied()
    }

    /// Appends a record.
    ///
    /// # Errors
    /// [`Error::Argument`] where the state, the token or the confidence is out of bounds; nothing is changed then.
    pub fn append(&mut self, key: Key, entry: Entry) -> Result<()> {
        if key.state >= self.bounds.states {
            let remedy = format!("give an index below {}", self.bounds.states);
            return Err(Error::argument("state", format!("there is no state {}", key.state), remedy));
        }
        if key.token > self.bounds.last_token {
            let remedy = format!("give at most {}", self.bounds.last_token);
            return Err(Error::argument("token", format!("token {} is too large", key.token), remedy));
        }
        if !(0.0..=1.0).contains(&entry.conf) {
            return Err(Error::argument(
                "conf",
                format!("{} is no confidence", entry.conf),
                "give a number from 0 to 1",
            ));
        }
        let record = Record::new(key, entry);
        let kept = match self.precision {
            Precision::AsWritten => record.entry(),
            Precision::Full => Entry { conf: entry.conf, ..record.entry() },
        };
        self.records.push(record);
        self.entries.insert(key, kept);
        self.changed(key.state);
        Ok(())
    }

    /// Forgets a key for good: its records will not be written again. Whether there was one. O(log n).
    pub fn delete(&mut self, key: Key) -> bool {
        let there = self.entries.remove(&key).is_some();
        if there {
            self.void.insert(key, self.records.len());
            self.changed(key.state);
        }
        there
    }

    fn changed(&mut self, state: u32) {
        self.epoch += 1;
        *self.epochs.entry(state).or_default() += 1;
    }

    /// The entries of a state, by token. O(log n + those).
    pub fn of_state(&self, state: u32) -> impl Iterator<Item = (Key, Entry)> + '_ {
        let keys = Key { state, token: 0 }..=Key { state, token: u32::MAX };
        self.entries.range(keys).map(|(key, entry)| (*key, *entry))
    }

    /// All entries, by state and token.
    pub fn entries(&self) -> impl Iterator<Item = (Key, Entry)> + '_ {
        self.entries.iter().map(|(key, entry)| (*key, *entry))
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many records there are, with those that do not count.
    pub fn records(&self) -> usize {
        self.records.len()
    }

    /// How often something of a state changed since loading; never falls.
    pub fn epoch_of(&self, state: u32) -> u64 {
        self.epochs.get(&state).copied().unwrap_or(0)
    }

    /// How often anything changed since loading; never falls.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }
}
