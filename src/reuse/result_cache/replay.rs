//! Replay: how much of the work that was done need not have been, had a cache stood before it?
//!
//! ```text
//! call   the type of a contract and its methods, slot by slot: what it is called plays no part
//! asked  each execution in turn, at its time: a hit where the call is live in the cache, else the answer is put there
//! ```
//!
//! An answer counts as many bytes as its execution took memory, which bounds what a cache of these answers can need.

use super::key::{Call, Identity, Int, Key, Value};
use super::{Life, Limits, ResultCache};
use crate::error::Result;
use crate::math::to_whole;
use crate::scenario::contracts::{Contract, Contracts};

/// Bytes in a megabyte, as executions count them.
const BYTES_A_MB: f64 = 1_048_576.0;

/// How many executions the rolling ratio looks back on.
pub const RECENT: usize = 200;

/// What came of each execution, and of all.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Replay {
    /// Whether the answer was there.
    pub hit: Vec<bool>,
    /// The share of hits among the last [`RECENT`] executions.
    pub recent: Vec<f64>,
    /// How many answers the cache holds afterwards.
    pub size: Vec<u32>,
    /// How many answers made room for it.
    pub evicted: Vec<u32>,
    /// How many answers were found too old.
    pub expired: Vec<u32>,
    /// Time that hits spared, in milliseconds.
    pub spared_ms: f64,
    /// Time of all executions, in milliseconds.
    pub all_ms: f64,
    /// How many different calls there are.
    pub calls: u32,
}

/// The executions of a set, with a cache of these limits before them. O(1) an execution, O(log n) where lives end.
///
/// # Errors
/// None today: contracts have no opaque parts.
pub fn replay(set: &Contracts, limits: Limits) -> Result<Replay> {
    let keys = set.contracts.iter().map(|contract| Key::of(&call(contract)?, Identity::Explicit));
    let keys: Vec<Key> = keys.collect::<Result<_>>()?;
    let mut cache: ResultCache<()> = ResultCache::new(limits);
    let mut replay = Replay::default();
    let first_s = set.executions.first().map_or(0.0, |execution| execution.at_s);
    let mut recent_hits = 0_u32;
    for (place, execution) in set.executions.iter().enumerate() {
        let key = &keys[execution.contract.index()];
        let now_us = u64::try_from(to_whole((execution.at_s - first_s) * 1e6)).unwrap_or(0);
        let hit = cache.get(now_us, key).is_some();
        let (mut expired, mut evicted) = (cache.expired().len(), 0);
        if !hit {
            let bytes = u64::try_from(to_whole(execution.memory_mb * BYTES_A_MB)).unwrap_or(0);
            cache.put(now_us, key, (), bytes, Life::AsLimited);
            expired += cache.expired().len();
            evicted = cache.evicted().len();
        }
        replay.hit.push(hit);
        recent_hits += u32::from(hit);
        recent_hits -= u32::from(place >= RECENT && replay.hit[place - RECENT]);
        replay.recent.push(f64::from(recent_hits) / (place + 1).min(RECENT) as f64);
        replay.size.push(narrow(cache.len()));
        replay.evicted.push(narrow(evicted));
        replay.expired.push(narrow(expired));
        replay.all_ms += execution.time_ms;
        replay.spared_ms += if hit { execution.time_ms } else { 0.0 };
    }
    let mut asked: Vec<Key> = set.executions.iter().map(|execution| keys[execution.contract.index()]).collect();
    asked.sort_unstable();
    asked.dedup();
    replay.calls = narrow(asked.len());
    Ok(replay)
}

/// What a contract executes, as a call.
fn call(contract: &Contract) -> Result<Call> {
    let text = |text: &str| Value::Text(text.into());
    let slot = |slot: &crate::scenario::contracts::Slot| {
        Value::List(vec![text(&slot.class), text(&slot.method), text(&slot.level), Value::Float(slot.confidence)])
    };
    let slots = Value::List(contract.slots.iter().map(slot).collect());
    let version = Value::Int(Int::from(1));
    Call::new("execute", vec![version, text(&contract.contract_type), slots], Vec::new())
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).expect("scenario limits keep counts within 32 bits")
}

#[cfg(test)]
mod tests {
    use core::num::{NonZeroU32, NonZeroU64};

    use super::*;
    use crate::model::ContractId;
    use crate::scenario::contracts::{Execution, Flavour, Generated, generate};

    fn set(places: &[u32]) -> Contracts {
        let wanted = Generated { contracts: 8, flavour: Flavour::Random, seed: 5, executions: 0 };
        let executions = (0..).zip(places).map(|(at, place)| Execution {
            contract: ContractId(*place),
            at_s: f64::from(at),
            time_ms: 100.0,
            memory_mb: 1.0,
        });
        let made = generate(&wanted).unwrap();
        Contracts { executions: executions.collect(), ..made }
    }

    fn hits(places: &[u32], limits: Limits) -> Vec<bool> {
        replay(&set(places), limits).unwrap().hit
    }

    fn room(capacity: u32) -> Limits {
        Limits::of_capacity(NonZeroU32::new(capacity).unwrap())
    }

    #[test]
    fn what_was_executed_before_is_a_hit_until_it_made_room() {
        assert_eq!(hits(&[0, 1, 0, 1], room(2)), [false, false, true, true]);
        assert_eq!(hits(&[0, 1, 0, 1], room(1)), [false; 4]);
    }

    #[test]
    fn a_life_ends_at_its_end_and_a_budget_holds_no_more_than_it_says() {
        let life = Limits { life_us: NonZeroU64::new(2_000_000), ..room(9) };
        assert_eq!(hits(&[0, 0, 0, 0], life), [false, true, false, true]);
        let budget = Limits { budget_bytes: NonZeroU64::new(1 << 20), ..room(9) };
        let replayed = replay(&set(&[0, 1, 0]), budget).unwrap();
        assert_eq!((replayed.size, replayed.evicted), (vec![1; 3], vec![0, 1, 1]));
    }

    #[test]
    fn the_name_of_a_contract_is_no_part_of_what_it_executes() {
        let mut renamed = set(&[0, 1]);
        renamed.contracts[1] = Contract { id: "another".into(), ..renamed.contracts[0].clone() };
        let replayed = replay(&renamed, room(9)).unwrap();
        assert_eq!((replayed.hit, replayed.calls), (vec![false, true], 1));
        assert_eq!((replayed.spared_ms, replayed.all_ms), (100.0, 200.0));
    }
}
