//! The space of states: what JavaScript holds, and asks.

mod build;
mod store;
mod store_types;
mod tokens;
mod types;
mod words;

use std::sync::{Arc, OnceLock};

use js_sys::{Float32Array, Int32Array, Uint8Array, Uint32Array};
use tsify::Ts;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

pub use build::StateSpaceBuild;
pub use store::StateStore;
pub use store_types::{
    CandidateColumns, CandidatesRequest, DecayRequest, GenerateRequest, GeneratedColumns, LogFault, LogReport,
    PruneRequest, StoreColumns, StoreIntegrity, StoreReport, StoreRequest,
};
pub use tokens::{bytes_of_tokens, theta_of_words, tokens_of_bytes};
pub use types::{
    DivergenceRequest, StateColumns, StatesColumns, StatesDigests, StatesProgress, TokenColumns, WalkRequest, Walked,
};

use super::error::to_js;
use super::{Js, crossing, request_of};
use crate::error::Error;
use crate::pair::{Pair as _, Side};
use crate::states::code::Code;
use crate::states::divergence::{self, Divergence, Spelling};
use crate::states::lookup::{self, Lookup};
use crate::states::space::{ABSENT, Answer, Large, Space};
use crate::states::step::{self, Step, Trail};
use crate::states::theta::{self, Theta};
use crate::states::walk::Stream;
use crate::states::word::{self, intron};
use crate::states::world::World;
use words::{check_indices, column_u8, column_u32, doubles, or_minus_one, tokens_of, word_of, words_of};

/// Bytes of one walk: each takes 17 bytes of columns.
const MOST_BYTES: usize = 1 << 24;

/// The space of all states that introns reach from the archetype, with what is asked of them.
///
/// Holds wasm memory, 10 MB: call `free()`, or declare it with `using`. Stores opened from it stay usable.
#[wasm_bindgen]
pub struct StateSpace {
    space: Arc<Space>,
    large: OnceLock<Large>,
}

#[wasm_bindgen]
impl StateSpace {
    /// The whole space; the first call builds it, which blocks for a second. `buildStates` does not block.
    pub fn whole() -> StateSpace {
        Self::of(Space::whole())
    }

    /// The space in figures: layers, histogram of theta, orbits, memory.
    pub fn summary(&self) -> Js<Ts<StatesColumns>> {
        let space = &self.space;
        let erased: Vec<u8> = (0..=255).filter(|erased| space.orbit_of_erased(*erased).is_some()).collect();
        let orbits = || erased.iter().filter_map(|erased| space.orbit_of_erased(*erased));
        let thetas: Vec<f32> = (0..=word::BITS).map(|bits| space.thetas().of_distance(bits)).collect();
        crossing(&StatesColumns {
            states: space.len(),
            archetype: word::ARCHETYPE as f64,
            archetype_index: space.index_of(word::ARCHETYPE),
            bytes: space.bytes(),
            large_table_bytes: if self.large.get().is_some() { Large::BYTES } else { 0 },
            layers: Uint32Array::from(space.layers()),
            states_at_distance: Uint32Array::from(space.distances().as_slice()),
            theta_at_distance: Float32Array::from(thetas.as_slice()),
            orbit_representative: column_u32(orbits().map(|orbit| orbit.representative)),
            orbit_size: column_u32(orbits().map(|orbit| orbit.size)),
            orbit_erased: column_u8(erased.iter().copied()),
            largest_orbit: space.largest_orbit(),
        })
    }

    /// The space's fingerprints. Reads every state, a tenth of a second.
    pub fn digests(&self) -> Js<Ts<StatesDigests>> {
        let Answer { keys_sha256, theta_sha256, .. } = Answer::of(&self.space);
        crossing(&StatesDigests { keys_sha256, theta_sha256 })
    }

    /// Theta of each state, in radians: its angle from the archetype.
    ///
    /// Throws at the first number that is no state that can be reached. `thetaOfWords` looks nothing up, and is faster.
    pub fn theta(
        &self,
        states: &[f64],
        #[wasm_bindgen(unchecked_optional_param_type = "Side")] side: JsValue,
    ) -> Js<Vec<f32>> {
        let states = words_of("states", states).map_err(to_js)?;
        if side_of(&side)? == Side::Reference {
            let input = theta::Input::new(World::whole(), states, Vec::new()).map_err(to_js)?;
            return Ok(Theta::reference(&input).of_states);
        }
        self.indices_of(&states).map_err(to_js)?;
        let mut thetas = vec![0.0; states.len()];
        theta::thetas(&self.space, &states, &mut thetas);
        Ok(thetas)
    }

