//! Right because: the delays of a flow depend on its own rate alone, so what it changes in every count is worked out once a
//!   rate, and the counts of a candidate are the sum of what its flows change. The excess is then summed over those places
//!   only where it can differ: a place that cannot exceed its limit under any candidate is left out, and integers make
//!   the sum equal, not close. Where a flight that may move is held by two regulations the flows are not independent,
//!   and candidates are played in full.
//! Fast because: the last flow's rates are tried on the running counts of the others, so a candidate costs one addition and two
//!   comparisons for each place that the last flow changes and that can bind. The order of candidates asks for J first.
//! Did not pay: pruning by the floor of the area that remains: every J of a small product is part of the answer, and a large
//!   one spends its time in the last flow, below any cut.

use std::sync::Arc;

use super::search::Search;
use super::{Found, Input};
use crate::sound::counts::Network;

pub(super) fn found(input: &Input, network: &Network) -> Found {
    let mut search = Search::new(&Arc::new(network.clone()), Arc::new(input.clone()));
    search.go_on(u64::MAX);
    search.found().expect("a search that goes on without end is finished")
}
