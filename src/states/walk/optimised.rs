//! Right because: codes step as their words do, and an orbit is named by the erased columns of a code. The three ways differ in
//! which code is remembered as a token's pre-state, in whether a byte is dropped, and in which codes' angles enter the ring; each
//! such moment is in one place below. A token's value is gathered as its introns come; more than five make it unreadable.
//!
//! Fast because: a step waits for three operations, its index hangs off beside it; no call is copied, no list of waiting introns is
//! kept; representative, size and rate are looked up by a byte; the ring is filled from the end of a call, not at every byte.
//!
//! Did not pay: what the published system does for bulk: all steps first, then all tokens. It reads the bytes twice and keeps a
//! state for each, to find what one register holds.

use core::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

use indexmap::IndexMap;

use super::{CHUNK_BYTES, Call, Learned, MOST_WAITING, RING, Semantics};
use crate::states::code::Code;
use crate::states::learn::{self, Entry};
use crate::states::space::Space;
use crate::states::token::{self, SEPARATOR};
use crate::states::word;

/// How many introns spell a token at most.
const LONGEST: u32 = {
    assert!(token::LONGEST == 5, "a token has five introns at most");
    5
};

/// A stream of bytes that is walked call by call.
///
/// ```
/// # use std::sync::Arc;
/// # use loadline::states::space::{Input, Space};
/// # use loadline::states::walk::{Semantics, Stream};
/// # use loadline::states::word::ARCHETYPE;
/// # let space = Arc::new(Space::of(&Input::new(ARCHETYPE, (0..8).collect()).unwrap()));
/// let origin = space.index_of(ARCHETYPE);
/// let mut stream = Stream::new(space, origin, Semantics::Loadline);
/// // Byte 0xAD is intron 7: the token 7, learned at the archetype.
/// assert_eq!(stream.call(&[0xAD]).last_token, 7);
/// assert_eq!(stream.learned()[0].representative, origin);
/// ```
#[derive(Debug, Clone)]
pub struct Stream {
    space: Arc<Space>,
    /// How much one reading counts, by erased columns.
    rates: Box<[f64; 256]>,
    semantics: Semantics,
    code: Code,
    /// The state before the first waiting intron.
    token_start: Option<Code>,
    /// The token as far as it came.
    value: u64,
    waiting: u32,
    cycles: u32,
    last_token: u64,
    ring: Vec<f32>,
    store: IndexMap<u64, Entry, BuildHasherDefault<Mixed>>,
    puts: u32,
}

impl Stream {
    /// Begins at the state at an index.
    ///
    /// # Panics
    /// When there is no such state.
    pub fn new(space: Arc<Space>, from: u32, semantics: Semantics) -> Self {
        let mut rates = Box::new([0.0; 256]);
        for (erased, rate) in (0..=255).zip(rates.iter_mut()) {
            let size = space.orbit_of_erased(erased).map_or(0, |orbit| orbit.size);
            *rate = learn::rate(size, space.largest_orbit());
        }
        let code = space.code_at(from);
        Self {
            space,
            rates,
            semantics,
            code,
            token_start: None,
            value: 0,
            waiting: 0,
            cycles: 0,
            last_token: 0,
            ring: Vec::with_capacity(RING),
            store: IndexMap::default(),
            puts: 0,
        }
    }

    /// Reads the bytes of one call, and says how things stand then. O(bytes), and 4 bytes of memory for each.
    pub fn call(&mut self, bytes: &[u8]) -> Call {
        let mut trail = vec![0; bytes.len()];
        match self.semantics {
            Semantics::Loadline => self.read(bytes, &mut trail),
            Semantics::PublishedPerByte => self.read_published(bytes, &mut trail),
            Semantics::PublishedBulk => {
                for (chunk, trail) in bytes.chunks(CHUNK_BYTES).zip(trail.chunks_mut(CHUNK_BYTES)) {
                    self.read_chunk(chunk, trail);
                }
            }
        }
        Call { trail, cycles: self.cycles, waiting: self.waiting, last_token: self.last_token, ring: self.ring.clone() }
    }

    /// What is kept, in the order in which each key was first met.
    pub fn learned(&self) -> Vec<Learned> {
        let learned = |(key, entry): (&u64, &Entry)| {
            let [erased, ..] = (key >> 40).to_le_bytes();
            let representative = self.space.orbit_of_erased(erased).map_or(0, |orbit| orbit.representative);
            Learned { representative, token: key & ((1 << 40) - 1), mask: entry.mask, conf: entry.conf }
        };
        self.store.iter().map(learned).collect()
    }

