//! The sound cache on a hashed list, with the ends of lives and the flights beside it.

use core::fmt;
use std::collections::{BTreeMap, HashMap};

use serde_json::Value as Json;

use super::{Answered, Counts, Life, Limits, Operation, Outcome, Seen, Step};
use crate::error::{Error, Result};
use crate::reuse::result_cache::key::{Call, Identity, Key};
use crate::reuse::result_cache::table::{FirstBytesState, Table, empty_table};

struct Entry<V> {
    value: V,
    bytes: u64,
    /// Its place among the ends, where it has one.
    end: Option<End>,
}

/// When a life ends, and how many answers were stored before it.
type End = (u64, u64);

struct Flight {
    key: Key,
    waiters: u64,
}

/// Answers by key, at most so many, while they are good.
///
/// It knows no clock: every operation is told the time, in microseconds from any fixed moment. Answers may be of any type,
/// also one that says "nothing": that is an answer, and no miss.
///
/// ```
/// use core::num::NonZeroU32;
/// use loadline::reuse::result_cache::key::{Call, Identity, Key};
/// use loadline::reuse::result_cache::{Begun, Life, Limits, ResultCache};
///
/// let two = Limits::of_capacity(NonZeroU32::new(2).unwrap());
/// let mut cache: ResultCache<Option<u32>> = ResultCache::new(two);
/// let key = Key::of(&Call::new("square root of", vec![], vec![])?, Identity::Explicit)?;
///
/// // Eight ask at once; one works.
/// let Begun::Ticket(ticket) = cache.begin(0, &key) else { panic!("nobody asked before") };
/// for _ in 0..7 {
///     assert_eq!(cache.begin(1, &key), Begun::Waits(ticket));
/// }
/// assert_eq!(cache.finish(2, ticket, None, 0, Life::AsLimited)?.waiters, 7);
/// // What was found is "nothing", and it is remembered.
/// assert_eq!(cache.get(3, &key), Some(&None));
/// # Ok::<(), loadline::Error>(())
/// ```
///
/// # Cost
/// A hit is O(1). A put is O(log n) for the end of its life, and O(1) for each entry that it evicts.
pub struct ResultCache<V> {
    limits: Limits,
    now_us: u64,
    entries: Table<Entry<V>>,
    ends: BTreeMap<End, Key>,
    /// The earliest end: before it no life can be over.
    next_end_us: u64,
    /// The ticket out for each key, unless it was overtaken.
    tickets: HashMap<Key, u64, FirstBytesState>,
    flights: BTreeMap<u64, Flight>,
    next_ticket: u64,
    stored: u64,
    counts: Counts,
    expired: Vec<Key>,
    evicted: Vec<Key>,
}

/// What a question meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begun<'a, V> {
    /// The answer.
    Hit(&'a V),
    /// Nothing: work it out, then [`ResultCache::finish`] or [`ResultCache::fail`] with this ticket.
    Ticket(u64),
    /// Another's work: wait until this ticket lands.
    Waits(u64),
}

/// What became of an answer that was to be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is stored.
    Stored,
    /// It is larger than the whole budget.
    TooLarge,
}

/// What became of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finished {
    /// How many wait for it.
    pub waiters: u64,
    /// Whether its answer was kept.
    pub kept: bool,
}

impl<V> fmt::Debug for ResultCache<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResultCache({} entries, {:?}, {:?})", self.entries.len(), self.limits, self.counts)
    }
}

