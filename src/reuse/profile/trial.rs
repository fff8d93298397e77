//! Trials: how often are the intervals right, and how far off are the predictions, where the truth is known?
//!
//! Each execution is predicted before it is told, by all that are compared, and then told to all of them. The truth is made
//! up: `100 ms · slots · multiplier of the type · noise`. It has the form of the type heuristic, which favours the heuristic
//! and the default model; [`Setting::OtherForm`] takes that away.

mod shaped;

use serde::Serialize;

use super::answer::{Features, Forecast, Prediction};
use super::asked::{HISTORY_LIMIT, Settings, Variant};
use super::optimised::{Known, Model, Published, Seen, Shapes, all_features};
use super::published::Base;
use crate::error::{Error, Result};
use crate::math::{exp, ln};
use crate::rng::Rng;
use crate::scenario::contracts::Contract;

pub use shaped::shaped_contracts;

/// What the truth is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Setting {
    /// Noise whose logarithm is normal with deviation 0.15.
    Even,
    /// The same with 0.05.
    Calm,
    /// As even, and 3 % of the executions take two to five times as long.
    HeavyTail,
    /// As even, and from half-way through the tests on everything takes 1.3 times as long.
    Drift,
    /// As even, but multipliers unlike those of the heuristic, and `slots` to the power 0.7.
    OtherForm,
}

impl Setting {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Even, Self::Calm, Self::HeavyTail, Self::Drift, Self::OtherForm];

    /// Its name in a record.
    pub fn name(self) -> &'static str {
        match self {
            Self::Even => "even",
            Self::Calm => "calm",
            Self::HeavyTail => "heavy-tail",
            Self::Drift => "drift",
            Self::OtherForm => "other-form",
        }
    }
}

/// One trial.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// What the truth is like.
    pub setting: Setting,
    /// How many executions each may remember.
    pub history: u32,
    /// How many are told before any is counted.
    pub warm_up: u32,
    /// How many are counted.
    pub tests: u32,
    /// Of the draws.
    pub seed: u64,
}

impl Default for Plan {
    fn default() -> Self {
        Self { setting: Setting::Even, history: 1000, warm_up: 300, tests: 800, seed: 1 }
    }
}

/// How one of those compared did.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Quality {
    /// How many executions were inside the interval.
    pub covered: u32,
    /// How many were counted.
    pub of: u32,
    /// The sum of `|predicted − actual| / actual`.
    pub error_sum: f64,
    /// The sum of the intervals' widths, each over its prediction.
    pub width_sum: f64,
}

impl Quality {
    /// The share of executions inside the interval.
    pub fn coverage(&self) -> f64 {
        f64::from(self.covered) / f64::from(self.of.max(1))
    }

    /// The mean of `|predicted − actual| / actual`.
    pub fn error(&self) -> f64 {
        self.error_sum / f64::from(self.of.max(1))
    }

    /// The mean width of an interval over its prediction.
    pub fn width(&self) -> f64 {
        self.width_sum / f64::from(self.of.max(1))
    }

    /// Counts one prediction.
    fn count(&mut self, predicted: f64, [low, high]: [f64; 2], actual: f64) {
        self.of += 1;
        self.covered += u32::from(low <= actual && actual <= high);
        self.error_sum += (predicted - actual).abs() / actual;
        self.width_sum += (high - low) / predicted;
    }

    /// Takes in what was counted elsewhere.
    pub fn add(&mut self, other: &Self) {
        self.of += other.of;
        self.covered += other.covered;
        self.error_sum += other.error_sum;
        self.width_sum += other.width_sum;
    }
}

/// All that are compared, on the same executions.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Compared {
    /// The default model.
    pub sound: Quality,
    /// The published profiler, by slots.
    pub published: Quality,
    /// The type heuristic alone, with a factor of two either way.
    pub heuristic: Quality,
    /// One that knows the truth but not the noise; its interval is not counted.
    pub knowing: Quality,
}

