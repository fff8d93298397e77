//! Right because: a queue is served in its own order, so bin `t` serves one run of it: it begins where bin `t - 1`
//!   stopped and ends after `n[t]` turns or at the last turn asked for by `t`, whichever comes first. A later turn of
//!   a flight overwrites its wait in place, as it does in the reference.
//! Fast because: nothing is queued. Where each bin's run may end is counted once for each queue, so a schedule costs
//!   one comparison a bin and one subtraction a turn: O(bins + turns). Waits are written to a dense table; every
//!   turn knows its flight's place in it.
//! Did not pay: nothing else was measured. Skipping turns that a later turn of the same flight overwrites would need a look
//!   at a table for each turn, where a wait is one subtraction; it is done in `flow/objective`, where a late turn costs more.

use indexmap::IndexMap;

use super::{Spill, Turn, Wait};
use crate::flow::schedule::Schedule;
use crate::model::{FlightId, Horizon, UtcMicros};

const MINUTE: i64 = 60_000_000;

/// One flow's queue, counted for serving.
#[derive(Debug, Clone)]
pub(crate) struct Queue {
    /// For each bin, how many turns are asked for by then.
    asked_by: Vec<u32>,
    /// Time of day of each turn, in whole minutes, rounded down.
    asked_min: Vec<u32>,
}

impl Queue {
    pub(crate) fn new(turns: &[Turn], horizon: Horizon) -> Self {
        let mut asked_by = vec![0_u32; horizon.bins() as usize];
        for turn in turns {
            asked_by[turn.bin as usize] += 1;
        }
        let mut sum = 0;
        for count in &mut asked_by {
            sum += *count;
            *count = sum;
        }
        let minute = |turn: &Turn| u32::try_from(turn.asked.of_day() / MINUTE).expect("a day has 1,440 minutes");
        Self { asked_by, asked_min: turns.iter().map(minute).collect() }
    }

    /// How many turns there are.
    pub(crate) fn len(&self) -> usize {
        self.asked_min.len()
    }

    /// Minutes that the turn at `position` waits when it is served in `bin`.
    ///
    /// Bins open at whole minutes, so rounding the wait up is rounding the moment of asking down.
    pub(crate) fn delay_min(&self, position: usize, bin: u32, bin_minutes: u32) -> u32 {
        (bin * bin_minutes).saturating_sub(self.asked_min[position])
    }

    /// Writes the bin in which each turn is served, in queue order; turns beyond the end of `bins` are not served.
    pub(crate) fn serve(&self, releases: &[i64], spill: SpillOf, horizon: Horizon, bins: &mut Vec<u32>) {
        bins.clear();
        for ((bin, &release), &asked_by) in (0_u32..).zip(releases).zip(&self.asked_by) {
            if release > 0 {
                let ready = asked_by as usize - bins.len();
                let run = usize::try_from(release).map_or(ready, |release| release.min(ready));
                bins.extend(core::iter::repeat_n(bin, run));
            }
        }
        let rest = self.asked_min.len() - bins.len();
        if rest > 0 {
            self.serve_rest(rest, releases, spill, horizon, bins);
        }
    }

    /// Serves from bin `from` on, where every turn before it is served as asked; ends once nobody waits after bin `until`.
    ///
    /// Writes the bins of the turns that it serves, from the first one asked for in `from`. Returns that turn's position, and
    /// whether every turn is served in the end.
    pub(crate) fn serve_between(
        &self,
        releases: &[i64],
        (from, until): (usize, usize),
        spill: SpillOf,
        horizon: Horizon,
        bins: &mut Vec<u32>,
    ) -> (usize, bool) {
        bins.clear();
        let first = if from == 0 { 0 } else { self.asked_by[from - 1] as usize };
        for (bin, (&release, &asked_by)) in releases.iter().zip(&self.asked_by).enumerate().skip(from) {
            let ready = asked_by as usize - first - bins.len();
            let run = usize::try_from(release).map_or(0, |release| release.min(ready));
            bins.extend(core::iter::repeat_n(whole_bin(bin), run));
            if bin >= until && run == ready {
                return (first, true);
            }
        }
        let rest = self.asked_min.len() - first - bins.len();
        if rest > 0 {
            self.serve_rest(rest, releases, spill, horizon, bins);
        }
        (first, first + bins.len() == self.asked_min.len())
    }

    fn serve_rest(&self, rest: usize, releases: &[i64], spill: SpillOf, horizon: Horizon, bins: &mut Vec<u32>) {
        let (day, after) = releases.split_at(self.asked_by.len());
        let start = self.first_spill_bin(day);
        match spill {
            SpillOf::Overflow => {
                let overflow = usize::try_from(after[0]).unwrap_or(0);
                bins.extend(core::iter::repeat_n(horizon.bins(), rest.min(overflow)));
            }
            SpillOf::Dump => bins.extend(core::iter::repeat_n(start, rest)),
            SpillOf::OneEach => bins.extend((start..).take(rest)),
            SpillOf::Hourly(rate) => {
                token_bucket(rest, start, rate * (f64::from(horizon.bin_minutes()) / 60.0), bins);
            }
            SpillOf::Mean => match mean_release(day) {
                Some(rate) => token_bucket(rest, start, rate, bins),
                None => bins.extend((start..).take(rest)),
            },
        }
    }

