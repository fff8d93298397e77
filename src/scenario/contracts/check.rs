//! The rules for a set of contracts, each with its own code: from a file as it is written to a checked model.

use std::collections::HashMap;
use std::sync::Arc;

use super::format::{ContractFile, ExecutionFile, File, LimitsFile};
use super::order;
use super::{Contract, Contracts, Execution, Limits, Slot as Method};
use crate::model::ContractId;
use crate::scenario::check::{self, About, field};
use crate::scenario::limits::{self, within};
use crate::scenario::locate::Place;
use crate::scenario::object::Object;
use crate::scenario::problems::Problems;
use crate::scenario::say;
use crate::scenario::slot::{Slot, Text};

/// Checks a file that is meant for this library. There is an answer whenever `problems` does not refuse the file.
pub(super) fn check(file: &File<'_>, problems: &mut Problems) -> Option<(About, Contracts)> {
    let about = About {
        title: field::sentence(&file.title, || Place::of("title"), problems),
        source: field::sentence(&file.source, || Place::of("source"), problems),
        synthetic: check::truth(&file.synthetic, problems),
        capacities_note: None,
    };
    let limits = batch_limits(file.limits.as_deref(), problems);
    let workers = whole(&file.workers, || Place::of("workers"), limits::WORKERS, problems).unwrap_or(4);
    let files = file.contracts.as_deref().unwrap_or_default();
    let executions = file.executions.as_deref().unwrap_or_default();
    let bounded = within(files.len(), limits::CONTRACTS, "contracts", Place::of("contracts"), problems)
        & within(executions.len(), limits::EXECUTIONS, "executions", Place::of("executions"), problems);
    if !bounded {
        return None;
    }
    let mut names = Interned::default();
    let mut contracts: Vec<Contract> =
        files.iter().enumerate().map(|(at, file)| contract(file, at, &mut names, problems)).collect();
    let known = order::Known::new(&contracts, problems);
    let waits: Vec<Vec<ContractId>> =
        files.iter().enumerate().map(|(at, file)| waits_for(file, at, &known, problems)).collect();
    contracts.iter_mut().zip(waits).for_each(|(contract, waits)| contract.waits_for = waits);
    order::refuse_cycles(&contracts, problems);
    let known = order::Known::new(&contracts, &mut Problems::default());
    let executions = check_executions(executions, &known, problems);
    Some((about, Contracts { contracts, limits, workers, executions }))
}

/// Names that are held once, however many contracts use them.
#[derive(Default)]
struct Interned(HashMap<String, Arc<str>>);

impl Interned {
    fn name(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.0.get(text) {
            return Arc::clone(known);
        }
        let name: Arc<str> = text.into();
        self.0.insert(text.to_owned(), Arc::clone(&name));
        name
    }
}

fn contract(file: &Object<ContractFile<'_>>, at: usize, names: &mut Interned, problems: &mut Problems) -> Contract {
    let here = || Place::of("contracts").index(at);
    let long = file.identity.as_ref();
    let id = either(&file.id, long.map(|long| &long.contract_id), &["id", "contract_id"], &here, problems);
    let of_type =
        either(&file.contract_type, long.map(|long| &long.contract_type), &["type", "contract_type"], &here, problems);
    Contract {
        id: names.name(id.as_deref().unwrap_or("UNKNOWN")),
        contract_type: names.name(of_type.as_deref().unwrap_or("TYPE_A")),
        slots: slots(file, &here, names, problems),
        waits_for: Vec::new(),
    }
}

/// A name of the short form, or that of the long one.
fn either<'s>(
    short: &'s Slot<Text<'_>>,
    long: Option<&'s Slot<Text<'_>>>,
    fields: &[&'static str; 2],
    here: &impl Fn() -> Place,
    problems: &mut Problems,
) -> Option<std::borrow::Cow<'s, str>> {
    let long = long.unwrap_or(&Slot::Missing);
    if short.given().is_some() && long.given().is_some() {
        problems.error("scenario/both-forms", here().key(fields[0]), || {
            (format!("is given here and in identity.{}", fields[1]), "keep one of the two")
        });
    }
    let (slot, place) = if short.given().is_some() {
        (short, here().key(fields[0]))
    } else {
        (long, here().key("identity").key(fields[1]))
    };
    optional_name(slot, || place.clone(), problems).map(std::borrow::Cow::Borrowed)
}

