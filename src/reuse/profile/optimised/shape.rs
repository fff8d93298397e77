//! Features of contracts, each different vector once.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::exact::Moments;
use crate::reuse::profile::answer::Features;
use crate::reuse::profile::asked::Variant;
use crate::scenario::contracts::Contract;

/// The features of a contract.
pub(in crate::reuse::profile) fn features(contract: &Contract, variant: Variant) -> Features {
    let (mut classes, mut methods) = (HashSet::new(), HashSet::new());
    let (mut levels, mut causal, mut bayesian) = ([0, 0, 0], false, false);
    for slot in &contract.slots {
        if classes.insert(&*slot.class) {
            causal = causal || slot.class.contains("Causal");
            bayesian = bayesian || slot.class.contains("Bayesian");
        }
        if methods.insert(&*slot.method) && !(causal && bayesian) {
            let small = slot.method.to_lowercase();
            causal = causal || small.contains("causal");
            bayesian = bayesian || small.contains("bayesian");
        }
        if slot.level.contains("N1") {
            levels[0] += 1;
        } else if slot.level.contains("N2") {
            levels[1] += 1;
        } else if slot.level.contains("N3") {
            levels[2] += 1;
        }
    }
    let [slots, classes, methods] = [contract.slots.len(), classes.len(), methods.len()]
        .map(|count| u32::try_from(count).expect("a contract has at most 100,000 slots"));
    let method_count = if variant == Variant::Slots { slots } else { methods };
    let weighted = 0.3 * f64::from(method_count) + 0.2 * f64::from(classes);
    Features {
        method_count,
        classes,
        methods,
        levels,
        mean_confidence: mean_confidence(contract),
        causal,
        bayesian,
        complexity: (weighted + 0.2 * f64::from(levels[1])) + 0.3 * f64::from(levels[2]),
    }
}

/// The mean of the confidences, exactly rounded.
fn mean_confidence(contract: &Contract) -> f64 {
    if contract.slots.is_empty() {
        return 0.5;
    }
    let mut moments = Moments::default();
    for slot in &contract.slots {
        if !slot.confidence.is_finite() {
            return contract.slots.iter().map(|slot| slot.confidence).sum();
        }
        moments.put(slot.confidence);
    }
    moments.mean()
}

/// Distinct vectors with their lengths.
#[derive(Debug, Clone, Default)]
pub(in crate::reuse::profile) struct Shapes {
    vectors: Vec<[f64; 10]>,
    lengths: Vec<f64>,
    places: BTreeMap<[u64; 10], u32>,
}

impl Shapes {
    /// The place of a vector, which is kept if it is new.
    pub(in crate::reuse::profile) fn place(&mut self, vector: [f64; 10]) -> u32 {
        let key = vector.map(f64::to_bits);
        if let Some(place) = self.places.get(&key) {
            return *place;
        }
        let place = u32::try_from(self.vectors.len()).expect("limits keep counts below 2^32");
        self.places.insert(key, place);
        self.vectors.push(vector);
        self.lengths.push(vector.iter().fold(0.0, |sum, x| sum + x * x).sqrt());
        place
    }

    /// How many there are.
    pub(in crate::reuse::profile) fn len(&self) -> usize {
        self.vectors.len()
    }

    /// The cosine of two of them, held between 0 and 1.
    pub(in crate::reuse::profile) fn similarity(&self, one: u32, other: u32) -> f64 {
        let (one, other) = (one as usize, other as usize);
        let lengths = self.lengths[one] * self.lengths[other];
        if self.lengths[one] <= 0.0 || self.lengths[other] <= 0.0 {
            return 0.0;
        }
        let product = self.vectors[one].iter().zip(&self.vectors[other]).fold(0.0, |sum, (x, y)| sum + x * y);
        let cosine = product / lengths;
        // Adding 0 makes a −0 a 0, which sorts with its equals; what is not a number counts as 1.
        if cosine < 1.0 { cosine.max(0.0) + 0.0 } else { 1.0 }
    }
}

/// The features of all contracts of a list, contracts of equal slots worked out once.
pub(in crate::reuse::profile) fn all_features(contracts: &[Contract], variant: Variant) -> Vec<Features> {
    let mut known: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut found: Vec<Features> = Vec::with_capacity(contracts.len());
    for (place, contract) in contracts.iter().enumerate() {
        let alike = known.entry(outline(contract)).or_default();
        if let Some(earlier) = alike.iter().find(|earlier| contracts[**earlier].slots == contract.slots) {
            found.push(found[*earlier].clone());
        } else {
            alike.push(place);
            found.push(features(contract, variant));
        }
    }
    found
}

/// A number that equal slots share.
fn outline(contract: &Contract) -> u64 {
    contract.slots.iter().fold(contract.slots.len() as u64, |outline, slot| {
        let text = slot.method.bytes().fold(outline, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
        text.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ slot.confidence.to_bits()
    })
}
