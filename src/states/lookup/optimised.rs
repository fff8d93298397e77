//! Right because: a word is turned into the only code that it can have, and compared with the word of that code; the cell of the
//! code has the state's index, or none where it was never reached.
//!
//! Fast because: the way from word to cell is a dozen operations and two looks into 16 kB; only the last look, cell to index, goes
//! to memory, once, where a search by halves goes twenty times. Words are coded in blocks before their indices are read, so that
//! all looks into memory of a block are under way at once.
//!
//! Did not pay: a bitmap over the codes with counts, and the order of the codes by words behind it (6.2 MB): two looks into memory
//! in a row where the cells need one, in as much memory. All 2^24 codes laid out ([`Large`](crate::states::space::Large)) save the
//! two looks into 16 kB, for 64 MiB: worth it for a walk that stays in one orbit, not for random states.

use super::{Answer, Input};
use crate::states::code::Code;
use crate::states::space::{ABSENT, Large, Space};

pub(super) fn found(input: &Input, space: &Space) -> Answer {
    let mut indices = vec![ABSENT; input.words.len()];
    self::indices(space, &input.words, &mut indices);
    let known = |index: u32| Some(index).filter(|index| *index != ABSENT);
    let state_at = |index: &i64| {
        let index = u32::try_from(*index).ok().filter(|index| *index < space.len())?;
        Some(space.code_at(index).word())
    };
    Answer { indices: indices.into_iter().map(known).collect(), states: input.indices.iter().map(state_at).collect() }
}

/// How many words are coded before their indices are read.
const BLOCK: usize = 64;

/// Writes the index of each word, [`ABSENT`] where it is no state.
///
/// What `words` has beyond `out`, and the other way round, is left alone.
pub fn indices(space: &Space, words: &[u64], out: &mut [u32]) {
    let mut cells = [0; BLOCK];
    for (words, out) in words.chunks(BLOCK).zip(out.chunks_mut(BLOCK)) {
        for (cell, word) in cells.iter_mut().zip(words) {
            *cell = space.cell_of(*word);
        }
        for (index, cell) in out.iter_mut().zip(&cells[..words.len()]) {
            *index = space.index_at(*cell);
        }
    }
}

/// As [`indices`], by the table of all codes.
pub fn indices_at_once(large: &Large, words: &[u64], out: &mut [u32]) {
    for (index, word) in out.iter_mut().zip(words) {
        *index = Code::of(*word).map_or(ABSENT, |code| large.index(code));
    }
}
