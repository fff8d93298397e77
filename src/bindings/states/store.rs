//! A store, as JavaScript holds it.

use core::num::NonZeroUsize;
use std::sync::Arc;

use tsify::Ts;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::store_types::{
    CandidateColumns, CandidatesRequest, DecayRequest, GenerateRequest, GeneratedColumns, LogFault, LogReport,
    PruneRequest, StoreColumns, StoreIntegrity, StoreReport, StoreRequest,
};
use super::words::{column_f64, column_u8, column_u32};
use crate::bindings::clock::HostClock;
use crate::bindings::error::to_js;
use crate::bindings::{Js, crossing, request_of};
use crate::error::{Error, Result, nearest};
use crate::measure::Clock as _;
use crate::pair::{Pair as _, Side};
use crate::states::candidates::{Candidate, Candidates, Input, Rules, Seen, Shortlists};
use crate::states::generate::Climate;
use crate::states::learn::Entry;
use crate::states::orbits::Orbits;
use crate::states::record::{Bounds, Key};
use crate::states::space::Space;
use crate::states::store::{Decay, Layer, Log, Precision, Report, Store, View};
use crate::states::turn::{Emitted, Turn};
use crate::states::{token, word};

/// Tokens of one turn.
const MOST_TOKENS: u32 = 65_536;
/// Tokens of a vocabulary where nothing is said.
const VOCABULARY: u32 = 30_522;

/// A store of what was learned: two logs, seen as one. Holds wasm memory: call `free()`, or declare it with `using`.
///
/// Nothing is written anywhere until `bytes()` are taken and kept; `saveStore` does that.
#[wasm_bindgen]
pub struct StateStore {
    space: Arc<Space>,
    store: Store,
    reports: [Report; 2],
    rules: Rules,
    lists: Shortlists,
}

#[wasm_bindgen]
impl StateStore {
    /// What came of reading the logs: how many records, and where there were none.
    pub fn report(&self) -> Js<Ts<StoreReport>> {
        let [public, private] = &self.reports;
        crossing(&StoreReport { public: told(public), private: told(private) })
    }

    /// The bytes of a log, to be kept. Of a log that was read whole and not changed, the very bytes that it was read from.
    pub fn bytes(&self, #[wasm_bindgen(unchecked_param_type = "StoreLayer")] layer: JsValue) -> Js<Vec<u8>> {
        Ok(self.store.log(layer_of(&layer)?).bytes())
    }

    /// Learns that each token was read in the state at the index beside it, its last intron being the third; how many were kept.
    pub fn learn(&mut self, states: &[u32], tokens: &[u32], introns: &[u8]) -> Js<u32> {
        if states.len() != tokens.len() || tokens.len() != introns.len() {
            let found = format!("{} states, {} tokens, {} introns", states.len(), tokens.len(), introns.len());
            return Err(to_js(Error::argument("tokens", found, "give as many of each")));
        }
        let mut kept = 0;
        for ((state, token), intron) in states.iter().zip(tokens).zip(introns) {
            kept += u32::from(self.store.learn(*state, *token, *intron).map_err(to_js)?.is_some());
        }
        Ok(kept)
    }

    /// Forgets a token of a state, by its index; whether there was one to forget.
    pub fn forget(&mut self, state: u32, token: u32) -> Js<bool> {
        self.store.delete(Key { state, token }).map_err(to_js)
    }

    /// All entries, as the view has them.
    pub fn entries(&self) -> Js<Ts<StoreColumns>> {
        columns(&self.store.entries().collect::<Vec<_>>())
    }

    /// The entries of the state at an index, as the view has them; it reads nothing else.
    #[wasm_bindgen(js_name = entriesOf)]
    pub fn entries_of(&self, state: u32) -> Js<Ts<StoreColumns>> {
        let state = self.store.orbits.checked(state, "state").map_err(to_js)?;
        columns(&self.store.of_state(state).collect::<Vec<_>>())
    }

    /// The candidates of the state at an index, best first. Lists are kept until something of them is learned.
    pub fn candidates(
        &mut self,
        state: u32,
        #[wasm_bindgen(unchecked_optional_param_type = "CandidatesRequest")] request: JsValue,
    ) -> Js<Ts<CandidateColumns>> {
        self.rule(rules_of(request_of(request)?));
        let mut clock = || HostClock.now_ns() / 1e6;
        let list = self.lists.of_within(&self.store, state, &mut clock).map_err(to_js)?;
        candidate_columns(&list)
    }

