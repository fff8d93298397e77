//! The family `reuse`: its pairs, and what each is asked about a set of contracts.

use super::{Bench, Family, Opened, Row};
use crate::error::Result;
use crate::reuse::result_cache::{Cache, Trace};
use crate::scenario::{Kind, Scenario};

const REUSE: Family = Family {
    name: "reuse",
    question: "Have we done this already, can we do many at once, and how long will it take?",
    kind: Kind::Contracts,
};

/// Its pairs, in the order in which they are shown.
pub(super) static ROWS: &[Row] = &[Row::of::<Cache>(REUSE, cache_bench)];

/// The executions of the set, asked of a cache one after another.
fn cache_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    Ok(Box::new(Opened::<Cache>::new(Trace::of(scenario.contracts()?))))
}
