//! The cells that introns reach, layer by layer, a whole layer at a time.
//!
//! A layer is a bitmap over the cells of [`cell`](super::cell), 25 bits a word for the first two columns. An intron that flips
//! nothing maps the bitmap to its *shadow*: whatever the digits of the erased columns were, they become 1. So the shadow on
//! columns S is the OR over the five digits of one column of the shadow on the others, and 64 shadows of ever smaller bitmaps
//! serve all introns. What introns flip is one of four things, and flipping is done once for each, before the shadows are cast.
//!
//! Casting goes from the whole bitmap down to the shadow on all columns; each shadow that an intron of the alphabet asks for is
//! kept, and on the way back up each is laid into the larger one of which it is a slice. Both ways cost (6/5)^6 = 3 times the
//! bitmap, however many introns share it.

use crate::states::cell::Numbering;
use crate::states::code::{Code, flips};

/// The lowest bit of each row of five in a word.
const FIRST_OF_ROWS: u32 = 0b00001_00001_00001_00001_00001;
/// The first row of a word.
const FIRST_ROW: u32 = 0b11111;
/// The bits of a word at which both of its columns are erased.
const BOTH_ERASED: u32 = (FIRST_ROW << 20 | FIRST_ROW << 15 | FIRST_ROW << 10 | FIRST_ROW << 5) & !FIRST_OF_ROWS;

/// One set of columns beyond those within a word.
#[derive(Debug, Clone)]
struct Shadow {
    /// Where its words begin.
    first: usize,
    /// Its words.
    words: usize,
    /// The set without its last column, whose shadow this one is cast from.
    parent: usize,
    /// Words between two digits of that last column.
    stride: usize,
    /// For each kind of flip, which columns of the word are erased with the set, by the introns of the alphabet: a bit each
    /// for none, the first, the second, both.
    within: [u8; 4],
    /// For each kind of flip, whether this shadow or one cast from it is asked for.
    needed: [bool; 4],
}

/// A search for all cells that can be reached, left after each kind of flip of each layer.
#[derive(Debug, Clone)]
pub(crate) struct Reach {
    numbering: Numbering,
    shadows: Vec<Shadow>,
    /// The digit of a column that stands where digits flipped by 0, 1, 2, 3 are at 0 to 4.
    beyond: u32,
    kind: u8,
    layers: Vec<u32>,
    seen: Vec<u32>,
    frontier: Vec<u32>,
    next: Vec<u32>,
    cast: Vec<u32>,
    kept: Vec<u32>,
}

impl Reach {
    /// Begins at `origin`, with the introns of `alphabet`.
    pub(crate) fn new(origin: Code, alphabet: &[u8]) -> Self {
        let erasable = alphabet.iter().fold(origin.erased(), |columns, intron| columns | intron);
        let (mut columns, others): (Vec<u8>, Vec<u8>) = (0..8).partition(|column| erasable >> column & 1 == 1);
        // A word holds two columns: fill up with some that are never erased.
        columns.extend(others.iter().take(2_usize.saturating_sub(columns.len())));
        let numbering = Numbering::new(&columns);
        let beyond = eight(columns.len()) - 2;
        let shadows = shadows(&columns, alphabet);
        let words = shadows[0].words;
        let shadow_words = shadows.last().map_or(0, |shadow| shadow.first + shadow.words);
        let mut frontier = vec![0; words];
        let cell = numbering.cell(origin);
        frontier[cell / 25] = 1 << (cell % 25);
        Self {
            numbering,
            shadows,
            beyond,
            kind: 0,
            layers: vec![1],
            seen: frontier.clone(),
            frontier,
            next: vec![0; words],
            cast: vec![0; shadow_words],
            kept: vec![0; shadow_words],
        }
    }

    /// How many cells each layer has that is complete, from the origin on.
    pub(crate) fn layers(&self) -> &[u32] {
        &self.layers
    }

    /// Does one kind of flip of the next layer; false once there is no next layer.
    pub(crate) fn advance(&mut self) -> bool {
        let kind = self.kind as usize;
        if self.shadows[0].needed[kind] {
            self.flip_frontier();
            self.cast_shadows(kind);
            self.keep_shadows(kind);
        }
        self.kind += 1;
        self.kind < 4 || self.complete_layer()
    }

