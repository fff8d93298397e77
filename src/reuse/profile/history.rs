//! A history that can be saved, loaded, and merged with others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::answer::Features;
use super::asked::{HISTORY_LIMIT, QUANTITY_LIMIT, check_quantities};
use crate::error::{Error, Result};

/// The longest text that is read.
pub const TEXT_LIMIT: usize = 256 << 20;
const FORMAT: &str = "loadline/history";
const VERSION: u32 = 1;

/// A contract as a history remembers it.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// Its name.
    pub id: Arc<str>,
    /// Its type.
    pub contract_type: Arc<str>,
    /// Its features, by slots.
    pub features: Features,
}

/// An execution as a history remembers it. Source and sequence name it.
#[derive(Debug, Clone, PartialEq)]
pub struct Remembered {
    /// Who ran it.
    pub source: Arc<str>,
    /// Its number there.
    pub sequence: u64,
    /// When, in seconds from any moment that all sources share.
    pub at_s: f64,
    /// Of which contract.
    pub subject: Arc<Subject>,
    /// How long it took, in milliseconds.
    pub time_ms: f64,
    /// How much memory it took, in megabytes.
    pub memory_mb: f64,
}

impl Remembered {
    fn name(&self) -> String {
        format!("{}#{}", self.source, self.sequence)
    }
}

/// Executions in the order of time, then source, then sequence; no name twice.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    executions: Vec<Remembered>,
}

