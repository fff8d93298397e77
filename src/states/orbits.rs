//! What a store needs to know of the states: which orbit each lies in, and what each folds to.
//!
//! Two bytes a state and two numbers an orbit; in the whole space 1.6 MB. A state's *representative* is the member of its
//! orbit with the smallest index.

use std::sync::{Arc, OnceLock};

use crate::error::{Error, Result};
use crate::states::exon::fold_six;
use crate::states::space::Space;

/// The orbits of the states `0..len`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orbits {
    /// The orbit of each state.
    orbit: Vec<u8>,
    /// The six bytes of each state's word, folded to one.
    folded: Vec<u8>,
    /// The first state of each orbit; `u32::MAX` where there is none.
    first: [u32; 256],
    /// How many states each orbit has.
    size: [u32; 256],
    largest: u32,
}

impl Orbits {
    /// The orbits of states given in the order of their indices: the orbit of each, and its word of 48 bits. O(states).
    ///
    /// # Errors
    /// [`Error::Argument`] where there is no state, or more than 32 bits can number.
    pub fn new(states: impl Iterator<Item = (u8, u64)>) -> Result<Self> {
        let mut orbits =
            Self { orbit: Vec::new(), folded: Vec::new(), first: [u32::MAX; 256], size: [0; 256], largest: 0 };
        for (orbit, word) in states {
            let state = u32::try_from(orbits.orbit.len())
                .ok()
                .filter(|state| *state < u32::MAX)
                .ok_or_else(|| Error::argument("states", "there are more than 32 bits can number", "give fewer"))?;
            orbits.orbit.push(orbit);
            orbits.folded.push(fold_six(word));
            let orbit = usize::from(orbit);
            orbits.first[orbit] = orbits.first[orbit].min(state);
            orbits.size[orbit] += 1;
            orbits.largest = orbits.largest.max(orbits.size[orbit]);
        }
        if orbits.orbit.is_empty() {
            return Err(Error::argument("states", "there is none", "give at least one state"));
        }
        Ok(orbits)
    }

    /// The orbits of a space.
    ///
    /// # Errors
    /// [`Error::Argument`] where it has no state.
    pub fn of(space: &Space) -> Result<Self> {
        let codes = (0..space.len()).map(|state| space.code_at(state));
        Self::new(codes.map(|code| (code.erased(), code.word())))
    }

    /// The orbits of the whole space, worked out when they are first asked for and then kept.
    ///
    /// # Panics
    /// Never: the whole space has states.
    pub fn whole() -> Arc<Self> {
        static WHOLE: OnceLock<Arc<Orbits>> = OnceLock::new();
        let build = || Arc::new(Self::of(&Space::whole()).expect("the whole space has states"));
        Arc::clone(WHOLE.get_or_init(build))
    }

    /// How many states there are.
    ///
    /// # Panics
    /// Never: there are fewer than 32 bits can number.
    pub fn states(&self) -> u32 {
        u32::try_from(self.orbit.len()).expect("checked when they were given")
    }

    /// How many states the largest orbit has.
    pub fn largest(&self) -> u32 {
        self.largest
    }

    /// The first state of a state's orbit; a state that is not there stands for itself.
    #[inline]
    pub fn representative(&self, state: u32) -> u32 {
        self.orbit.get(state as usize).map_or(state, |orbit| self.first[usize::from(*orbit)])
    }

    /// How many states a state's orbit has; none for a state that is not there.
    #[inline]
    pub fn size(&self, state: u32) -> u32 {
        self.orbit.get(state as usize).map_or(0, |orbit| self.size[usize::from(*orbit)])
    }

    /// The six bytes of a state's word, folded to one; 0 for a state that is not there.
    #[inline]
    pub fn folded(&self, state: u32) -> u8 {
        self.folded.get(state as usize).copied().unwrap_or(0)
    }

    /// The state, where it is one of these.
    ///
    /// # Errors
    /// [`Error::Argument`] otherwise.
    pub fn checked(&self, state: u32, at: &str) -> Result<u32> {
        if (state as usize) < self.orbit.len() {
            Ok(state)
        } else {
            let found = format!("there is no state {state}");
            Err(Error::argument(at, found, format!("give an index below {}", self.orbit.len())))
        }
    }
}
