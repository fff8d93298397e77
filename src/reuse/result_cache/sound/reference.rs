//! A list of entries, the least recent first, and a list of flights, both looked through from their start.

use core::num::NonZeroU64;

use serde_json::Value as Json;

use super::{Answered, Counts, Limits, Operation, Outcome, Seen, Step};
use crate::reuse::result_cache::key::{Call, Identity, Key, reference_key};

struct Entry {
    key: Key,
    value: Json,
    bytes: u64,
    /// The moment from which on it is no longer live.
    ends_us: Option<u64>,
    /// How many were stored before it.
    number: u64,
}

/// A question that is being worked out.
struct Flight {
    ticket: u64,
    key: Key,
    waiters: u64,
    /// Whether something newer has come between.
    overtaken: bool,
}

struct List {
    limits: Limits,
    now_us: u64,
    entries: Vec<Entry>,
    flights: Vec<Flight>,
    stored: u64,
    tickets: u64,
    counts: Counts,
    evicted: Vec<Key>,
}

/// Does the steps one after another.
pub(in crate::reuse::result_cache) fn replay(limits: Limits, steps: &[Step]) -> Vec<Seen> {
    let mut list = List {
        limits,
        now_us: 0,
        entries: Vec::new(),
        flights: Vec::new(),
        stored: 0,
        tickets: 0,
        counts: Counts::default(),
        evicted: Vec::new(),
    };
    steps.iter().map(|step| list.step(step)).collect()
}

impl List {
    fn step(&mut self, step: &Step) -> Seen {
        self.evicted.clear();
        if step.now_us < self.now_us {
            self.counts.held += 1;
        }
        self.now_us = self.now_us.max(step.now_us);
        let expired = self.drop_expired();
        let outcome = match &step.operation {
            Operation::Get(call) => self.with_key(call, Self::get),
            Operation::Put(call, answer) => self.with_key(call, |list, key| {
                list.overtake(key);
                list.store(key, answer)
            }),
            Operation::Begin(call) => self.with_key(call, Self::begin),
            Operation::Finish(ticket, answer) => self.land(*ticket, Some(answer)),
            Operation::Fail(ticket) => self.land(*ticket, None),
            Operation::Invalidate(call) => self.with_key(call, |list, key| {
                list.overtake(key);
                let before = list.entries.len();
                list.entries.retain(|entry| entry.key != key);
                Outcome::Invalidated(list.entries.len() < before)
            }),
            Operation::Clear => {
                self.entries.clear();
                self.flights.iter_mut().for_each(|flight| flight.overtaken = true);
                Outcome::Cleared
            }
            Operation::Counts => Outcome::Counted,
            Operation::Order => Outcome::Order(self.entries.iter().map(|entry| entry.key).collect()),
        };
        let counts = Counts { bytes: self.bytes(), ..self.counts };
        Seen { outcome, expired, evicted: self.evicted.clone(), counts, size: self.entries.len() }
    }

    fn with_key(&mut self, call: &Call, then: impl FnOnce(&mut Self, Key) -> Outcome) -> Outcome {
        match reference_key(call, Identity::Explicit) {
            Ok(key) => then(self, key),
            Err(error) => Outcome::Refused(error.at().unwrap_or_default().to_owned()),
        }
    }

    fn bytes(&self) -> u64 {
        self.entries.iter().map(|entry| entry.bytes).sum()
    }

    fn drop_expired(&mut self) -> Vec<Key> {
        let over = |entry: &Entry| entry.ends_us.is_some_and(|end| end <= self.now_us);
        let mut expired: Vec<&Entry> = self.entries.iter().filter(|entry| over(entry)).collect();
        expired.sort_by_key(|entry| (entry.ends_us, entry.number));
        let keys: Vec<Key> = expired.iter().map(|entry| entry.key).collect();
        self.counts.expirations += keys.len() as u64;
        self.entries.retain(|entry| !keys.contains(&entry.key));
        keys
    }

    /// The answer under a key, which becomes the most recent.
    fn found(&mut self, key: Key) -> Option<Json> {
        let at = self.entries.iter().position(|entry| entry.key == key)?;
        let entry = self.entries.remove(at);
        let value = entry.value.clone();
        self.entries.push(entry);
        self.counts.hits += 1;
        Some(value)
    }

    fn get(&mut self, key: Key) -> Outcome {
        if let Some(value) = self.found(key) {
            return Outcome::Hit(value);
        }
        self.counts.misses += 1;
        Outcome::Miss
    }

    fn begin(&mut self, key: Key) -> Outcome {
        if let Some(value) = self.found(key) {
            return Outcome::Hit(value);
        }
        if let Some(flight) = self.flights.iter_mut().find(|flight| flight.key == key && !flight.overtaken) {
            flight.waiters += 1;
            self.counts.joined += 1;
            return Outcome::Waits(flight.ticket);
        }
        self.counts.misses += 1;
        let ticket = self.tickets;
        self.tickets += 1;
        self.flights.push(Flight { ticket, key, waiters: 0, overtaken: false });
        Outcome::Ticket(ticket)
    }

    fn land(&mut self, ticket: u64, answer: Option<&Answered>) -> Outcome {
        let Some(at) = self.flights.iter().position(|flight| flight.ticket == ticket) else {
            return Outcome::NoTicket;
        };
        let Flight { key, waiters, overtaken, .. } = self.flights.remove(at);
        let kept = match answer {
            Some(answer) if !overtaken => matches!(self.store(key, answer), Outcome::Stored(_)),
            _ => false,
        };
        Outcome::Landed { waiters, kept }
    }

    fn overtake(&mut self, key: Key) {
        self.flights.iter_mut().filter(|flight| flight.key == key).for_each(|flight| flight.overtaken = true);
    }

    fn store(&mut self, key: Key, answer: &Answered) -> Outcome {
        self.entries.retain(|entry| entry.key != key);
        let budget = self.limits.budget_bytes.map_or(u64::MAX, NonZeroU64::get);
        if answer.bytes > budget {
            self.counts.too_large += 1;
            return Outcome::TooLarge;
        }
        let capacity = self.limits.capacity.get() as usize;
        while self.entries.len() >= capacity || self.bytes() > budget - answer.bytes {
            self.evicted.push(self.entries.remove(0).key);
            self.counts.evictions += 1;
        }
        let ends_us = answer.life.us(&self.limits).map(|life| self.now_us.saturating_add(life));
        let number = self.stored;
        self.stored += 1;
        self.entries.push(Entry { key, value: answer.value.clone(), bytes: answer.bytes, ends_us, number });
        Outcome::Stored(key)
    }
}
