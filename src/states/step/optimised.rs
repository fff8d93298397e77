//! Right because: codes step as their words do ([`code`](crate::states::code)), and the cell of a code has its index.
//!
//! Fast because: what one step waits for of the last is three operations on 24 bits; the index hangs off beside it, so that many
//! looks are under way at once. The word is never put together.
//!
//! Did not pay: the published table of all transitions, 808 MB, of which each step waits for the last look; a table of the 4,096
//! halves by all introns, whose two looks replace three operations.

use crate::states::space::{Large, Space};

/// Writes the index after each intron, from the state at `from` on.
///
/// What `introns` has beyond `out`, and the other way round, is left alone; [`ABSENT`](crate::states::space::ABSENT) where an
/// intron leads out of a space that is not the whole.
///
/// # Panics
/// When there is no state at `from`.
pub fn trail(space: &Space, from: u32, introns: &[u8], out: &mut [u32]) {
    let mut code = space.code_at(from);
    for (index, intron) in out.iter_mut().zip(introns) {
        code = code.step(*intron);
        *index = space.index(code);
    }
}

/// As [`trail`], by the table of all codes.
///
/// # Panics
/// When there is no state at `from`.
pub fn trail_at_once(space: &Space, large: &Large, from: u32, introns: &[u8], out: &mut [u32]) {
    let mut code = space.code_at(from);
    for (index, intron) in out.iter_mut().zip(introns) {
        code = code.step(*intron);
        *index = large.index(code);
    }
}

/// How many codes are stepped before their indices are read.
const BLOCK: usize = 64;

/// Writes the index after one intron, from each index with the intron beside it: one entry of the transition table each.
///
/// What any of the lists has beyond the others is left alone; [`ABSENT`](crate::states::space::ABSENT) as in [`trail`].
///
/// # Panics
/// When there is no state at an index.
pub fn successors(space: &Space, from: &[u32], introns: &[u8], out: &mut [u32]) {
    let mut cells = [0; BLOCK];
    for ((from, introns), out) in from.chunks(BLOCK).zip(introns.chunks(BLOCK)).zip(out.chunks_mut(BLOCK)) {
        for ((cell, from), intron) in cells.iter_mut().zip(from).zip(introns) {
            *cell = space.cell(space.code_at(*from).step(*intron));
        }
        for (index, cell) in out.iter_mut().zip(&cells[..from.len()]) {
            *index = space.index_at(*cell);
        }
    }
}
