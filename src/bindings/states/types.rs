//! What crosses the border about states. TypeScript's types are made from these.
//!
//! A state of 48 bits is a whole number below 2^53, so a JavaScript number holds it exactly; many are a `Float64Array`.

use js_sys::{Float32Array, Float64Array, Int32Array, Uint8Array, Uint32Array};
use serde::{Deserialize, Serialize};
use tsify::Tsify;

use crate::states::walk::Semantics;

/// How far a build of the space of states has come.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct StatesProgress {
    /// Whether the space can be taken with `result()`.
    pub done: bool,
    /// States found so far.
    pub states: u32,
    /// The layer under way: so many steps from the archetype. Layers are complete up to the one before.
    pub layer: u32,
    /// States of the last complete layer, from which the next one is reached.
    pub frontier: u32,
    /// Share of the whole work that is done, from 0 to 1, by the count of slices; for a bar.
    pub share: f64,
    /// States of each complete layer, from the archetype on.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub layers: Uint32Array,
}

/// The space of states in figures and columns.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct StatesColumns {
    /// How many states there are.
    pub states: u32,
    /// The archetype, from which all are reached: a word of 48 bits.
    pub archetype: f64,
    /// Its index.
    pub archetype_index: u32,
    /// Memory that the space holds, in bytes, without the large table.
    pub bytes: usize,
    /// Memory of the large table, in bytes; 0 before `keepLargeTable()`.
    pub large_table_bytes: usize,
    /// How many states need so many steps from the archetype, from 0 on.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub layers: Uint32Array,
    /// How many states differ from the archetype in so many bits, from 0 to 48: the histogram of theta.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub states_at_distance: Uint32Array,
    /// Theta of a state that differs in so many bits, from 0 to 48, in radians.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float32Array")]
    pub theta_at_distance: Float32Array,
    /// The orbits, by the columns erased in each of their states, a bit each.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint8Array")]
    pub orbit_erased: Uint8Array,
    /// The least index of each orbit.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub orbit_representative: Uint32Array,
    /// How many states each orbit has.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub orbit_size: Uint32Array,
    /// How many states the largest orbit has.
    pub largest_orbit: u32,
}

/// The space's fingerprints.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct StatesDigests {
    /// SHA-256 of the states as little-endian numbers of 64 bits, ascending.
    pub keys_sha256: String,
    /// SHA-256 of their thetas as little-endian numbers of 32 bits.
    pub theta_sha256: String,
}

/// What is known of each of several words.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct StateColumns {
    /// The word.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub state: Float64Array,
    /// Its index; −1 where it is no state that can be reached.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Int32Array")]
    pub index: Int32Array,
    /// In how many bits it differs from the archetype.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint8Array")]
    pub distance: Uint8Array,
    /// Its angle from the archetype in radians.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float32Array")]
    pub theta: Float32Array,
    /// The columns that were ever erased, a bit each: the orbit's name. 0 where it is no state.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint8Array")]
    pub erased: Uint8Array,
    /// The least index of its orbit; −1 where it is no state.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Int32Array")]
    pub representative: Int32Array,
    /// How many states its orbit has; 0 where it is no state.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub orbit_size: Uint32Array,
}

/// How a stream of bytes is walked.
#[derive(Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct WalkRequest {
    /// The index at which it begins; the archetype's where left out.
    #[tsify(optional)]
    pub from: Option<u32>,
    /// How calls are read; `"loadline"` where left out: the same however the stream is cut.
    #[tsify(optional, type = "\"loadline\" | \"publishedPerByte\" | \"publishedBulk\"")]
    pub semantics: Option<Semantics>,
    /// How many bytes each call has, which must add up to all; one call where left out.
    #[tsify(optional)]
    pub calls: Option<Vec<u32>>,
}

/// Where a stream of bytes leads: a column entry a byte, an entry a token that was read, an entry a key that was learned.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Walked {
    /// The index after each byte.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub index: Uint32Array,
    /// The state after each byte.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub state: Float64Array,
    /// Its angle from the archetype in radians.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float32Array")]
    pub theta: Float32Array,
    /// The columns erased in it, a bit each: its orbit's name.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint8Array")]
    pub erased: Uint8Array,
    /// The tokens that the bytes spell; −1 where more than five bytes go on.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub token: Float64Array,
    /// The byte with which each token ends, from 0.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub token_end: Uint32Array,
    /// What is kept in the end: the least index of the orbit, in the order in which keys were first met.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint32Array")]
    pub learned_representative: Uint32Array,
    /// The token of each.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub learned_token: Float64Array,
    /// The folded introns of each.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Uint8Array")]
    pub learned_mask: Uint8Array,
    /// The confidence of each, from 0 to 1.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub learned_confidence: Float64Array,
    /// How many bytes made a step.
    pub cycles: u32,
    /// How many introns wait for the end of their token.
    pub waiting: u32,
    /// The last token that was learned; 0 before the first.
    pub last_token: f64,
    /// How often something was kept that was not there before or is not the same.
    pub puts: u32,
    /// Up to eight angles in radians, the newest last.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float32Array")]
    pub ring: Float32Array,
}

/// From where tokens are walked, and by which bytes.
#[derive(Default, Deserialize, Tsify)]
#[serde(rename_all = "camelCase", default)]
pub struct DivergenceRequest {
    /// The state from which each is walked; the archetype where left out. The published diagnostic once took 0.
    #[tsify(optional)]
    pub origin: Option<f64>,
    /// `"introns"` where left out; `"masked"` walks the bytes from outside, the published mistake.
    #[tsify(optional, type = "\"introns\" | \"masked\"")]
    pub spelling: Option<String>,
}

/// Where each token leads.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct TokenColumns {
    /// The state: a word of 48 bits.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float64Array")]
    pub state: Float64Array,
    /// Its index; −1 where the origin is no state that can be reached, and so it may be none.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Int32Array")]
    pub index: Int32Array,
    /// Its angle from the archetype in radians.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    #[tsify(type = "Float32Array")]
    pub theta: Float32Array,
}
