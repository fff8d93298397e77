//! The rules of the sound model, each with its own code: from a file as it is written to a checked question.

mod analysis;
mod filter;
mod flights;
mod numbers;
mod plan;
mod regulations;
mod search;
mod volumes;

use std::sync::Arc;

use super::format::SoundFile;
use super::{Analysis, Day, Question, Stays, Weights};
use crate::model::UtcMicros;
use crate::scenario::check::{About, field};
use crate::scenario::locate::Place;
use crate::scenario::problems::Problems;
use crate::scenario::slot::{Slot, Text};
use crate::scenario::{limits, say, takeoff};

use filter::Known;
use numbers::Rule;
pub(in crate::scenario::sound) use plan::check_plan;

/// Checks everything but version, kind and semantics. There is an answer whenever `problems` does not refuse the file.
pub(in crate::scenario) fn check(file: SoundFile<'_>, problems: &mut Problems) -> Option<(About, Question)> {
    let about = About {
        title: field::sentence(&file.title, || Place::of("title"), problems),
        source: field::sentence(&file.source, || Place::of("source"), problems),
        synthetic: field::truth(&file.synthetic, || Place::of("synthetic"), problems),
        capacities_note: field::sentence(&file.capacities_note, || Place::of("capacitiesNote"), problems),
    };
    let midnight = midnight(&file.day, problems);
    let gap =
        Rule { code: "scenario/merge-gap", remedy: "use seconds from 0 to 86,400, or leave it out", range: 0..=86_400 };
    let merge_gap_s = gap.optional(&file.merge_gap_s, || Place::of("mergeGapS"), problems).unwrap_or(0);
    let horizon = match &file.horizon {
        Some(row) => numbers::HORIZON.period(row, || Place::of("horizon"), problems),
        None => Some(0..86_400),
    };
    let volumes = volumes::volumes(file.volumes, problems);
    let names = volumes.as_deref().map(volumes::Names::new);
    let flights = flights::flights(file.flights, names.as_ref(), merge_gap_s, problems);
    let analysis = analysis::analysis(file.analysis.as_deref(), Analysis::default(), problems);
    if let (Some(volumes), Some(horizon)) = (&volumes, &horizon) {
        analysis::within_limits(&analysis, horizon, volumes.len(), problems);
    }
    let weights = analysis::weights(file.weights.as_deref(), Weights::default(), problems);
    let ids = flights.as_ref().map_or(&[][..], |(flights, _)| flights.ids.as_slice());
    let mut known = Known { names: names.as_ref()?, flights: ids, listed: 0, listed_flights: 0 };
    let regulations = regulations::regulations(file.regulations.as_deref(), &mut known, problems);
    let search = search::search(file.search.as_deref(), regulations.as_deref(), &mut known, problems);
    let (flights, stays) = flights?;
    limits::within(
        quarters(&stays),
        limits::INTERVALS,
        "quarters of an hour in all stays",
        Place::of("flights"),
        problems,
    );
    let day = Day { volumes: volumes?, flights, stays, horizon: horizon?, merge_gap_s };
    let (regulations, day) = (regulations?, Arc::new(day));
    Some((about, Question { day, midnight, regulations, analysis, weights, search }))
}

/// How many pieces the stays are cut into for the published model.
fn quarters(stays: &Stays) -> usize {
    let spans = stays.entry_s.iter().zip(&stays.exit_s);
    let pieces = spans.map(|(entry, exit)| exit.div_euclid(900).saturating_sub(entry.div_euclid(900)).max(0) + 1);
    usize::try_from(pieces.sum::<i64>()).unwrap_or(usize::MAX)
}

/// Midnight of the day that a file names.
fn midnight(slot: &Slot<Text<'_>>, problems: &mut Problems) -> Option<UtcMicros> {
    let place = || Place::of("day");
    let text = field::sentence(slot, place, problems)?;
    let midnight = takeoff::parse(&format!("{text}T00:00:00"));
    if midnight.is_none() {
        problems.error("scenario/bad-time", place(), || {
            (format!("{} is not a day", say::quoted(&text)), "write a day such as 2018-08-01")
        });
    }
    midnight
}
