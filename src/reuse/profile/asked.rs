//! What is asked: contracts, settings, and operations one after another.

use crate::error::{Error, Result};
use crate::scenario::contracts::{Contract, Execution};

/// How many method slots count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// Each method name once: the first published version.
    DistinctNames,
    /// Each slot, also those of the same name: the later published versions.
    Slots,
}

/// Whose rules answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The default model: see [`super::sound`].
    Sound,
    /// The published system, surprises included.
    Published(Variant),
}

/// What a profiler is told once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// How many executions are remembered; the oldest is forgotten first.
    pub history_size: u32,
    /// From which cosine similarity on an execution counts; published mode only.
    pub similarity_threshold: f64,
    /// The share of executions that an interval is meant to hold, between 0 and 1.
    pub confidence_level: f64,
    /// From how many standard deviations on an execution is an anomaly.
    pub anomaly_threshold: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { history_size: 1000, similarity_threshold: 0.7, confidence_level: 0.95, anomaly_threshold: 3.0 }
    }
}

/// The longest history that is remembered.
pub const HISTORY_LIMIT: u32 = 1_000_000;
/// The longest time and the largest memory of one execution: 10¹² ms are 31 years.
pub const QUANTITY_LIMIT: f64 = 1e12;
/// The most slots of one contract.
pub const SLOT_LIMIT: usize = 100_000;

impl Settings {
    /// These settings, if they can be used.
    ///
    /// # Errors
    /// [`Error::Argument`] with the field's name: a history beyond [`HISTORY_LIMIT`], a threshold that is not a finite number,
    /// a level that is not strictly between 0 and 1.
    pub fn checked(self) -> Result<Self> {
        if self.history_size > HISTORY_LIMIT {
            let found = format!("{} executions", self.history_size);
            return Err(Error::argument("historySize", found, format!("keep at most {HISTORY_LIMIT}")));
        }
        for (at, value) in
            [("similarityThreshold", self.similarity_threshold), ("anomalyThreshold", self.anomaly_threshold)]
        {
            if !value.is_finite() {
                return Err(Error::argument(at, format!("{value} is no threshold"), "give a finite number"));
            }
        }
        if !(self.confidence_level > 0.0 && self.confidence_level < 1.0) {
            let found = format!("{} is no share", self.confidence_level);
            return Err(Error::argument("confidenceLevel", found, "give a number between 0 and 1, such as 0.95"));
        }
        Ok(self)
    }
}

/// One thing asked of a profiler. Contracts and predictions go by their place, from 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Operation {
    /// An execution took so long and so much memory.
    Record {
        /// Of which contract.
        contract: u32,
        /// Its time, in milliseconds.
        time_ms: f64,
        /// Its memory, in megabytes.
        memory_mb: f64,
    },
    /// How long will it take?
    Predict {
        /// Which contract.
        contract: u32,
    },
    /// Is this an anomaly, beside an earlier prediction?
    Judge {
        /// Which of the predictions made so far.
        prediction: u32,
        /// The time it took, in milliseconds.
        time_ms: f64,
        /// The memory it took, in megabytes.
        memory_mb: f64,
    },
    /// What is known of the history?
    Statistics,
}

/// A profiler's whole life: an operation may rest on all those before it.
#[derive(Debug, Clone)]
pub struct Input {
    mode: Mode,
    settings: Settings,
    contracts: Vec<Contract>,
    operations: Vec<Operation>,
}

impl Input {
    /// A life that makes sense.
    ///
    /// # Errors
    /// [`Error::Argument`] with the place: settings out of range; a confidence, time or memory that is not a finite number of
    /// its range; a contract or prediction that there is none of.
    pub fn checked(
        mode: Mode,
        settings: Settings,
        contracts: Vec<Contract>,
        operations: Vec<Operation>,
    ) -> Result<Self> {
        let settings = settings.checked()?;
        for (place, contract) in contracts.iter().enumerate() {
            check_contract(&format!("contracts[{place}]"), contract)?;
        }
        let mut predictions = 0;
        for (place, operation) in operations.iter().enumerate() {
            check_operation(&format!("operations[{place}]"), *operation, contracts.len(), predictions)?;
            predictions += usize::from(matches!(operation, Operation::Predict { .. }));
        }
        Ok(Self { mode, settings, contracts, operations })
    }