    /// The bin after the last release, or after the last turn's own bin where nothing is released at all.
    fn first_spill_bin(&self, day: &[i64]) -> u32 {
        let last = day.iter().rposition(|release| *release > 0).unwrap_or_else(|| {
            let asked_by_last = self.asked_by.partition_point(|asked| (*asked as usize) < self.asked_min.len());
            asked_by_last.min(day.len() - 1)
        });
        whole_bin(last) + 1
    }
}

fn whole_bin(bin: usize) -> u32 {
    u32::try_from(bin).expect("a day has at most 1,440 bins")
}

/// A flow's share of [`Spill`].
#[derive(Debug, Clone, Copy)]
pub(crate) enum SpillOf {
    Overflow,
    Dump,
    OneEach,
    Hourly(f64),
    Mean,
}

impl SpillOf {
    pub(crate) fn flow(spill: &Spill, flow: usize) -> Self {
        match spill {
            Spill::OverflowBin => Self::Overflow,
            Spill::DumpToNextBin => Self::Dump,
            Spill::OnePerSpillBin => Self::OneEach,
            Spill::DefinedReleaseRate(hourly) => Self::Hourly(hourly[flow]),
            Spill::SameReleaseRate => Self::Mean,
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a bucket holds no more tokens than turns")]
fn token_bucket(rest: usize, start: u32, per_bin: f64, bins: &mut Vec<u32>) {
    let end = bins.len() + rest;
    let (mut tokens, mut bin) = (0.0_f64, start);
    while bins.len() < end {
        tokens += per_bin;
        let released = (tokens as usize).min(end - bins.len());
        bins.extend(core::iter::repeat_n(bin, released));
        tokens -= released as f64;
        bin += 1;
    }
}

fn mean_release(day: &[i64]) -> Option<f64> {
    let first = day.iter().position(|release| *release > 0)?;
    let last = day.iter().rposition(|release| *release > 0)?;
    let total: i64 = day[first..=last].iter().sum();
    (total > 0).then(|| total as f64 / (last - first + 1) as f64)
}

/// All queues of a day, with each turn's place in the answer.
#[derive(Debug, Clone)]
pub struct Queues {
    horizon: Horizon,
    flows: Vec<Queue>,
    /// For each turn, queue after queue: its flight's place among the flights, in order of first appearance.
    place: Vec<u32>,
    /// The turns themselves, queue after queue.
    turns: Vec<Turn>,
    flights: usize,
}

impl Queues {
    /// Counts the queues, in O(turns + bins).
    pub fn new(horizon: Horizon, queues: &[Vec<Turn>]) -> Self {
        let mut places: IndexMap<FlightId, ()> = IndexMap::new();
        let turns: Vec<Turn> = queues.iter().flatten().copied().collect();
        let place = turns.iter().map(|turn| FlightId::at(places.insert_full(turn.flight, ()).0).0).collect();
        Self {
            horizon,
            flows: queues.iter().map(|turns| Queue::new(turns, horizon)).collect(),
            place,
            turns,
            flights: places.len(),
        }
    }

    /// The waits under a schedule; see the pair's definition.
    ///
    /// # Panics
    /// When `schedule` has not one row a queue with one count a bin and one more.
    pub fn delays(&self, schedule: &Schedule, spill: &Spill) -> Vec<Wait> {
        let mut waits: Vec<Wait> = Vec::with_capacity(self.flights);
        let mut answer_of_place = vec![usize::MAX; self.flights];
        let mut bins = Vec::new();
        let mut first = 0;
        for (flow, (queue, releases)) in self.flows.iter().zip(schedule).enumerate() {
            queue.serve(releases, SpillOf::flow(spill, flow), self.horizon, &mut bins);
            let turns = first..first + queue.len();
            for ((turn, &place), &bin) in self.turns[turns.clone()].iter().zip(&self.place[turns]).zip(&bins) {
                let wait = self.wait(turn, bin);
                let answer = &mut answer_of_place[place as usize];
                if *answer == usize::MAX {
                    *answer = waits.len();
                    waits.push(wait);
                } else {
                    waits[*answer] = wait;
                }
            }
            first += queue.len();
        }
        waits
    }

    fn wait(&self, turn: &Turn, bin: u32) -> Wait {
        let opens = UtcMicros(turn.asked.midnight().0 + i64::from(bin * self.horizon.bin_minutes()) * MINUTE);
        let start = opens.max(turn.asked);
        Wait {
            flight: turn.flight,
            asked: turn.asked,
            delay_min: (start.0 - turn.asked.0 + MINUTE - 1) / MINUTE,
            start,
        }
    }
}
