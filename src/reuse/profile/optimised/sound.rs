//! The default model, kept up to date execution by execution.

use std::collections::VecDeque;
use std::sync::Arc;

use super::shape::all_features;
use crate::math::{exp, ln, to_whole};
use crate::reuse::profile::answer::{Chart, Coverage, Direction, Entry, Features, Forecast, Health, Judgement, Lesson};
use crate::reuse::profile::asked::{Input, Operation, Settings, Variant};
use crate::reuse::profile::published::Base;
use crate::reuse::profile::sound::OFF_TARGET;
use crate::reuse::profile::sound::{
    ALARM, CAUTION, DOUBT, FEATURE_GRID, FEW, FINEST_SCALE, FIRST_SCALE, FLOOR, HOLD, LEARNED_GRID, NORMAL_MEDIAN,
    ORDINARY, PULLS, RECENT, SETTLED, SHARE, SLACK, SMOOTHING, TOO_FEW, TYPES, WIDTH, WINDOW, far,
};
use crate::scenario::contracts::Contract;

/// A contract as the model sees it.
#[derive(Debug, Clone)]
pub(in crate::reuse::profile) struct Known {
    id: Arc<str>,
    outline: Outline,
    /// What the type suggests, in ms and MB, as logarithms.
    prior: [f64; 2],
}

/// A contract's features: 1, this number of 2⁻²⁰, and a 1 at its type.
#[derive(Debug, Clone, Copy)]
struct Outline {
    size: i64,
    kind: usize,
}

impl Known {
    pub(in crate::reuse::profile) fn new(contract: &Contract, features: &Features) -> Self {
        Self::of(&contract.id, &contract.contract_type, features)
    }

    pub(in crate::reuse::profile) fn of(id: &Arc<str>, contract_type: &str, features: &Features) -> Self {
        let base = Base::of(contract_type);
        let slots = f64::from(features.method_count);
        let time_ms = slots.max(1.0) * base.time_ms * (1.0 + features.complexity / 100.0);
        let kind = TYPES.iter().position(|kind| *kind == contract_type).unwrap_or(TYPES.len());
        let size = to_whole(ln(slots.max(1.0) / 15.0) * FEATURE_GRID);
        Self {
            id: Arc::clone(id),
            outline: Outline { size, kind: 2 + kind },
            prior: [ln(time_ms), ln(50.0 + slots * base.memory_mb)],
        }
    }
}

/// The contracts of an input as the model sees them.
#[derive(Debug, Clone)]
pub(super) struct Contracts(Vec<Known>);

impl Contracts {
    pub(super) fn new(contracts: &[Contract]) -> Self {
        let features = all_features(contracts, Variant::Slots);
        Self(contracts.iter().zip(&features).map(|(contract, features)| Known::new(contract, features)).collect())
    }
}

pub(super) fn transcript(input: &Input, contracts: &Contracts) -> Vec<Entry> {
    let mut model = Model::new(input.settings());
    let mut expected = Vec::new();
    let answer = |operation: &Operation| match *operation {
        Operation::Record { contract, time_ms, memory_mb } => {
            Entry::Learned(model.learn(&contracts.0[contract as usize], [time_ms, memory_mb]))
        }
        Operation::Predict { contract } => {
            let known = &contracts.0[contract as usize];
            expected.push(model.expected(known));
            Entry::Forecast(model.forecast(known))
        }
        Operation::Judge { prediction, time_ms, memory_mb } => {
            Entry::Judged(model.judgement(expected[prediction as usize], [time_ms, memory_mb]))
        }
        Operation::Statistics => Entry::Health(model.samples(), model.health(0), model.health(1)),
    };
    input.operations().iter().map(answer).collect()
}

/// A remembered execution: what must be taken back when it is forgotten.
#[derive(Debug, Clone, Copy)]
struct Execution {
    outline: Outline,
    learned: [i64; 2],
}

/// The state of the default model.
#[derive(Debug, Clone)]
pub(in crate::reuse::profile) struct Model {
    settings: Settings,
    executions: VecDeque<Execution>,
    /// Sums of products of features, below the diagonal and on it.
    products: [[i128; WIDTH]; WIDTH],
    quantities: [Quantity; 2],
}

