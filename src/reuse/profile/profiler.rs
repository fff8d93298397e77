//! A profiler to keep: learns from executions as they come, and remembers them.

use std::collections::VecDeque;
use std::sync::Arc;

use super::answer::{Forecast, Health, Judgement, Lesson};
use super::asked::{Settings, Variant, check_contract, check_quantities};
use super::history::{History, Remembered, Subject};
use super::optimised::{Known, Model, shape};
use crate::error::{Error, Result};
use crate::scenario::contracts::Contract;

/// A contract made ready for a profiler: worked out once, asked often.
#[derive(Debug, Clone)]
pub struct Ready {
    known: Known,
    subject: Arc<Subject>,
}

impl Ready {
    /// A contract made ready.
    ///
    /// # Errors
    /// [`Error::Argument`] naming the slot whose confidence is not a finite number.
    pub fn new(contract: &Contract) -> Result<Self> {
        check_contract("contract", contract)?;
        let (id, contract_type) = (Arc::clone(&contract.id), Arc::clone(&contract.contract_type));
        let features = shape::features(contract, Variant::Slots);
        Ok(Self::of(Arc::new(Subject { id, contract_type, features })))
    }

    fn of(subject: Arc<Subject>) -> Self {
        Self { known: Known::of(&subject.id, &subject.contract_type, &subject.features), subject }
    }
}

/// The default model with its history.
///
/// ```
/// use std::sync::Arc;
/// use loadline::reuse::profile::{Profiler, Ready, Settings, trial::shaped_contracts};
///
/// let contract = Ready::new(&shaped_contracts(1)[0])?;
/// let mut profiler = Profiler::new(Settings::default(), "host-a")?;
/// let cold = profiler.predict(&contract);
/// for second in 0..30 {
///     profiler.record(&contract, f64::from(second), 3000.0 + f64::from(second), 200.0)?;
/// }
/// // What happened outweighs what the type suggested.
/// let warm = profiler.predict(&contract);
/// assert!((warm.time_ms - 3015.0).abs() < (cold.time_ms - 3015.0).abs() / 4.0);
/// assert!(profiler.judge(&contract, 9000.0, 200.0)?.anomalous);
/// // A history that was saved teaches the same again.
/// let again = Profiler::with_history(Settings::default(), "host-a", &profiler.history()?)?;
/// assert_eq!(again.predict(&contract), warm);
/// # Ok::<(), loadline::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Profiler {
    settings: Settings,
    source: Arc<str>,
    model: Model,
    remembered: VecDeque<Remembered>,
    sequence: u64,
}

impl Profiler {
    /// One that knows nothing but the types; `source` names its executions in a history.
    ///
    /// # Errors
    /// [`Error::Argument`]: see [`Settings::checked`].
    pub fn new(settings: Settings, source: &str) -> Result<Self> {
        let settings = settings.checked()?;
        let model = Model::new(settings);
        Ok(Self { settings, source: Arc::from(source), model, remembered: VecDeque::new(), sequence: 0 })
    }

    /// One that has learned a history, oldest first.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn with_history(settings: Settings, source: &str, history: &History) -> Result<Self> {
        let mut profiler = Self::new(settings, source)?;
        for execution in history.executions() {
            if *execution.source == *source {
                profiler.sequence = profiler.sequence.max(execution.sequence + 1);
            }
            let ready = Ready::of(Arc::clone(&execution.subject));
            profiler.model.learn(&ready.known, [execution.time_ms, execution.memory_mb]);
            profiler.remember(execution.clone());
        }
        Ok(profiler)
    }

    /// Learns from an execution. `at_s` is when it was, in seconds from any moment that all sources share.
    ///
    /// # Errors
    /// [`Error::Argument`] naming the field: a time or memory below 0, too large, infinite or not a number; a moment that is
    /// not finite.
    pub fn record(&mut self, contract: &Ready, at_s: f64, time_ms: f64, memory_mb: f64) -> Result<Lesson> {
        check_quantities("", time_ms, memory_mb)?;
        if !at_s.is_finite() {
            return Err(Error::argument("atS", format!("{at_s} is no moment"), "give a finite number of seconds"));
        }
        let lesson = self.model.learn(&contract.known, [time_ms, memory_mb]);
        let (source, subject) = (Arc::clone(&self.source), Arc::clone(&contract.subject));
        self.remember(Remembered { source, sequence: self.sequence, at_s, subject, time_ms, memory_mb });
        self.sequence += 1;
        Ok(lesson)
    }

    fn remember(&mut self, execution: Remembered) {
        self.remembered.push_back(execution);
        while self.remembered.len() > self.settings.history_size as usize {
            self.remembered.pop_front();
        }
    }

    /// How long the contract's next execution takes, and where it lies. Costs four exponentials, whatever the history.
    pub fn predict(&self, contract: &Ready) -> Forecast {
        self.model.forecast(&contract.known)
    }

    /// Whether an execution that was not recorded yet is an anomaly.
    ///
    /// # Errors
    /// As [`record`](Self::record).
    pub fn judge(&self, contract: &Ready, time_ms: f64, memory_mb: f64) -> Result<Judgement> {
        check_quantities("", time_ms, memory_mb)?;
        Ok(self.model.judgement(self.model.expected(&contract.known), [time_ms, memory_mb]))
    }

    /// What the model knows of time and of memory.
    pub fn health(&self) -> [Health; 2] {
        [self.model.health(0), self.model.health(1)]
    }

    /// What is remembered, for saving and merging.
    ///
    /// # Errors
    /// [`Error::Argument`] where two executions have one name, as after learning a history of this very source twice.
    pub fn history(&self) -> Result<History> {
        History::new(self.remembered.iter().cloned().collect())
    }
}