    /// The life of a set of contracts: each execution predicted, judged beside that prediction and learned by the default model; then
    /// each contract predicted, and what is known.
    ///
    /// # Errors
    /// As [`checked`](Self::checked).
    pub fn of(contracts: &[Contract], executions: &[Execution], settings: Settings) -> Result<Self> {
        let mut operations = Vec::with_capacity(3 * executions.len() + contracts.len() + 1);
        for (prediction, execution) in (0..).zip(executions) {
            let (contract, time_ms, memory_mb) = (execution.contract.0, execution.time_ms, execution.memory_mb);
            operations.push(Operation::Predict { contract });
            operations.push(Operation::Judge { prediction, time_ms, memory_mb });
            operations.push(Operation::Record { contract, time_ms, memory_mb });
        }
        operations.extend((0..).zip(contracts).map(|(contract, _)| Operation::Predict { contract }));
        operations.push(Operation::Statistics);
        Self::checked(Mode::Sound, settings, contracts.to_vec(), operations)
    }

    /// A life as it was recorded, unchecked: it may hold numbers that [`checked`](Self::checked) refuses.
    pub(crate) fn as_recorded(
        mode: Mode,
        settings: Settings,
        contracts: Vec<Contract>,
        operations: Vec<Operation>,
    ) -> Self {
        Self { mode, settings, contracts, operations }
    }

    /// Whose rules answer.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// The settings.
    pub fn settings(&self) -> Settings {
        self.settings
    }

    /// The contracts that operations name by place.
    pub fn contracts(&self) -> &[Contract] {
        &self.contracts
    }

    /// The operations, in order.
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }
}

fn check_operation(at: &str, operation: Operation, contracts: usize, predictions: usize) -> Result<()> {
    let place_below = |field: &str, place: u32, count: usize| {
        if (place as usize) < count {
            return Ok(());
        }
        let found = format!("{place}, but there are {count} so far");
        Err(Error::argument(format!("{at}.{field}"), found, "name one of those by its place, from 0"))
    };
    match operation {
        Operation::Record { contract, time_ms, memory_mb } => {
            place_below("contract", contract, contracts)?;
            check_quantities(at, time_ms, memory_mb)
        }
        Operation::Predict { contract } => place_below("contract", contract, contracts),
        Operation::Judge { prediction, time_ms, memory_mb } => {
            place_below("prediction", prediction, predictions)?;
            check_quantities(at, time_ms, memory_mb)
        }
        Operation::Statistics => Ok(()),
    }
}

/// Refuses a contract whose features no double can hold.
pub(super) fn check_contract(at: &str, contract: &Contract) -> Result<()> {
    if contract.slots.len() > SLOT_LIMIT {
        let found = format!("{} slots", contract.slots.len());
        return Err(Error::argument(format!("{at}.slots"), found, format!("give at most {SLOT_LIMIT}")));
    }
    match contract.slots.iter().position(|slot| !(-QUANTITY_LIMIT..=QUANTITY_LIMIT).contains(&slot.confidence)) {
        None => Ok(()),
        Some(slot) => Err(Error::argument(
            format!("{at}.slots[{slot}].confidence"),
            format!("{} is no confidence", contract.slots[slot].confidence),
            "give a finite number, usually from 0 to 1",
        )),
    }
}

/// Refuses a time or a memory that no execution can have.
///
/// # Errors
/// [`Error::Argument`] naming the field, for a number below 0, above [`QUANTITY_LIMIT`], infinite or not a number.
pub fn check_quantities(at: &str, time_ms: f64, memory_mb: f64) -> Result<()> {
    for (field, unit, value) in [("timeMs", "ms", time_ms), ("memoryMb", "MB", memory_mb)] {
        if !(0.0..=QUANTITY_LIMIT).contains(&value) {
            let at = if at.is_empty() { field.to_owned() } else { format!("{at}.{field}") };
            let remedy = format!("give a finite number of {unit} from 0 to {QUANTITY_LIMIT}");
            return Err(Error::argument(at, format!("{value} {unit}"), remedy));
        }
    }
    Ok(())
}
