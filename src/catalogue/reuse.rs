//! The family `reuse`: its pairs, and what each is asked about a set of contracts.

use core::num::NonZeroU32;
use std::sync::Arc;

use super::{Bench, Family, Opened, Row};
use crate::error::{Error, Result};
use crate::pair::{Side, ask};
use crate::reuse::batch::{self, Batches, Mode};
use crate::reuse::profile::{self, Profile};
use crate::reuse::result_cache::{Cache, Trace};
use crate::reuse::schedule::{self, Schedule};
use crate::scenario::contracts::{Contracts, Execution};
use crate::scenario::{Kind, Scenario};

const REUSE: Family = Family {
    name: "reuse",
    question: "Have we done this already, can we do many at once, and how long will it take?",
    kind: Kind::Contracts,
};

/// Its pairs, in the order in which they are shown.
pub(super) static ROWS: &[Row] = &[
    Row::of::<Cache>(REUSE, cache_bench),
    Row::of::<Batches>(REUSE, batch_bench),
    Row::of::<Schedule>(REUSE, schedule_bench),
    Row::of::<Profile>(REUSE, profile_bench),
];

/// Contracts beyond which the plain side of the batches, whose work grows with their third power, is not asked.
const MOST_CONTRACTS: usize = 400;
/// Executions that are asked about: the first of the set.
const MOST_EXECUTIONS: usize = 1_000;

/// The executions of the set, asked of a cache one after another.
fn cache_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    Ok(Box::new(Opened::<Cache>::new(Trace::of(scenario.contracts()?))))
}

fn first_executions(set: &Contracts) -> &[Execution] {
    &set.executions[..set.executions.len().min(MOST_EXECUTIONS)]
}

/// The published batches, under the limits of the set.
fn batch_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    let set = scenario.contracts()?;
    if set.contracts.len() > MOST_CONTRACTS {
        let found = format!("{} contracts would keep the reference side busy for minutes", set.contracts.len());
        return Err(Error::argument("contracts", found, format!("use at most {MOST_CONTRACTS} to compare both sides")));
    }
    Ok(Box::new(Opened::<Batches>::new(batch::Input::of(Arc::clone(set), Mode::Published)?)))
}

/// The batches of the scale mode, which keep dependencies, on the workers of the set.
fn schedule_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    let set = scenario.contracts()?;
    let plan = ask::<Batches>(&batch::Input::of(Arc::clone(set), Mode::Scale)?, Side::Optimised);
    let workers = NonZeroU32::new(set.workers).unwrap_or(NonZeroU32::MIN);
    Ok(Box::new(Opened::<Schedule>::new(schedule::Input::of(&plan, &set.contracts, workers)?)))
}

/// Each execution of the set predicted before it is known, judged and learned by the default model; then each contract.
fn profile_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    let set = scenario.contracts()?;
    let input = profile::Input::of(&set.contracts, first_executions(set), profile::Settings::default())?;
    Ok(Box::new(Opened::<Profile>::new(input)))
}
