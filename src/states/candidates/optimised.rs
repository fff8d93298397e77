//! Right because: the list of a state is a function of the entries that the view lists of it and of its representative, and
//!   the store counts, for each state, how often those changed. A kept list is given only where the count is the one at which
//!   it was made, so it is the list that would be made now. A list found at the representative serves the whole orbit; one found
//!   at the state itself is kept under that state alone. What a budget cut short is not kept.
//! Fast because: a repeated query costs one look into the cache and one comparison: while nothing at all changed in the store,
//!   not even the counts of the state are read. A first query reads only the state's own entries, which lie side by side in
//!   the index, each with its value; the part of the score that the state gives (`v / v_max`, its root, the folded word) is
//!   worked out once. The best 100 are separated before they are sorted: O(k + 100 log 100) for k entries.
//! Did not pay: clearing the cache at each change, the obvious epoch: nearly every state of a real walk lies in one orbit, so it
//!   would be filled anew after each token that is learned elsewhere as well. One count for each state keeps the others.

use core::num::NonZeroUsize;

use lru::LruCache;

use super::{Candidate, Input, List, Operation, Rules, Seen};
use crate::error::Result;
use crate::states::exon::Ground;
use crate::states::record::Key;
use crate::states::store::Store;

/// Lists of candidates, kept until what they were made of changes; at most so many, the least recently used one going first.
#[derive(Debug)]
pub struct Shortlists {
    rules: Rules,
    kept: LruCache<u32, Kept>,
}

#[derive(Debug)]
struct Kept {
    list: List,
    /// The count of changes of the state and of its representative when the list was made.
    epoch_of_state: u64,
    /// The count of all changes at which that was last compared.
    epoch: u64,
}

/// A list that was just made.
struct Made {
    candidates: Vec<Candidate>,
    /// The state whose entries it has.
    at: u32,
    /// Whether the budget cut it short.
    is_cut: bool,
}

impl Shortlists {
    /// None yet. They are for one store: those of another would be taken for its own.
    pub fn new(rules: Rules, most: NonZeroUsize) -> Self {
        Self { rules, kept: LruCache::new(most) }
    }

    /// The candidates of a state; the budget is not looked at.
    ///
    /// # Errors
    /// [`Error::Argument`](crate::Error::Argument) for a state that is not there.
    pub fn of(&mut self, store: &Store, state: u32) -> Result<List> {
        self.of_within(store, state, &mut || 0.0)
    }

    /// The candidates of a state, by a clock in milliseconds: it is asked at the start and before each entry, where there is a budget.
    ///
    /// # Errors
    /// [`Error::Argument`](crate::Error::Argument) for a state that is not there.
    pub fn of_within(&mut self, store: &Store, state: u32, clock: &mut dyn FnMut() -> f64) -> Result<List> {
        let first = store.orbits.representative(state);
        if let Some(list) = self.fresh(store, first)
            && (state == first || !list.is_empty())
        {
            return Ok(list);
        }
        if state != first
            && let Some(list) = self.fresh(store, state)
        {
            return Ok(list);
        }
        self.make(store, store.orbits.checked(state, "state")?, clock)
    }

    /// The kept list of a state, where nothing that it was made of has changed.
    fn fresh(&mut self, store: &Store, state: u32) -> Option<List> {
        let kept = self.kept.get_mut(&state)?;
        let epoch = store.epoch();
        if kept.epoch != epoch {
            if kept.epoch_of_state != store.epoch_of(state) {
                return None;
            }
            kept.epoch = epoch;
        }
        Some(kept.list.clone())
    }

    fn make(&mut self, store: &Store, state: u32, clock: &mut dyn FnMut() -> f64) -> Result<List> {
        let made = made(store, state, &self.rules, clock)?;
        let list = List(best(made.candidates, self.rules.most).into());
        if !made.is_cut {
            let (epoch_of_state, epoch) = (store.epoch_of(made.at), store.epoch());
            self.kept.put(made.at, Kept { list: list.clone(), epoch_of_state, epoch });
        }
        Ok(list)
    }
}

fn made(store: &Store, state: u32, rules: &Rules, clock: &mut dyn FnMut() -> f64) -> Result<Made> {
    let first = store.orbits.representative(state);
    let began = if rules.budget_ms.is_some() { clock() } else { 0.0 };
    let mut is_late = || rules.budget_ms.is_some_and(|budget| clock() - began > budget);
    let (mut candidates, mut is_cut) = pulled(store, first, rules, &mut is_late)?;
    let mut at = first;
    if candidates.is_empty() && state != first {
        let cut_before = is_cut;
        (candidates, is_cut) = pulled(store, state, rules, &mut is_late)?;
        (at, is_cut) = (state, is_cut || cut_before);
    }
    Ok(Made { candidates, at, is_cut })
}

/// The entries of one state, scored, and whether the clock ended it.
fn pulled(
    store: &Store,
    state: u32,
    rules: &Rules,
    is_late: &mut dyn FnMut() -> bool,
) -> Result<(Vec<Candidate>, bool)> {
    let orbits = &store.orbits;
    let ground = Ground::new(orbits.size(state), orbits.largest(), orbits.folded(state))?;
    let limit = rules.pull_limit.map_or(usize::MAX, |limit| limit as usize);
    let mut candidates = Vec::new();
    for (key, entry) in store.of_state(state) {
        if candidates.len() >= limit {
            break;
        }
        if is_late() {
            return Ok((candidates, true));
        }
        if entry.direction == 0 {
            let (exon, score) = ground.score(entry.mask, entry.conf, key.token);
            candidates.push(Candidate { token: key.token, score, exon });
        }
    }
    Ok((candidates, false))
}

/// The best of them, best first.
fn best(mut candidates: Vec<Candidate>, most: usize) -> Vec<Candidate> {
    let order = |one: &Candidate, other: &Candidate| {
        other.score.total_cmp(&one.score).then(one.token.cmp(&other.token)).then(one.exon.cmp(&other.exon))
    };
    if candidates.len() > most {
        if most > 0 {
            candidates.select_nth_unstable_by(most - 1, order);
        }
        candidates.truncate(most);
    }
    candidates.sort_unstable_by(order);
    candidates
}

pub(super) fn transcript(input: &Input, mut store: Store) -> Vec<Seen> {
    let mut lists = Shortlists::new(input.rules, input.lists);
    input.operations.iter().map(|operation| seen(&mut store, &mut lists, operation, input)).collect()
}

fn seen(store: &mut Store, lists: &mut Shortlists, operation: &Operation, input: &Input) -> Seen {
    let seen = match *operation {
        Operation::Query { state } => lists.of_within(store, state, &mut input.clock()).map(Seen::Listed),
        Operation::Learn { state, token, intron } => store.learn(state, token, intron).map(Seen::Learned),
        Operation::Delete { state, token } => store.delete(Key { state, token }).map(Seen::Deleted),
        Operation::Decay(decay) => store.decay(decay).map(Seen::Changed),
        Operation::Prune(least) => store.prune(least).map(Seen::Changed),
    };
    seen.unwrap_or(Seen::Refused)
}
