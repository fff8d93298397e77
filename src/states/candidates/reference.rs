//! Each query goes through the whole store, layer by layer, and scores what it finds.

use std::collections::BTreeMap;

use super::{Candidate, Input, List, Operation, Rules, Seen};
use crate::math::{ln, sort_stably};
use crate::states::exon::Ground;
use crate::states::learn::{Entry, learned, rate};
use crate::states::orbits::Orbits;
use crate::states::record::{Key, Record};
use crate::states::store::{Decay, Layer, View};

pub(super) fn transcript(input: &Input) -> Vec<Seen> {
    let layer = |layer| -> BTreeMap<Key, Entry> {
        input.store.log(layer).history().map(|record| (record.key, record.entry())).collect()
    };
    let mut plain = Plain {
        public: layer(Layer::Public),
        private: layer(Layer::Private),
        view: input.store.view(),
        orbits: &input.store.orbits,
    };
    input.operations.iter().map(|operation| plain.seen(operation, input)).collect()
}

/// The store, as two tables.
struct Plain<'a> {
    public: BTreeMap<Key, Entry>,
    private: BTreeMap<Key, Entry>,
    view: &'a View,
    orbits: &'a Orbits,
}

impl Plain<'_> {
    fn seen(&mut self, operation: &Operation, input: &Input) -> Seen {
        match *operation {
            Operation::Query { state } => match self.candidates(state, &input.rules, &mut input.clock()) {
                Some(list) => Seen::Listed(List(list.into())),
                None => Seen::Refused,
            },
            Operation::Learn { state, token, intron } => self.learn(state, token, intron),
            Operation::Delete { state, token } => match self.delete(Key { state, token }) {
                Some(there) => Seen::Deleted(there),
                None => Seen::Refused,
            },
            Operation::Decay(decay) => self.decay(decay),
            Operation::Prune(least) => self.prune(least),
        }
    }

    fn candidates(&self, state: u32, rules: &Rules, clock: &mut dyn FnMut() -> f64) -> Option<Vec<Candidate>> {
        if state >= self.orbits.states() {
            return None;
        }
        let began = rules.budget_ms.map(|_| clock());
        let first = self.orbits.representative(state);
        let mut found = self.pulled(first, rules, began, clock);
        if found.is_empty() && state != first {
            found = self.pulled(state, rules, began, clock);
        }
        sort_stably(&mut found, |one, other| {
            other.score.total_cmp(&one.score).then(one.token.cmp(&other.token)).then(one.exon.cmp(&other.exon))
        });
        found.truncate(rules.most);
        Some(found)
    }

    fn pulled(&self, state: u32, rules: &Rules, began: Option<f64>, clock: &mut dyn FnMut() -> f64) -> Vec<Candidate> {
        let (size, largest) = (self.orbits.size(state), self.orbits.largest());
        let ground = Ground::new(size, largest, self.orbits.folded(state)).expect("there are orbits");
        let share = (f64::from(size) / f64::from(largest)).min(1.0);
        let mut found = Vec::new();
        for key in self.keys(self.view, state) {
            let is_full = rules.pull_limit.is_some_and(|limit| found.len() >= limit as usize);
            let is_late = match (rules.budget_ms, began) {
                (Some(budget), Some(began)) => clock() - began > budget,
                _ => false,
            };
            if is_full || is_late {
                break;
            }
            let Some(entry) = self.get(self.view, key) else { continue };
            if entry.direction != 0 {
                continue;
            }
            let exon = ground.exon(entry.mask & 0xFE, entry.conf);
            let small = 0.2 / (1.0 + ln(1.0 + f64::from(key.token)));
            let score = 0.3 * entry.conf + 0.3 * ground.resonance(exon) + 0.2 * share + small;
            found.push(Candidate { token: key.token, score, exon });
        }
        found
    }

    fn table(&self, layer: Layer) -> &BTreeMap<Key, Entry> {
        match layer {
            Layer::Public => &self.public,
            Layer::Private => &self.private,
        }
    }

    fn canonical(&self, key: Key) -> Key {
        Key { state: self.orbits.representative(key.state), token: key.token }
    }

    fn get(&self, view: &View, key: Key) -> Option<Entry> {
        match view {
            View::Layer(layer) => self.table(*layer).get(&key).copied(),
            View::Canonical(inner) => self.get(inner, self.canonical(key)),
            View::ReadOnly(inner) => self.get(inner, key),
            View::Overlay(under, over) => match self.get(over, key) {
                Some(entry) => Some(entry),
                None => self.get(under, key),
            },
        }
    }

    fn keys(&self, view: &View, state: u32) -> Vec<Key> {
        match view {
            View::Layer(layer) => self.table(*layer).keys().filter(|key| key.state == state).copied().collect(),
            View::Canonical(inner) => self.keys(inner, self.orbits.representative(state)),
            View::ReadOnly(inner) => self.keys(inner, state),
            View::Overlay(under, over) => {
                let mut keys = self.keys(over, state);
                let below: Vec<Key> = self.keys(under, state).into_iter().filter(|key| !keys.contains(key)).collect();
                keys.extend(below);
                keys
            }
        }
    }

    fn all(&self, view: &View) -> Vec<(Key, Entry)> {
        match view {
            View::Layer(layer) => self.table(*layer).iter().map(|(key, entry)| (*key, *entry)).collect(),
            View::Canonical(inner) | View::ReadOnly(inner) => self.all(inner),
            View::Overlay(under, over) => {
                let mut all = self.all(over);
                let below: Vec<(Key, Entry)> =
                    self.all(under).into_iter().filter(|(key, _)| !all.iter().any(|(shown, _)| shown == key)).collect();
                all.extend(below);
                all
            }
        }
    }

    /// The table that the view writes, and the key there; none where it is read-only.
    fn place(&mut self, key: Key) -> Option<(&mut BTreeMap<Key, Entry>, Key)> {
        let (mut view, mut key) = (self.view, key);
        loop {
            match view {
                View::Layer(Layer::Public) => return Some((&mut self.public, key)),
                View::Layer(Layer::Private) => return Some((&mut self.private, key)),
                View::Canonical(inner) => {
                    key = self.canonical(key);
                    view = inner;
                }
                View::Overlay(_, over) => view = over,
                View::ReadOnly(_) => return None,
            }
        }
    }

    /// Writes an entry, as precisely as a record keeps it.
    fn put(&mut self, key: Key, entry: Entry) -> Option<()> {
        let (table, key) = self.place(key)?;
        table.insert(key, Record::new(key, entry).entry());
        Some(())
    }

    fn delete(&mut self, key: Key) -> Option<bool> {
        let (table, key) = self.place(key)?;
        Some(table.remove(&key).is_some())
    }

    fn learn(&mut self, state: u32, token: u32, intron: u8) -> Seen {
        if state >= self.orbits.states() {
            return Seen::Refused;
        }
        let key = self.canonical(Key { state, token });
        let known = self.get(self.view, key).map(|entry| Entry { direction: 0, ..entry });
        let rate = rate(self.orbits.size(state), self.orbits.largest());
        match learned(known, intron, rate) {
            None => Seen::Learned(None),
            Some(entry) => match self.put(key, entry) {
                Some(()) => Seen::Learned(self.get(self.view, key)),
                None => Seen::Refused,
            },
        }
    }

    fn decay(&mut self, decay: Decay) -> Seen {
        let round = |conf: f64| (conf * 10_000.0).round_ties_even();
        let mut changed = 0;
        for (key, entry) in self.all(self.view) {
            let faded = match decay {
                Decay::Less(amount) => entry.conf - amount,
                Decay::Times(share) => entry.conf * share,
            };
            let conf = faded.clamp(0.01, 1.0);
            if (round(conf) - round(entry.conf)).abs() >= 1.0 {
                if self.put(key, Entry { conf, ..entry }).is_none() {
                    return Seen::Refused;
                }
                changed += 1;
            }
        }
        Seen::Changed(changed)
    }

    fn prune(&mut self, least: f64) -> Seen {
        let mut changed = 0;
        for (key, entry) in self.all(self.view) {
            if entry.conf < least {
                match self.delete(key) {
                    Some(there) => changed += usize::from(there),
                    None => return Seen::Refused,
                }
            }
        }
        Seen::Changed(changed)
    }
}
