//! The rules for what is searched.

use std::collections::HashSet;

use super::filter::Known;
use super::numbers::Rule;
use super::regulations::{flow, unique};
use crate::scenario::limits;
use crate::scenario::list::List;
use crate::scenario::locate::Place;
use crate::scenario::problems::Problems;
use crate::scenario::say;
use crate::scenario::slot::{Odd, Slot};
use crate::scenario::sound::format::SearchFile;
use crate::scenario::sound::{Flow, Regulation, Search};

const GRID: Rule = Rule {
    code: "scenario/grid",
    remedy: "give one list of rates for each flow that is searched, in whole flights an hour, null for none",
    range: 0..=limits::PER_HOUR,
};

/// The checked search; `None` where there is none, or where it cannot be trusted.
pub(super) fn search(
    file: Option<&SearchFile<'_>>,
    regulations: Option<&[Regulation]>,
    known: &mut Known<'_, '_>,
    problems: &mut Problems,
) -> Option<Search> {
    let (file, regulations) = (file?, regulations?);
    let place = || Place::of("search");
    let Some(first) = regulations.first() else {
        GRID.broken(place(), || "there is no regulation to search".to_owned(), problems);
        return None;
    };
    let flows = match &file.flows {
        None => first.flows.clone(),
        Some(list) => {
            limits::within(list.len(), limits::FLOWS, "flows", place().key("flows"), problems).then_some(())?;
            unique(list.iter().map(|flow| &flow.id), "regulation/duplicate-flow", || place().key("flows"), problems);
            let mut flows: Vec<Flow> = Vec::with_capacity(list.len());
            for (index, file) in list.iter().enumerate() {
                let at = || place().key("flows").index(index);
                flows.extend(flow(file, &at, Some(&first.period), known, problems));
            }
            flows
        }
    };
    let unheld = vec![None; flows.len()];
    let regulation = Regulation { flows, ..first.clone() }.with_rates(&unheld);
    let lists = file.grids.as_deref().unwrap_or_default();
    if lists.len() != regulation.flows.len() {
        let found = || format!("holds {} for {} flows", say::count(lists.len()), say::count(regulation.flows.len()));
        GRID.broken(place().key("grids"), found, problems);
    }
    Some(Search { grids: grids(lists, problems), regulation })
}

/// The rates to try for each flow, each once; `null` comes first where the file leaves it out.
fn grids(lists: &[List<Slot<f64>>], problems: &mut Problems) -> Vec<Vec<Option<i64>>> {
    let place = |flow| Place::of("search").key("grids").index(flow);
    let mut grids = Vec::with_capacity(lists.len());
    for (flow, list) in lists.iter().enumerate() {
        if !limits::within(list.len(), limits::GRID_RATES, "rates", place(flow), problems) {
            continue;
        }
        let mut grid = Vec::with_capacity(list.len() + 1);
        for (index, slot) in list.iter().enumerate() {
            let null = matches!(slot, Slot::Odd(odd) if **odd == Odd::Null);
            grid.push(if null { None } else { GRID.optional(slot, || place(flow).index(index), problems) });
        }
        if !grid.contains(&None) {
            grid.insert(0, None);
        }
        let mut seen = HashSet::new();
        grid.retain(|rate| seen.insert(*rate));
        grids.push(grid);
    }
    grids
}
