//! The cell: a place for every code over some columns, without gaps for what cannot be.
//!
//! A column that was never erased has nothing of its own to tell, an erased one has its two parities; so a column has five
//! digits, `0` for not erased and `1 + 2a + b` for erased with parities a and b. The common parity takes four planes:
//!
//! ```text
//! cell = common · 5^n + Σ digit[k] · 5^k          over n columns
//! ```
//!
//! Over all eight columns that is 1,562,500 cells, of which 788,986 are states: half, where codes of 24 bits would use one in
//! twenty-one. A code in which every column is erased has no common parity, and stands in plane 0.

use crate::states::code::Code;

/// A cell that is none: more than any cell, small enough for two of it to be added.
const NOWHERE: u32 = 0x4000_0000;

/// How codes over some columns are numbered.
#[derive(Debug, Clone)]
pub(crate) struct Numbering {
    columns: Vec<u8>,
    plane: u32,
    low: Box<[u32; 4096]>,
    high: Box<[u32; 4096]>,
}

impl Numbering {
    /// Numbers the codes in which no other than these columns are erased; column `columns[k]` has weight 5^k.
    pub(crate) fn new(columns: &[u8]) -> Self {
        let plane = columns.iter().fold(1, |product, _| product * 5);
        Self { columns: columns.to_vec(), plane, low: half(columns, 0), high: half(columns, 4) }
    }

    /// How much memory its tables take, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.low) + size_of_val(&*self.high)
    }

    /// How many cells there are.
    pub(crate) fn cells(&self) -> usize {
        4 * self.plane as usize
    }

    /// The cells of one common parity.
    pub(crate) fn plane(&self) -> usize {
        self.plane as usize
    }

    /// The columns, the one with the least weight first.
    pub(crate) fn columns(&self) -> &[u8] {
        &self.columns
    }

    /// The cell of a code; beyond all cells where another column is erased.
    #[inline]
    pub(crate) fn cell(&self, code: Code) -> usize {
        let bits = code.bits();
        let low = self.low[(bits & 0xFFF) as usize];
        let high = self.high[(bits >> 12 & 0xFFF) as usize];
        (low + high + code.common() * self.plane) as usize
    }
}

/// What four columns from `first` on add to the number of a cell, by their twelve bits.
fn half(columns: &[u8], first: u8) -> Box<[u32; 4096]> {
    let mut table = Box::new([0; 4096]);
    let weight = |place: usize| columns[..place].iter().fold(1, |product, _| product * 5);
    for column in first..first + 4 {
        let weight = columns.iter().position(|known| *known == column).map(weight);
        for (bits, sum) in (0_u32..).zip(table.iter_mut()) {
            let own = bits >> (column - first);
            if own >> 8 & 1 == 1 {
                let digit = 1 + 2 * (own >> 4 & 1) + (own & 1);
                *sum = weight.map_or(NOWHERE, |weight| *sum + digit * weight).min(NOWHERE);
            }
        }
    }
    table
}
