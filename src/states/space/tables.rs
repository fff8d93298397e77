//! The space once it is known: index to code, code to index, angle and orbit of each.

use std::sync::{Arc, OnceLock};

use super::{Build, Input};
use crate::error::{Error, Result};
use crate::states::cell::Numbering;
use crate::states::code::Code;
use crate::states::word::{self, Thetas};

/// The index that stands for none.
pub const ABSENT: u32 = u32::MAX;

static WHOLE: OnceLock<Arc<Space>> = OnceLock::new();

/// What states have in common that reach each other: the same columns are erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Orbit {
    /// The least index of its states; [`ABSENT`] where it has none.
    pub representative: u32,
    /// How many states it has.
    pub size: u32,
}

/// All states that can be reached, numbered by their words, with what is asked of them.
///
/// The whole space takes 10.2 MB: 6.3 for cell to index, 3.2 for index to code, 0.8 for index to distance.
#[derive(Debug, Clone)]
pub struct Space {
    numbering: Numbering,
    index_of_cell: Vec<u32>,
    codes: Vec<u32>,
    distances: Vec<u8>,
    thetas: Thetas,
    orbits: Box<[Orbit; 256]>,
    layers: Vec<u32>,
    largest_orbit: u32,
}

impl Space {
    /// Works a space out, all at once; [`Build`] does it in slices.
    ///
    /// # Panics
    /// Never: it is advanced to its end.
    pub fn of(input: &Input) -> Self {
        let mut build = Build::new(input);
        while !build.advance(u32::MAX).finished {}
        build.finish().expect("it was advanced to the end")
    }

    /// The whole space, worked out when it is first asked for and then kept.
    pub fn whole() -> Arc<Self> {
        Arc::clone(WHOLE.get_or_init(|| Arc::new(Self::of(&Input::whole()))))
    }

    /// Keeps a space that was built in slices as the whole one, if none is kept yet and it is whole.
    pub fn keep_whole(space: &Arc<Self>) {
        let whole = space.layers.iter().sum::<u32>() == space.len() && space.len() == 788_986;
        if whole {
            let _ = WHOLE.set(Arc::clone(space));
        }
    }

    /// Numbers states by their words, which ascend.
    pub(super) fn numbered(numbering: Numbering, layers: Vec<u32>, codes: Vec<u32>) -> Self {
        let mut orbits = Box::new([Orbit { representative: ABSENT, size: 0 }; 256]);
        let mut index_of_cell = vec![ABSENT; numbering.cells()];
        let mut distances = Vec::with_capacity(codes.len());
        for (index, bits) in (0..).zip(&codes) {
            let code = Code::of_bits(*bits);
            index_of_cell[numbering.cell(code)] = index;
            distances.push(byte(word::distance(code.word())));
            let orbit = &mut orbits[usize::from(code.erased())];
            orbit.representative = orbit.representative.min(index);
            orbit.size += 1;
        }
        let largest_orbit = orbits.iter().map(|orbit| orbit.size).max().unwrap_or(1);
        Self { numbering, index_of_cell, codes, distances, thetas: Thetas::new(), orbits, layers, largest_orbit }
    }

    /// How much memory the tables take, in bytes.
    pub fn bytes(&self) -> usize {
        size_of_val(&*self.index_of_cell)
            + size_of_val(&*self.codes)
            + size_of_val(&*self.distances)
            + self.numbering.bytes()
            + size_of_val(&*self.orbits)
    }

    /// How many states there are.
    #[expect(clippy::len_without_is_empty, reason = "the origin is always there")]
    #[expect(clippy::cast_possible_truncation, reason = "there are fewer than 2^24 states")]
    pub fn len(&self) -> u32 {
        self.codes.len() as u32
    }

    /// How many states need so many steps from the origin, from 0 on.
    pub fn layers(&self) -> &[u32] {
        &self.layers
    }

    /// How many states differ from the archetype in so many bits, from 0 to 48.
    pub fn distances(&self) -> Vec<u32> {
        let mut counts = vec![0; 49];
        for distance in &self.distances {
            counts[usize::from(*distance)] += 1;
        }
        counts
    }

    /// The words, ascending.
    pub fn keys(&self) -> impl Iterator<Item = u64> {
        self.codes.iter().map(|bits| Code::of_bits(*bits).word())
    }

