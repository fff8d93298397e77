//! The published profiler, kept ready: executions of one shape together, with exact sums.

use std::collections::VecDeque;

use super::exact::Moments;
use super::shape::Shapes;
use crate::reuse::profile::answer::{Entry, Features, Judgement, Prediction, Statistics};
use crate::reuse::profile::asked::Settings;
use crate::reuse::profile::published::{self, Base};

/// An execution inside its group.
#[derive(Debug, Clone, Copy)]
struct Execution {
    number: u64,
    time_ms: f64,
    memory_mb: f64,
}

/// The remembered executions of one shape, oldest first.
#[derive(Debug, Clone, Default)]
struct Group {
    executions: VecDeque<Execution>,
    time: Moments,
    memory: Moments,
}

impl Group {
    fn put(&mut self, execution: Execution) {
        self.time.put(execution.time_ms);
        self.memory.put(execution.memory_mb);
        self.executions.push_back(execution);
    }

    fn take_oldest(&mut self) -> Option<Execution> {
        let execution = self.executions.pop_front()?;
        self.time.take(execution.time_ms);
        self.memory.take(execution.memory_mb);
        Some(execution)
    }
}

/// A contract as this profiler sees it.
#[derive(Debug, Clone, Copy)]
pub(in crate::reuse::profile) struct Seen<'a> {
    pub(in crate::reuse::profile) id: &'a str,
    pub(in crate::reuse::profile) kind: &'a str,
    pub(in crate::reuse::profile) features: &'a Features,
    /// The place of its vector among the shapes.
    pub(in crate::reuse::profile) shape: u32,
}

/// Sums over executions in the order of similarity.
#[derive(Debug, Clone, Copy, Default)]
struct Weighted {
    weight: f64,
    time: f64,
    memory: f64,
}

impl Weighted {
    fn add(&mut self, similarity: f64, execution: &Execution) {
        self.weight += similarity;
        self.time += similarity * execution.time_ms;
        self.memory += similarity * execution.memory_mb;
    }
}

/// The state of a published profiler.
#[derive(Debug, Clone)]
pub(in crate::reuse::profile) struct Published {
    settings: Settings,
    groups: Vec<Group>,
    /// The group of each remembered execution, oldest first.
    order: VecDeque<u32>,
    time: Moments,
    memory: Moments,
    numbered: u64,
    /// Worked out when first asked for after a change.
    statistics: Option<Statistics>,
}

impl Published {
    pub(in crate::reuse::profile) fn new(settings: Settings, shapes: usize) -> Self {
        let groups = vec![Group::default(); shapes];
        let (time, memory) = (Moments::default(), Moments::default());
        Self { settings, groups, order: VecDeque::new(), time, memory, numbered: 0, statistics: None }
    }

    /// Remembers an execution, and forgets the oldest beyond the limit.
    pub(in crate::reuse::profile) fn record(&mut self, shape: u32, time_ms: f64, memory_mb: f64) {
        if self.settings.history_size == 0 {
            return;
        }
        if self.groups.len() <= shape as usize {
            self.groups.resize_with(shape as usize + 1, Group::default);
        }
        if self.order.len() == self.settings.history_size as usize
            && let Some(oldest) = self.order.pop_front()
            && let Some(execution) = self.groups[oldest as usize].take_oldest()
        {
            self.time.take(execution.time_ms);
            self.memory.take(execution.memory_mb);
        }
        self.numbered += 1;
        self.groups[shape as usize].put(Execution { number: self.numbered, time_ms, memory_mb });
        self.time.put(time_ms);
        self.memory.put(memory_mb);
        self.order.push_back(shape);
        self.statistics = None;
    }

    /// The prediction; nothing where all weights are 0.
    pub(in crate::reuse::profile) fn prediction(&self, contract: Seen<'_>, shapes: &Shapes) -> Option<Prediction> {
        let mut alike: Vec<(f64, &Group)> = (0_u32..)
            .zip(&self.groups)
            .filter(|(_, group)| !group.executions.is_empty())
            .map(|(shape, group)| (shapes.similarity(contract.shape, shape), group))
            .filter(|(similarity, _)| *similarity >= self.settings.similarity_threshold)
            .collect();
        if alike.is_empty() {
            return Some(cold(contract));
        }
        alike.sort_unstable_by(|(one, _), (other, _)| other.total_cmp(one));
        let samples: usize = alike.iter().map(|(_, group)| group.executions.len()).sum();
        let sums = weighted(&alike);
        if sums.weight <= 0.0 {
            return None;
        }
        let all = samples == self.order.len();
        let moments = |of: fn(&Group) -> &Moments, total: &Moments| {
            let mut moments = Moments::default();
            if all {
                return total.clone();
            }
            for (_, group) in &alike {
                moments.put_all(of(group));
            }
            moments
        };
        let confidence = (sums.weight / samples as f64).min(1.0);
        let level = self.settings.confidence_level;
        let first = alike[0].1.executions[0];
        Some(Prediction {
            contract: contract.id.to_owned(),
            time_ms: sums.time / sums.weight,
            memory_mb: sums.memory / sums.weight,
            time_interval_ms: interval(&moments(|group| &group.time, &self.time), samples, first.time_ms, level),
            memory_interval_mb: interval(
                &moments(|group| &group.memory, &self.memory),
                samples,
                first.memory_mb,
                level,
            ),
            confidence,
            uncertainty: 1.0 - confidence,
            samples: u32::try_from(samples).expect("a history has a limit"),
        })
    }