    /// The plan of the cells, and the bitmap of those reached.
    pub(crate) fn into_cells(self) -> (Numbering, Vec<u32>) {
        (self.numbering, self.seen)
    }

    /// Lays the frontier down as the whole bitmap, flipped.
    fn flip_frontier(&mut self) {
        let words = self.shadows[0].words / 4;
        let flip = u32::from(self.kind);
        let places = flipped_places(self.beyond, flip);
        for plane in 0..4_u32 {
            let from = &self.frontier[plane as usize * words..][..words];
            let onto = &mut self.cast[(plane ^ flip) as usize * words..][..words];
            for (place, word) in places.iter().zip(from) {
                onto[*place as usize] = flipped_word(*word, flip);
            }
        }
    }

    fn cast_shadows(&mut self, kind: usize) {
        for shadow in self.shadows[1..].iter().filter(|shadow| shadow.needed[kind]) {
            let (larger, smaller) = self.cast.split_at_mut(shadow.first);
            let parent = &self.shadows[shadow.parent];
            let larger = &larger[parent.first..][..parent.words];
            let stride = shadow.stride;
            for (onto, from) in smaller[..shadow.words].chunks_exact_mut(stride).zip(larger.chunks_exact(5 * stride)) {
                onto.copy_from_slice(&from[..stride]);
                for digit in from[stride..].chunks_exact(stride) {
                    for (onto, from) in onto.iter_mut().zip(digit) {
                        *onto |= from;
                    }
                }
            }
        }
    }

    fn keep_shadows(&mut self, kind: usize) {
        for shadow in self.shadows.iter().filter(|shadow| shadow.needed[kind]) {
            let asked = shadow.within[kind];
            let range = shadow.first..shadow.first + shadow.words;
            for (kept, cast) in self.kept[range.clone()].iter_mut().zip(&self.cast[range]) {
                *kept = erased_within(*cast, asked);
            }
        }
        for shadow in self.shadows[1..].iter().rev().filter(|shadow| shadow.needed[kind]) {
            let (larger, smaller) = self.kept.split_at_mut(shadow.first);
            let parent = &self.shadows[shadow.parent];
            let larger = &mut larger[parent.first..][..parent.words];
            let stride = shadow.stride;
            for (onto, from) in larger.chunks_exact_mut(5 * stride).zip(smaller[..shadow.words].chunks_exact(stride)) {
                for (onto, from) in onto[stride..].iter_mut().zip(from) {
                    *onto |= from;
                }
            }
        }
        for (next, kept) in self.next.iter_mut().zip(&self.kept) {
            *next |= kept;
        }
    }

    /// Takes the cells that are new as the next frontier; false where there are none.
    fn complete_layer(&mut self) -> bool {
        self.kind = 0;
        self.forget_common_parity();
        let mut count = 0;
        for ((next, seen), frontier) in self.next.iter_mut().zip(&mut self.seen).zip(&mut self.frontier) {
            *frontier = *next & !*seen;
            *seen |= *next;
            *next = 0;
            count += frontier.count_ones();
        }
        if count > 0 {
            self.layers.push(count);
        }
        count > 0
    }

    /// Where every column is erased there is no common parity: such cells belong to plane 0.
    fn forget_common_parity(&mut self) {
        if self.numbering.columns().len() < 8 {
            return;
        }
        let words = self.shadows[0].words / 4;
        let (first, others) = self.next.split_at_mut(words);
        for (place, first) in first.iter_mut().enumerate().filter(|(place, _)| no_digit_is_zero(*place, 6)) {
            for plane in 0..3 {
                let other = &mut others[plane * words + place];
                *first |= *other & BOTH_ERASED;
                *other &= !BOTH_ERASED;
            }
        }
    }
}

fn no_digit_is_zero(mut place: usize, digits: u32) -> bool {
    (0..digits).all(|_| {
        let digit = place % 5;
        place /= 5;
        digit != 0
    })
}

