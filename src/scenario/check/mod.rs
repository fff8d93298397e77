//! The rules, each with its own code: from a file as it is written to a checked day.
//!
//! Every rule looks at the whole file and notes what it finds; a part that cannot be trusted is answered with `None`, and
//! the rules that need it are left out.

mod candidates;
pub(super) mod field;
mod flights;
mod intervals;
mod question;
pub(super) mod spelling;
pub(super) mod volumes;

use std::sync::Arc;

use super::format::ScenarioFile;
use super::locate::Place;
use super::problems::Problems;
use super::say;
use super::slot::{Slot, Text};
use crate::model::Horizon;
use crate::scenario::{Kind, Semantics, Traffic};

/// What a file says about itself.
pub(super) struct About {
    pub(super) title: Option<String>,
    pub(super) source: Option<String>,
    pub(super) synthetic: bool,
    pub(super) capacities_note: Option<String>,
}

/// The version of the format that this library reads.
pub(super) const VERSION: f64 = 1.0;
/// Checks version and kind; `false` where the other rules may not hold for the file.
pub(super) fn is_ours(version: &Slot<f64>, kind: &Slot<Text<'_>>, problems: &mut Problems) -> bool {
    let before = problems.errors();
    match version.given() {
        None | Some(Ok(&VERSION)) => {}
        Some(Ok(version)) => unknown_version(&say::number(*version), problems),
        Some(Err(odd)) => unknown_version(&odd.to_string(), problems),
    }
    match kind.given() {
        Some(Ok(kind)) if Kind::named(kind).is_none() => unknown_kind(&say::quoted(kind), problems),
        Some(Err(odd)) => unknown_kind(&odd.to_string(), problems),
        None | Some(Ok(_)) => {}
    }
    problems.errors() == before
}

fn unknown_version(found: &str, problems: &mut Problems) {
    problems.error("scenario/unknown-version", Place::of("version"), || {
        (format!("version {found} is not known"), "use 1, or a later release of loadline")
    });
}

fn unknown_kind(found: &str, problems: &mut Problems) {
    problems.error("scenario/unknown-kind", Place::of("kind"), || {
        let known: Vec<String> = Kind::ALL.iter().map(|kind| say::quoted(kind.name())).collect();
        (format!("there are no scenarios of kind {found}"), format!("use {}", known.join(" or ")))
    });
}

/// Checks everything else. There is an answer whenever `problems` does not refuse the file.
pub(super) fn check(file: ScenarioFile<'_>, problems: &mut Problems) -> Option<(About, Traffic)> {
    semantics(&file.semantics, problems);
    let about = About {
        title: field::sentence(&file.title, || Place::of("title"), problems),
        source: field::sentence(&file.source, || Place::of("source"), problems),
        synthetic: field::truth(&file.synthetic, || Place::of("synthetic"), problems),
        capacities_note: field::sentence(&file.capacities_note, || Place::of("capacitiesNote"), problems),
    };
    let horizon = horizon(&file.time_bin_minutes, problems);
    let volumes = volumes::volumes(file.traffic_volumes, horizon, problems);
    let names = volumes.as_deref().map(volumes::Names::new);
    let flights = flights::flights(file.flights, file.intervals, horizon, names.as_ref(), problems);
    let flows = flights.as_ref().and_then(|flights| question::flows(file.flows.as_ref(), &flights.flights, problems));
    let control = question::control(&file.control_volume, names.as_ref(), problems);
    let window = question::window(file.window_bins.as_deref(), horizon, problems);
    let weights = question::weights(file.weights.as_deref(), problems);
    let target = question::cells("targetCells", file.target_cells.as_deref(), horizon, names.as_ref(), problems);
    let ripple = question::cells("rippleCells", file.ripple_cells.as_deref(), horizon, names.as_ref(), problems);
    let candidates = candidates::candidates(file.candidates.as_deref(), horizon, flows.as_deref(), problems);
    let (volumes, flights, control, window) = (volumes?, flights?, control?, window?);
    question::capacity_of_control(&volumes, control, &window, horizon?, problems);
    let target = target.unwrap_or_else(|| question::usual_target(control, &window));
    Some((
        about,
        Traffic {
            horizon: horizon?,
            volumes,
            flights: Arc::new(flights.flights),
            intervals: Arc::new(flights.intervals),
            flows: flows?,
            control,
            window,
            weights: weights.unwrap_or_default(),
            target,
            ripple: ripple.unwrap_or_default(),
            candidates: candidates?,
        },
    ))
}

pub(super) fn truth(slot: &Slot<bool>, problems: &mut Problems) -> bool {
    if let Some(Err(odd)) = slot.given() {
        problems.error("scenario/not-true-or-false", Place::of("synthetic"), || {
            (format!("is not true or false ({odd})"), "write true or false")
        });
    }
    slot.good().copied().unwrap_or(false)
}

/// Notes a model that is not known; a file for the sound one is read in another way.
fn semantics(slot: &Slot<Text<'_>>, problems: &mut Problems) {
    let found = match slot.given() {
        None => return,
        Some(Ok(name)) if name == Semantics::Published.name() => return,
        Some(Ok(name)) => say::quoted(name),
        Some(Err(odd)) => odd.to_string(),
    };
    problems.error("scenario/unknown-semantics", Place::of("semantics"), || {
        (format!("there is no model {found}"), "use “published” or “sound”")
    });
}

fn horizon(slot: &Slot<f64>, problems: &mut Problems) -> Option<Horizon> {
    let place = || Place::of("timeBinMinutes");
    let remedy = format!("use {}", list(&Horizon::BIN_MINUTES));
    let minutes = field::number(slot, place, &remedy, problems)?;
    let named = |allowed: &u32| (f64::from(*allowed) - minutes) == 0.0;
    let found = Horizon::BIN_MINUTES.into_iter().find(named).and_then(Horizon::new);
    if found.is_none() {
        let fault = match minutes {
            m if m > 0.0 && 1440.0 % m == 0.0 => "divides a day but not an hour",
            m if m > 0.0 => "does not divide a day of 1,440 minutes",
            _ => "is not a length of time",
        };
        problems.error("scenario/bin-length", place(), || (format!("{} {fault}", say::number(minutes)), remedy));
    }
    found
}

/// `1, 2 or 3`.
fn list(numbers: &[u32]) -> String {
    let texts: Vec<String> = numbers.iter().map(u32::to_string).collect();
    match texts.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => texts.concat(),
    }
}
