//! The short cut that the objective does not take: read the occupancy off the releases, without delaying anyone.
//!
//! ```text
//! occupancy[t] = base_all[t] − base_scheduled[t] + Σ_f n_f[t]
//! ```
//!
//! It takes every scheduled flight out of the undelayed day and puts one flight back for each release.

use loadline::flow::objective::{Context, Score};
use loadline::flow::occupancy::rolling;
use loadline::flow::schedule::Schedule;
use loadline::math::pairwise_sum;
use loadline::pair::Side;

/// What the short cut takes for the occupancy of the control volume.
pub(crate) fn occupancy(context: &Context, schedule: &Schedule) -> Vec<i32> {
    let released = |bin: usize| schedule.iter().map(|releases| releases[bin]).sum::<i64>();
    (0..context.traffic.horizon.bins() as usize)
        .map(|bin| context.base_all[[0, bin]] - context.base_scheduled[[0, bin]] + whole(released(bin)))
        .collect()
}

/// The cost of a schedule by the short cut: its own overload, and the other parts as in the exact score.
#[allow(dead_code, reason = "not every test that includes this file asks for costs")]
pub(crate) fn total(context: &Context, schedule: &Schedule, exact: &Score) -> f64 {
    let horizon = context.traffic.horizon;
    let hours = rolling(&occupancy(context, schedule), horizon.bins_per_hour() as usize, Side::Reference);
    let charged = |(bin, hour): (usize, &i64)| {
        let excess = (*hour as f32 - context.capacity[[0, bin]] as f32).max(0.0);
        f64::from(excess * context.alpha[[0, bin]])
    };
    let cap = pairwise_sum(&hours.iter().enumerate().map(charged).collect::<Vec<f64>>());
    cap + exact.delay + exact.reg + exact.tv + exact.share + exact.spill
}

fn whole(count: i64) -> i32 {
    i32::try_from(count).expect("tests release few flights")
}