impl Model {
    pub(in crate::reuse::profile) fn new(settings: Settings) -> Self {
        Self {
            settings,
            executions: VecDeque::new(),
            products: [[0; WIDTH]; WIDTH],
            quantities: [Quantity::default(), Quantity::default()],
        }
    }

    /// How many executions the model rests on.
    pub(in crate::reuse::profile) fn samples(&self) -> u32 {
        u32::try_from(self.executions.len()).expect("a history has a limit")
    }

    /// The logarithms of what is expected.
    pub(in crate::reuse::profile) fn expected(&self, known: &Known) -> [f64; 2] {
        [0, 1].map(|quantity| {
            let asked = &self.quantities[quantity];
            known.prior[quantity] + (asked.corrections(known.outline)[asked.better()] + asked.course.level)
        })
    }

    pub(in crate::reuse::profile) fn forecast(&self, known: &Known) -> Forecast {
        let expected = self.expected(known);
        let [time, memory] = [0, 1].map(|quantity| {
            let reach = self.quantities[quantity].reach(self.settings.confidence_level);
            [exp(expected[quantity] - reach), exp(expected[quantity] + reach)]
        });
        Forecast {
            contract: known.id.to_string(),
            time_ms: exp(expected[0]),
            time_interval_ms: time,
            memory_mb: exp(expected[1]),
            memory_interval_mb: memory,
            samples: self.samples(),
            recent: self.quantities[0].recent(),
        }
    }

    /// Learns from an execution, and forgets the oldest beyond the limit.
    pub(in crate::reuse::profile) fn learn(&mut self, known: &Known, values: [f64; 2]) -> Lesson {
        let limit = self.settings.history_size as usize;
        let room = limit.min(WINDOW);
        let [(time, time_learned), (memory, memory_learned)] = [0, 1].map(|quantity| {
            let value = ln(values[quantity].max(FLOOR));
            self.quantities[quantity].learn(value, known, known.prior[quantity], room, self.settings.confidence_level)
        });
        if limit > 0 {
            if self.executions.len() == limit
                && let Some(oldest) = self.executions.pop_front()
            {
                self.change(oldest, -1);
            }
            let newest = Execution { outline: known.outline, learned: [time_learned, memory_learned] };
            self.executions.push_back(newest);
            self.change(newest, 1);
            self.solve();
        }
        Lesson { time, memory }
    }

    /// Puts an execution into the sums, or takes it out: of its eight features only three are not 0.
    fn change(&mut self, execution: Execution, sign: i128) {
        const ONE: i128 = 1 << 20;
        let Outline { size, kind } = execution.outline;
        let numbers = [(0, ONE), (1, i128::from(size)), (kind, ONE)];
        for (row, number) in numbers {
            for (column, other) in numbers.into_iter().filter(|(column, _)| *column <= row) {
                self.products[row][column] += sign * number * other;
            }
            for (quantity, learned) in self.quantities.iter_mut().zip(execution.learned) {
                quantity.targets[row] += sign * number * i128::from(learned);
            }
        }
    }

    fn solve(&mut self) {
        for (pull, pulls) in PULLS.iter().enumerate() {
            let lower = self.factor(pulls);
            for quantity in &mut self.quantities {
                quantity.coefficients[pull] = substituted(&lower, &quantity.targets);
            }
        }
    }

    /// The factor of Cholesky's method, which both quantities share.
    #[expect(clippy::needless_range_loop, reason = "two rows are read at one place: indices are plainer")]
    fn factor(&self, pulls: &[f64; WIDTH]) -> [[f64; WIDTH]; WIDTH] {
        let mut lower = [[0.0; WIDTH]; WIDTH];
        for row in 0..WIDTH {
            for column in 0..=row {
                let mut rest = self.products[row][column] as f64 / (FEATURE_GRID * FEATURE_GRID);
                if row == column {
                    rest += pulls[row];
                }
                for before in 0..column {
                    rest -= lower[row][before] * lower[column][before];
                }
                lower[row][column] = if row == column { rest.sqrt() } else { rest / lower[column][column] };
            }
        }
        lower
    }