    /// The best candidate of the state at each index; 4,294,967,295 where there is none.
    ///
    /// The hot path of a choice: by the reference side, each scores its entries anew.
    #[wasm_bindgen(js_name = bestOf)]
    pub fn best_of(
        &mut self,
        states: &[u32],
        #[wasm_bindgen(unchecked_optional_param_type = "Side")] side: JsValue,
    ) -> Js<Vec<u32>> {
        let first = |list: &[Candidate]| list.first().map_or(u32::MAX, |candidate| candidate.token);
        if super::side_of(&side)? == Side::Reference {
            let seen = Candidates::reference(&Input::queries(self.store.clone(), self.rules, states));
            let token = |seen: &Seen| if let Seen::Listed(list) = seen { first(list) } else { u32::MAX };
            return Ok(seen.iter().map(token).collect());
        }
        let best = |state: &u32| Ok(first(&self.lists.of(&self.store, *state)?));
        states.iter().map(best).collect::<Result<_>>().map_err(to_js)
    }

    /// Lets the confidence of every entry fade; how many were written.
    pub fn decay(&mut self, #[wasm_bindgen(unchecked_param_type = "DecayRequest")] request: JsValue) -> Js<usize> {
        let decay = match request_of::<DecayRequest>(request)? {
            DecayRequest { less: Some(less), times: None } if (0.0..=1.0).contains(&less) => Decay::Less(less),
            DecayRequest { less: None, times: Some(times) } if (0.0..=1.0).contains(&times) => Decay::Times(times),
            _ => {
                let found = "it says neither how much nor which share, or both, or a number outside 0 to 1";
                return Err(to_js(Error::argument("request", found, "give { less: 0.01 } or { times: 0.999 }")));
            }
        };
        self.store.decay(decay).map_err(to_js)
    }

    /// Forgets what is no longer worth keeping; how many entries.
    pub fn prune(
        &mut self,
        #[wasm_bindgen(unchecked_optional_param_type = "PruneRequest")] request: JsValue,
    ) -> Js<usize> {
        let request: PruneRequest = request_of(request)?;
        let below = request.below.or(if request.most_per_state.is_none() { Some(0.05) } else { None });
        let mut forgotten = 0;
        if let Some(below) = below {
            forgotten += self.store.prune(below).map_err(to_js)?;
        }
        if let Some(most) = request.most_per_state {
            forgotten += self.store.trim_orbits(most as usize).map_err(to_js)?;
        }
        Ok(forgotten)
    }

    /// Counts what there is in both logs.
    pub fn integrity(&self) -> Js<Ts<StoreIntegrity>> {
        crossing(&self.store.integrity().into())
    }

    /// Emits tokens, each chosen where the last one led, and learns them. The same seed gives the same tokens.
    pub fn generate(
        &mut self,
        #[wasm_bindgen(unchecked_optional_param_type = "GenerateRequest")] request: JsValue,
    ) -> Js<Ts<GeneratedColumns>> {
        let request: GenerateRequest = request_of(request)?;
        let emitted = self.emitted(&request).map_err(to_js)?;
        let thetas: Vec<f32> = emitted.iter().map(|one| one.theta).collect();
        crossing(&GeneratedColumns {
            token: column_u32(emitted.iter().map(|one| one.token)),
            at_random: column_u8(emitted.iter().map(|one| u8::from(one.at_random))),
            theta: js_sys::Float32Array::from(thetas.as_slice()),
            temperature: column_f64(emitted.iter().map(|one| one.temperature)),
            index: column_u32(emitted.iter().map(|one| one.state)),
        })
    }
}

impl StateStore {
    pub(super) fn open(space: &Arc<Space>, public: &[u8], private: &[u8], request: &StoreRequest) -> Js<Self> {
        let view = view_of(request.view.as_deref()).map_err(to_js)?;
        let [public, private] = [public, private].map(|bytes| Log::load(bytes, Bounds::WIDEST, Precision::AsWritten));
        let store = Store::new(Orbits::whole(), Arc::new(public.0), Arc::new(private.0), view);
        let (rules, reports) = (Rules::default(), [public.1, private.1]);
        Ok(Self { space: Arc::clone(space), store, reports, rules, lists: Shortlists::new(rules, Input::LISTS) })
    }

    /// Lists made by other rules are of no use.
    fn rule(&mut self, rules: Rules) {
        if self.rules != rules {
            self.rules = rules;
            self.lists = Shortlists::new(rules, Input::LISTS);
        }
    }

