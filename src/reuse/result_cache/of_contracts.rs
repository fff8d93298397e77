//! The trace of a set of contracts: what its past executions would have asked of a cache.

use core::num::{NonZeroU32, NonZeroU64};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value as Json;

use super::key::{Call, Identity, Key, Value};
use super::sound::{Answered, Operation, Step};
use super::{Begun, Life, Limits, ResultCache, Trace};
use crate::scenario::contracts::{Contract, Contracts, Execution};

/// An hour: how long the published cache keeps an answer.
const LIFE_US: NonZeroU64 = NonZeroU64::new(3_600_000_000).expect("an hour is not nothing");

/// At most so many questions are asked, the first ones: the reference looks through a list for each.
const QUESTIONS: usize = 10_000;

/// How many bytes an answer takes: that of the executions is a number.
const ANSWER_BYTES: u64 = 8;

impl Trace {
    /// What the executions of a set ask of the sound cache, with room for one contract in four, for an hour.
    ///
    /// Each execution begins with a question for its contract, when it was asked for. Where nobody has the answer or works it out,
    /// it is brought when the execution's time is over; its answer is that time. A set without executions is asked for twice,
    /// contract by contract, a second apart, each taking no time. Only the first 10,000 questions are asked; at the end the entries are
    /// listed.
    ///
    /// ```
    /// # use loadline::reuse::result_cache::{Trace, sound::Operation};
    /// # use loadline::scenario::contracts::Contracts;
    /// let Trace::Sound { steps, .. } = Trace::of(&Contracts::default()) else { panic!("the sound cache is the default") };
    /// assert_eq!(steps.len(), 1);
    /// assert_eq!(steps[0].operation, Operation::Order);
    /// ```
    ///
    /// # Cost
    /// O(text of the contracts + executions × (text of one + log of those at work)).
    pub fn of(set: &Contracts) -> Self {
        let quarter = u32::try_from(set.contracts.len() / 4).unwrap_or(u32::MAX);
        let capacity = NonZeroU32::new(quarter).unwrap_or(NonZeroU32::MIN);
        let limits = Limits { life_us: Some(LIFE_US), ..Limits::of_capacity(capacity) };
        let mut calls: BTreeMap<usize, (Arc<Call>, Key)> = BTreeMap::new();
        let (cache, steps, at_work, times) = (ResultCache::new(limits), Vec::new(), BTreeSet::new(), Vec::new());
        let mut asked = Asked { cache, steps, at_work, times };
        for (contract, at_us, time_ms) in questions(set) {
            asked.bring_until(at_us);
            let (call, key) = calls.entry(contract).or_insert_with(|| named(&set.contracts[contract]));
            asked.ask(call, key, at_us, time_ms);
        }
        asked.bring_until(u64::MAX);
        let now_us = asked.steps.last().map_or(0, |step| step.now_us);
        asked.steps.push(Step { now_us, operation: Operation::Order });
        Self::Sound { limits, steps: asked.steps }
    }
}

/// The call that executes a contract, and its key.
fn named(contract: &Contract) -> (Arc<Call>, Key) {
    let call = execute(contract);
    let key = Key::of(&call, Identity::Explicit).expect("what a contract holds is never opaque");
    (Arc::new(call), key)
}

/// The call that executes a contract: `execute(id, type, [[class, method, level, confidence]…])`.
fn execute(contract: &Contract) -> Call {
    let text = |text: &str| Value::Text(text.into());
    let slots = contract.slots.iter().map(|slot| {
        Value::List(vec![text(&slot.class), text(&slot.method), text(&slot.level), Value::Float(slot.confidence)])
    });
    let args = vec![text(&contract.id), text(&contract.contract_type), Value::List(slots.collect())];
    Call::new("execute", args, Vec::new()).expect("no argument has a name")
}

/// Which contract is asked for, when after the first one, and how long it takes.
fn questions(set: &Contracts) -> Vec<(usize, u64, f64)> {
    if set.executions.is_empty() {
        let contracts = set.contracts.len().min(QUESTIONS / 2);
        return (0..2 * contracts).map(|turn| (turn % contracts, turn as u64 * 1_000_000, 0.0)).collect();
    }
    let first_s = set.executions.first().map_or(0.0, |first| first.at_s);
    let question = |of: &Execution| (of.contract.index(), microseconds((of.at_s - first_s) * 1e6), of.time_ms);
    set.executions.iter().take(QUESTIONS).map(question).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates; times are finite and not below 0"
)]
fn microseconds(us: f64) -> u64 {
    us.round() as u64
}

struct Asked {
    cache: ResultCache<()>,
    steps: Vec<Step>,
    /// When each ticket that is out comes back.
    at_work: BTreeSet<(u64, u64)>,
    /// What each ticket's execution takes, in milliseconds.
    times: Vec<f64>,
}

impl Asked {
    fn ask(&mut self, call: &Arc<Call>, key: &Key, now_us: u64, time_ms: f64) {
        if let Begun::Ticket(ticket) = self.cache.begin(now_us, key) {
            self.at_work.insert((now_us.saturating_add(microseconds(time_ms * 1e3)), ticket));
            self.times.push(time_ms);
        }
        self.steps.push(Step { now_us, operation: Operation::Begin(Arc::clone(call)) });
    }

    /// Brings the answers that are ready by then, the earliest first.
    fn bring_until(&mut self, until_us: u64) {
        while let Some(&(now_us, ticket)) = self.at_work.first().filter(|(ready_us, _)| *ready_us <= until_us) {
            self.at_work.pop_first();
            self.cache.finish(now_us, ticket, (), ANSWER_BYTES, Life::AsLimited).expect("the ticket is out");
            let time_ms = usize::try_from(ticket).ok().and_then(|ticket| self.times.get(ticket)).copied();
            let answer = Answered { value: Json::from(time_ms), bytes: ANSWER_BYTES, life: Life::AsLimited };
            self.steps.push(Step { now_us, operation: Operation::Finish(ticket, answer) });
        }
    }
}