    pub(in crate::reuse::profile) fn judgement(&self, expected: [f64; 2], values: [f64; 2]) -> Judgement {
        if self.quantities[0].sorted.len() < FEW {
            return Judgement::ordinary(TOO_FEW);
        }
        for (quantity, (name, unit)) in [("Time", "ms"), ("Memory", "MB")].into_iter().enumerate() {
            let deviation = (ln(values[quantity].max(FLOOR)) - expected[quantity]) / self.quantities[quantity].scale();
            if deviation.abs() > self.settings.anomaly_threshold {
                let reason = far(name, unit, values[quantity], exp(expected[quantity]), deviation);
                return Judgement { anomalous: true, reason };
            }
        }
        Judgement::ordinary(ORDINARY)
    }

    /// What is known of the time (0) or the memory (1).
    pub(in crate::reuse::profile) fn health(&self, quantity: usize) -> Health {
        let quantity = &self.quantities[quantity];
        Health {
            scale: quantity.scale(),
            reach: quantity.reach(self.settings.confidence_level),
            level: quantity.course.level,
            recent: quantity.recent(),
            all: quantity.all,
        }
    }
}

/// The solution of the factored system.
fn substituted(lower: &[[f64; WIDTH]; WIDTH], targets: &[i128; WIDTH]) -> [f64; WIDTH] {
    let mut solution = [0.0; WIDTH];
    for row in 0..WIDTH {
        let mut rest = targets[row] as f64 / (FEATURE_GRID * LEARNED_GRID);
        for before in 0..row {
            rest -= lower[row][before] * solution[before];
        }
        solution[row] = rest / lower[row][row];
    }
    for row in (0..WIDTH).rev() {
        let mut rest = solution[row];
        for after in row + 1..WIDTH {
            rest -= lower[after][row] * solution[after];
        }
        solution[row] = rest / lower[row][row];
    }
    solution
}

/// What is known of one quantity.
#[derive(Debug, Clone, Default)]
struct Quantity {
    targets: [i128; WIDTH],
    /// Solved at once after each change, under either pull: a prediction then only reads.
    coefficients: [[f64; WIDTH]; 2],
    /// Sizes of the errors that intervals rest on, by age, with those that either pull would have made.
    by_age: VecDeque<(f64, [i128; 2])>,
    /// The former, ascending.
    sorted: Vec<f64>,
    /// The sums of the latter.
    rivals: [i128; 2],
    course: Course,
    held: VecDeque<bool>,
    held_count: u32,
    all: Coverage,
}

