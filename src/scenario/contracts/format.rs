//! The file of a set of contracts, version 1, as serde types.
//!
//! A contract may be written in the short form of this format, or in the long one of the published system (`identity`,
//! `method_binding`), so that its files can be put in a list as they are. `null` counts as not given.

use serde::Deserialize;

use crate::scenario::list::List;
use crate::scenario::object::Object;
use crate::scenario::slot::{Pairs, Slot, Text};

/// A set of contracts and the limits of their batches.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct File<'a> {
    pub(super) version: Slot<f64>,
    #[serde(borrow)]
    pub(super) kind: Slot<Text<'a>>,
    pub(super) title: Slot<Text<'a>>,
    pub(super) source: Slot<Text<'a>>,
    pub(super) synthetic: Slot<bool>,
    pub(super) contracts: Option<List<Object<ContractFile<'a>>>>,
    pub(super) limits: Option<Object<LimitsFile>>,
    /// How many batches run at once; 4 where it is not given.
    pub(super) workers: Slot<f64>,
    pub(super) executions: Option<List<Object<ExecutionFile<'a>>>>,
}

pub(super) const FILE: &[&str] =
    &["version", "kind", "title", "source", "synthetic", "contracts", "limits", "workers", "executions"];

/// A contract, in either form.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ContractFile<'a> {
    /// `UNKNOWN` where it is not given.
    #[serde(borrow)]
    pub(super) id: Slot<Text<'a>>,
    /// `TYPE_A` where it is not given.
    #[serde(rename = "type")]
    pub(super) contract_type: Slot<Text<'a>>,
    pub(super) methods: Option<List<Object<MethodFile<'a>>>>,
    /// Ids of the contracts that must be done before.
    pub(super) waits_for: Option<List<Slot<Text<'a>>>>,
    pub(super) identity: Option<Object<IdentityFile<'a>>>,
    #[serde(rename = "method_binding")]
    pub(super) method_binding: Option<Object<BindingFile<'a>>>,
}

pub(super) const CONTRACT: &[&str] = &["id", "type", "methods", "waitsFor", "identity", "method_binding"];

/// One method of a contract in the short form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct MethodFile<'a> {
    #[serde(borrow)]
    pub(super) class: Slot<Text<'a>>,
    pub(super) method: Slot<Text<'a>>,
    pub(super) level: Slot<Text<'a>>,
    /// 0.5 where it is not given.
    pub(super) confidence: Slot<f64>,
}

pub(super) const METHOD: &[&str] = &["class", "method", "level", "confidence"];

/// Who a contract is, in the long form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct IdentityFile<'a> {
    #[serde(borrow)]
    pub(super) contract_id: Slot<Text<'a>>,
    pub(super) contract_type: Slot<Text<'a>>,
}

/// What a contract binds, in the long form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct BindingFile<'a> {
    /// The phases by name; the names play no part.
    #[serde(borrow)]
    pub(super) execution_phases: Option<Pairs<'a, Object<PhaseFile<'a>>>>,
}

/// One phase, in the long form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct PhaseFile<'a> {
    #[serde(borrow)]
    pub(super) methods: Option<List<Object<LongMethodFile<'a>>>>,
}

/// One method, in the long form.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct LongMethodFile<'a> {
    #[serde(borrow)]
    pub(super) class_name: Slot<Text<'a>>,
    pub(super) method_name: Slot<Text<'a>>,
    pub(super) level: Slot<Text<'a>>,
    pub(super) confidence_score: Slot<f64>,
}

/// What a batch may hold.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct LimitsFile {
    /// Contracts, from 1; 30 where it is not given.
    pub(super) batch_size: Slot<f64>,
    /// Megabytes, above 0; 2,048 where it is not given.
    pub(super) batch_memory_mb: Slot<f64>,
    /// Milliseconds, above 0; 60,000 where it is not given.
    pub(super) batch_time_ms: Slot<f64>,
    /// From 0 to 1; 0.3 where it is not given.
    pub(super) similarity_threshold: Slot<f64>,
}

pub(super) const LIMITS: &[&str] = &["batchSize", "batchMemoryMb", "batchTimeMs", "similarityThreshold"];

/// What one past execution took.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ExecutionFile<'a> {
    /// The id of the contract.
    #[serde(borrow)]
    pub(super) contract: Slot<Text<'a>>,
    /// When it was asked for, in seconds; as the one before where it is not given, 0 in the first.
    pub(super) at_s: Slot<f64>,
    pub(super) time_ms: Slot<f64>,
    pub(super) memory_mb: Slot<f64>,
}

pub(super) const EXECUTION: &[&str] = &["contract", "atS", "timeMs", "memoryMb"];
