//! The default model, refitted from the list of all executions at each operation.

use super::{features, whole};
use crate::math::{exp, ln, to_whole};
use crate::reuse::profile::answer::{Chart, Coverage, Direction, Entry, Forecast, Health, Judgement, Lesson};
use crate::reuse::profile::asked::{Input, Operation, Settings, Variant};
use crate::reuse::profile::published::Base;
use crate::reuse::profile::sound::{
    ALARM, CAUTION, DOUBT, FEATURE_GRID, FEW, FINEST_SCALE, FIRST_SCALE, FLOOR, HOLD, LEARNED_GRID, NORMAL_MEDIAN,
    ORDINARY, PULLS, RECENT, SETTLED, SHARE, SLACK, SMOOTHING, TOO_FEW, TYPES, WIDTH, WINDOW, far,
};
use crate::scenario::contracts::Contract;

/// What is known of one quantity of one execution.
#[derive(Debug, Clone, Copy)]
struct Execution {
    features: [f64; WIDTH],
    learned: f64,
    error: f64,
    /// The error held to some scales, and in scales.
    held_error: f64,
    deviation: f64,
    /// Whether the interval given before held it.
    held: bool,
    /// The sizes of the errors that the firm and the loose coefficients would have made.
    rivals: [i128; 2],
}

/// Everything that ever happened to one quantity, oldest first.
struct Past {
    settings: Settings,
    executions: Vec<Execution>,
}

/// What the control chart has come to.
#[derive(Debug, Clone, Copy, Default)]
struct Course {
    level: f64,
    smoothed: f64,
    sums: [f64; 2],
    /// Of each sum: how many executions since it was 0, and their held errors.
    runs: [(u32, f64); 2],
    /// How many errors the level is the mean of, until it is settled.
    settling: u32,
    off_target: Option<Direction>,
    drift: Option<Direction>,
}

pub(super) fn transcript(input: &Input) -> Vec<Entry> {
    let mut pasts = [0, 1].map(|_| Past { settings: input.settings(), executions: Vec::new() });
    let mut predicted: Vec<[f64; 2]> = Vec::new();
    let mut entries = Vec::new();
    for operation in input.operations() {
        entries.push(match *operation {
            Operation::Record { contract, time_ms, memory_mb } => {
                let contract = &input.contracts()[contract as usize];
                let [time, memory] = [0, 1].map(|quantity| {
                    let value: f64 = [time_ms, memory_mb][quantity];
                    pasts[quantity].learn(features_of(contract), prior(contract)[quantity], value)
                });
                Entry::Learned(Lesson { time, memory })
            }
            Operation::Predict { contract } => {
                let contract = &input.contracts()[contract as usize];
                let expected =
                    [0, 1].map(|quantity| pasts[quantity].expected(&features_of(contract), prior(contract)[quantity]));
                predicted.push(expected);
                Entry::Forecast(forecast(contract, expected, &pasts))
            }
            Operation::Judge { prediction, time_ms, memory_mb } => {
                Entry::Judged(judgement(&pasts, predicted[prediction as usize], [time_ms, memory_mb]))
            }
            Operation::Statistics => {
                Entry::Health(whole(pasts[0].remembered().len()), pasts[0].health(), pasts[1].health())
            }
        });
    }
    entries
}

fn forecast(contract: &Contract, expected: [f64; 2], pasts: &[Past; 2]) -> Forecast {
    let [time, memory] = [0, 1].map(|quantity| {
        let reach = pasts[quantity].reach();
        [exp(expected[quantity] - reach), exp(expected[quantity] + reach)]
    });
    Forecast {
        contract: contract.id.to_string(),
        time_ms: exp(expected[0]),
        time_interval_ms: time,
        memory_mb: exp(expected[1]),
        memory_interval_mb: memory,
        samples: whole(pasts[0].remembered().len()),
        recent: pasts[0].recent(),
    }
}

fn judgement(pasts: &[Past; 2], expected: [f64; 2], values: [f64; 2]) -> Judgement {
    if pasts[0].errors().len() < FEW {
        return Judgement::ordinary(TOO_FEW);
    }
    for (quantity, (name, unit)) in [("Time", "ms"), ("Memory", "MB")].into_iter().enumerate() {
        let deviation = (ln(values[quantity].max(FLOOR)) - expected[quantity]) / pasts[quantity].scale();
        if deviation.abs() > pasts[quantity].settings.anomaly_threshold {
            let reason = far(name, unit, values[quantity], exp(expected[quantity]), deviation);
            return Judgement { anomalous: true, reason };
        }
    }
    Judgement::ordinary(ORDINARY)
}