    /// Theta of the state at each index, in radians. Throws at the first index outside the space.
    #[wasm_bindgen(js_name = thetaAt)]
    pub fn theta_at(
        &self,
        indices: &[u32],
        #[wasm_bindgen(unchecked_optional_param_type = "Side")] side: JsValue,
    ) -> Js<Vec<f32>> {
        check_indices(&self.space, "indices", indices).map_err(to_js)?;
        if side_of(&side)? == Side::Reference {
            let input = theta::Input::new(World::whole(), Vec::new(), indices.to_vec()).map_err(to_js)?;
            return Ok(Theta::reference(&input).of_indices);
        }
        let mut thetas = vec![0.0; indices.len()];
        theta::thetas_at(&self.space, indices, &mut thetas);
        Ok(thetas)
    }

    /// The index of each state: its place among all states, ascending. Throws at the first that cannot be reached.
    #[wasm_bindgen(js_name = indexOf)]
    pub fn index_of(&self, states: &[f64]) -> Js<Vec<u32>> {
        self.indices_of(&words_of("states", states).map_err(to_js)?).map_err(to_js)
    }

    /// As `indexOf`, with −1 for a word that is no state.
    pub fn find(
        &self,
        words: &[f64],
        #[wasm_bindgen(unchecked_optional_param_type = "Side")] side: JsValue,
    ) -> Js<Vec<i32>> {
        let words = words_of("words", words).map_err(to_js)?;
        if side_of(&side)? == Side::Reference {
            let found = Lookup::reference(&lookup::Input { world: World::whole(), words, indices: Vec::new() });
            return Ok(found.indices.into_iter().map(|index| or_minus_one(index.unwrap_or(ABSENT))).collect());
        }
        let mut indices = vec![0; words.len()];
        match self.large.get() {
            Some(large) => lookup::indices_at_once(large, &words, &mut indices),
            None => lookup::indices(&self.space, &words, &mut indices),
        }
        Ok(indices.into_iter().map(or_minus_one).collect())
    }

    /// The state at each index. Throws at the first index outside the space.
    #[wasm_bindgen(js_name = stateAt)]
    pub fn state_at(&self, indices: &[u32]) -> Js<Vec<f64>> {
        check_indices(&self.space, "indices", indices).map_err(to_js)?;
        Ok(indices.iter().map(|index| self.space.code_at(*index).word() as f64).collect())
    }

    /// What is known of each word: index, theta, orbit. A word that is no state is answered too, with index −1.
    pub fn describe(&self, words: &[f64]) -> Js<Ts<StateColumns>> {
        let words = words_of("words", words).map_err(to_js)?;
        let indices: Vec<u32> = words.iter().map(|word| self.space.index_of(*word)).collect();
        let codes =
            || indices.iter().map(|index| if *index == ABSENT { None } else { Some(self.space.code_at(*index)) });
        let representatives: Vec<i32> = codes()
            .map(|code| or_minus_one(code.map_or(ABSENT, |code| self.space.orbit(code).representative)))
            .collect();
        let found: Vec<i32> = indices.iter().map(|index| or_minus_one(*index)).collect();
        let thetas: Vec<f32> = words.iter().map(|word| self.space.thetas().of(*word)).collect();
        crossing(&StateColumns {
            state: doubles(words.iter().copied()),
            index: Int32Array::from(found.as_slice()),
            distance: column_u8(words.iter().map(|word| distance(*word))),
            theta: Float32Array::from(thetas.as_slice()),
            erased: column_u8(codes().map(|code| code.map_or(0, Code::erased))),
            representative: Int32Array::from(representatives.as_slice()),
            orbit_size: column_u32(codes().map(|code| code.map_or(0, |code| self.space.orbit(code).size))),
        })
    }

    /// The index after one byte, for each index with the byte at its place: one entry of the transition table each.
    pub fn step(&self, indices: &[u32], bytes: &[u8]) -> Js<Vec<u32>> {
        if indices.len() != bytes.len() {
            let found = format!("{} bytes for {} indices", bytes.len(), indices.len());
            return Err(to_js(Error::argument("bytes", found, "give one byte an index")));
        }
        check_indices(&self.space, "indices", indices).map_err(to_js)?;
        if let Some(large) = self.large.get() {
            let next = |(index, byte): (&u32, &u8)| large.index(self.space.code_at(*index).step(intron(*byte)));
            return Ok(indices.iter().zip(bytes).map(next).collect());
        }
        let introns: Vec<u8> = bytes.iter().map(|byte| intron(*byte)).collect();
        let mut next = vec![0; indices.len()];
        step::successors(&self.space, indices, &introns, &mut next);
        Ok(next)
    }