/// What came of a merge.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// All executions, each once.
    pub history: History,
    /// The names, `source#sequence`, of those that were there more than once.
    pub duplicates: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct File {
    format: String,
    version: u32,
    contracts: Vec<FiledContract>,
    executions: Vec<FiledExecution>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct FiledContract {
    id: String,
    #[serde(rename = "type")]
    contract_type: String,
    features: Features,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct FiledExecution {
    source: String,
    sequence: u64,
    at_s: f64,
    contract: usize,
    time_ms: f64,
    memory_mb: f64,
}

impl History {
    /// These executions in order.
    ///
    /// # Errors
    /// [`Error::Argument`] naming the execution and its field: a time or memory out of range, a moment that is not finite, a
    /// name that is there twice, more than a million executions.
    pub fn new(mut executions: Vec<Remembered>) -> Result<Self> {
        if executions.len() > HISTORY_LIMIT as usize {
            return Err(too_many(executions.len()));
        }
        for (place, execution) in executions.iter().enumerate() {
            check(&format!("executions[{place}]"), execution)?;
        }
        executions.sort_by(|one, other| {
            let by_name = || one.source.cmp(&other.source).then(one.sequence.cmp(&other.sequence));
            one.at_s.total_cmp(&other.at_s).then_with(by_name)
        });
        let mut names = BTreeSet::new();
        for execution in &executions {
            if !names.insert((&execution.source, execution.sequence)) {
                let remedy = "give each execution of a source a sequence of its own";
                return Err(Error::argument("executions", format!("{} is there twice", execution.name()), remedy));
            }
        }
        Ok(Self { executions })
    }

    /// The executions, in order.
    pub fn executions(&self) -> &[Remembered] {
        &self.executions
    }

    /// The history as JSON text.
    ///
    /// # Panics
    /// Never: a history is plain data.
    pub fn save(&self) -> String {
        let mut places: BTreeMap<(&str, &str, String), usize> = BTreeMap::new();
        let mut contracts = Vec::new();
        let mut executions = Vec::new();
        for execution in &self.executions {
            let Subject { id, contract_type, features } = &*execution.subject;
            let key = (&**id, &**contract_type, format!("{features:?}"));
            let contract = *places.entry(key).or_insert_with(|| {
                contracts.push(FiledContract {
                    id: id.to_string(),
                    contract_type: contract_type.to_string(),
                    features: features.clone(),
                });
                contracts.len() - 1
            });
            executions.push(FiledExecution {
                source: execution.source.to_string(),
                sequence: execution.sequence,
                at_s: execution.at_s,
                contract,
                time_ms: execution.time_ms,
                memory_mb: execution.memory_mb,
            });
        }
        let file = File { format: FORMAT.to_owned(), version: VERSION, contracts, executions };
        serde_json::to_string(&file).expect("a history is plain data")
    }

    /// The history that a text holds.
    ///
    /// # Errors
    /// [`Error::Argument`] naming the place: no text of [`save`](Self::save), another version, or what [`new`](Self::new)
    /// refuses.
    pub fn load(text: &str) -> Result<Self> {
        let unreadable =
            |found: String| Error::argument("history", found, "give a text that was saved by this library");
        if text.len() > TEXT_LIMIT {
            return Err(unreadable(format!("{} bytes, more than {TEXT_LIMIT}", text.len())));
        }
        let file: File = serde_json::from_str(text).map_err(|error| unreadable(error.to_string()))?;
        if file.format != FORMAT || file.version != VERSION {
            return Err(unreadable(format!("{} of version {}, not {FORMAT} of {VERSION}", file.format, file.version)));
        }
        if file.executions.len() > HISTORY_LIMIT as usize {
            return Err(too_many(file.executions.len()));
        }
        let subjects = file.contracts.into_iter().enumerate().map(subject).collect::<Result<Vec<_>>>()?;
        let mut sources: BTreeMap<String, Arc<str>> = BTreeMap::new();
        let mut executions = Vec::with_capacity(file.executions.len());
        for (place, filed) in file.executions.into_iter().enumerate() {
            let subject = subjects.get(filed.contract).ok_or_else(|| {
                let found = format!("{}, but there are {} contracts", filed.contract, subjects.len());
                Error::argument(format!("executions[{place}].contract"), found, "name one by its place, from 0")
            })?;
            let source = sources.entry(filed.source).or_insert_with_key(|source| Arc::from(source.as_str()));
            executions.push(Remembered {
                source: Arc::clone(source),
                sequence: filed.sequence,
                at_s: filed.at_s,
                subject: Arc::clone(subject),
                time_ms: filed.time_ms,
                memory_mb: filed.memory_mb,
            });
        }
        Self::new(executions)
    }

    /// This history and another, by time; what is in both is kept once and named.
    ///
    /// # Errors
    /// [`Error::Argument`] where one name stands for two different executions, or there are more than a million.
    pub fn merge(&self, other: &Self) -> Result<Merged> {
        let own: BTreeMap<(&str, u64), &Remembered> =
            self.executions.iter().map(|execution| ((&*execution.source, execution.sequence), execution)).collect();
        let (mut executions, mut duplicates) = (self.executions.clone(), Vec::new());
        for execution in &other.executions {
            match own.get(&(&*execution.source, execution.sequence)) {
                None => executions.push(execution.clone()),
                Some(known) if *known == execution => duplicates.push(execution.name()),
                Some(_) => {
                    let found = format!("{} stands for two different executions", execution.name());
                    return Err(Error::argument("history", found, "give each source a name of its own"));
                }
            }
        }
        Ok(Merged { history: Self::new(executions)?, duplicates })
    }
}

fn too_many(count: usize) -> Error {
    Error::argument("executions", format!("{count} of them"), format!("keep at most {HISTORY_LIMIT}"))
}

fn check(at: &str, execution: &Remembered) -> Result<()> {
    check_quantities(at, execution.time_ms, execution.memory_mb)?;
    if !execution.at_s.is_finite() {
        let found = format!("{} is no moment", execution.at_s);
        return Err(Error::argument(format!("{at}.atS"), found, "give a finite number of seconds"));
    }
    // The largest whole number up to which JavaScript counts one by one.
    if execution.sequence >= 1 << 53 {
        let found = format!("{} is no sequence", execution.sequence);
        return Err(Error::argument(format!("{at}.sequence"), found, "count from 0 and stay below 2^53"));
    }
    Ok(())
}

fn subject((place, filed): (usize, FiledContract)) -> Result<Arc<Subject>> {
    let FiledContract { id, contract_type, features } = filed;
    let (complexity, confidence) = (features.complexity, features.mean_confidence);
    for (field, value, least) in [("complexity", complexity, 0.0), ("meanConfidence", confidence, -QUANTITY_LIMIT)] {
        if !(least..=QUANTITY_LIMIT).contains(&value) {
            let at = format!("contracts[{place}].features.{field}");
            return Err(Error::argument(at, format!("{value} is out of range"), "keep what was saved"));
        }
    }
    Ok(Arc::new(Subject { id: Arc::from(id), contract_type: Arc::from(contract_type), features }))
}