impl Compared {
    /// Takes in another trial.
    pub fn add(&mut self, other: &Self) {
        self.sound.add(&other.sound);
        self.published.add(&other.published);
        self.heuristic.add(&other.heuristic);
        self.knowing.add(&other.knowing);
    }
}

/// One execution of a trial: what was said before, and what happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// The contract's place.
    pub contract: u32,
    /// Whether it is counted.
    pub counted: bool,
    /// What the default model said.
    pub sound: Forecast,
    /// What the published profiler said.
    pub published: Prediction,
    /// What the type heuristic said, in milliseconds.
    pub heuristic_ms: f64,
    /// What it takes without noise, in milliseconds.
    pub true_ms: f64,
    /// What it took, in milliseconds.
    pub actual_ms: f64,
    /// What the default model learned from it.
    pub learned: super::Lesson,
}

/// How all that are compared did in one trial.
///
/// ```
/// use loadline::reuse::profile::trial::{Plan, shaped_contracts, trial};
///
/// let compared = trial(&shaped_contracts(1), Plan::default())?;
/// // An interval of 95 % that holds 95 %, beside one that holds 6 %.
/// assert!(compared.sound.coverage() > 0.92);
/// assert!(compared.published.coverage() < 0.12);
/// # Ok::<(), loadline::Error>(())
/// ```
///
/// # Errors
/// [`Error::Argument`] where there is no contract, a contract cannot be used, or a count is beyond a million.
pub fn trial(contracts: &[Contract], plan: Plan) -> Result<Compared> {
    let mut compared = Compared::default();
    each_step(contracts, plan, |step| {
        if step.counted {
            let (actual, heuristic) = (step.actual_ms, step.heuristic_ms);
            compared.sound.count(step.sound.time_ms, step.sound.time_interval_ms, actual);
            compared.published.count(step.published.time_ms, step.published.time_interval_ms, actual);
            compared.heuristic.count(heuristic, [heuristic * 0.5, heuristic * 2.0], actual);
            compared.knowing.count(step.true_ms, [step.true_ms; 2], actual);
        }
    })?;
    Ok(compared)
}

/// Every execution of a trial.
///
/// # Errors
/// As [`trial`].
pub fn steps(contracts: &[Contract], plan: Plan) -> Result<Vec<Step>> {
    let mut steps = Vec::new();
    each_step(contracts, plan, |step| steps.push(step))?;
    Ok(steps)
}

fn each_step(contracts: &[Contract], plan: Plan, mut visit: impl FnMut(Step)) -> Result<()> {
    let mut rivals = Rivals::new(contracts, plan)?;
    let mut truth = Truth::new(plan);
    for number in 0..plan.warm_up + plan.tests {
        let place = truth.rng.below(contracts.len() as u64);
        let place = usize::try_from(place).expect("a place in a list");
        let (true_ms, actual_ms) = truth.execution(&contracts[place], number);
        let features = &rivals.features[place].0;
        let actual_mb = (50.0 + 10.0 * f64::from(features.method_count)) * exp(0.1 * truth.normal());
        let (sound, published) = rivals.predictions(contracts, place);
        let learned = rivals.learn(place, actual_ms, actual_mb);
        let heuristic_ms = rivals.heuristic_ms(contracts, place);
        let contract = u32::try_from(place).expect("limits keep counts below 2^32");
        let counted = number >= plan.warm_up;
        visit(Step { contract, counted, sound, published, heuristic_ms, true_ms, actual_ms, learned });
    }
    Ok(())
}

/// Those that are compared.
struct Rivals {
    features: Vec<(Features, u32)>,
    known: Vec<Known>,
    shapes: Shapes,
    sound: Model,
    published: Published,
}