impl<V> ResultCache<V> {
    /// An empty cache.
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            now_us: 0,
            entries: empty_table(),
            ends: BTreeMap::new(),
            next_end_us: u64::MAX,
            tickets: HashMap::default(),
            flights: BTreeMap::new(),
            next_ticket: 0,
            stored: 0,
            counts: Counts::default(),
            expired: Vec::new(),
            evicted: Vec::new(),
        }
    }

    /// The answer under a key, which becomes the most recent.
    pub fn get(&mut self, now_us: u64, key: &Key) -> Option<&V> {
        self.advance(now_us);
        let entry = self.entries.get(key);
        match entry {
            Some(_) => self.counts.hits += 1,
            None => self.counts.misses += 1,
        }
        entry.map(|entry| &entry.value)
    }

    /// The answer under a key, or who works it out: the first to ask, while all others wait.
    pub fn begin(&mut self, now_us: u64, key: &Key) -> Begun<'_, V> {
        self.advance(now_us);
        if self.entries.promote(key)
            && let Some(entry) = self.entries.peek(key)
        {
            self.counts.hits += 1;
            return Begun::Hit(&entry.value);
        }
        let ticket = *self.tickets.entry(*key).or_insert(self.next_ticket);
        if let Some(flight) = self.flights.get_mut(&ticket) {
            flight.waiters += 1;
            self.counts.joined += 1;
            return Begun::Waits(ticket);
        }
        self.counts.misses += 1;
        self.next_ticket += 1;
        self.flights.insert(ticket, Flight { key: *key, waiters: 0 });
        Begun::Ticket(ticket)
    }

    /// Brings the answer of a ticket: it is kept unless something newer came between.
    ///
    /// # Errors
    /// [`Error::Argument`] when no such ticket is out.
    pub fn finish(&mut self, now_us: u64, ticket: u64, value: V, bytes: u64, life: Life) -> Result<Finished> {
        self.advance(now_us);
        let (flight, current) = self.land(ticket)?;
        let kept = current && self.store(flight.key, value, bytes, life) == Put::Stored;
        Ok(Finished { waiters: flight.waiters, kept })
    }

    /// Gives a ticket back without an answer: the next to ask tries again. Returns how many waited.
    ///
    /// # Errors
    /// [`Error::Argument`] when no such ticket is out.
    pub fn fail(&mut self, now_us: u64, ticket: u64) -> Result<u64> {
        self.advance(now_us);
        Ok(self.land(ticket)?.0.waiters)
    }

    /// Stores an answer that takes so many bytes.
    pub fn put(&mut self, now_us: u64, key: &Key, value: V, bytes: u64, life: Life) -> Put {
        self.advance(now_us);
        self.tickets.remove(key);
        self.store(*key, value, bytes, life)
    }

    /// Forgets an answer, also one that is being worked out; says whether it was there.
    pub fn invalidate(&mut self, now_us: u64, key: &Key) -> bool {
        self.advance(now_us);
        self.tickets.remove(key);
        self.remove(key)
    }

    /// Forgets all answers, also those being worked out; counts stay.
    pub fn clear(&mut self, now_us: u64) {
        self.advance(now_us);
        self.tickets.clear();
        self.entries.clear();
        self.ends.clear();
        self.next_end_us = u64::MAX;
        self.counts.bytes = 0;
    }

    /// What was counted until now.
    pub fn counts(&mut self, now_us: u64) -> Counts {
        self.advance(now_us);
        self.counts
    }

    /// How many answers there are; those that ended since the last operation are still among them.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The keys, the least recent first.
    pub fn order(&mut self, now_us: u64) -> Vec<Key> {
        self.advance(now_us);
        self.entries.iter().rev().map(|(key, _)| *key).collect()
    }

    /// The keys that the last operation dropped because their life was over, the earliest end first.
    pub fn expired(&self) -> &[Key] {
        &self.expired
    }

    /// The keys that the last operation evicted, in that order.
    pub fn evicted(&self) -> &[Key] {
        &self.evicted
    }

    /// Takes note of the time, and drops what is no longer live.
    fn advance(&mut self, now_us: u64) {
        self.expired.clear();
        self.evicted.clear();
        if now_us < self.now_us {
            self.counts.held += 1;
        } else {
            self.now_us = now_us;
            if now_us >= self.next_end_us {
                self.drop_expired();
            }
        }
    }

    fn drop_expired(&mut self) {
        while let Some(first) = self.ends.first_entry()
            && first.key().0 <= self.now_us
        {
            let key = first.remove();
            if let Some(entry) = self.entries.pop(&key) {
                self.counts.bytes -= entry.bytes;
            }
            self.counts.expirations += 1;
            self.expired.push(key);
        }
        self.note_next_end();
    }

    fn note_next_end(&mut self) {
        self.next_end_us = self.ends.first_key_value().map_or(u64::MAX, |(end, _)| end.0);
    }

    /// Takes a ticket back; says whether it was still the one out for its key.
    fn land(&mut self, ticket: u64) -> Result<(Flight, bool)> {
        let Some(flight) = self.flights.remove(&ticket) else {
            return Err(Error::argument(
                "ticket",
                format!("{ticket}, which is not out"),
                "bring each ticket back once",
            ));
        };
        let current = self.tickets.get(&flight.key) == Some(&ticket);
        if current {
            self.tickets.remove(&flight.key);
        }
        Ok((flight, current))
    }

    fn remove(&mut self, key: &Key) -> bool {
        let Some(entry) = self.entries.pop(key) else { return false };
        self.release(&entry);
        true
    }

    fn release(&mut self, entry: &Entry<V>) {
        self.counts.bytes -= entry.bytes;
        if let Some(end) = &entry.end {
            self.ends.remove(end);
            self.note_next_end();
        }
    }

    fn store(&mut self, key: Key, value: V, bytes: u64, life: Life) -> Put {
        self.remove(&key);
        let budget = self.limits.budget_bytes.map_or(u64::MAX, core::num::NonZero::get);
        if bytes > budget {
            self.counts.too_large += 1;
            return Put::TooLarge;
        }
        while self.entries.len() >= self.limits.capacity.get() as usize || self.counts.bytes > budget - bytes {
            let Some((key, entry)) = self.entries.pop_lru() else { break };
            self.release(&entry);
            self.counts.evictions += 1;
            self.evicted.push(key);
        }
        let end = life.us(&self.limits).map(|life| (self.now_us.saturating_add(life), self.stored));
        self.stored += 1;
        if let Some(end) = end {
            self.ends.insert(end, key);
            self.next_end_us = self.next_end_us.min(end.0);
        }
        self.counts.bytes += bytes;
        self.entries.put(key, Entry { value, bytes, end });
        Put::Stored
    }
}