    /// The row of the transition table at an index: the index after each of the 256 introns (byte XOR 0xAA).
    pub fn transitions(&self, index: u32) -> Js<Vec<u32>> {
        let code = self.space.checked_code(i64::from(index), "index").map_err(to_js)?;
        Ok((0..=255).map(|intron| self.index(code.step(intron))).collect())
    }

    /// The index after each byte, from the state at index `from` on.
    pub fn trail(
        &self,
        from: u32,
        bytes: &[u8],
        #[wasm_bindgen(unchecked_optional_param_type = "Side")] side: JsValue,
    ) -> Js<Vec<u32>> {
        self.space.checked_code(i64::from(from), "from").map_err(to_js)?;
        let introns: Vec<u8> = bytes.iter().map(|byte| intron(*byte)).collect();
        if side_of(&side)? == Side::Reference {
            let input = step::Input::new(World::whole(), vec![Trail { from, introns }]).map_err(to_js)?;
            return Ok(Step::reference(&input).swap_remove(0));
        }
        let mut indices = vec![0; introns.len()];
        match self.large.get() {
            Some(large) => step::trail_at_once(&self.space, large, from, &introns, &mut indices),
            None => step::trail(&self.space, from, &introns, &mut indices),
        }
        Ok(indices)
    }

    /// Lays out a table of 64 MiB, by which `step`, `trail`, `transitions` and `find` take one look instead of three.
    #[wasm_bindgen(js_name = keepLargeTable)]
    pub fn keep_large_table(&self) {
        self.large.get_or_init(|| Large::of(&self.space));
    }

    /// Walks a stream of bytes: the state after each, the tokens that they spell, and what is learned on the way.
    ///
    /// A byte becomes an intron by XOR with 0xAA; a token ends at an intron below 0x80. At most 16,777,216 bytes.
    pub fn walk(
        &self,
        bytes: &[u8],
        #[wasm_bindgen(unchecked_optional_param_type = "WalkRequest")] request: JsValue,
    ) -> Js<Ts<Walked>> {
        let request: WalkRequest = request_of(request)?;
        let from = request.from.unwrap_or_else(|| self.space.index_of(word::ARCHETYPE));
        self.space.checked_code(i64::from(from), "request.from").map_err(to_js)?;
        let calls = calls_of(bytes, request.calls.as_deref()).map_err(to_js)?;
        let mut stream = Stream::new(Arc::clone(&self.space), from, request.semantics.unwrap_or_default());
        let mut index = Vec::with_capacity(bytes.len());
        let (mut waiting, mut last_token, mut cycles, mut ring) = (0, 0, 0, Vec::new());
        for call in calls {
            let after = stream.call(call);
            index.extend(after.trail);
            (waiting, last_token, cycles, ring) = (after.waiting, after.last_token, after.cycles, after.ring);
        }
        let codes = || index.iter().map(|index| self.space.code_at(*index));
        let thetas: Vec<f32> = index.iter().map(|index| self.space.theta_at(*index)).collect();
        let (token, token_end) = tokens::spelt(bytes);
        let learned = stream.learned();
        crossing(&Walked {
            state: doubles(codes().map(Code::word)),
            theta: Float32Array::from(thetas.as_slice()),
            erased: column_u8(codes().map(Code::erased)),
            index: Uint32Array::from(index.as_slice()),
            token: words::column_f64(token.into_iter()),
            token_end: column_u32(token_end.into_iter()),
            learned_representative: column_u32(learned.iter().map(|kept| kept.representative)),
            learned_token: doubles(learned.iter().map(|kept| kept.token)),
            learned_mask: column_u8(learned.iter().map(|kept| kept.mask)),
            learned_confidence: words::column_f64(learned.iter().map(|kept| kept.conf)),
            cycles,
            waiting,
            last_token: last_token as f64,
            puts: stream.puts(),
            ring: Float32Array::from(ring.as_slice()),
        })
    }

