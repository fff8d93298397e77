//! Schedules: how many flights of each flow are let through in each bin.

use core::ops::Range;

use super::delay::Turn;
use crate::math::to_whole;
use crate::model::Horizon;
use crate::rng::Rng;
use crate::scenario::Traffic;

/// Releases: one row a flow, one count a bin, and one more count for after the day.
pub type Schedule = Vec<Vec<i64>>;

/// How many turns of a queue are asked for in each bin, with a last count (0) for after the day.
///
/// Let through as asked, nobody waits: this is the schedule of the undelayed day.
pub fn demand(queue: &[Turn], horizon: Horizon) -> Vec<i64> {
    let mut demand = vec![0; horizon.bins() as usize + 1];
    for turn in queue {
        demand[turn.bin as usize] += 1;
    }
    demand
}

/// The releases of one flow under an hourly rate in a window.
///
/// The rate gives a whole quota a bin, `rate × bin / 60` rounded half to even, so 6 and 10 an hour are both 2 a quarter.
/// In each bin of the window at most that many of those who have asked by then are let through; what is left over at the
/// end goes to the last count. An infinite rate, and one of 0 or less, leaves the demand as it is.
///
/// ```
/// # use loadline::flow::schedule::at_rate;
/// # use loadline::model::Horizon;
/// let day = Horizon::new(60).unwrap();
/// let mut demand = vec![0; 25];
/// (demand[8], demand[9]) = (3, 1);
/// let held = at_rate(&demand, 2.0, &(8..10), day);
/// assert_eq!((held[8], held[9], held[24]), (2, 2, 0)); // the third of bin 8 waits for bin 9
/// assert_eq!(at_rate(&demand, f64::INFINITY, &(8..10), day), demand);
/// ```
pub fn at_rate(demand: &[i64], rate_per_hour: f64, window: &Range<u32>, horizon: Horizon) -> Vec<i64> {
    at_quota(demand, quota(rate_per_hour, window, horizon), window, horizon)
}

/// How many flights a bin an hourly rate lets through; none where it limits nothing.
pub(crate) fn quota(rate_per_hour: f64, window: &Range<u32>, horizon: Horizon) -> Option<i64> {
    if window.is_empty() || window.start >= horizon.bins() || !rate_per_hour.is_finite() || rate_per_hour <= 0.0 {
        return None;
    }
    Some(to_whole(rate_per_hour * f64::from(horizon.bin_minutes()) / 60.0).max(0))
}

/// As [`at_rate`], for a quota a bin.
pub(crate) fn at_quota(demand: &[i64], quota: Option<i64>, window: &Range<u32>, horizon: Horizon) -> Vec<i64> {
    let bins = horizon.bins() as usize;
    let mut releases = demand.to_vec();
    let Some(quota) = quota else { return releases };
    let (mut ready, mut released) = (0, 0);
    for bin in (window.start as usize).min(bins)..(window.end as usize).min(bins) {
        ready += demand[bin];
        releases[bin] = quota.min((ready - released).max(0));
        released += releases[bin];
    }
    let asked: i64 = demand[..bins].iter().sum();
    let let_through: i64 = releases[..bins].iter().sum();
    releases[bins] = demand[bins] + (asked - let_through).max(0);
    releases
}

/// A random schedule for tests: the demand, a rate, or counts that no rate would give.
pub(crate) fn random(rng: &mut Rng, demand: &[i64], traffic: &Traffic) -> Vec<i64> {
    let rate = f64::from(u8::try_from(rng.below(30)).expect("below 30"));
    match rng.below(3) {
        0 => at_rate(demand, rate, &traffic.window, traffic.horizon),
        1 => demand.iter().map(|asked| asked + small(rng, 3) - 1).collect(),
        _ => demand.iter().map(|_| small(rng, 4) * small(rng, 2) - small(rng, 2)).collect(),
    }
}

fn small(rng: &mut Rng, bound: u64) -> i64 {
    i64::try_from(rng.below(bound)).expect("a small number")
}
