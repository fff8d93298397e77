//! What the published search proposes: its rates, and the delays that it gives itself.

use std::sync::Arc;

use super::judge::Judge;
use super::{Judged, Way};
use crate::flow::rates::{Input, Rates};
use crate::pair::Pair;
use crate::scenario::Traffic;

/// The rates found, served first planned, first served; and the delays found.
pub(super) fn ways(traffic: &Arc<Traffic>, judge: &Judge) -> [Judged; 2] {
    let input = Input::of(Arc::clone(traffic));
    let found = Rates::optimised(&input, &Rates::index(&input));
    let rate_of = |id: &String| {
        let rate = found.flows.iter().position(|flow| flow == id).and_then(|at| found.rates.get(at)).copied();
        rate.and_then(whole)
    };
    let rates: Vec<Option<i64>> = judge.searched.flows.iter().map(|flow| rate_of(&flow.id)).collect();
    let flights = &judge.day.flights;
    let mut delays_min: Vec<i64> = flights.iter().map(|flight| flights.base_delay_min(flight)).collect();
    for (flight, delay_min) in &found.delays {
        // A fixed flight keeps its delay, and nobody leaves before its time.
        let known = flights.named(&traffic.flights.ids[flight.index()]);
        if let Some(known) = known.filter(|known| flights.fixed_min[known.index()].is_none()) {
            delays_min[known.index()] = (*delay_min).max(0);
        }
    }
    [judge.rates(Way::PublishedRates, rates.clone()), judge.delays(Way::PublishedDelays, delays_min, rates)]
}

/// A published rate as a sound one: infinite, 0 and negative rates hold nobody.
#[expect(clippy::cast_possible_truncation, reason = "the published rates are small whole numbers")]
fn whole(rate: f64) -> Option<i64> {
    (rate.is_finite() && rate >= 1.0).then_some(rate as i64)
}