/// Every set of the columns beyond the word's two, smaller numbers first; a set's parent lacks its highest column.
fn shadows(columns: &[u8], alphabet: &[u8]) -> Vec<Shadow> {
    let beyond = &columns[2..];
    let count = eight(beyond.len());
    let mut shadows: Vec<Shadow> = Vec::with_capacity(1 << count);
    let mut first = 0;
    for set in 0_usize..1 << count {
        let words = 4 * 5_usize.pow(count - set.count_ones());
        let last = set.checked_ilog2().unwrap_or(0);
        let parent = set & !(1 << last);
        let stride = 5_usize.pow(last - parent.count_ones());
        shadows.push(Shadow { first, words, parent, stride, within: [0; 4], needed: [false; 4] });
        first += words;
    }
    for intron in alphabet {
        let has = |column: &u8| usize::from(intron >> column & 1);
        let set: usize = beyond.iter().enumerate().map(|(place, column)| has(column) << place).sum();
        let within = has(&columns[0]) | has(&columns[1]) << 1;
        let kind = flips(*intron) as usize;
        shadows[set].within[kind] |= 1 << within;
        shadows[set].needed[kind] = true;
    }
    for set in (1..shadows.len()).rev() {
        let (parent, needed) = (shadows[set].parent, shadows[set].needed);
        for (parent, needed) in shadows[parent].needed.iter_mut().zip(needed) {
            *parent |= needed;
        }
    }
    shadows
}

/// How many columns there are: at most eight.
fn eight(columns: usize) -> u32 {
    u32::try_from(columns).expect("a word has eight columns")
}

/// Where each word of a plane goes when the erased columns beyond the word's two are flipped.
fn flipped_places(columns: u32, flip: u32) -> Vec<u32> {
    let mut places = vec![0];
    for column in 0..columns {
        let weight = 5_u32.pow(column);
        places =
            (0..5).flat_map(|digit| places.iter().map(move |place| place + flipped(digit, flip) * weight)).collect();
    }
    places
}

/// A digit after a flip: 0 stays, the others are two parities.
fn flipped(digit: u32, flip: u32) -> u32 {
    if digit == 0 { 0 } else { 1 + ((digit - 1) ^ flip) }
}

/// A word after both of its columns were flipped: bit d + 5 e goes to flipped(d) + 5 flipped(e).
fn flipped_word(mut word: u32, flip: u32) -> u32 {
    const ODD: u32 = FIRST_OF_ROWS << 1 | FIRST_OF_ROWS << 3;
    const LOW: u32 = FIRST_OF_ROWS << 1 | FIRST_OF_ROWS << 2;
    const ODD_ROWS: u32 = FIRST_ROW << 5 | FIRST_ROW << 15;
    const LOW_ROWS: u32 = FIRST_ROW << 5 | FIRST_ROW << 10;
    if flip & 1 == 1 {
        word = word & FIRST_OF_ROWS | (word & ODD) << 1 | word >> 1 & ODD;
        word = word & FIRST_ROW | (word & ODD_ROWS) << 5 | word >> 5 & ODD_ROWS;
    }
    if flip & 2 == 2 {
        word = word & FIRST_OF_ROWS | (word & LOW) << 2 | word >> 2 & LOW;
        word = word & FIRST_ROW | (word & LOW_ROWS) << 10 | word >> 10 & LOW_ROWS;
    }
    word
}

/// A word after its first, its second or both columns were erased, as far as `asked` has the bit; with bit 0, as it is.
fn erased_within(word: u32, asked: u8) -> u32 {
    let chosen = |bit: u32, value: u32| if asked >> bit & 1 == 1 { value } else { 0 };
    let rows = (word | word >> 1 | word >> 2 | word >> 3 | word >> 4) & FIRST_OF_ROWS;
    let row = (word | word >> 5 | word >> 10 | word >> 15 | word >> 20) & FIRST_ROW;
    let any = u32::from(word != 0);
    chosen(0, word) | chosen(1, rows << 1) | chosen(2, row << 5) | chosen(3, any << 6)
}