impl Quantity {
    fn scale(&self) -> f64 {
        if self.sorted.len() < FEW {
            return FIRST_SCALE;
        }
        let median = self.sorted[self.sorted.len().div_ceil(2) - 1];
        (median / NORMAL_MEDIAN * (1.0 + CAUTION / self.sorted.len() as f64)).max(FINEST_SCALE)
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a count")]
    fn reach(&self, level: f64) -> f64 {
        // A hair less, so that a product such as 20 · 0.95 is not rounded up for its last bit.
        let rank = (((self.sorted.len() + 1) as f64 * level - 1e-9).ceil() as usize).max(1);
        match self.sorted.get(rank - 1) {
            Some(error) => *error,
            None => self.sorted.last().copied().unwrap_or(0.0).max(DOUBT),
        }
    }

    fn recent(&self) -> Coverage {
        Coverage { held: self.held_count, of: u32::try_from(self.held.len()).expect("at most RECENT") }
    }

    /// The corrections of the prior that the history teaches under either pull, without the level.
    fn corrections(&self, outline: Outline) -> [f64; 2] {
        let size = outline.size as f64 / FEATURE_GRID;
        [0, 1].map(|pull| {
            let coefficients = &self.coefficients[pull];
            coefficients[0] + coefficients[1] * size + coefficients[outline.kind]
        })
    }

    /// Which pull was better lately: 0 the firm one, 1 the loose one.
    fn better(&self) -> usize {
        usize::from(self.rivals[1] * SHARE[1] < self.rivals[0] * SHARE[0])
    }

    /// Takes a value's logarithm in; returns the chart and what the coefficients learn.
    fn learn(&mut self, value: f64, known: &Known, prior: f64, room: usize, level: f64) -> (Chart, i64) {
        let corrections = self.corrections(known.outline);
        let errors = corrections.map(|correction| value - (prior + (correction + self.course.level)));
        let (correction, error) = (corrections[self.better()], errors[self.better()]);
        let scale = self.scale();
        let held_error = error.clamp(-HOLD * scale, HOLD * scale);
        let deviation = (error / scale).clamp(-HOLD, HOLD);
        let held = error.abs() <= self.reach(level);
        self.count(held);
        self.keep(error.abs(), errors.map(|error| i128::from(to_whole(error.abs() * LEARNED_GRID))), room);
        let level_before = self.course.level;
        let (off_target, drift) = self.course.advance(held_error, deviation);
        let Course { smoothed, sums, .. } = self.course;
        let chart = Chart { deviation, smoothed, sums, off_target, drift, held, recent: self.recent() };
        let learned = correction + held_error + (level_before - self.course.level);
        (chart, to_whole(learned * LEARNED_GRID))
    }

    fn count(&mut self, held: bool) {
        if self.held.len() == RECENT {
            self.held_count -= u32::from(self.held.pop_front() == Some(true));
        }
        self.held.push_back(held);
        self.held_count += u32::from(held);
        self.all.of += 1;
        self.all.held += u32::from(held);
    }

    fn keep(&mut self, size: f64, rivals: [i128; 2], room: usize) {
        if self.by_age.len() == room {
            let Some((oldest, errors)) = self.by_age.pop_front() else { return };
            let place = self.sorted.partition_point(|other| other.total_cmp(&oldest).is_lt());
            self.sorted.remove(place);
            self.rivals = [0, 1].map(|pull| self.rivals[pull] - errors[pull]);
        }
        self.by_age.push_back((size, rivals));
        self.rivals = [0, 1].map(|pull| self.rivals[pull] + rivals[pull]);
        let place = self.sorted.partition_point(|other| other.total_cmp(&size).is_lt());
        self.sorted.insert(place, size);
    }
}

/// What the control chart has come to.
#[derive(Debug, Clone, Copy, Default)]
struct Course {
    level: f64,
    smoothed: f64,
    sums: [f64; 2],
    /// Of each sum: how many executions since it was 0, and their held errors.
    lengths: [u32; 2],
    errors: [f64; 2],
    settling: u32,
}

impl Course {
    /// Whether the smoothed deviation is off target, and whether there is a drift.
    fn advance(&mut self, held_error: f64, deviation: f64) -> (Option<Direction>, Option<Direction>) {
        const WAYS: [(Direction, f64); 2] = [(Direction::Up, 1.0), (Direction::Down, -1.0)];
        self.smoothed = (1.0 - SMOOTHING) * self.smoothed + SMOOTHING * deviation;
        let off_target = (self.smoothed.abs() > OFF_TARGET).then_some(if self.smoothed > 0.0 {
            Direction::Up
        } else {
            Direction::Down
        });
        for (way, (_, sign)) in WAYS.into_iter().enumerate() {
            let sum = self.sums[way] + sign * deviation - SLACK;
            if sum > 0.0 {
                self.sums[way] = sum;
                self.lengths[way] += 1;
                self.errors[way] += held_error;
            } else {
                (self.sums[way], self.lengths[way], self.errors[way]) = (0.0, 0, 0.0);
            }
        }
        for (way, (direction, _)) in WAYS.into_iter().enumerate() {
            if self.sums[way] > ALARM {
                let length = self.lengths[way];
                let level = self.level + self.errors[way] / f64::from(length);
                *self = Self { level, settling: length, ..Self::default() };
                return (off_target, Some(direction));
            }
        }
        if self.settling < SETTLED {
            self.settling += 1;
            self.level += held_error / f64::from(self.settling);
        }
        (off_target, None)
    }
}