/// The features, to the nearest of the grid.
fn features_of(contract: &Contract) -> [f64; WIDTH] {
    let slots = f64::from(features(contract, Variant::Slots).method_count).max(1.0);
    let kind = TYPES.iter().position(|kind| **kind == *contract.contract_type).unwrap_or(TYPES.len());
    let mut numbers = [0.0; WIDTH];
    numbers[0] = 1.0;
    numbers[1] = to_whole(ln(slots / 15.0) * FEATURE_GRID) as f64 / FEATURE_GRID;
    numbers[2 + kind] = 1.0;
    numbers
}

/// What the type suggests, in ms and MB, as logarithms.
fn prior(contract: &Contract) -> [f64; 2] {
    let features = features(contract, Variant::Slots);
    let base = Base::of(&contract.contract_type);
    let slots = f64::from(features.method_count);
    let time_ms = slots.max(1.0) * base.time_ms * (1.0 + features.complexity / 100.0);
    [ln(time_ms), ln(50.0 + slots * base.memory_mb)]
}

impl Past {
    /// The executions that the model rests on.
    fn remembered(&self) -> &[Execution] {
        let kept = self.executions.len().min(self.settings.history_size as usize);
        &self.executions[self.executions.len() - kept..]
    }

    /// The executions whose errors intervals rest on.
    fn last(&self) -> &[Execution] {
        let remembered = self.remembered();
        &remembered[remembered.len().saturating_sub(WINDOW)..]
    }

    /// The sizes of their errors, ascending.
    fn errors(&self) -> Vec<f64> {
        let mut sizes: Vec<f64> = self.last().iter().map(|execution| execution.error.abs()).collect();
        sizes.sort_by(f64::total_cmp);
        sizes
    }

    fn scale(&self) -> f64 {
        let errors = self.errors();
        if errors.len() < FEW {
            return FIRST_SCALE;
        }
        let median = errors[errors.len().div_ceil(2) - 1];
        (median / NORMAL_MEDIAN * (1.0 + CAUTION / errors.len() as f64)).max(FINEST_SCALE)
    }

    fn reach(&self) -> f64 {
        let errors = self.errors();
        match errors.get(rank(errors.len(), self.settings.confidence_level) - 1) {
            Some(error) => *error,
            None => errors.last().copied().unwrap_or(0.0).max(DOUBT),
        }
    }

    #[expect(clippy::needless_range_loop, reason = "rows and columns of a sum: indices are plainer")]
    fn coefficients(&self, pulls: &[f64; WIDTH]) -> [f64; WIDTH] {
        let grid = |feature: f64| i128::from(to_whole(feature * FEATURE_GRID));
        let mut products = [[0_i128; WIDTH]; WIDTH];
        let mut targets = [0_i128; WIDTH];
        for execution in self.remembered() {
            for row in 0..WIDTH {
                for column in 0..WIDTH {
                    products[row][column] += grid(execution.features[row]) * grid(execution.features[column]);
                }
                targets[row] += grid(execution.features[row]) * i128::from(to_whole(execution.learned * LEARNED_GRID));
            }
        }
        let mut matrix = products.map(|row| row.map(|sum| sum as f64 / (FEATURE_GRID * FEATURE_GRID)));
        for (place, pull) in pulls.iter().enumerate() {
            matrix[place][place] += pull;
        }
        solved(&matrix, targets.map(|sum| sum as f64 / (FEATURE_GRID * LEARNED_GRID)))
    }

    /// The corrections of the prior that the history teaches under either pull, without the level.
    fn corrections(&self, features: &[f64; WIDTH]) -> [f64; 2] {
        PULLS.map(|pulls| {
            let coefficients = self.coefficients(&pulls);
            coefficients.iter().zip(features).fold(0.0, |sum, (coefficient, feature)| sum + coefficient * feature)
        })
    }

    /// Which pull was better lately: 0 the firm one, 1 the loose one.
    fn better(&self) -> usize {
        let [firm, loose] = [0, 1].map(|pull| self.last().iter().map(|execution| execution.rivals[pull]).sum::<i128>());
        usize::from(loose * SHARE[1] < firm * SHARE[0])
    }

    /// The logarithm of what is expected.
    fn expected(&self, features: &[f64; WIDTH], prior: f64) -> f64 {
        prior + (self.corrections(features)[self.better()] + self.course().level)
    }

    /// The control chart, from the first execution on.
    fn course(&self) -> Course {
        self.executions
            .iter()
            .fold(Course::default(), |course, execution| course.after(execution.held_error, execution.deviation))
    }

