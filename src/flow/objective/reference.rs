//! The definition, part by part: delays from the queues, occupancy from the delays, cost from both.

use std::sync::Arc;

use ndarray::Array2;

use super::{Context, ContextFlow, Score};
use crate::flow::delay::{self, Spill, reference_delays};
use crate::flow::occupancy::{self, Occupancy, rolling};
use crate::flow::schedule::Schedule;
use crate::math::pairwise_sum;
use crate::pair::{Pair, Side};

/// What a schedule costs. See the [definition](super).
pub fn score(context: &Context, schedule: &Schedule, spill: &Spill) -> Score {
    let (occupancy, delay_minutes) = held(context, schedule, spill);
    let weights = &context.question.weights;
    let flows = || context.flows.iter().zip(schedule);
    Score::of(
        cap(context, &occupancy),
        weights.lambda_delay * delay_minutes as f64,
        flows().fold(0.0, |sum, (flow, releases)| reg(sum, flow, releases, weights.beta_context)),
        flows().fold(0.0, |sum, (flow, releases)| tv(sum, flow, releases, weights.gamma_context)),
        if weights.theta_share > 0.0 { weights.theta_share * share(context, schedule) } else { 0.0 },
        if weights.eta_spill > 0.0 { weights.eta_spill * spilled(schedule) } else { 0.0 },
    )
}

/// Occupancy of the scored volumes once the schedule's delays have taken effect; rows as in [`Question::volumes`](super::Question::volumes).
pub fn occupancy_after(context: &Context, schedule: &Schedule, spill: &Spill) -> Array2<i32> {
    held(context, schedule, spill).0
}

/// Occupancy under a schedule, and the minutes of delay of all flights together.
fn held(context: &Context, schedule: &Schedule, spill: &Spill) -> (Array2<i32>, i64) {
    let waits = reference_delays(&delay::Input {
        horizon: context.traffic.horizon,
        queues: context.flows.iter().map(|flow| flow.queue.clone()).collect(),
        schedule: schedule.clone(),
        spill: spill.clone(),
    });
    let mut delays_min = vec![0; context.traffic.flights.len()];
    for wait in &waits {
        delays_min[wait.flight.index()] = wait.delay_min;
    }
    let scheduled = Occupancy::reference(&occupancy::Input {
        traffic: Arc::clone(&context.traffic),
        delays_min,
        volumes: context.question.volumes.clone(),
        flights: Some(context.scheduled.clone()),
    });
    let occupancy = &context.base_all + &scheduled.0 - &context.base_scheduled;
    (occupancy, waits.iter().map(|wait| wait.delay_min).sum())
}

/// Excess of the rolling hour over capacity, weighed in single precision and added in double.
fn cap(context: &Context, occupancy: &Array2<i32>) -> f64 {
    let bins_per_hour = context.traffic.horizon.bins_per_hour() as usize;
    let mut terms = Vec::new();
    for (row, counts) in occupancy.rows().into_iter().enumerate() {
        for (bin, hour) in rolling(&counts.to_vec(), bins_per_hour, Side::Reference).into_iter().enumerate() {
            let excess = (hour as f32 - context.capacity[[row, bin]] as f32).max(0.0);
            terms.push(f64::from(excess * context.alpha[[row, bin]]));
        }
    }
    pairwise_sum(&terms)
}

fn reg(sum: f64, flow: &ContextFlow, releases: &[i64], beta_context: f64) -> f64 {
    let bins = flow.beta.len();
    let off = |bin: usize| (releases[bin] - flow.demand[bin]).abs() as f64;
    let terms: Vec<f64> = (0..bins).map(|bin| f64::from(flow.beta[bin]) * off(bin)).collect();
    sum + pairwise_sum(&terms) + beta_context * off(bins)
}

fn tv(sum: f64, flow: &ContextFlow, releases: &[i64], gamma_context: f64) -> f64 {
    let bins = flow.gamma.len();
    let step = |bin: usize| (releases[bin + 1] - releases[bin]).abs() as f64;
    let terms: Vec<f64> = (1..bins).map(|bin| f64::from(flow.gamma[bin]) * step(bin)).collect();
    sum + pairwise_sum(&terms) + f64::from(flow.gamma[0]) * step(0) + gamma_context * step(bins - 1)
}

fn share(context: &Context, schedule: &Schedule) -> f64 {
    let part = |count: i64, all: i64| count as f64 / all.max(1) as f64;
    let bins = context.traffic.horizon.bins() as usize;
    let terms: Vec<f64> = (0..bins)
        .map(|bin| {
            let released: i64 = schedule.iter().map(|releases| releases[bin]).sum();
            let asked: i64 = context.flows.iter().map(|flow| flow.demand[bin]).sum();
            let off = context.flows.iter().zip(schedule).fold(0.0, |sum, (flow, releases)| {
                sum + (part(releases[bin], released) - part(flow.demand[bin], asked)).abs()
            });
            0.5 * off
        })
        .collect();
    pairwise_sum(&terms)
}

fn spilled(schedule: &Schedule) -> f64 {
    schedule.iter().filter_map(|releases| releases.last()).sum::<i64>() as f64
}
