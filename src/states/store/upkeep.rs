//! Upkeep of a store: confidence that fades, entries that are no longer worth keeping, and a count of what there is.

use std::collections::{BTreeMap, BTreeSet};

use super::{Layer, Store};
use crate::error::Result;
use crate::math::{ln, sort_stably};
use crate::states::learn::Entry;
use crate::states::record::Key;

/// The least confidence that fading leaves.
const FLOOR: f64 = 0.01;

/// How confidence fades. It never falls below 0.01.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Decay {
    /// By so much.
    Less(f64),
    /// To such a share of itself.
    Times(f64),
}

impl Decay {
    fn of(self, conf: f64) -> f64 {
        let faded = match self {
            Self::Less(amount) => conf - amount,
            Self::Times(share) => conf * share,
        };
        faded.clamp(FLOOR, 1.0)
    }
}

/// What there is in a store.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Integrity {
    /// How many different keys both layers have.
    pub entries: usize,
    /// The mean of their confidences, the private layer's where both have the key; 0 where there is none.
    pub average_confidence: f64,
    /// How many keys of the public layer the private one hides.
    pub hidden: usize,
    /// How many records no longer count.
    pub superseded: usize,
}

impl Store {
    /// Lets the confidence of every entry fade; writes those whose four decimals change. How many those are.
    ///
    /// # Errors
    /// As [`Store::put`].
    pub fn decay(&mut self, decay: Decay) -> Result<usize> {
        let faded: Vec<(Key, Entry)> = self
            .entries()
            .map(|(key, entry)| (key, entry, decay.of(entry.conf)))
            .filter(|(_, entry, conf)| decimals(*conf) != decimals(entry.conf))
            .map(|(key, entry, conf)| (key, Entry { conf, ..entry }))
            .collect();
        for (key, entry) in &faded {
            self.put(*key, *entry)?;
        }
        Ok(faded.len())
    }

    /// Forgets what is less sure than `confidence`. How many entries those are.
    ///
    /// # Errors
    /// As [`Store::delete`].
    pub fn prune(&mut self, confidence: f64) -> Result<usize> {
        let weak = self.entries().filter(|(_, entry)| entry.conf < confidence).map(|(key, _)| key).collect();
        self.delete_all(weak)
    }

    /// Keeps the `most` entries of each state that weigh most, and forgets the rest. How many those are.
    ///
    /// An entry weighs its share of the state's confidence over `1 + ln(1 + token)`; at a tie the smaller token is kept.
    ///
    /// # Errors
    /// As [`Store::delete`].
    pub fn trim_orbits(&mut self, most: usize) -> Result<usize> {
        let mut states: BTreeMap<u32, Vec<(Key, f64)>> = BTreeMap::new();
        for (key, entry) in self.entries() {
            states.entry(key.state).or_default().push((key, entry.conf));
        }
        let mut light = Vec::new();
        for entries in states.into_values() {
            let sum: f64 = entries.iter().fold(0.0, |sum, (_, conf)| sum + conf);
            let weight =
                |(key, conf): &(Key, f64)| conf / sum.max(f64::MIN_POSITIVE) / (1.0 + ln(1.0 + f64::from(key.token)));
            let mut weighed: Vec<(Key, f64)> = entries.iter().map(|entry| (entry.0, weight(entry))).collect();
            sort_stably(&mut weighed, |one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
            light.extend(weighed.into_iter().skip(most).map(|(key, _)| key));
        }
        self.delete_all(light)
    }

    fn delete_all(&mut self, keys: Vec<Key>) -> Result<usize> {
        let mut deleted = 0;
        for key in keys {
            deleted += usize::from(self.delete(key)?);
        }
        Ok(deleted)
    }

    /// Counts what there is.
    pub fn integrity(&self) -> Integrity {
        let (public, private) = (self.log(Layer::Public), self.log(Layer::Private));
        let above: BTreeSet<Key> = private.entries().map(|(key, _)| key).collect();
        let below = public.entries().filter(|(key, _)| !above.contains(key));
        let (entries, sum) = private
            .entries()
            .chain(below)
            .fold((0_usize, 0.0), |(count, sum), (_, entry)| (count + 1, sum + entry.conf));
        Integrity {
            entries,
            average_confidence: if entries == 0 { 0.0 } else { sum / entries as f64 },
            hidden: public.len() + private.len() - entries,
            superseded: public.records() + private.records() - public.len() - private.len(),
        }
    }
}

/// A confidence in units of the fourth decimal.
fn decimals(conf: f64) -> i64 {
    crate::math::to_whole(conf * 10_000.0)
}
