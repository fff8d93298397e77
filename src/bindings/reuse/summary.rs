//! A set of contracts, in figures and in columns.

use std::collections::BTreeSet;

use js_sys::{Float64Array, Uint32Array};
use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::plan::BatchLimits;
use super::{floats, wholes};
use crate::bindings::error::to_js;
use crate::bindings::scenario::Scenario;
use crate::bindings::types::ScenarioAbout;
use crate::bindings::{Js, crossing, from_json};
use crate::pair::Side;
use crate::reuse::batch::{Input, Mode, profiles};
use crate::scenario;
use crate::scenario::contracts::{Contract, Contracts, Flavour, Generated, generate, to_json};

/// A set of contracts in figures.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ContractsSummary {
    /// What it says about itself.
    #[serde(flatten)]
    pub about: ScenarioAbout,
    /// How many contracts it has.
    pub contracts: usize,
    /// How many distinct classes they bind.
    pub classes: usize,
    /// How many distinct sets of classes; contracts with the same set are wholly alike.
    pub class_sets: usize,
    /// How many method slots they have in all.
    pub slots: usize,
    /// How many pairs of contracts there are of which one waits for the other.
    pub dependencies: usize,
    /// How many past executions are known.
    pub executions: usize,
    /// How many batches run at once.
    pub workers: u32,
    /// What a batch may hold.
    pub limits: BatchLimits,
}

impl ContractsSummary {
    pub(in crate::bindings) fn of(loaded: &scenario::Scenario, set: &Contracts) -> Self {
        let classes = |contract: &'_ Contract| -> BTreeSet<std::sync::Arc<str>> {
            contract.slots.iter().filter(|slot| !slot.class.is_empty()).map(|slot| slot.class.clone()).collect()
        };
        let sets: BTreeSet<BTreeSet<_>> = set.contracts.iter().map(classes).collect();
        Self {
            about: ScenarioAbout::of(loaded),
            contracts: set.contracts.len(),
            classes: sets.iter().flatten().collect::<BTreeSet<_>>().len(),
            class_sets: sets.len(),
            slots: set.contracts.iter().map(|contract| contract.slots.len()).sum(),
            dependencies: set.contracts.iter().map(|contract| contract.waits_for.len()).sum(),
            executions: set.executions.len(),
            workers: set.workers,
            limits: BatchLimits::of(&set.limits),
        }
    }
}

/// The contracts of a scenario, one entry a contract in each column.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ContractColumns {
    /// What each is called; need not be unique.
    pub id: Vec<String>,
    /// The type of each, such as `TYPE_B`.
    #[serde(rename = "type")]
    pub contract_type: Vec<String>,
    /// How many distinct methods each executes.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub methods: Uint32Array,
    /// The classes that each binds, ascending.
    pub classes: Vec<Vec<String>>,
    /// Its estimated time in milliseconds, before anything is known of executions.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub time_ms: Float64Array,
    /// Its estimated memory in megabytes.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub memory_mb: Float64Array,
    /// Positions of the contracts that must be done before, ascending.
    pub waits_for: Vec<Vec<u32>>,
    /// How often each was executed.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub executions: Uint32Array,
}

#[wasm_bindgen]
impl Scenario {
    /// The contracts of the scenario, as columns.
    pub fn contracts(&self) -> Js<Ts<ContractColumns>> {
        let set = self.loaded.contracts().map_err(to_js)?;
        let input = Input::of(set.clone(), Mode::Scale).map_err(to_js)?;
        let profiles = profiles(&input, Side::Optimised);
        let methods = profiles.iter().map(|profile| u32::try_from(profile.methods.len()).unwrap_or(u32::MAX));
        let mut executions = vec![0; set.contracts.len()];
        set.executions.iter().for_each(|execution| executions[execution.contract.index()] += 1);
        let texts = |of: fn(&Contract) -> &str| set.contracts.iter().map(|each| of(each).to_owned()).collect();
        crossing(&ContractColumns {
            id: texts(|contract| &contract.id),
            contract_type: texts(|contract| &contract.contract_type),
            methods: wholes(&methods.collect::<Vec<_>>()),
            time_ms: floats(&profiles.iter().map(|profile| profile.time_ms).collect::<Vec<_>>()),
            memory_mb: floats(&profiles.iter().map(|profile| profile.memory_mb).collect::<Vec<_>>()),
            classes: profiles.into_iter().map(|profile| profile.classes).collect(),
            waits_for: set.contracts.iter().map(|each| each.waits_for.iter().map(|other| other.0).collect()).collect(),
            executions: wholes(&executions),
        })
    }
}

/// What to generate: a set of contracts from a seed.
#[derive(Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct GenerateContracts {
    /// How many contracts, at most 100,000; 300 where left out.
    #[tsify(optional)]
    pub contracts: u32,
    /// `"realistic"`: questions asked again, few sets of classes, small variations; `"random"`: sets drawn without a plan.
    /// Realistic where left out.
    #[tsify(optional, type = "\"realistic\" | \"random\"")]
    pub flavour: Flavoured,
    /// How many past executions; 1,000 where left out.
    #[tsify(optional)]
    pub executions: u32,
    /// The same seed gives the same set on every host; 1 where left out.
    #[tsify(optional)]
    pub seed: u32,
}

/// How the classes of contracts are chosen.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Flavoured {
    /// Questions asked again.
    Realistic,
    /// Without a plan.
    Random,
}

impl Default for GenerateContracts {
    fn default() -> Self {
        Self { contracts: 300, flavour: Flavoured::Realistic, executions: 1_000, seed: 1 }
    }
}

/// A seeded set of contracts with past executions as a scenario file: JSON text as bytes.
#[wasm_bindgen(js_name = generateContracts)]
pub fn generate_contracts(
    #[wasm_bindgen(unchecked_optional_param_type = "GenerateContracts")] wanted: JsValue,
) -> Js<Vec<u8>> {
    let wanted: GenerateContracts = from_json("wanted", &wanted)?;
    let GenerateContracts { contracts, executions, seed, .. } = wanted;
    let flavour = match wanted.flavour {
        Flavoured::Realistic => Flavour::Realistic,
        Flavoured::Random => Flavour::Random,
    };
    let set = generate(&Generated { contracts, flavour, seed: seed.into(), executions }).map_err(to_js)?;
    Ok(to_json(&set, &format!("{contracts} generated contracts, seed {seed}")).into_bytes())
}
