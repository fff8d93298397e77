//! Right because: the code of 24 bits tells states apart and steps as words do ([`code`](crate::states::code)), and a cell is a
//! code without the bits that cannot differ ([`cell`](crate::states::cell)); erasing a set of columns is the union over the digits
//! of each, whatever the order ([`reach`](crate::states::reach)).
//!
//! Fast because: a layer is a bitmap of 1.5 million bits for all eight columns, and all 256 introns are applied to the whole of it
//! by some 60 passes of OR over ever smaller slices: about 200 million steps become a few million words. No state is hashed, and
//! each is put in order once, by its word.
//!
//! Did not pay: a step for each state and intron on a bitmap of codes (published trials: 0.4 s against seconds for hash sets) is
//! still bound by 202 million random reads of 2 MiB; 3-bit digits instead of five-valued ones would make the slices powers of two
//! but the bitmap ten times as large.

use sha2::{Digest as _, Sha256};

use super::{Answer, Input, NamedOrbit, Space};
use crate::pair::hex;
use crate::states::cell::Numbering;
use crate::states::code::Code;
use crate::states::reach::Reach;

pub(super) fn space(input: &Input) -> Answer {
    described(&Space::of(input))
}

pub(super) fn described(space: &Space) -> Answer {
    let orbits = (0..=255).filter_map(|erased| {
        let orbit = space.orbit_of_erased(erased)?;
        Some(NamedOrbit { erased, representative: orbit.representative, size: orbit.size })
    });
    Answer {
        states: space.len(),
        layers: space.layers().to_vec(),
        distances: space.distances(),
        keys_sha256: sha256(&mut space.keys().map(u64::to_le_bytes)),
        theta_sha256: sha256(&mut (0..space.len()).map(|index| space.theta_at(index).to_le_bytes())),
        orbits: orbits.collect(),
    }
}

fn sha256<const SIZE: usize>(numbers: &mut dyn Iterator<Item = [u8; SIZE]>) -> String {
    let mut digest = Sha256::new();
    let mut block = Vec::with_capacity(1 << 12);
    for number in numbers {
        block.extend(number);
        if block.len() == 1 << 12 {
            digest.update(&block);
            block.clear();
        }
    }
    digest.update(&block);
    hex(&digest.finalize())
}

/// How far a [`Build`] is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// How many states each layer has that is complete.
    pub layers: Vec<u32>,
    /// Whether the space can be taken with [`Build::finish`].
    pub finished: bool,
}

/// A space on its way: it may be left between two slices, and dropped where it is no longer wanted.
///
/// ```
/// # use loadline::states::space::{Build, Input};
/// # use loadline::states::word::ARCHETYPE;
/// let mut build = Build::new(&Input::new(ARCHETYPE, vec![1, 2, 3]).unwrap());
/// while !build.advance(1).finished {}
/// assert_eq!(build.finish().unwrap().layers(), [1, 3, 4]);
/// ```
#[derive(Debug)]
pub struct Build {
    stage: Stage,
    layers: Vec<u32>,
}

#[derive(Debug)]
enum Stage {
    /// Layer by layer, four slices each.
    Reaching(Box<Reach>),
    /// Writes the words down, a slice for each common parity.
    Listing {
        numbering: Numbering,
        cells: Vec<u32>,
        plane: usize,
        words: Vec<u64>,
    },
    /// Numbers them.
    Numbering {
        numbering: Numbering,
        words: Vec<u64>,
    },
    Done(Box<Space>),
    /// Only while a slice is done.
    Moving,
}

impl Build {
    /// Begins; takes memory for the bitmaps, at most 3 MB.
    ///
    /// # Panics
    /// Never: an input's origin was checked.
    pub fn new(input: &Input) -> Self {
        let origin = Code::of(input.origin).expect("an input's origin was checked");
        let reach = Reach::new(origin, &input.alphabet);
        Self { layers: reach.layers().to_vec(), stage: Stage::Reaching(Box::new(reach)) }
    }

    /// Does `slices` more: the whole space takes about 35, of a few milliseconds each but for the last, which sorts.
    pub fn advance(&mut self, slices: u32) -> Progress {
        for _ in 0..slices {
            if matches!(self.stage, Stage::Done(_)) {
                break;
            }
            self.stage = match core::mem::replace(&mut self.stage, Stage::Moving) {
                Stage::Reaching(mut reach) => {
                    let more = reach.advance();
                    reach.layers().clone_into(&mut self.layers);
                    if more {
                        Stage::Reaching(reach)
                    } else {
                        let (numbering, cells) = reach.into_cells();
                        let words = Vec::with_capacity(self.layers.iter().sum::<u32>() as usize);
                        Stage::Listing { numbering, cells, plane: 0, words }
                    }
                }
                Stage::Listing { numbering, words, plane: 4, .. } => Stage::Numbering { numbering, words },
                Stage::Listing { numbering, cells, plane, mut words } => {
                    list_plane(&numbering, &cells, plane, &mut words);
                    Stage::Listing { numbering, cells, plane: plane + 1, words }
                }
                Stage::Numbering { numbering, words } => {
                    Stage::Done(Box::new(Space::numbered(numbering, self.layers.clone(), in_order(words))))
                }
                done => done,
            };
        }
        Progress { layers: self.layers.clone(), finished: matches!(self.stage, Stage::Done(_)) }
    }

    /// The space, once [`Progress::finished`] says so; before that, nothing.
    pub fn finish(self) -> Option<Space> {
        match self.stage {
            Stage::Done(space) => Some(*space),
            _ => None,
        }
    }
}

/// The codes of words, in the order of the words.
fn in_order(mut words: Vec<u64>) -> Vec<u32> {
    words.sort_unstable();
    words.into_iter().map(|state| Code::of(state).expect("it was made from a code").bits()).collect()
}

/// Appends the words of the cells in one plane.
fn list_plane(numbering: &Numbering, cells: &[u32], plane: usize, words: &mut Vec<u64>) {
    let size = numbering.plane() / 25;
    let (fg, bg) = (if plane & 2 == 0 { 0 } else { 0xFF }, if plane & 1 == 0 { 0 } else { 0xFF });
    let [first, second, beyond @ ..] = numbering.columns() else { return };
    let within = parts(&[*first, *second]);
    for (beyond, bits) in parts(beyond).iter().zip(&cells[plane * size..][..size]) {
        let mut bits = *bits;
        while bits != 0 {
            let within = within[bits.trailing_zeros() as usize];
            bits &= bits - 1;
            let [erased, own_fg, own_bg] = [0, 1, 2].map(|part| within[part] | beyond[part]);
            words.push(Code::of_parts(erased, own_fg | fg & !erased, own_bg | bg & !erased).word());
        }
    }
}

/// Erased columns, FG and BG parities of each number that columns spell with five digits.
fn parts(columns: &[u8]) -> Vec<[u8; 3]> {
    let mut parts = vec![[0; 3]];
    for column in columns {
        let digits =
            [[0, 0, 0], [1, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1]].map(|bits: [u8; 3]| bits.map(|bit| bit << column));
        parts = digits
            .iter()
            .flat_map(|digit| parts.iter().map(|part| [0, 1, 2].map(|fact| part[fact] | digit[fact])))
            .collect();
    }
    parts
}
