//! Batches: which contracts are alike enough to be executed together, and what does the whole cost?
//!
//! ```text
//! classes  = the non-empty class names of a contract;   methods = the number of its distinct non-empty method names
//! time     = (methods · 100 ms) · m,  m = 1, 1.5, 2, 1.2, 1.8 for TYPE_A … TYPE_E, otherwise 1;   memory = 50 MB + methods · 10 MB
//! J(a, b)  = |classes a ∩ classes b| / |classes a ∪ classes b|,  0 where both are empty
//! clusters = every contract alone;  while two remain:  merge the pair i < j with the greatest average J,  if that is ≥ the threshold
//! batches  = of each cluster, shortest first, filled one after another up to size, time and memory
//! ```
//!
//! With the classes {a}, {a, b}, {c} the similarities are 1/2, 0 and 0: under a threshold of 0.3 the first two share a
//! batch, the third has its own.
//!
//! There are two [`Mode`]s.
//!
//! *Published* is the system from which the cases were recorded, bit for bit. The average is a sum of doubles, the earlier
//! cluster's members outside, the later one's inside, each in the order in which it joined; where averages are equal, the first
//! pair wins. Rounding and input order therefore decide between clusters that are equally alike. Dependencies play no part.
//!
//! *Scale* is the same question asked soundly. Averages are compared as the exact fractions they are. Contracts are ranked by
//! their classes (as sorted lists of names), then by position, and of equal averages the one with the lowest first rank, then the
//! lowest second rank, wins: so the clusters are the same however the contracts are ordered. Members stand in order of position.
//! A batch holds contracts of one *level* only (0 for a contract that waits for none, otherwise one more than the highest it waits
//! for), so that no two batches ever wait for each other.
//!
//! Promised: clusters in the order of their first members; batches in the order of clusters, each with its number inside its
//! cluster, so numbers repeat. A contract beyond a limit has a batch of its own. Equal times keep the cluster's order. An empty list
//! of contracts has an empty plan; the published system divides by zero there.

mod classes;
mod exact;
mod folds;
mod heat;
mod input;
mod islands;
mod natural;
mod optimised;
mod reference;
mod sample;

use serde::Serialize;

use crate::pair::{Pair, Side};
use crate::rng::Rng;

pub use heat::{HeatMap, MOST_ROWS, heat_map};
pub use input::{Input, MOST_PUBLISHED_SETS, MOST_SETS, Mode};
pub use optimised::{Index, Planning};

/// The pair `reuse/batch`.
#[derive(Debug)]
pub struct Batches;

/// What is estimated of a contract before it is executed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    /// Its distinct class names, ascending; the empty name is none.
    pub classes: Vec<String>,
    /// Its distinct method names, ascending; the empty name is none.
    pub methods: Vec<String>,
    /// Its estimated time in milliseconds.
    pub time_ms: f64,
    /// Its estimated memory in megabytes.
    pub memory_mb: f64,
}

/// Contracts that are executed together, one after another.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub struct Batch {
    /// Its number within its cluster, from 0.
    pub number: u32,
    /// Its cluster.
    pub cluster: u32,
    /// Positions of its contracts, in the order of execution.
    pub contracts: Vec<u32>,
    /// The classes that all of them have, ascending.
    pub shared_classes: Vec<String>,
    /// The sum of their estimated times, in milliseconds.
    pub time_ms: f64,
    /// The sum of their estimated memory, in megabytes.
    pub memory_mb: f64,
    /// The mean similarity of its pairs; 1 where there is none.
    pub average_similarity: f64,
}

/// Clusters, batches and the figures of the whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub struct Plan {
    /// Estimated time of each contract, in milliseconds, by position.
    pub times_ms: Vec<f64>,
    /// Estimated memory of each contract, in megabytes, by position.
    pub memories_mb: Vec<f64>,
    /// Positions of the members of each cluster.
    pub clusters: Vec<Vec<u32>>,
    /// The batches.
    pub batches: Vec<Batch>,
    /// The mean number of contracts in a batch; 0 where there is none.
    pub average_batch_size: f64,
    /// The unweighted mean over batches of their similarity; 0 where there is none.
    pub average_similarity: f64,
    /// The longest batch's time in milliseconds: how long all take if each batch has a worker of its own.
    pub longest_batch_ms: f64,
    /// The sum of the batches' times divided by the longest: the gain over one worker if each batch has its own. 1 where all
    /// take no time. `reuse/schedule` says what so many workers as there are make of it.
    pub published_factor: f64,
    /// The published summary.
    pub text: String,
}