/// Does the steps one after another.
pub(in crate::reuse::result_cache) fn replay(limits: Limits, steps: &[Step]) -> Vec<Seen> {
    let mut cache = ResultCache::new(limits);
    steps.iter().map(|step| seen(&mut cache, step)).collect()
}

fn seen(cache: &mut ResultCache<Json>, Step { now_us, operation }: &Step) -> Seen {
    let outcome = outcome(cache, *now_us, operation);
    Seen {
        outcome,
        expired: cache.expired.clone(),
        evicted: cache.evicted.clone(),
        counts: cache.counts,
        size: cache.entries.len(),
    }
}

fn outcome(cache: &mut ResultCache<Json>, now: u64, operation: &Operation) -> Outcome {
    match operation {
        Operation::Get(call) => with_key(cache, now, call, |cache, key| {
            cache.get(now, key).map_or(Outcome::Miss, |value| Outcome::Hit(value.clone()))
        }),
        Operation::Put(call, Answered { value, bytes, life }) => {
            with_key(cache, now, call, |cache, key| match cache.put(now, key, value.clone(), *bytes, *life) {
                Put::Stored => Outcome::Stored(*key),
                Put::TooLarge => Outcome::TooLarge,
            })
        }
        Operation::Begin(call) => with_key(cache, now, call, |cache, key| match cache.begin(now, key) {
            Begun::Hit(value) => Outcome::Hit(value.clone()),
            Begun::Ticket(ticket) => Outcome::Ticket(ticket),
            Begun::Waits(ticket) => Outcome::Waits(ticket),
        }),
        Operation::Finish(ticket, Answered { value, bytes, life }) => {
            match cache.finish(now, *ticket, value.clone(), *bytes, *life) {
                Ok(Finished { waiters, kept }) => Outcome::Landed { waiters, kept },
                Err(_) => Outcome::NoTicket,
            }
        }
        Operation::Fail(ticket) => match cache.fail(now, *ticket) {
            Ok(waiters) => Outcome::Landed { waiters, kept: false },
            Err(_) => Outcome::NoTicket,
        },
        Operation::Invalidate(call) => {
            with_key(cache, now, call, |cache, key| Outcome::Invalidated(cache.invalidate(now, key)))
        }
        Operation::Clear => {
            cache.clear(now);
            Outcome::Cleared
        }
        Operation::Counts => {
            cache.advance(now);
            Outcome::Counted
        }
        Operation::Order => Outcome::Order(cache.order(now)),
    }
}

fn with_key(
    cache: &mut ResultCache<Json>,
    now: u64,
    call: &Call,
    then: impl FnOnce(&mut ResultCache<Json>, &Key) -> Outcome,
) -> Outcome {
    match Key::of(call, Identity::Explicit) {
        Ok(key) => then(cache, &key),
        Err(error) => {
            cache.advance(now);
            Outcome::Refused(error.at().unwrap_or_default().to_owned())
        }
    }
}
