//! What crosses the border about stores. TypeScript's types are made from these.

use js_sys::{Float32Array, Float64Array, Uint8Array, Uint32Array};
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use crate::states::record::Flaw;
use crate::states::store::Integrity;

/// How the two logs of a store are seen as one.
#[derive(Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct StoreRequest {
    /// `"agent"` where left out: the canonical public log, read-only, under the private one.
    #[tsify(
        optional,
        type = "\"agent\" | \"overlay\" | \"canonicalOverlay\" | \"public\" | \"canonical\" | \"private\" | \"readOnly\""
    )]
    pub view: Option<String>,
}

/// A place in a log's bytes that holds no record.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct LogFault {
    /// Where the twelve bytes begin.
    pub offset: usize,
    /// What is wrong with them.
    #[tsify(type = "\"cutShort\" | \"state\" | \"token\" | \"confidence\" | \"padding\"")]
    pub flaw: Flaw,
}

/// What came of reading a log.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct LogReport {
    /// How many records were read.
    pub records: usize,
    /// How many keys they have; of each, the last record counts.
    pub keys: usize,
    /// How many places hold no record; all others were read.
    pub faulty: usize,
    /// The first of them, at most 100.
    pub faults: Vec<LogFault>,
}

/// What came of opening a store.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct StoreReport {
    /// Of the public log.
    pub public: LogReport,
    /// Of the private log.
    pub private: LogReport,
}

/// Entries of a store, an entry in each column for each.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct StoreColumns {
    /// The index of the state under which it is kept.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub state: Uint32Array,
    /// The token.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub token: Uint32Array,
    /// The folded introns.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint8Array")]
    pub mask: Uint8Array,
    /// The confidence, from 0 to 1.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub confidence: Float64Array,
    /// Which way the token was read, 0 or 1. What is learned has 0.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint8Array")]
    pub direction: Uint8Array,
}

/// How long a list of candidates may be, and when the search for it ends.
#[derive(Default, Clone, Copy, PartialEq, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct CandidatesRequest {
    /// How many are kept; 100 where left out.
    #[tsify(optional)]
    pub most: Option<u32>,
    /// After how many entries the search ends; it goes through all where left out. Published: 512.
    #[tsify(optional)]
    pub pull_limit: Option<u32>,
    /// After how many milliseconds it ends; never where left out. Published: 20. A list cut short by it is not kept.
    #[tsify(optional)]
    pub budget_ms: Option<f64>,
}

/// The candidates of a state, best first.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct CandidateColumns {
    /// The token.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub token: Uint32Array,
    /// How good it is.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub score: Float64Array,
    /// The exon of what was learned.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint8Array")]
    pub exon: Uint8Array,
}

/// How confidence fades: one of the two. It never falls below 0.01.
#[derive(Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct DecayRequest {
    /// By so much.
    #[tsify(optional)]
    pub less: Option<f64>,
    /// To such a share of itself.
    #[tsify(optional)]
    pub times: Option<f64>,
}

/// What is no longer worth keeping.
#[derive(Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct PruneRequest {
    /// Entries less sure than this are forgotten; 0.05 where left out and `mostPerState` is too.
    #[tsify(optional)]
    pub below: Option<f64>,
    /// Of each state, only so many entries are kept: those that weigh most.
    #[tsify(optional)]
    pub most_per_state: Option<u32>,
}

/// What there is in a store.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct StoreIntegrity {
    /// How many different keys both logs have.
    pub entries: usize,
    /// The mean of their confidences; 0 where there is none.
    pub average_confidence: f64,
    /// How many keys of the public log the private one hides.
    pub hidden: usize,
    /// How many records no longer count.
    pub superseded: usize,
}

impl From<Integrity> for StoreIntegrity {
    fn from(found: Integrity) -> Self {
        Self {
            entries: found.entries,
            average_confidence: found.average_confidence,
            hidden: found.hidden,
            superseded: found.superseded,
        }
    }
}

/// How tokens are generated.
#[derive(Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct GenerateRequest {
    /// How many tokens at most; 16 where left out.
    #[tsify(optional)]
    pub tokens: Option<u32>,
    /// The index at which the turn begins; the archetype's where left out.
    #[tsify(optional)]
    pub from: Option<u32>,
    /// The same seed gives the same tokens; 1 where left out.
    #[tsify(optional)]
    pub seed: Option<u32>,
    /// Tokens drawn at random are below this, and below 8,191; 30,522 where left out.
    #[tsify(optional)]
    pub vocabulary: Option<u32>,
    /// Only so many of the best are drawn from; 100 where left out.
    #[tsify(optional)]
    pub top: Option<u32>,
    /// The temperature near the archetype; 0.1 where left out.
    #[tsify(optional)]
    pub floor: Option<f64>,
    /// The temperature far from it; 1 where left out.
    #[tsify(optional)]
    pub cap: Option<f64>,
    /// The angle, in radians, half-way between; 0.05 where left out.
    #[tsify(optional)]
    pub low: Option<f64>,
    /// Whether the turn ends at the separator, token 102; true where left out.
    #[tsify(optional)]
    pub stop_at_separator: Option<bool>,
}

/// Tokens that were generated, an entry in each column for each.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct GeneratedColumns {
    /// The token.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub token: Uint32Array,
    /// 1 where there was no candidate, so that it was drawn at random.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint8Array")]
    pub at_random: Uint8Array,
    /// The angle of the state in which it was chosen, in radians.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float32Array")]
    pub theta: Float32Array,
    /// The temperature at which it was chosen.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub temperature: Float64Array,
    /// The index of the state to which it led.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub index: Uint32Array,
}
