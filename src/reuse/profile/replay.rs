//! Replay: what would have been said before each past execution, and was it right?
//!
//! Each execution is predicted, then judged, then recorded, in the order in which they were asked for. So no prediction knows
//! what it is about.

use super::answer::{Chart, Direction, Entry, Lesson};
use super::asked::{Input, Mode, Operation, Settings};
use super::sound::RECENT;
use super::{Index, optimised, reference};
use crate::error::Result;
use crate::pair::Side;
use crate::scenario::contracts::Contracts;

/// One quantity, execution by execution. Where there was no prediction its numbers are NaN.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Course {
    /// What was expected.
    pub expected: Vec<f64>,
    /// The lower end of the interval.
    pub low: Vec<f64>,
    /// The upper end.
    pub high: Vec<f64>,
    /// What happened.
    pub actual: Vec<f64>,
    /// Whether the interval held it.
    pub held: Vec<bool>,
    /// The share of the last [`RECENT`] intervals that held.
    pub recent: Vec<f64>,
    /// The control chart; empty in the published mode, which has none.
    pub charts: Vec<Chart>,
}

impl Course {
    fn take(&mut self, expected: f64, [low, high]: [f64; 2], actual: f64, chart: Option<Chart>) {
        self.expected.push(expected);
        self.low.push(low);
        self.high.push(high);
        self.actual.push(actual);
        self.held.push(low <= actual && actual <= high);
        let from = self.held.len().saturating_sub(RECENT);
        let last = &self.held[from..];
        self.recent.push(last.iter().filter(|held| **held).count() as f64 / last.len() as f64);
        self.charts.extend(chart);
    }

    /// The share of all intervals that held; 0 where there is none.
    pub fn coverage(&self) -> f64 {
        self.held.iter().filter(|held| **held).count() as f64 / self.held.len().max(1) as f64
    }

    /// The mean of `|expected − actual| / actual` over executions that took something; 0 where there is none.
    pub fn error(&self) -> f64 {
        let errors =
            self.expected.iter().zip(&self.actual).filter(|(expected, actual)| **actual > 0.0 && !expected.is_nan());
        let (sum, count) = errors.fold((0.0, 0_u32), |(sum, count), (expected, actual)| {
            (sum + (expected - actual).abs() / actual, count + 1)
        });
        sum / f64::from(count.max(1))
    }
}

/// Something that deserves a look.
#[derive(Debug, Clone, PartialEq)]
pub struct Alarm {
    /// The execution, from 0.
    pub execution: u32,
    /// What was seen.
    pub kind: AlarmKind,
}

/// What was seen.
#[derive(Debug, Clone, PartialEq)]
pub enum AlarmKind {
    /// The execution itself is an anomaly; why, as a sentence.
    Anomaly(String),
    /// The smoothed deviation of the time left its limits.
    OffTarget(Direction),
    /// A cumulative sum of the time crossed its limit: the model moved its level.
    Drift(Direction),
}

/// What was said of each execution and what happened.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Replay {
    /// Times, in milliseconds.
    pub time_ms: Course,
    /// Memory, in megabytes.
    pub memory_mb: Course,
    /// How many executions each prediction rests on.
    pub samples: Vec<u32>,
    /// What deserves a look, in the order of the executions.
    pub alarms: Vec<Alarm>,
}

/// Every past execution of the set, one after another, by one side.
///
/// # Errors
/// As [`Input::checked`].
pub fn replay(set: &Contracts, mode: Mode, settings: Settings, side: Side) -> Result<Replay> {
    let operations = (0..).zip(&set.executions).flat_map(|(prediction, execution)| {
        let (contract, time_ms, memory_mb) = (execution.contract.0, execution.time_ms, execution.memory_mb);
        [
            Operation::Predict { contract },
            Operation::Judge { prediction, time_ms, memory_mb },
            Operation::Record { contract, time_ms, memory_mb },
        ]
    });
    let input = Input::checked(mode, settings, set.contracts.clone(), operations.collect())?;
    let entries = match side {
        Side::Reference => reference::transcript(&input),
        Side::Optimised => optimised::transcript(&input, &Index::new(&input)),
    };
    let mut replay = Replay::default();
    for ((place, execution), entries) in (0..).zip(&set.executions).zip(entries.chunks_exact(3)) {
        replay.take(place, [execution.time_ms, execution.memory_mb], entries);
    }
    Ok(replay)
}

impl Replay {
    fn take(&mut self, execution: u32, [time_ms, memory_mb]: [f64; 2], entries: &[Entry]) {
        const NONE: (f64, [f64; 2]) = (f64::NAN, [f64::NAN; 2]);
        let (time, memory, samples) = match &entries[0] {
            Entry::Forecast(said) => {
                ((said.time_ms, said.time_interval_ms), (said.memory_mb, said.memory_interval_mb), said.samples)
            }
            Entry::Predicted(said) => {
                ((said.time_ms, said.time_interval_ms), (said.memory_mb, said.memory_interval_mb), said.samples)
            }
            _ => (NONE, NONE, 0),
        };
        if let Entry::Judged(judgement) = &entries[1]
            && judgement.anomalous
        {
            self.alarms.push(Alarm { execution, kind: AlarmKind::Anomaly(judgement.reason.clone()) });
        }
        let (time_chart, memory_chart) = match &entries[2] {
            Entry::Learned(Lesson { time, memory }) => (Some(*time), Some(*memory)),
            _ => (None, None),
        };
        if let Some(chart) = time_chart {
            let seen = [chart.off_target.map(AlarmKind::OffTarget), chart.drift.map(AlarmKind::Drift)];
            self.alarms.extend(seen.into_iter().flatten().map(|kind| Alarm { execution, kind }));
        }
        self.samples.push(samples);
        self.time_ms.take(time.0, time.1, time_ms, time_chart);
        self.memory_mb.take(memory.0, memory.1, memory_mb, memory_chart);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reuse::profile::Variant;
    use crate::scenario::contracts::{Flavour, Generated, generate};

    fn set(executions: u32) -> Contracts {
        generate(&Generated { contracts: 40, flavour: Flavour::Realistic, seed: 2, executions }).unwrap()
    }

    #[test]
    fn both_sides_replay_alike_and_the_default_holds_what_it_promises_where_the_published_does_not() {
        let set = set(600);
        let replayed = |mode, side| replay(&set, mode, Settings::default(), side).unwrap();
        let sound = replayed(Mode::Sound, Side::Optimised);
        assert_eq!(sound, replayed(Mode::Sound, Side::Reference));
        assert!(sound.time_ms.coverage() > 0.9, "{}", sound.time_ms.coverage());
        let published = replayed(Mode::Published(Variant::Slots), Side::Optimised);
        assert!(published.time_ms.coverage() < 0.3, "{}", published.time_ms.coverage());
        assert!(published.time_ms.error() > sound.time_ms.error());
        assert_eq!((published.time_ms.charts.len(), sound.time_ms.charts.len()), (0, 600));
    }

    #[test]
    fn no_executions_have_an_empty_replay() {
        let replayed = replay(&set(0), Mode::Sound, Settings::default(), Side::Optimised).unwrap();
        assert_eq!(replayed, Replay::default());
        assert_eq!((replayed.time_ms.coverage(), replayed.time_ms.error()), (0.0, 0.0));
    }

    #[test]
    fn the_first_prediction_rests_on_nothing() {
        let replayed = replay(&set(3), Mode::Sound, Settings::default(), Side::Optimised).unwrap();
        assert_eq!(replayed.samples, [0, 1, 2]);
    }
}