/// A name that may be absent.
fn optional_name<'s>(slot: &'s Slot<Text<'_>>, place: impl Fn() -> Place, problems: &mut Problems) -> Option<&'s str> {
    let _ = slot.given()?;
    field::name(slot, place, "write a name in quotation marks, or leave it out", problems).map(|name| &**name)
}

/// The methods of either form, in the order of the file.
fn slots(
    file: &Object<ContractFile<'_>>,
    here: &impl Fn() -> Place,
    names: &mut Interned,
    problems: &mut Problems,
) -> Vec<Method> {
    let mut slots = Vec::new();
    for (at, method) in file.methods.iter().flat_map(|methods| methods.iter()).enumerate() {
        let place = || here().key("methods").index(at);
        let mut name = |slot: &Slot<Text<'_>>, field, problems: &mut Problems| {
            names.name(optional_name(slot, || place().key(field), problems).unwrap_or_default())
        };
        slots.push(Method {
            class: name(&method.class, "class", problems),
            method: name(&method.method, "method", problems),
            level: name(&method.level, "level", problems),
            confidence: confidence(&method.confidence, || place().key("confidence"), problems),
        });
    }
    let phases = file.method_binding.as_ref().and_then(|binding| binding.execution_phases.as_ref());
    for (phase, methods) in phases.iter().flat_map(|phases| &phases.0) {
        for (at, method) in methods.methods.iter().flat_map(|methods| methods.iter()).enumerate() {
            let place = || here().key("method_binding").key("execution_phases").name(phase).key("methods").index(at);
            let mut name = |slot: &Slot<Text<'_>>, field, problems: &mut Problems| {
                names.name(optional_name(slot, || place().key(field), problems).unwrap_or_default())
            };
            slots.push(Method {
                class: name(&method.class_name, "class_name", problems),
                method: name(&method.method_name, "method_name", problems),
                level: name(&method.level, "level", problems),
                confidence: confidence(&method.confidence_score, || place().key("confidence_score"), problems),
            });
        }
    }
    if file.methods.is_some() && phases.is_some() {
        problems.error("scenario/both-forms", here().key("methods"), || {
            ("is given here and in method_binding.execution_phases".to_owned(), "keep one of the two")
        });
    }
    slots
}

/// How sure an author is of a method: any number that is not absurd; outside 0 to 1 it deserves a look.
fn confidence(slot: &Slot<f64>, place: impl Fn() -> Place, problems: &mut Problems) -> f64 {
    let value = field::optional_number(slot, &place, "write a number from 0 to 1, or leave it out", problems);
    let value = value.unwrap_or(0.5);
    if value.abs() > limits::CONFIDENCE {
        problems.error("scenario/confidence", place(), || {
            (format!("{} is no confidence", say::number(value)), "write a number from 0 to 1")
        });
    } else if !(0.0..=1.0).contains(&value) {
        problems.warning("scenario/confidence", place(), || {
            (format!("{} does not lie from 0 to 1", say::number(value)), "it is used as it is; is it meant?")
        });
    }
    value
}