    /// How often something was kept.
    pub fn puts(&self) -> u32 {
        self.puts
    }

    /// The code of the state that is reached.
    pub fn code(&self) -> Code {
        self.code
    }

    fn read(&mut self, bytes: &[u8], trail: &mut [u32]) {
        for (byte, index) in bytes.iter().zip(trail.iter_mut()) {
            let intron = word::intron(*byte);
            if self.waiting == 0 {
                self.token_start = Some(self.code);
            }
            self.step(intron, index);
            self.gather(intron, self.token_start);
        }
        self.fill_ring(trail);
    }

    fn read_published(&mut self, bytes: &[u8], trail: &mut [u32]) {
        // Where bytes are dropped, indices of the trail stand for no step: those that do are moved to the front of `stepped`.
        let mut dropped = Vec::new();
        for (position, byte) in bytes.iter().enumerate() {
            let intron = word::intron(*byte);
            if self.waiting >= MOST_WAITING {
                self.forget();
                trail[position] = self.space.index(self.code);
                dropped.push(position);
                continue;
            }
            let before = self.code;
            self.step(intron, &mut trail[position]);
            self.gather(intron, Some(before));
        }
        if dropped.is_empty() {
            self.fill_ring(trail);
        } else {
            let steps = trail.iter().enumerate().filter(|(position, _)| dropped.binary_search(position).is_err());
            let steps: Vec<u32> = steps.map(|(_, index)| *index).collect();
            self.fill_ring(&steps);
        }
    }

    fn read_chunk(&mut self, bytes: &[u8], trail: &mut [u32]) {
        self.token_start = Some(self.code);
        let mut middle = self.code;
        // Set where introns were forgotten: the next token begins after the byte at hand, if there is one.
        let mut late_start = false;
        for (position, (byte, index)) in bytes.iter().zip(trail.iter_mut()).enumerate() {
            let intron = word::intron(*byte);
            if position == bytes.len() / 2 {
                middle = self.code;
            }
            if self.waiting >= MOST_WAITING {
                self.forget();
                late_start = true;
            }
            self.step(intron, index);
            if late_start {
                self.token_start = (position + 1 < bytes.len()).then_some(self.code);
                late_start = false;
            }
            if self.gather(intron, self.token_start) {
                self.token_start = Some(self.code);
            }
        }
        self.push_theta(self.space.thetas().of(self.code.word()));
        if bytes.len() > 1024 {
            self.push_theta(self.space.thetas().of(middle.word()));
        }
    }

    #[inline]
    fn step(&mut self, intron: u8, index: &mut u32) {
        self.code = self.code.step(intron);
        self.cycles += 1;
        *index = self.space.index(self.code);
    }

    /// Adds an intron to the token; whether that ends it. Then it is learned, if it can be.
    #[inline]
    fn gather(&mut self, intron: u8, pre_state: Option<Code>) -> bool {
        if self.waiting < LONGEST {
            self.value |= u64::from(intron & 0x7F) << (7 * self.waiting);
        }
        self.waiting += 1;
        let ends = intron & 0x80 == 0;
        if ends {
            let readable = self.waiting <= LONGEST && self.value != SEPARATOR;
            if let Some(pre_state) = pre_state.filter(|_| readable) {
                self.learn(pre_state.erased(), self.value, intron);
            }
            (self.waiting, self.value) = (0, 0);
        }
        ends
    }

    fn learn(&mut self, erased: u8, token: u64, intron: u8) {
        let key = u64::from(erased) << 40 | token;
        let rate = self.rates[usize::from(erased)];
        if let Some(entry) = learn::learned(self.store.get(&key).copied(), intron, rate) {
            self.store.insert(key, entry);
            self.puts += 1;
        }
        self.last_token = token;
    }

    fn forget(&mut self) {
        (self.waiting, self.value, self.last_token) = (0, 0, 0);
    }

    /// Pushes the angles of the last indices of a trail.
    fn fill_ring(&mut self, trail: &[u32]) {
        let space = Arc::clone(&self.space);
        for index in &trail[trail.len().saturating_sub(RING)..] {
            self.push_theta(space.theta_at(*index));
        }
    }

    fn push_theta(&mut self, theta: f32) {
        if self.ring.len() == RING {
            self.ring.remove(0);
        }
        self.ring.push(theta);
    }
}

/// Hashes the one number that a key is.
#[derive(Debug, Clone, Copy, Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, key: u64) {
        let mixed = (self.0 ^ key).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ mixed >> 32;
    }
}