    fn recent(&self) -> Coverage {
        coverage(&self.executions[self.executions.len().saturating_sub(RECENT)..])
    }

    fn health(&self) -> Health {
        Health {
            scale: self.scale(),
            reach: self.reach(),
            level: self.course().level,
            recent: self.recent(),
            all: coverage(&self.executions),
        }
    }

    fn learn(&mut self, features: [f64; WIDTH], prior: f64, value: f64) -> Chart {
        let (corrections, level) = (self.corrections(&features), self.course().level);
        let errors = corrections.map(|correction| ln(value.max(FLOOR)) - (prior + (correction + level)));
        let (correction, error) = (corrections[self.better()], errors[self.better()]);
        let scale = self.scale();
        let held_error = error.clamp(-HOLD * scale, HOLD * scale);
        let deviation = (error / scale).clamp(-HOLD, HOLD);
        let held = error.abs() <= self.reach();
        let course = self.course().after(held_error, deviation);
        // What the level explains is not learned a second time.
        let learned = to_whole((correction + held_error + (level - course.level)) * LEARNED_GRID) as f64 / LEARNED_GRID;
        let rivals = errors.map(|error| i128::from(to_whole(error.abs() * LEARNED_GRID)));
        self.executions.push(Execution { features, learned, error, held_error, deviation, held, rivals });
        Chart {
            deviation,
            smoothed: course.smoothed,
            sums: course.sums,
            off_target: course.off_target,
            drift: course.drift,
            held,
            recent: self.recent(),
        }
    }
}

impl Course {
    fn after(self, held_error: f64, deviation: f64) -> Self {
        let mut next = self;
        next.smoothed = (1.0 - SMOOTHING) * self.smoothed + SMOOTHING * deviation;
        next.off_target = beyond(next.smoothed, 1.0);
        next.drift = None;
        for (way, sign) in [1.0, -1.0].into_iter().enumerate() {
            next.sums[way] = (self.sums[way] + sign * deviation - SLACK).max(0.0);
            let (length, errors) = self.runs[way];
            next.runs[way] = if next.sums[way] > 0.0 { (length + 1, errors + held_error) } else { (0, 0.0) };
        }
        if let Some(way) = [0, 1].into_iter().find(|way| next.sums[*way] > ALARM) {
            let (length, errors) = next.runs[way];
            return Self {
                level: self.level + errors / f64::from(length),
                settling: length,
                drift: Some([Direction::Up, Direction::Down][way]),
                off_target: next.off_target,
                ..Self::default()
            };
        }
        if self.settling < SETTLED {
            next.settling = self.settling + 1;
            next.level = self.level + held_error / f64::from(next.settling);
        }
        next
    }
}

fn beyond(value: f64, limit: f64) -> Option<Direction> {
    if value > limit {
        Some(Direction::Up)
    } else if value < -limit {
        Some(Direction::Down)
    } else {
        None
    }
}

fn coverage(executions: &[Execution]) -> Coverage {
    let held = executions.iter().filter(|execution| execution.held).count();
    Coverage { held: whole(held), of: whole(executions.len()) }
}

/// The place from 1 on, among `count` errors by size, of the one that an interval reaches to.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a count")]
fn rank(count: usize, level: f64) -> usize {
    // A hair less, so that a product such as 20 · 0.95 is not rounded up for its last bit.
    (((count + 1) as f64 * level - 1e-9).ceil() as usize).max(1)
}

/// The solution of a symmetric system by Cholesky's method.
#[expect(clippy::needless_range_loop, reason = "two rows are read at one place: indices are plainer")]
fn solved(matrix: &[[f64; WIDTH]; WIDTH], targets: [f64; WIDTH]) -> [f64; WIDTH] {
    let mut lower = [[0.0; WIDTH]; WIDTH];
    for row in 0..WIDTH {
        for column in 0..=row {
            let mut rest = matrix[row][column];
            for before in 0..column {
                rest -= lower[row][before] * lower[column][before];
            }
            lower[row][column] = if row == column { rest.sqrt() } else { rest / lower[column][column] };
        }
    }
    let mut half = [0.0; WIDTH];
    for row in 0..WIDTH {
        let mut rest = targets[row];
        for before in 0..row {
            rest -= lower[row][before] * half[before];
        }
        half[row] = rest / lower[row][row];
    }
    let mut solution = [0.0; WIDTH];
    for row in (0..WIDTH).rev() {
        let mut rest = half[row];
        for after in row + 1..WIDTH {
            rest -= lower[after][row] * solution[after];
        }
        solution[row] = rest / lower[row][row];
    }
    solution
}