    fn emitted(&mut self, request: &GenerateRequest) -> Result<Vec<Emitted>> {
        let count = request.tokens.unwrap_or(16);
        if count > MOST_TOKENS {
            let remedy = format!("ask for at most {MOST_TOKENS}");
            return Err(Error::argument("request.tokens", format!("{count} tokens"), remedy));
        }
        let from = request.from.unwrap_or_else(|| self.space.index_of(word::ARCHETYPE));
        let usual = Climate::default();
        let climate = Climate {
            floor: request.floor.unwrap_or(usual.floor),
            cap: request.cap.unwrap_or(usual.cap),
            low: request.low.unwrap_or(usual.low),
        };
        let rules = Rules { most: request.top.map_or(100, |top| top as usize), ..Rules::default() };
        let vocabulary = request.vocabulary.unwrap_or(VOCABULARY);
        let seed = u64::from(request.seed.unwrap_or(1));
        let mut turn = Turn::new(Arc::clone(&self.space), self.store.clone(), from, vocabulary, seed)?
            .under(climate, Shortlists::new(rules, NonZeroUsize::MIN.saturating_add(255)));
        let mut emitted = Vec::new();
        for _ in 0..count {
            let one = turn.emit()?;
            emitted.push(one);
            if request.stop_at_separator.unwrap_or(true) && u64::from(one.token) == token::SEPARATOR {
                break;
            }
        }
        self.store = turn.store().clone();
        Ok(emitted)
    }
}

fn told(report: &Report) -> LogReport {
    let fault = |fault: &crate::states::store::Fault| LogFault { offset: fault.offset, flaw: fault.flaw };
    LogReport {
        records: report.records,
        keys: report.keys,
        faulty: report.faulty,
        faults: report.faults.iter().map(fault).collect(),
    }
}

fn rules_of(request: CandidatesRequest) -> Rules {
    let CandidatesRequest { most, pull_limit, budget_ms } = request;
    Rules { most: most.map_or(100, |most| most as usize), pull_limit, budget_ms }
}

fn candidate_columns(list: &[Candidate]) -> Js<Ts<CandidateColumns>> {
    crossing(&CandidateColumns {
        token: column_u32(list.iter().map(|candidate| candidate.token)),
        score: column_f64(list.iter().map(|candidate| candidate.score)),
        exon: column_u8(list.iter().map(|candidate| candidate.exon)),
    })
}

fn columns(entries: &[(Key, Entry)]) -> Js<Ts<StoreColumns>> {
    crossing(&StoreColumns {
        state: column_u32(entries.iter().map(|(key, _)| key.state)),
        token: column_u32(entries.iter().map(|(key, _)| key.token)),
        mask: column_u8(entries.iter().map(|(_, entry)| entry.mask)),
        confidence: column_f64(entries.iter().map(|(_, entry)| entry.conf)),
        direction: column_u8(entries.iter().map(|(_, entry)| entry.direction)),
    })
}

fn layer_of(layer: &JsValue) -> Js<Layer> {
    match layer.as_string().as_deref() {
        Some("public") => Ok(Layer::Public),
        Some("private") => Ok(Layer::Private),
        _ => Err(to_js(Error::argument("layer", "there is no such log", "use \"public\" or \"private\""))),
    }
}

fn view_of(name: Option<&str>) -> Result<View> {
    const NAMES: [&str; 7] = ["agent", "overlay", "canonicalOverlay", "public", "canonical", "private", "readOnly"];
    Ok(match name.unwrap_or("agent") {
        "agent" => View::agent(),
        "overlay" => View::public().read_only().under(View::private()),
        "canonicalOverlay" => View::public().read_only().under(View::private()).canonical()?,
        "public" => View::public(),
        "canonical" => View::public().canonical()?,
        "private" => View::private(),
        "readOnly" => View::public().read_only(),
        other => {
            let meant =
                nearest(other, NAMES.into_iter()).map_or(String::new(), |near| format!("; did you mean {near}?"));
            let found = format!("there is no view {other:?}{meant}");
            return Err(Error::argument("request.view", found, format!("use one of {}", NAMES.join(", "))));
        }
    })
}

#[wasm_bindgen(typescript_custom_section)]
const STORE_LAYER: &str = "/** One of the two logs of a store. */
export type StoreLayer = \"public\" | \"private\";";
