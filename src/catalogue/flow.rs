//! The family `flow`: its pairs, and what each is asked about a day of traffic.
//!
//! All ask about the same regulation of the control volume in the window; where it takes a schedule, about the first of the
//! scenario's that makes anyone wait.

use std::sync::Arc;

use super::{Bench, Family, Opened, Row};
use crate::error::Result;
use crate::flow::delay::{self, Delay};
use crate::flow::entrants::{self, Entrants};
use crate::flow::objective::{self, Objective};
use crate::flow::occupancy::{self, Occupancy};
use crate::flow::rate_grid::{self, RateGrid};
use crate::flow::rates::{self, Rates};
use crate::pair::{Pair, Side};
use crate::scenario::{Kind, Scenario, Traffic};

const FLOW: Family = Family { name: "flow", question: "How full is it, and who waits?", kind: Kind::Flow };

/// Its pairs, in the order in which they are shown.
pub(super) static ROWS: &[Row] = &[
    Row::of::<Occupancy>(FLOW, occupancy_bench),
    Row::of::<Entrants>(FLOW, entrants_bench),
    Row::of::<Delay>(FLOW, delay_bench),
    Row::of::<Objective>(FLOW, objective_bench),
    Row::of::<RateGrid>(FLOW, rate_grid_bench),
    Row::of::<Rates>(FLOW, rates_bench),
];

fn objective_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    Ok(Box::new(Opened::<Objective>::new(objective::Input::of(scenario.traffic()?, Side::Optimised))))
}

fn entrants_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    Ok(Box::new(Opened::<Entrants>::new(entrants::Input::of(Arc::clone(scenario.traffic()?)))))
}

fn delay_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    Ok(Box::new(Opened::<Delay>::new(regulation(scenario.traffic()?))))
}

fn rates_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    Ok(Box::new(Opened::<Rates>::new(rates::Input::of(Arc::clone(scenario.traffic()?)))))
}

fn rate_grid_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    Ok(Box::new(Opened::<RateGrid>::new(rate_grid::Input::of(scenario.traffic()?, Side::Optimised))))
}

fn occupancy_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    let input = regulation(scenario.traffic()?);
    let mut delays_min = vec![0; scenario.traffic()?.flights.len()];
    for wait in Delay::optimised(&input, &Delay::index(&input)) {
        delays_min[wait.flight.index()] = wait.delay_min;
    }
    let input = occupancy::Input::whole_day(Arc::clone(scenario.traffic()?), delays_min);
    Ok(Box::new(Opened::<Occupancy>::new(input)))
}

/// The queues of the scenario's flows, with the first schedule under which anyone waits; the last one if nobody ever does.
fn regulation(traffic: &Arc<Traffic>) -> delay::Input {
    let mut question = objective::Input::of(traffic, Side::Optimised);
    let mut input = delay::Input {
        horizon: traffic.horizon,
        queues: question.context.flows.iter().map(|flow| flow.queue.clone()).collect(),
        schedule: question.context.demand(),
        spill: question.spill,
    };
    let index = Delay::index(&input);
    for schedule in question.candidates.drain(..) {
        input.schedule = schedule;
        if Delay::optimised(&input, &index).iter().any(|wait| wait.delay_min > 0) {
            break;
        }
    }
    input
}
