//! Sets of classes as bits, each distinct set kept once.

use std::collections::HashMap;

use crate::scenario::contracts::Contract;

/// The distinct sets of classes, and which contract has which.
#[derive(Debug)]
pub(super) struct Sets {
    /// All class names, ascending: the meaning of the bits.
    pub(super) names: Vec<String>,
    /// Words of 64 bits in a set.
    words: usize,
    /// The sets, in the order in which contracts first have them, `words` each.
    bits: Vec<u64>,
    /// How many classes each set has.
    pub(super) sizes: Vec<u32>,
    /// The set of each contract.
    pub(super) of: Vec<u32>,
}

impl Sets {
    pub(super) fn new(contracts: &[Contract]) -> Self {
        let (names, mut ranks) = ranked(contracts);
        let words = names.len().div_ceil(64).max(1);
        let mut sets =
            Self { names, words, bits: Vec::new(), sizes: Vec::new(), of: Vec::with_capacity(contracts.len()) };
        let mut known: HashMap<Vec<u64>, u32> = HashMap::new();
        for contract in contracts {
            let mut set = vec![0_u64; words];
            for rank in ranks.by_ref().take(contract.slots.len()).flatten() {
                set[rank as usize / 64] |= 1 << (rank % 64);
            }
            let next = u32::try_from(sets.sizes.len()).expect("there are at most as many sets as contracts");
            let at = *known.entry(set).or_insert_with_key(|set| {
                sets.bits.extend(set);
                sets.sizes.push(set.iter().map(|word| word.count_ones()).sum());
                next
            });
            sets.of.push(at);
        }
        sets
    }

    /// How many distinct sets there are.
    pub(super) fn len(&self) -> usize {
        self.sizes.len()
    }

    pub(super) fn set(&self, at: u32) -> &[u64] {
        &self.bits[at as usize * self.words..][..self.words]
    }

    /// How many classes two sets share, and how many they have together.
    #[inline]
    pub(super) fn shared_and_all(&self, one: u32, other: u32) -> (u32, u32) {
        let shared = if self.words == 1 {
            (self.bits[one as usize] & self.bits[other as usize]).count_ones()
        } else {
            self.set(one).iter().zip(self.set(other)).map(|(one, other)| (one & other).count_ones()).sum()
        };
        (shared, self.sizes[one as usize] + self.sizes[other as usize] - shared)
    }

    #[inline]
    pub(super) fn similarity(&self, one: u32, other: u32) -> f64 {
        match self.shared_and_all(one, other) {
            (_, 0) => 0.0,
            (shared, all) => f64::from(shared) / f64::from(all),
        }
    }

    /// The names that every one of these sets has, ascending.
    pub(super) fn shared_names(&self, sets: impl Iterator<Item = u32>) -> Vec<String> {
        let mut shared = vec![u64::MAX; self.words];
        for set in sets {
            shared.iter_mut().zip(self.set(set)).for_each(|(shared, word)| *shared &= word);
        }
        ranks_in(&shared).map(|rank| self.names[rank].clone()).collect()
    }

    /// Sets in the order of their names as lists.
    pub(super) fn in_order_of_names(&self) -> Vec<u32> {
        let mut order: Vec<(Vec<usize>, u32)> =
            (0..).take(self.len()).map(|set| (ranks_in(self.set(set)).collect(), set)).collect();
        order.sort_unstable();
        order.into_iter().map(|(_, set)| set).collect()
    }
}

/// The bits that are set, ascending.
fn ranks_in(words: &[u64]) -> impl Iterator<Item = usize> {
    words.iter().enumerate().flat_map(|(at, word)| {
        let mut left = *word;
        core::iter::from_fn(move || {
            (left != 0).then(|| {
                let bit = left.trailing_zeros() as usize;
                left &= left - 1;
                at * 64 + bit
            })
        })
    })
}

/// The distinct non-empty class names, ascending, and the rank of each slot's, slot after slot.
fn ranked(contracts: &[Contract]) -> (Vec<String>, impl Iterator<Item = Option<u32>>) {
    let mut seen: HashMap<&str, u32> = HashMap::new();
    let mut found: Vec<&str> = Vec::new();
    let slots: Vec<Option<u32>> = contracts
        .iter()
        .flat_map(|contract| &contract.slots)
        .map(|slot| {
            (!slot.class.is_empty()).then(|| {
                *seen.entry(&slot.class).or_insert_with(|| {
                    found.push(&slot.class);
                    u32::try_from(found.len() - 1).expect("scenario limits keep slots within 32 bits")
                })
            })
        })
        .collect();
    let mut order: Vec<u32> = (0..).take(found.len()).collect();
    order.sort_unstable_by_key(|name| found[*name as usize]);
    let mut rank_of = vec![0; found.len()];
    order.iter().zip(0..).for_each(|(name, rank)| rank_of[*name as usize] = rank);
    let names = order.iter().map(|name| found[*name as usize].to_owned()).collect();
    (names, slots.into_iter().map(move |name| name.map(|name| rank_of[name as usize])))
}
