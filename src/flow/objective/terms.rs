//! The sums of the optimised side, with only those terms worked out again that a schedule can have changed.

use core::ops::Range;

use super::ContextFlow;
use crate::flow::schedule::Schedule;
use crate::math::pairwise_sum;

/// The first and the last bin in which releases differ from the demand.
pub(super) fn differing(day: &[i64], demand: &[i64]) -> Option<(usize, usize)> {
    let differs = |(release, asked): (&i64, &i64)| release != asked;
    let first = day.iter().zip(demand).position(differs)?;
    let last = day.iter().zip(demand).rposition(differs)?;
    Some((first, last))
}

/// `J_reg` of one flow: its sum over the bins, and its term after the day. Bins outside `changed` are at their demand.
pub(super) fn reg(
    flow: &ContextFlow,
    releases: &[i64],
    changed: &Range<usize>,
    beta_context: f64,
    terms: &mut Vec<f64>,
) -> [f64; 2] {
    let bins = flow.beta.len();
    let off = |bin: usize| (releases[bin] - flow.demand[bin]).abs() as f64;
    terms.clear();
    terms.resize(bins, 0.0);
    for bin in changed.clone() {
        terms[bin] = f64::from(flow.beta[bin]) * off(bin);
    }
    [pairwise_sum(terms), beta_context * off(bins)]
}

/// `J_tv` of one flow: its sum over the inner bins, the first step, and the last one once more.
///
/// The step into `changed` and those inside it and after the day are worked out; the others are those of the demand.
pub(super) fn tv(
    flow: &ContextFlow,
    demand_terms: &[f64],
    releases: &[i64],
    changed: &Range<usize>,
    gamma_context: f64,
    terms: &mut Vec<f64>,
) -> [f64; 3] {
    let bins = flow.gamma.len();
    terms.clear();
    terms.extend_from_slice(demand_terms);
    let steps = changed.start.saturating_sub(1)..changed.end;
    for (term, bin) in terms[steps.clone()].iter_mut().zip(steps) {
        *term = tv_term(&flow.gamma, releases, bin);
    }
    terms[bins - 1] = tv_term(&flow.gamma, releases, bins - 1);
    [pairwise_sum(&terms[1..]), terms[0], gamma_context * (releases[bins] - releases[bins - 1]).abs() as f64]
}

/// One step of `J_tv`: γ of the bin it leaves times its height.
pub(super) fn tv_term(gamma: &[f32], releases: &[i64], bin: usize) -> f64 {
    f64::from(gamma[bin]) * (releases[bin + 1] - releases[bin]).abs() as f64
}

/// One term of `J_cap`: the excess of a sliding hour, weighed in single precision.
pub(crate) fn cap_term(hour: f32, capacity: f32, alpha: f32) -> f64 {
    f64::from((hour - capacity).max(0.0) * alpha)
}

/// The sum of `J_share`, before its weight. A bin without demand and releases adds nothing.
pub(crate) fn share(flows: &[ContextFlow], rows: &[&[i64]]) -> f64 {
    let part = |count: i64, all: i64| count as f64 / all.max(1) as f64;
    let bins = flows.first().map_or(0, |flow| flow.beta.len());
    let terms: Vec<f64> = (0..bins)
        .map(|bin| {
            let released: i64 = rows.iter().map(|releases| releases[bin]).sum();
            let asked: i64 = flows.iter().map(|flow| flow.demand[bin]).sum();
            if released == 0 && asked == 0 && rows.iter().all(|releases| releases[bin] == 0) {
                return 0.0;
            }
            0.5 * flows.iter().zip(rows).fold(0.0, |sum, (flow, releases)| {
                sum + (part(releases[bin], released) - part(flow.demand[bin], asked)).abs()
            })
        })
        .collect();
    pairwise_sum(&terms)
}

pub(super) fn spilled(schedule: &Schedule) -> f64 {
    schedule.iter().filter_map(|releases| releases.last()).sum::<i64>() as f64
}