impl Rivals {
    fn new(contracts: &[Contract], plan: Plan) -> Result<Self> {
        if contracts.is_empty() {
            return Err(Error::argument("contracts", "there is none", "give at least one contract"));
        }
        for (field, count) in [("warmUp", plan.warm_up), ("tests", plan.tests)] {
            if count > HISTORY_LIMIT {
                let remedy = format!("ask for at most {HISTORY_LIMIT}");
                return Err(Error::argument(field, format!("{count} executions"), remedy));
            }
        }
        for (place, contract) in contracts.iter().enumerate() {
            super::asked::check_contract(&format!("contracts[{place}]"), contract)?;
        }
        let settings = Settings { history_size: plan.history, ..Settings::default() }.checked()?;
        let mut shapes = Shapes::default();
        let features: Vec<(Features, u32)> = all_features(contracts, Variant::Slots)
            .into_iter()
            .map(|features| {
                let shape = shapes.place(features.vector());
                (features, shape)
            })
            .collect();
        let known = contracts.iter().zip(&features).map(|(contract, (features, _))| Known::new(contract, features));
        Ok(Self {
            known: known.collect(),
            sound: Model::new(settings),
            published: Published::new(settings, shapes.len()),
            features,
            shapes,
        })
    }

    fn predictions(&self, contracts: &[Contract], place: usize) -> (Forecast, Prediction) {
        let (features, shape) = &self.features[place];
        let contract = &contracts[place];
        let seen = Seen { id: &contract.id, kind: &contract.contract_type, features, shape: *shape };
        let published = self.published.prediction(seen, &self.shapes).expect("the threshold is above 0");
        (self.sound.forecast(&self.known[place]), published)
    }

    fn learn(&mut self, place: usize, time_ms: f64, memory_mb: f64) -> super::Lesson {
        self.published.record(self.features[place].1, time_ms, memory_mb);
        self.sound.learn(&self.known[place], [time_ms, memory_mb])
    }

    fn heuristic_ms(&self, contracts: &[Contract], place: usize) -> f64 {
        let features = &self.features[place].0;
        let base = Base::of(&contracts[place].contract_type).time_ms;
        f64::from(features.method_count.max(1)) * base * (1.0 + features.complexity / 100.0)
    }
}

/// What executions really take.
struct Truth {
    plan: Plan,
    rng: Rng,
    spare: Option<f64>,
}

impl Truth {
    fn new(plan: Plan) -> Self {
        Self { plan, rng: Rng::new(plan.seed), spare: None }
    }

    /// What the execution takes without noise, and with it.
    fn execution(&mut self, contract: &Contract, number: u32) -> (f64, f64) {
        let other = self.plan.setting == Setting::OtherForm;
        let multiplier = match (&*contract.contract_type, other) {
            ("TYPE_B", false) => 1.5,
            ("TYPE_C", false) => 2.0,
            ("TYPE_D", false) => 1.2,
            ("TYPE_E", false) => 1.8,
            ("TYPE_B", true) => 0.6,
            ("TYPE_C", true) => 1.1,
            ("TYPE_D", true) => 3.0,
            ("TYPE_E", true) => 0.9,
            _ => 1.0,
        };
        let slots = contract.slots.len().max(1) as f64;
        let size = if other { exp(0.7 * ln(slots)) } else { slots };
        let late = self.plan.setting == Setting::Drift && number >= self.plan.warm_up + self.plan.tests / 2;
        let true_ms = 100.0 * size * multiplier * if late { 1.3 } else { 1.0 };
        let deviation = if self.plan.setting == Setting::Calm { 0.05 } else { 0.15 };
        let mut actual_ms = true_ms * exp(deviation * self.normal());
        if self.plan.setting == Setting::HeavyTail && self.uniform() < 0.03 {
            actual_ms *= 2.0 + 3.0 * self.uniform();
        }
        (true_ms, actual_ms)
    }

    fn uniform(&mut self) -> f64 {
        (self.rng.next_u64() >> 11) as f64 / 9_007_199_254_740_992.0
    }

    /// A standard normal draw, by Marsaglia's polar method.
    fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let (x, y) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                let stretch = (-2.0 * ln(square) / square).sqrt();
                self.spare = Some(y * stretch);
                return x * stretch;
            }
        }
    }
}
