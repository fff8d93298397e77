//! The file of a set of contracts, version 1, as serde types.
//!
//! A contract may be written in the short form of this format, or in the long one of the published system (`identity`,
//! `method_binding`), so that its files can be put in a list as they are. `null` counts as not given. The doc comment of each field
//! is its text in `schema/contracts.json`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::scenario::list::List;
use crate::scenario::object::Object;
use crate::scenario::slot::{Pairs, Slot, Text};

/// A set of contracts and the limits of their batches.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(!default, rename = "Contracts")]
pub(super) struct File<'a> {
    /// Version of this format: 1, which is also meant where it is not given.
    #[schemars(with = "Option<u32>", range(min = 1, max = 1))]
    pub(super) version: Slot<f64>,
    /// What the scenario is about: `contracts`.
    #[serde(borrow)]
    #[schemars(with = "Kind")]
    pub(super) kind: Slot<Text<'a>>,
    /// What to call it; the file's name where it is not given.
    #[schemars(with = "Option<String>")]
    pub(super) title: Slot<Text<'a>>,
    /// Where the data come from, in a sentence.
    #[schemars(with = "Option<String>")]
    pub(super) source: Slot<Text<'a>>,
    /// Whether it is made up, not observed; `false` where it is not given.
    #[schemars(with = "Option<bool>")]
    pub(super) synthetic: Slot<bool>,
    /// The contracts; an empty list where there is none.
    #[schemars(with = "Vec<ContractFile>")]
    pub(super) contracts: Option<List<Object<ContractFile<'a>>>>,
    /// What a batch may hold.
    #[schemars(with = "Option<LimitsFile>")]
    pub(super) limits: Option<Object<LimitsFile>>,
    /// How many batches run at once; 4 where it is not given.
    #[schemars(with = "Option<u32>", range(min = 1))]
    pub(super) workers: Slot<f64>,
    /// What past executions took, in the order in which they were asked for.
    #[schemars(with = "Option<Vec<ExecutionFile>>")]
    pub(super) executions: Option<List<Object<ExecutionFile<'a>>>>,
}

/// What the scenario is about.
#[derive(JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its schema is used")]
enum Kind {
    /// Have we done this already, can we do many at once, and how long will it take?
    Contracts,
}

/// A contract, in either form.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(!default, rename = "Contract")]
pub(super) struct ContractFile<'a> {
    /// `UNKNOWN` where it is not given.
    #[serde(borrow)]
    #[schemars(with = "Option<String>")]
    pub(super) id: Slot<Text<'a>>,
    /// `TYPE_A` where it is not given.
    #[serde(rename = "type")]
    #[schemars(with = "Option<String>")]
    pub(super) contract_type: Slot<Text<'a>>,
    /// Its methods, in order.
    #[schemars(with = "Option<Vec<MethodFile>>")]
    pub(super) methods: Option<List<Object<MethodFile<'a>>>>,
    /// Ids of the contracts that must be done before.
    #[schemars(with = "Option<Vec<String>>")]
    pub(super) waits_for: Option<List<Slot<Text<'a>>>>,
    /// Who it is, in the long form.
    #[schemars(with = "Option<IdentityFile>")]
    pub(super) identity: Option<Object<IdentityFile<'a>>>,
    /// What it binds, in the long form.
    #[serde(rename = "method_binding")]
    #[schemars(with = "Option<BindingFile>")]
    pub(super) method_binding: Option<Object<BindingFile<'a>>>,
}

/// One method of a contract in the short form.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(!default, rename = "Method")]
pub(super) struct MethodFile<'a> {
    /// The class that has the method; no name where it is not given.
    #[serde(borrow)]
    #[schemars(with = "Option<String>")]
    pub(super) class: Slot<Text<'a>>,
    /// The name of the method; none where it is not given.
    #[schemars(with = "Option<String>")]
    pub(super) method: Slot<Text<'a>>,
    /// Its level, such as `N1-EMP`.
    #[schemars(with = "Option<String>")]
    pub(super) level: Slot<Text<'a>>,
    /// 0.5 where it is not given.
    #[schemars(with = "Option<f64>")]
    pub(super) confidence: Slot<f64>,
}

/// Who a contract is, in the long form.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(!default, rename = "LongIdentity")]
pub(super) struct IdentityFile<'a> {
    /// As `id`.
    #[serde(borrow)]
    #[schemars(with = "Option<String>")]
    pub(super) contract_id: Slot<Text<'a>>,
    /// As `type`.
    #[schemars(with = "Option<String>")]
    pub(super) contract_type: Slot<Text<'a>>,
}

/// What a contract binds, in the long form.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(!default, rename = "LongBinding")]
pub(super) struct BindingFile<'a> {
    /// The phases by name; the names play no part.
    #[serde(borrow)]
    #[schemars(with = "Option<BTreeMap<String, PhaseFile>>")]
    pub(super) execution_phases: Option<Pairs<'a, Object<PhaseFile<'a>>>>,
}

/// One phase, in the long form.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(!default, rename = "LongPhase")]
pub(super) struct PhaseFile<'a> {
    /// Its methods, in order.
    #[serde(borrow)]
    #[schemars(with = "Option<Vec<LongMethodFile>>")]
    pub(super) methods: Option<List<Object<LongMethodFile<'a>>>>,
}

/// One method, in the long form.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(!default, rename = "LongMethod")]
pub(super) struct LongMethodFile<'a> {
    /// As `class`.
    #[serde(borrow)]
    #[schemars(with = "Option<String>")]
    pub(super) class_name: Slot<Text<'a>>,
    /// As `method`.
    #[schemars(with = "Option<String>")]
    pub(super) method_name: Slot<Text<'a>>,
    /// As `level`.
    #[schemars(with = "Option<String>")]
    pub(super) level: Slot<Text<'a>>,
    /// As `confidence`.
    #[schemars(with = "Option<f64>")]
    pub(super) confidence_score: Slot<f64>,
}

/// What a batch may hold.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(!default, rename = "Limits")]
pub(super) struct LimitsFile {
    /// Contracts, from 1; 30 where it is not given.
    #[schemars(with = "Option<u32>", range(min = 1))]
    pub(super) batch_size: Slot<f64>,
    /// Megabytes, above 0; 2,048 where it is not given.
    #[schemars(with = "Option<f64>")]
    pub(super) batch_memory_mb: Slot<f64>,
    /// Milliseconds, above 0; 60,000 where it is not given.
    #[schemars(with = "Option<f64>")]
    pub(super) batch_time_ms: Slot<f64>,
    /// From 0 to 1; 0.3 where it is not given.
    #[schemars(with = "Option<f64>", range(min = 0, max = 1))]
    pub(super) similarity_threshold: Slot<f64>,
}

/// What one past execution took.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "camelCase")]
#[schemars(!default, rename = "Execution")]
pub(super) struct ExecutionFile<'a> {
    /// The id of the contract.
    #[serde(borrow)]
    #[schemars(with = "String")]
    pub(super) contract: Slot<Text<'a>>,
    /// When it was asked for, in seconds; as the one before where it is not given, 0 in the first.
    #[schemars(with = "Option<f64>")]
    pub(super) at_s: Slot<f64>,
    /// How long it took, in milliseconds.
    #[schemars(with = "f64", range(min = 0))]
    pub(super) time_ms: Slot<f64>,
    /// The memory that it took, in megabytes.
    #[schemars(with = "f64", range(min = 0))]
    pub(super) memory_mb: Slot<f64>,
}
