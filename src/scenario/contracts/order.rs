//! Which contract an id means, and whether contracts wait for each other in a circle.

use std::collections::HashMap;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::Contract;
use crate::model::ContractId;
use crate::scenario::check::spelling::Speller;
use crate::scenario::locate::Place;
use crate::scenario::problems::Problems;
use crate::scenario::say;

/// The contracts by id.
pub(super) struct Known<'c> {
    /// The first of each id, and how many have it.
    by_id: HashMap<&'c str, (ContractId, u32)>,
    speller: core::cell::RefCell<Speller<'c>>,
}

impl<'c> Known<'c> {
    /// Notes ids that several contracts have: they are read as different contracts that happen to be called the same.
    pub(super) fn new(contracts: &'c [Contract], problems: &mut Problems) -> Self {
        let mut by_id: HashMap<&str, (ContractId, u32)> = HashMap::new();
        for (at, contract) in contracts.iter().enumerate() {
            let known = by_id.entry(&contract.id).or_insert((ContractId::at(at), 0));
            known.1 += 1;
            if known.1 == 2 {
                problems.warning("scenario/repeated-id", Place::of("contracts").index(at), || {
                    (
                        format!("contracts[{}] is called {} too", known.0.0, say::quoted(&contract.id)),
                        "they are read as two; give each its own id where others wait for it",
                    )
                });
            }
        }
        let speller = Speller::new(contracts.iter().map(|contract| &*contract.id));
        Self { by_id, speller: speller.into() }
    }

    /// The one contract of that id.
    pub(super) fn find(&self, id: &str, place: impl FnOnce() -> Place, problems: &mut Problems) -> Option<ContractId> {
        match self.by_id.get(id) {
            Some((contract, 1)) => Some(*contract),
            Some((_, many)) => {
                problems.error("scenario/ambiguous-contract", place(), || {
                    (format!("{many} contracts are called {}", say::quoted(id)), "give each its own id")
                });
                None
            }
            None => {
                problems.error("scenario/unknown-contract", place(), || {
                    let remedy = self.speller.borrow_mut().remedy(id, "use the id of one of the contracts");
                    (format!("no contract is called {}", say::quoted(id)), remedy)
                });
                None
            }
        }
    }
}

/// Notes each circle of contracts that wait for each other, by the names on the way around.
pub(super) fn refuse_cycles(contracts: &[Contract], problems: &mut Problems) {
    if contracts.iter().all(|contract| contract.waits_for.is_empty()) {
        return;
    }
    let edges =
        (0_u32..).zip(contracts).flat_map(|(at, contract)| contract.waits_for.iter().map(move |other| (at, other.0)));
    let graph: DiGraph<(), ()> = DiGraph::from_edges(edges);
    // Not Tarjan's way: it calls itself once for each contract of a long chain.
    for tangle in kosaraju_scc(&graph) {
        if let Some(cycle) = cycle(&tangle, contracts) {
            let first = cycle[0];
            problems.error("scenario/cycle", Place::of("contracts").index(first).key("waitsFor"), || {
                let names: Vec<String> = cycle.iter().map(|at| say::quoted(&contracts[*at].id)).collect();
                let around = names.join(" waits for ");
                (format!("{around}, and that for {}", names[0]), "let one of them not wait")
            });
        }
    }
}

/// The way around from the first contract of a tangle back to itself; none where it is a single contract that does not wait for itself.
fn cycle(tangle: &[NodeIndex], contracts: &[Contract]) -> Option<Vec<usize>> {
    let mut inside: Vec<usize> = tangle.iter().map(|node| node.index()).collect();
    inside.sort_unstable();
    let next = |at: usize| {
        contracts[at].waits_for.iter().map(|other| other.index()).find(|other| inside.binary_search(other).is_ok())
    };
    // Everything inside reaches everything inside, so a walk that stays there comes back to a contract that it met.
    let mut way = vec![*inside.first()?];
    loop {
        let next = next(*way.last()?)?;
        if let Some(met) = way.iter().position(|at| *at == next) {
            way.drain(..met);
            let least = way.iter().enumerate().min_by_key(|(_, at)| **at).map_or(0, |(place, _)| place);
            way.rotate_left(least);
            return Some(way);
        }
        way.push(next);
    }
}
