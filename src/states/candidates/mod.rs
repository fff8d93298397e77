//! Candidates: of what was learned in a state's orbit, which tokens fit the state best, while the store goes on changing?
//!
//! ```text
//! rep   = the first state of the state's orbit
//! pulled(x) = the entries that the store lists of x, without those of direction 1
//! list  = pulled(rep), scored on the ground of rep;  where that is empty and state ≠ rep: pulled(state), on the ground of state
//! order = score descending, then token, then exon ascending; the best 100 are kept
//! ```
//!
//! One orbit of two states, nothing known but token 5 with mask 0 and confidence 0.5: its exon is 0x42. With words that fold to
//! 0, the resonance is 0.7 · (1 − 2/8) + 0.3 = 0.825, so the score is 0.15 + 0.2475 + 0.2 + 0.2 / (1 + ln 6) = 0.6691.
//!
//! The input is a store and a list of operations; the answer has one entry for each, so that a list which was kept for too long
//! is seen. Options of the published system: the pull limit ends a list after so many entries (512 there; counted in the order of
//! the store, over both states together); the budget ends it when a clock that is handed in says so (20 ms there). A list that the
//! budget cut short is used once and not kept.
//!
//! Other than published: a list found at the state itself is not given to the other states of its orbit, and what is learned is
//! seen by the next query.

mod optimised;
mod reference;
mod sample;

use core::num::NonZeroUsize;
use std::sync::Arc;

use serde::ser::SerializeTuple;
use serde::{Serialize, Serializer};

pub use optimised::Shortlists;

use crate::pair::Pair;
use crate::rng::Rng;
use crate::states::learn::Entry;
use crate::states::store::{Decay, Store};

/// The pair `states/candidates`.
#[derive(Debug)]
pub struct Candidates;

/// A token that may come next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// The token.
    pub token: u32,
    /// How good it is.
    pub score: f64,
    /// The exon of what was learned.
    pub exon: u8,
}

impl Serialize for Candidate {
    fn serialize<S: Serializer>(&self, serializer: S) -> core::result::Result<S::Ok, S::Error> {
        let mut tuple = serializer.serialize_tuple(3)?;
        tuple.serialize_element(&self.token)?;
        tuple.serialize_element(&self.score)?;
        tuple.serialize_element(&self.exon)?;
        tuple.end()
    }
}

/// The candidates of a state, best first. Cloning it copies nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct List(Arc<[Candidate]>);

impl core::ops::Deref for List {
    type Target = [Candidate];

    fn deref(&self) -> &[Candidate] {
        &self.0
    }
}

impl Serialize for List {
    fn serialize<S: Serializer>(&self, serializer: S) -> core::result::Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter())
    }
}

/// How long a list may be, and when the search for it ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rules {
    /// How many candidates are kept.
    pub most: usize,
    /// After how many pulled entries the search ends; none: it goes through all.
    pub pull_limit: Option<u32>,
    /// After how many milliseconds of the clock the search ends, looked at before each entry; none: it is never looked at.
    pub budget_ms: Option<f64>,
}

impl Default for Rules {
    /// The best 100 of all.
    fn default() -> Self {
        Self { most: 100, pull_limit: None, budget_ms: None }
    }
}

impl Rules {
    /// Those of the published system: 512 entries, 20 ms. Its answers depend on the machine.
    pub const PUBLISHED: Self = Self { most: 100, pull_limit: Some(512), budget_ms: Some(20.0) };
}

/// One thing done to the store.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Operation {
    /// Ask for the candidates of a state.
    Query {
        /// The state's index.
        state: u32,
    },
    /// A token was read in a state, with this last intron.
    Learn {
        /// The state's index.
        state: u32,
        /// The token.
        token: u32,
        /// The last intron.
        intron: u8,
    },
    /// Forget a token of a state, as the view sees it.
    Delete {
        /// The state's index; not made canonical unless the view does.
        state: u32,
        /// The token.
        token: u32,
    },
    /// Let all confidences fade.
    Decay(Decay),
    /// Forget what is less sure than this.
    Prune(f64),
}

/// What an observer saw of one operation.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Seen {
    /// The candidates, best first.
    Listed(List),
    /// What is kept now; nothing where learning changed nothing.
    Learned(Option<Entry>),
    /// Whether there was something to forget.
    Deleted(bool),
    /// How many entries were written or forgotten.
    Changed(usize),
    /// The operation was refused.
    Refused,
}

/// What is asked: a store, and what is done to it.
#[derive(Debug, Clone)]
pub struct Input {
    /// The store before the first operation.
    pub store: Store,
    /// How lists are made.
    pub rules: Rules,
    /// How far the clock goes on at each look, in milliseconds: a clock that is the same on every host.
    pub look_ms: f64,
    /// How many lists the optimised side keeps.
    pub lists: NonZeroUsize,
    /// What is done, in order.
    pub operations: Vec<Operation>,
}

impl Input {
    /// How many lists are kept where nothing else is said: one for each orbit, and as many for states of their own.
    pub const LISTS: NonZeroUsize = NonZeroUsize::new(512).expect("512 is not 0");

    /// Queries of a store, with nothing else done to it.
    pub fn queries(store: Store, rules: Rules, states: &[u32]) -> Self {
        let operations = states.iter().map(|state| Operation::Query { state: *state }).collect();
        Self { store, rules, look_ms: 0.0, lists: Self::LISTS, operations }
    }

    /// A clock that goes on at each look.
    fn clock(&self) -> impl FnMut() -> f64 {
        let (mut now_ms, look_ms) = (0.0, self.look_ms);
        move || {
            now_ms += look_ms;
            now_ms
        }
    }
}

impl Pair for Candidates {
    const NAME: &'static str = "states/candidates";
    const QUESTION: &'static str = "Which tokens fit a state best, while more is learned?";
    const DEFINITION: &'static str =
        "best 100 of 0.3 conf + 0.3 resonance + 0.2 v / v_max + 0.2 / (1 + ln(1 + token)) at the state's orbit";
    type Input = Input;
    type Index = Store;
    type Answer = Vec<Seen>;

    fn reference(input: &Input) -> Vec<Seen> {
        reference::transcript(input)
    }

    fn index(input: &Input) -> Store {
        input.store.clone()
    }

    fn optimised(input: &Input, index: &Store) -> Vec<Seen> {
        optimised::transcript(input, index.clone())
    }

    fn sample(rng: &mut Rng, size: u32) -> Input {
        sample::input(rng, size)
    }
}