    /// The index of a code; [`ABSENT`] where it is not of this space.
    #[inline]
    pub fn index(&self, code: Code) -> u32 {
        self.index_of_cell.get(self.numbering.cell(code)).copied().unwrap_or(ABSENT)
    }

    /// The index of a word; [`ABSENT`] where it is no state of this space.
    #[inline]
    pub fn index_of(&self, state: u64) -> u32 {
        Code::of(state).map_or(ABSENT, |code| self.index(code))
    }

    /// Where the index of a word stands; beyond all places where the word has not the form of a state.
    #[inline]
    pub(crate) fn cell_of(&self, state: u64) -> usize {
        Code::of(state).map_or(usize::MAX, |code| self.cell(code))
    }

    /// Where the index of a code stands.
    #[inline]
    pub(crate) fn cell(&self, code: Code) -> usize {
        self.numbering.cell(code)
    }

    /// The index that stands at a cell; [`ABSENT`] where none does.
    #[inline]
    pub(crate) fn index_at(&self, cell: usize) -> u32 {
        self.index_of_cell.get(cell).copied().unwrap_or(ABSENT)
    }

    /// The index of a word that must be a state.
    ///
    /// # Errors
    /// [`Error::Argument`] at `at` where it is none.
    pub fn checked_index(&self, state: u64, at: &str) -> Result<u32> {
        match self.index_of(state) {
            ABSENT => {
                let found = format!("{state} is not a state that can be reached");
                Err(Error::argument(at, found, "give a state that introns reach from the archetype, 186184326796650"))
            }
            index => Ok(index),
        }
    }

    /// The code at an index.
    ///
    /// # Panics
    /// When there are no more than `index` states.
    #[inline]
    pub fn code_at(&self, index: u32) -> Code {
        Code::of_bits(self.codes[index as usize])
    }

    /// The code at an index that comes from outside.
    ///
    /// # Errors
    /// [`Error::Argument`] at `at` where it is below 0 or not below the number of states.
    pub fn checked_code(&self, index: i64, at: &str) -> Result<Code> {
        let known = usize::try_from(index).ok().and_then(|index| self.codes.get(index));
        known.map(|bits| Code::of_bits(*bits)).ok_or_else(|| {
            let found = format!("index {index} is out of bounds");
            Error::argument(at, found, format!("give an index from 0 to {}", self.len() - 1))
        })
    }

    /// The angle of the state at an index from the archetype, in radians.
    ///
    /// # Panics
    /// When there are no more than `index` states.
    #[inline]
    pub fn theta_at(&self, index: u32) -> f32 {
        self.thetas.of_distance(u32::from(self.distances[index as usize]))
    }

    /// The angle of the state at an index that comes from outside.
    ///
    /// # Errors
    /// As [`Self::checked_code`].
    pub fn checked_theta(&self, index: i64, at: &str) -> Result<f32> {
        Ok(self.thetas.of(self.checked_code(index, at)?.word()))
    }

    /// The 49 angles.
    pub fn thetas(&self) -> &Thetas {
        &self.thetas
    }

    /// The orbit of a code.
    #[inline]
    pub fn orbit(&self, code: Code) -> Orbit {
        self.orbits[usize::from(code.erased())]
    }

    /// The orbit of the states in which these columns are erased, if there are any.
    pub fn orbit_of_erased(&self, erased: u8) -> Option<Orbit> {
        Some(self.orbits[usize::from(erased)]).filter(|orbit| orbit.size > 0)
    }

    /// How many states the largest orbit has.
    pub fn largest_orbit(&self) -> u32 {
        self.largest_orbit
    }
}

/// Every code's index at its 24 bits: 64 MiB for one look, where [`Space`] takes three.
#[derive(Debug, Clone)]
pub struct Large {
    index_of_code: Vec<u32>,
}

impl Large {
    /// How much memory it takes, in bytes.
    pub const BYTES: usize = 4 << 24;

    /// Lays a space's indices out.
    pub fn of(space: &Space) -> Self {
        let mut index_of_code = vec![ABSENT; 1 << 24];
        for (index, bits) in (0..).zip(&space.codes) {
            index_of_code[*bits as usize] = index;
        }
        Self { index_of_code }
    }

    /// The index of a code; [`ABSENT`] where it is not of the space.
    #[inline]
    pub fn index(&self, code: Code) -> u32 {
        self.index_of_code.get(code.bits() as usize).copied().unwrap_or(ABSENT)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a word has 48 bits to differ in")]
fn byte(distance: u32) -> u8 {
    distance as u8
}