    /// Where each token leads from the archetype, or from another origin, and how far that is.
    pub fn divergence(
        &self,
        tokens: &[f64],
        #[wasm_bindgen(unchecked_optional_param_type = "DivergenceRequest")] request: JsValue,
    ) -> Js<Ts<TokenColumns>> {
        let request: DivergenceRequest = request_of(request)?;
        let tokens = tokens_of("tokens", tokens).map_err(to_js)?;
        let mut input = divergence::Input::new(tokens).map_err(to_js)?.spelt(spelling_of(request.spelling.as_deref())?);
        if let Some(origin) = request.origin {
            let origin = word_of("request.origin", 0, origin).map_err(to_js)?;
            input = input.from_origin(origin).map_err(to_js)?;
        }
        let reached = Divergence::optimised(&input, &Divergence::index(&input));
        let index: Vec<i32> = reached.iter().map(|to| or_minus_one(self.space.index_of(to.state))).collect();
        let theta: Vec<f32> = reached.iter().map(|to| to.theta).collect();
        crossing(&TokenColumns {
            state: doubles(reached.iter().map(|to| to.state)),
            index: Int32Array::from(index.as_slice()),
            theta: Float32Array::from(theta.as_slice()),
        })
    }

    /// Opens a store from the bytes of its two logs, records of twelve bytes; empty where left out.
    ///
    /// What is damaged is left out and told by `report()`, with its offset; all else is read.
    #[wasm_bindgen(js_name = openStore)]
    pub fn open_store(
        &self,
        #[wasm_bindgen(js_name = publicLog, unchecked_optional_param_type = "Uint8Array")] public_log: JsValue,
        #[wasm_bindgen(js_name = privateLog, unchecked_optional_param_type = "Uint8Array")] private_log: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "StoreRequest")] request: JsValue,
    ) -> Js<StateStore> {
        let request: StoreRequest = request_of(request)?;
        // What is no list of bytes was refused before it came here, or is left out.
        let bytes = |log: JsValue| log.dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec()).unwrap_or_default();
        StateStore::open(&self.space, &bytes(public_log), &bytes(private_log), &request)
    }
}

impl StateSpace {
    fn of(space: Arc<Space>) -> Self {
        Self { space, large: OnceLock::new() }
    }

    /// The index of each word, all of which must be states.
    fn indices_of(&self, states: &[u64]) -> Result<Vec<u32>, Error> {
        let mut indices = vec![0; states.len()];
        match self.large.get() {
            Some(large) => lookup::indices_at_once(large, states, &mut indices),
            None => lookup::indices(&self.space, states, &mut indices),
        }
        match indices.iter().position(|index| *index == ABSENT) {
            None => Ok(indices),
            Some(place) => self.space.checked_index(states[place], &format!("states[{place}]")).map(|_| indices),
        }
    }

    #[inline]
    fn index(&self, code: Code) -> u32 {
        self.large.get().map_or_else(|| self.space.index(code), |large| large.index(code))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a word has 48 bits to differ in")]
fn distance(word: u64) -> u8 {
    word::distance(word) as u8
}

/// The side that is asked for; the optimised one where nothing is said.
fn side_of(side: &JsValue) -> Js<Side> {
    match side.as_string().as_deref() {
        None | Some("optimised") => Ok(Side::Optimised),
        Some("reference") => Ok(Side::Reference),
        Some(other) => {
            let found = format!("no such side: {other}");
            Err(to_js(Error::argument("side", found, "use \"reference\" or \"optimised\"")))
        }
    }
}

fn spelling_of(name: Option<&str>) -> Js<Spelling> {
    match name {
        None | Some("introns") => Ok(Spelling::Introns),
        Some("masked") => Ok(Spelling::Masked),
        Some(other) => {
            let found = format!("no such spelling: {other}");
            Err(to_js(Error::argument("request.spelling", found, "use \"introns\" or \"masked\"")))
        }
    }
}

/// The bytes of each call.
fn calls_of<'a>(bytes: &'a [u8], calls: Option<&[u32]>) -> Result<Vec<&'a [u8]>, Error> {
    if bytes.len() > MOST_BYTES {
        let found = format!("{} bytes", bytes.len());
        return Err(Error::argument("bytes", found, format!("walk at most {MOST_BYTES} at once")));
    }
    let Some(calls) = calls else { return Ok(vec![bytes]) };
    let all: u64 = calls.iter().map(|length| u64::from(*length)).sum();
    if all != bytes.len() as u64 {
        let found = format!("they add up to {all}");
        return Err(Error::argument("request.calls", found, format!("cut all {} bytes", bytes.len())));
    }
    let mut rest = bytes;
    Ok(calls
        .iter()
        .map(|length| {
            let (call, after) = rest.split_at(*length as usize);
            rest = after;
            call
        })
        .collect())
}