impl Plan {
    /// The figures of finished batches.
    fn of(profiles: impl Iterator<Item = [f64; 2]>, clusters: Vec<Vec<u32>>, batches: Vec<Batch>) -> Self {
        let (times_ms, memories_mb) = profiles.map(|[time_ms, memory_mb]| (time_ms, memory_mb)).unzip();
        let mean = |sum: f64| if batches.is_empty() { 0.0 } else { sum / batches.len() as f64 };
        let average_batch_size = mean(batches.iter().map(|batch| batch.contracts.len() as f64).fold(0.0, |a, b| a + b));
        let average_similarity = mean(batches.iter().map(|batch| batch.average_similarity).fold(0.0, |a, b| a + b));
        let longest_batch_ms = batches.iter().map(|batch| batch.time_ms).fold(0.0, f64::max);
        let sum_ms = batches.iter().map(|batch| batch.time_ms).fold(0.0, |a, b| a + b);
        let published_factor = if longest_batch_ms > 0.0 { sum_ms / longest_batch_ms } else { 1.0 };
        let text = format!(
            "OptimizationResult(\n  batches={},\n  avg_batch_size={average_batch_size:.1},\n  \
             avg_similarity={:.2}%,\n  estimated_time={longest_batch_ms:.0}ms,\n  parallelization={published_factor:.2}x\n)",
            batches.len(),
            average_similarity * 100.0
        );
        Self {
            times_ms,
            memories_mb,
            clusters,
            batches,
            average_batch_size,
            average_similarity,
            longest_batch_ms,
            published_factor,
            text,
        }
    }
}

/// How much longer a contract of this type takes than one of type A.
fn time_factor(contract_type: &str) -> f64 {
    match contract_type {
        "TYPE_B" => 1.5,
        "TYPE_C" => 2.0,
        "TYPE_D" => 1.2,
        "TYPE_E" => 1.8,
        _ => 1.0,
    }
}

/// Estimated time in milliseconds and memory in megabytes of a contract with so many methods.
fn estimate(methods: usize, contract_type: &str) -> [f64; 2] {
    [methods as f64 * 100.0 * time_factor(contract_type), 50.0 + methods as f64 * 10.0]
}

/// What each side estimates of every contract, names included.
pub fn profiles(input: &Input, side: Side) -> Vec<Profile> {
    match side {
        Side::Reference => reference::profiles(input),
        Side::Optimised => Index::new(input).profiles(input),
    }
}

impl Pair for Batches {
    const NAME: &'static str = "reuse/batch";
    const QUESTION: &'static str =
        "Which contracts are alike enough to be executed together, and what does the whole cost?";
    const DEFINITION: &'static str =
        "merge the pair of clusters with the greatest mean |A∩B| / |A∪B| while it is ≥ θ; fill batches shortest first";
    type Input = Input;
    type Index = Index;
    type Answer = Plan;

    fn reference(input: &Input) -> Plan {
        reference::plan(input)
    }

    fn index(input: &Input) -> Index {
        Index::new(input)
    }

    fn optimised(input: &Input, index: &Index) -> Plan {
        optimised::plan(input, index)
    }

    fn sample(rng: &mut Rng, size: u32) -> Input {
        sample::input(rng, size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pair::{answer_text, parity};

    #[test]
    fn both_sides_agree_on_samples() {
        for seed in 0..1200_u64 {
            let size = [0, 1, 2, 7, 33, 200][usize::try_from(seed % 6).unwrap()];
            let input = Batches::sample(&mut Rng::new(seed), size);
            let (plain, fast) = (Batches::reference(&input), Batches::optimised(&input, &Batches::index(&input)));
            let verdict = parity(Batches::NAME, &answer_text(&plain), &answer_text(&fast));
            assert!(verdict.agree, "seed {seed} size {size} {:?}: {:?}", input.mode, verdict.disagreement);
            assert_eq!(profiles(&input, Side::Reference), profiles(&input, Side::Optimised));
        }
    }
}
