//! The queue is played bin by bin, as a person would with a list of names.

use std::collections::VecDeque;

use indexmap::IndexMap;

use super::{Input, Spill, Turn, Wait};
use crate::model::{FlightId, Horizon, UtcMicros};

/// A minute in microseconds.
const MINUTE: i64 = 60_000_000;

pub(super) fn delays(input: &Input) -> Vec<Wait> {
    let mut waits: IndexMap<FlightId, Wait> = IndexMap::new();
    for (flow, (turns, releases)) in input.queues.iter().zip(&input.schedule).enumerate() {
        for (turn, bin) in served(flow, turns, releases, input) {
            // A later turn of the same flight replaces its wait, but not its place in the answer.
            waits.insert(turn.flight, wait(&turn, bin, input.horizon));
        }
    }
    waits.into_values().collect()
}

/// The wait of a turn that is served in bin `bin` of its own date.
fn wait(turn: &Turn, bin: i64, horizon: Horizon) -> Wait {
    let opens = turn.asked.midnight().0 + bin * i64::from(horizon.bin_minutes()) * MINUTE;
    let start = turn.asked.0.max(opens);
    let waited = start - turn.asked.0;
    let whole = waited / MINUTE;
    let delay_min = if waited % MINUTE == 0 { whole } else { whole + 1 };
    Wait { flight: turn.flight, asked: turn.asked, delay_min, start: UtcMicros(start) }
}

/// Each turn of one flow with the bin in which it is served, in the order of service.
fn served(flow: usize, turns: &[Turn], releases: &[i64], input: &Input) -> Vec<(Turn, i64)> {
    let bins = input.horizon.bins() as usize;
    let mut coming: VecDeque<Turn> = turns.iter().copied().collect();
    let mut waiting: VecDeque<Turn> = VecDeque::new();
    let mut served = Vec::new();
    for (bin, &release) in releases[..bins].iter().enumerate() {
        while let Some(turn) = coming.pop_front_if(|turn| turn.bin as usize <= bin) {
            waiting.push_back(turn);
        }
        for _ in 0..release.max(0) {
            if let Some(turn) = waiting.pop_front() {
                served.push((turn, bin as i64));
            }
        }
    }
    waiting.extend(coming);
    let rest: Vec<Turn> = waiting.into();
    let bins_of_rest = spill_bins(rest.len(), releases, turns, &spill_of(flow, input));
    served.extend(rest.into_iter().zip(bins_of_rest));
    served
}

/// One flow's way of serving the rest.
enum Rest {
    Overflow,
    Dump,
    OneEach,
    PerBin(f64),
}

fn spill_of(flow: usize, input: &Input) -> Rest {
    match &input.spill {
        Spill::OverflowBin => Rest::Overflow,
        Spill::DumpToNextBin => Rest::Dump,
        Spill::OnePerSpillBin => Rest::OneEach,
        Spill::DefinedReleaseRate(hourly) => {
            Rest::PerBin(hourly[flow] * (f64::from(input.horizon.bin_minutes()) / 60.0))
        }
        Spill::SameReleaseRate => {
            mean_release(&input.schedule[flow], input.horizon).map_or(Rest::OneEach, Rest::PerBin)
        }
    }
}

/// The mean release from the first to the last bin with a release; none where that is not above zero.
fn mean_release(releases: &[i64], horizon: Horizon) -> Option<f64> {
    let day = &releases[..horizon.bins() as usize];
    let first = day.iter().position(|release| *release > 0)?;
    let last = day.iter().rposition(|release| *release > 0)?;
    let total: i64 = day[first..=last].iter().sum();
    (total > 0).then(|| total as f64 / (last - first + 1) as f64)
}

/// The bins in which the rest are served; shorter than the rest where some are not served.
fn spill_bins(count: usize, releases: &[i64], turns: &[Turn], rest: &Rest) -> Vec<i64> {
    let bins = releases.len() - 1;
    let last_release = releases[..bins].iter().rposition(|release| *release > 0).map(|bin| bin as i64);
    let last_asked = turns.iter().map(|turn| i64::from(turn.bin)).max().unwrap_or(-1);
    let start = (last_release.unwrap_or(last_asked) + 1).max(0);
    match rest {
        Rest::Overflow => vec![bins as i64; count.min(usize::try_from(releases[bins]).unwrap_or(0))],
        Rest::Dump => vec![start; count],
        Rest::OneEach => (start..).take(count).collect(),
        Rest::PerBin(rate) => {
            let mut served: Vec<i64> = Vec::new();
            let (mut tokens, mut bin) = (0.0, start);
            while served.len() < count {
                tokens += rate;
                let mut left = tokens.trunc();
                while left >= 1.0 && served.len() < count {
                    served.push(bin);
                    left -= 1.0;
                    tokens -= 1.0;
                }
                bin += 1;
            }
            served
        }
    }
}