    /// Statistics of the history.
    pub(in crate::reuse::profile) fn statistics(&mut self) -> Statistics {
        let history_size = u32::try_from(self.order.len()).expect("a history has a limit");
        if self.order.len() <= published::SILENT {
            return Statistics { history_size, ..Statistics::default() };
        }
        *self.statistics.get_or_insert_with(|| Statistics {
            history_size,
            time_mean_ms: self.time.mean(),
            time_deviation_ms: self.time.deviation(),
            memory_mean_mb: self.memory.mean(),
            memory_deviation_mb: self.memory.deviation(),
        })
    }

    /// Whether an execution is an anomaly: the first rule that fires.
    pub(in crate::reuse::profile) fn judgement(
        &mut self,
        predicted_ms: Option<f64>,
        time_ms: f64,
        memory_mb: f64,
    ) -> Entry {
        if self.order.len() < published::SILENT {
            return Entry::Judged(Judgement::ordinary(published::TOO_FEW));
        }
        let known = self.statistics();
        let rules = [
            ("Time", "ms", time_ms, known.time_mean_ms, known.time_deviation_ms),
            ("Memory", "MB", memory_mb, known.memory_mean_mb, known.memory_deviation_mb),
        ];
        for (quantity, unit, value, mean, deviation) in rules {
            let score = (value - mean).abs() / deviation;
            if deviation > 0.0 && score > self.settings.anomaly_threshold {
                return Entry::Judged(Judgement::far(quantity, unit, value, mean, deviation, score));
            }
        }
        match predicted_ms {
            Some(predicted_ms) if predicted_ms > 0.0 => {
                let percent = (time_ms - predicted_ms).abs() / predicted_ms * 100.0;
                let missed = percent > 100.0;
                Entry::Judged(if missed {
                    Judgement::missed(percent, predicted_ms, time_ms)
                } else {
                    Judgement::ordinary(published::ORDINARY)
                })
            }
            _ => Entry::Undefined(published::NO_PREDICTION),
        }
    }
}

/// The sums, group after group; groups of equal similarity are joined by age.
fn weighted(alike: &[(f64, &Group)]) -> Weighted {
    let mut sums = Weighted::default();
    for equal in alike.chunk_by(|(one, _), (other, _)| one.to_bits() == other.to_bits()) {
        let similarity = equal[0].0;
        if let [(_, group)] = equal {
            for execution in &group.executions {
                sums.add(similarity, execution);
            }
            continue;
        }
        let mut joined: Vec<&Execution> = equal.iter().flat_map(|(_, group)| &group.executions).collect();
        joined.sort_unstable_by_key(|execution| execution.number);
        for execution in joined {
            sums.add(similarity, execution);
        }
    }
    sums
}

/// The prediction where nothing is alike.
fn cold(contract: Seen<'_>) -> Prediction {
    let base = Base::of(contract.kind);
    let count = f64::from(contract.features.method_count);
    let time_ms = count * base.time_ms * (1.0 + contract.features.complexity / 100.0);
    let memory_mb = 50.0 + count * base.memory_mb;
    Prediction {
        contract: contract.id.to_owned(),
        time_ms,
        memory_mb,
        time_interval_ms: [time_ms * 0.5, time_ms * 2.0],
        memory_interval_mb: [memory_mb * 0.5, memory_mb * 2.0],
        confidence: 0.5,
        uncertainty: 0.5,
        samples: 0,
    }
}

/// The published interval of values whose moments are known; `only` is the value where there is one.
fn interval(moments: &Moments, samples: usize, only: f64, level: f64) -> [f64; 2] {
    if samples == 1 {
        return [only * 0.5, only * 1.5];
    }
    let centre = moments.mean();
    let margin = published::normal_quantile(level) * (moments.deviation() / (samples as f64).sqrt());
    [(centre - margin).max(0.0), centre + margin]
}

/// The published interval of a list of values.
pub(in crate::reuse::profile) fn interval_of(values: &[f64], level: f64) -> [f64; 2] {
    let Some(first) = values.first() else { return [0.0, 0.0] };
    let mut moments = Moments::default();
    for value in values {
        moments.put(*value);
    }
    interval(&moments, values.len(), *first, level)
}