/// The contracts that one waits for, ascending, each once.
fn waits_for(file: &ContractFile<'_>, at: usize, known: &order::Known<'_>, problems: &mut Problems) -> Vec<ContractId> {
    let mut found = Vec::new();
    for (number, slot) in file.waits_for.iter().flat_map(|others| others.iter()).enumerate() {
        let place = || Place::of("contracts").index(at).key("waitsFor").index(number);
        let remedy = "write the id of a contract in quotation marks";
        if let Some(name) = field::name(slot, place, remedy, problems) {
            found.extend(known.find(name, place, problems));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn batch_limits(file: Option<&LimitsFile>, problems: &mut Problems) -> Limits {
    let usual = Limits::default();
    let Some(file) = file else { return usual };
    let place = |field: &'static str| Place::of("limits").key(field);
    let above = |slot: &Slot<f64>, field, usual: f64, problems: &mut Problems| {
        let remedy = "write a number above 0, or leave it out";
        let value = field::optional_number(slot, || place(field), remedy, problems).unwrap_or(usual);
        if value <= 0.0 {
            problems.error("scenario/limit-of-nothing", place(field), || {
                (format!("nothing fits into {}", say::number(value)), remedy)
            });
        }
        value
    };
    let batch_memory_mb = above(&file.batch_memory_mb, "batchMemoryMb", usual.batch_memory_mb, problems);
    let batch_time_ms = above(&file.batch_time_ms, "batchTimeMs", usual.batch_time_ms, problems);
    let threshold = &file.similarity_threshold;
    let remedy = "write a number from 0 to 1, or leave it out";
    let similarity_threshold = field::optional_number(threshold, || place("similarityThreshold"), remedy, problems)
        .unwrap_or(usual.similarity_threshold);
    if !(0.0..=1.0).contains(&similarity_threshold) {
        problems.error("scenario/similarity", place("similarityThreshold"), || {
            (format!("{} is no similarity", say::number(similarity_threshold)), remedy)
        });
    }
    let size = whole(&file.batch_size, || place("batchSize"), limits::CONTRACTS, problems);
    Limits { batch_size: size.unwrap_or(usual.batch_size), batch_memory_mb, batch_time_ms, similarity_threshold }
}

/// A whole number from 1 to `most` that may be absent.
fn whole(slot: &Slot<f64>, place: impl Fn() -> Place, most: usize, problems: &mut Problems) -> Option<u32> {
    let remedy = format!("write a whole number from 1 to {}, or leave it out", say::count(most));
    let value = field::optional_number(slot, &place, &remedy, problems)?;
    let value = field::whole(value, &place, &remedy, problems)?;
    let found = u32::try_from(value).ok().filter(|value| (1..=most).contains(&(*value as usize)));
    if found.is_none() {
        problems.error("scenario/out-of-range", place(), || {
            (format!("{} is out of range", say::number(value as f64)), remedy)
        });
    }
    found
}

fn check_executions(
    files: &[Object<ExecutionFile<'_>>],
    known: &order::Known<'_>,
    problems: &mut Problems,
) -> Vec<Execution> {
    let mut executions = Vec::with_capacity(files.len());
    let mut last_s = 0.0;
    for (at, file) in files.iter().enumerate() {
        let place = |field: &'static str| Place::of("executions").index(at).key(field);
        let remedy = "write the id of a contract in quotation marks";
        let contract = field::name(&file.contract, || place("contract"), remedy, problems)
            .and_then(|name| known.find(name, || place("contract"), problems));
        let amount = |slot: &Slot<f64>, field, problems: &mut Problems| {
            let remedy = "write what was measured: a number, at least 0";
            let value = field::number(slot, || place(field), remedy, problems)?;
            if value < 0.0 {
                problems.error("scenario/negative", place(field), || {
                    (format!("{} is below 0", say::number(value)), remedy)
                });
            }
            Some(value)
        };
        let time_ms = amount(&file.time_ms, "timeMs", problems);
        let memory_mb = amount(&file.memory_mb, "memoryMb", problems);
        let remedy = "write seconds, or leave it out";
        let at_s = field::optional_number(&file.at_s, || place("atS"), remedy, problems).unwrap_or(last_s);
        if at > 0 && at_s < last_s {
            problems.error("scenario/unsorted-executions", place("atS"), || {
                let found = format!(
                    "{} is before {}, when the one before was asked for",
                    say::number(at_s),
                    say::number(last_s)
                );
                (found, "give the executions in the order in which they were asked for")
            });
        }
        last_s = at_s;
        if let (Some(contract), Some(time_ms), Some(memory_mb)) = (contract, time_ms, memory_mb) {
            executions.push(Execution { contract, at_s, time_ms, memory_mb });
        }
    }
    executions
}
