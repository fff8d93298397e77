//! What each pair is asked about a scenario.
//!
//! All ask about the same regulation of the control volume in the window; where it takes a schedule, about the first of the
//! scenario's that makes anyone wait.

use std::sync::Arc;

use super::{Bench, Opened};
use crate::flow::delay::{self, Delay};
use crate::flow::entrants::{self, Entrants};
use crate::flow::objective::{self, Objective};
use crate::flow::occupancy::{self, Occupancy};
use crate::flow::rate_grid::{self, RateGrid};
use crate::flow::rates::{self, Rates};
use crate::pair::{Pair, Side};
use crate::scenario::Scenario;

pub(super) fn objective_bench(scenario: &Scenario) -> Box<dyn Bench> {
    Box::new(Opened::<Objective>::new(objective::Input::of(&scenario.traffic, Side::Optimised)))
}

pub(super) fn entrants_bench(scenario: &Scenario) -> Box<dyn Bench> {
    Box::new(Opened::<Entrants>::new(entrants::Input::of(Arc::clone(&scenario.traffic))))
}

pub(super) fn delay_bench(scenario: &Scenario) -> Box<dyn Bench> {
    Box::new(Opened::<Delay>::new(regulation(scenario)))
}

pub(super) fn rates_bench(scenario: &Scenario) -> Box<dyn Bench> {
    Box::new(Opened::<Rates>::new(rates::Input::of(Arc::clone(&scenario.traffic))))
}

pub(super) fn rate_grid_bench(scenario: &Scenario) -> Box<dyn Bench> {
    Box::new(Opened::<RateGrid>::new(rate_grid::Input::of(&scenario.traffic, Side::Optimised)))
}

pub(super) fn occupancy_bench(scenario: &Scenario) -> Box<dyn Bench> {
    let input = regulation(scenario);
    let mut delays_min = vec![0; scenario.traffic.flights.len()];
    for wait in Delay::optimised(&input, &Delay::index(&input)) {
        delays_min[wait.flight.index()] = wait.delay_min;
    }
    let input = occupancy::Input::whole_day(Arc::clone(&scenario.traffic), delays_min);
    Box::new(Opened::<Occupancy>::new(input))
}

/// The queues of the scenario's flows, with the first schedule under which anyone waits; the last one if nobody ever does.
fn regulation(scenario: &Scenario) -> delay::Input {
    let mut question = objective::Input::of(&scenario.traffic, Side::Optimised);
    let mut input = delay::Input {
        horizon: scenario.traffic.horizon,
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
