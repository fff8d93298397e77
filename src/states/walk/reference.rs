//! The stream is read byte by byte; each of the three ways is written down apart.

use indexmap::IndexMap;

use super::{Answer, CHUNK_BYTES, Call, Input, Learned, MOST_WAITING, RING, Semantics};
use crate::states::learn::{self, Entry};
use crate::states::space::Published;
use crate::states::{token, word};

pub(super) fn walk(input: &Input) -> Answer {
    let tables = input.world.published();
    let mut walker = Walker {
        tables,
        state: tables.keys[input.from as usize],
        token_start: tables.keys[input.from as usize],
        waiting: Vec::new(),
        ring: Vec::new(),
        cycles: 0,
        last_token: 0,
        store: IndexMap::new(),
        puts: 0,
    };
    let mut calls = Vec::new();
    for bytes in &input.calls {
        let introns: Vec<u8> = bytes.iter().map(|byte| word::intron(*byte)).collect();
        let trail = match input.semantics {
            Semantics::Loadline => introns.iter().map(|intron| walker.read(*intron)).collect(),
            Semantics::PublishedPerByte => introns.iter().map(|intron| walker.read_published(*intron)).collect(),
            Semantics::PublishedBulk => {
                introns.chunks(CHUNK_BYTES).flat_map(|chunk| walker.read_chunk(chunk)).collect()
            }
        };
        calls.push(Call {
            trail,
            cycles: walker.cycles,
            waiting: u32::try_from(walker.waiting.len()).expect("a stream is shorter than 2^32"),
            last_token: walker.last_token,
            ring: walker.ring.clone(),
        });
    }
    let learned = walker.store.iter().map(|((representative, token), entry)| Learned {
        representative: *representative,
        token: *token,
        mask: entry.mask,
        conf: entry.conf,
    });
    Answer { calls, learned: learned.collect(), puts: walker.puts }
}

struct Walker<'a> {
    tables: &'a Published,
    state: u64,
    token_start: u64,
    waiting: Vec<u8>,
    ring: Vec<f32>,
    cycles: u32,
    last_token: u64,
    store: IndexMap<(u32, u64), Entry>,
    puts: u32,
}

impl Walker<'_> {
    /// One byte in our way.
    fn read(&mut self, intron: u8) -> u32 {
        if self.waiting.is_empty() {
            self.token_start = self.state;
        }
        self.waiting.push(intron);
        let index = self.step(intron);
        self.push_theta(self.state);
        if token::ends(intron) {
            self.end_token(Some(self.token_start), intron);
        }
        index
    }

    /// One byte in the published way.
    fn read_published(&mut self, intron: u8) -> u32 {
        if self.waiting.len() >= MOST_WAITING as usize {
            self.waiting.clear();
            self.last_token = 0;
            return self.index_of(self.state);
        }
        self.waiting.push(intron);
        let before = self.state;
        let index = self.step(intron);
        self.push_theta(self.state);
        if token::ends(intron) {
            self.end_token(Some(before), intron);
        }
        index
    }

    /// One call, or 65,536 bytes of it, in the published way of bulk.
    fn read_chunk(&mut self, introns: &[u8]) -> Vec<u32> {
        let mut states = Vec::new();
        let mut trail = Vec::new();
        for intron in introns {
            states.push(self.state);
            trail.push(self.step(*intron));
        }
        let mut token_start = 0;
        for (position, intron) in introns.iter().enumerate() {
            if self.waiting.len() >= MOST_WAITING as usize {
                self.waiting.clear();
                self.last_token = 0;
                token_start = position + 1;
            }
            self.waiting.push(*intron);
            if token::ends(*intron) {
                self.end_token(states.get(token_start).copied(), *intron);
                token_start = position + 1;
            }
        }
        self.push_theta(self.state);
        if introns.len() > 1024 {
            self.push_theta(states[introns.len() / 2]);
        }
        trail
    }

    fn step(&mut self, intron: u8) -> u32 {
        self.state = word::step(self.state, intron);
        self.cycles += 1;
        self.index_of(self.state)
    }

    fn index_of(&self, state: u64) -> u32 {
        let index = self.tables.keys.binary_search(&state).expect("an input's bytes stay in its world");
        u32::try_from(index).expect("there are fewer than 2^24 states")
    }

    fn push_theta(&mut self, state: u64) {
        if self.ring.len() == RING {
            self.ring.remove(0);
        }
        let index = self.index_of(state);
        self.ring.push(self.tables.thetas[index as usize]);
    }

    /// Reads the token that waits, and learns it if it can be read, is not the separator and has a pre-state.
    fn end_token(&mut self, pre_state: Option<u64>, intron: u8) {
        let read = token::single(&self.waiting);
        self.waiting.clear();
        let (Ok(token), Some(pre_state)) = (read, pre_state) else { return };
        if token == token::SEPARATOR {
            return;
        }
        let index = self.index_of(pre_state) as usize;
        let key = (self.tables.representatives[index], token);
        let rate = learn::rate(self.tables.orbit_sizes[index], self.tables.largest_orbit);
        if let Some(entry) = learn::learned(self.store.get(&key).copied(), intron, rate) {
            self.store.insert(key, entry);
            self.puts += 1;
        }
        self.last_token = token;
    }
}
