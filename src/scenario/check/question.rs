//! The rules for what is asked: flows, control volume, window, weights, cells.

use core::ops::Range;
use std::collections::HashMap;

use super::field;
use super::volumes::Names;
use crate::model::{FlightId, Horizon, VolumeId};
use crate::scenario::format::WeightsFile;
use crate::scenario::limits;
use crate::scenario::list::List;
use crate::scenario::locate::Place;
use crate::scenario::object::Two;
use crate::scenario::problems::Problems;
use crate::scenario::say;
use crate::scenario::slot::{Pairs, Slot, Text};
use crate::scenario::{Cell, Flights, Flow, Volume, Weights};

/// The checked flows, in order; an id that no flight has is left out with a warning.
pub(super) fn flows(
    list: Option<&Pairs<'_, List<Slot<Text<'_>>>>>,
    flights: &Flights,
    problems: &mut Problems,
) -> Option<Vec<Flow>> {
    let place = || Place::of("flows");
    let Some(Pairs(pairs)) = list else {
        field::missing(place(), "give the flows; {} is allowed", problems);
        return None;
    };
    let listed = pairs.iter().map(|(_, ids)| ids.len()).sum();
    if !limits::within(pairs.len(), limits::FLOWS, "flows", place(), problems)
        || !limits::within(listed, limits::LISTED_FLIGHTS, "flights in flows", place(), problems)
    {
        return None;
    }
    let positions: HashMap<&str, FlightId> =
        flights.ids.iter().enumerate().map(|(index, id)| (id.as_str(), FlightId::at(index))).collect();
    let mut flows: Vec<Flow> = Vec::new();
    for (name, ids) in pairs {
        let at = || place().name(name);
        field::short_enough(name, limits::ID_CHARS, at, problems);
        if flows.iter().any(|flow| flow.id == name.as_ref()) {
            problems.error("scenario/duplicate-flow", at(), || {
                (format!("flow {} is given twice", say::quoted(name)), "give each flow its own name")
            });
        }
        let mut members = Vec::new();
        for (index, slot) in ids.iter().enumerate() {
            let at = || at().index(index);
            let Some(id) = field::text(slot, at, "write a flight's id", problems) else { continue };
            if let Some(flight) = positions.get(id.as_ref()) {
                members.push(*flight);
            } else {
                problems.warning("scenario/unknown-flight-in-flow", at(), || {
                    (format!("there is no flight {}", say::quoted(id)), "left out; use the id of one of the flights")
                });
            }
        }
        flows.push(Flow { id: name.clone().into_owned(), flights: members });
    }
    Some(flows)
}

/// The control volume.
pub(super) fn control(slot: &Slot<Text<'_>>, names: Option<&Names<'_>>, problems: &mut Problems) -> Option<VolumeId> {
    let place = || Place::of("controlVolume");
    let id = field::text(slot, place, "name the volume that is regulated", problems)?;
    names?.find(id, place, problems)
}

/// The regulated bins.
pub(super) fn window(
    list: Option<&[Slot<f64>]>,
    horizon: Option<Horizon>,
    problems: &mut Problems,
) -> Option<Range<u32>> {
    let place = || Place::of("windowBins");
    let remedy = "give the first bin and the one after the last, such as [32, 40]";
    let Some(list) = list else {
        field::missing(place(), remedy, problems);
        return None;
    };
    let [from, to] = list else {
        problems.error("scenario/wrong-length", place(), || (format!("holds {}", say::count(list.len())), remedy));
        return None;
    };
    let mut bin = |slot, index| {
        let place = || place().index(index);
        field::number(slot, place, remedy, problems).and_then(|value| field::whole(value, place, remedy, problems))
    };
    let (start, end) = (bin(from, 0), bin(to, 1));
    let (start, end) = (start?, end?);
    if end <= start {
        problems.error("scenario/empty-window", place(), || {
            (format!("from bin {start} to bin {end} is empty"), "end the window after it starts")
        });
    }
    let bins = i64::from(horizon?.bins());
    if !(0..bins).contains(&start) || end > 2 * bins {
        problems.error("scenario/window-outside-day", place(), || {
            (format!("from bin {start} to bin {end} lies outside the day"), format!("use bins from 0 to {bins}"))
        });
    } else if end > bins {
        problems.warning("scenario/window-outside-day", place(), || {
            let found = format!("ends at bin {end}, beyond the day's {bins} bins");
            (found, "kept; the bins beyond the day hold no traffic")
        });
    }
    Some(u32::try_from(start).ok()?..u32::try_from(end).ok()?)
}

/// Warns when the control volume has undeclared hours in the window, since they count as 0.
pub(super) fn capacity_of_control(
    volumes: &[Volume],
    control: VolumeId,
    window: &Range<u32>,
    horizon: Horizon,
    problems: &mut Problems,
) {
    let bins = window.start..window.end.min(horizon.bins());
    let mut hours: Vec<u32> = bins.map(|bin| bin / horizon.bins_per_hour()).collect();
    hours.dedup();
    hours.retain(|hour| !volumes[control.index()].hourly_capacity.contains_key(hour));
    if !hours.is_empty() {
        let place = Place::of("trafficVolumes").index(control.index()).key("hourlyCapacity");
        problems.warning("scenario/no-capacity", place, || {
            let hours: Vec<String> = hours.iter().map(u32::to_string).collect();
            let found = format!("the control volume has no capacity for the hours {} of the window", hours.join(", "));
            (found, "counts as 0; give flights an hour")
        });
    }
}

/// The weights, those that are not given at their usual values.
pub(super) fn weights(file: Option<&WeightsFile>, problems: &mut Problems) -> Option<Weights> {
    let file = file?;
    let usual = Weights::default();
    let mut weight = |key: &'static str, slot: &Slot<f64>, usual: f64| {
        let place = || Place::of("weights").key(key);
        let remedy = "write a number, zero or more";
        let value = field::optional_number(slot, place, remedy, problems).unwrap_or(usual);
        if value < 0.0 {
            problems.warning("scenario/negative-weight", place(), || {
                (
                    format!("weight is {}", say::number(value)),
                    "kept, so that more of it counts as better; use zero or more",
                )
            });
        }
        value
    };
    let read = Weights {
        alpha_target: weight("alphaTarget", &file.alpha_target, usual.alpha_target),
        alpha_ripple: weight("alphaRipple", &file.alpha_ripple, usual.alpha_ripple),
        alpha_context: weight("alphaContext", &file.alpha_context, usual.alpha_context),
        beta_target: weight("betaTarget", &file.beta_target, usual.beta_target),
        beta_ripple: weight("betaRipple", &file.beta_ripple, usual.beta_ripple),
        beta_context: weight("betaContext", &file.beta_context, usual.beta_context),
        gamma_target: weight("gammaTarget", &file.gamma_target, usual.gamma_target),
        gamma_ripple: weight("gammaRipple", &file.gamma_ripple, usual.gamma_ripple),
        gamma_context: weight("gammaContext", &file.gamma_context, usual.gamma_context),
        lambda_delay: weight("lambdaDelay", &file.lambda_delay, usual.lambda_delay),
        theta_share: weight("thetaShare", &file.theta_share, usual.theta_share),
        eta_spill: weight("etaSpill", &file.eta_spill, usual.eta_spill),
        class_tolerance_bins: usual.class_tolerance_bins,
    };
    let class_tolerance_bins = tolerance(&file.class_tolerance_bins, problems).unwrap_or(usual.class_tolerance_bins);
    Some(Weights { class_tolerance_bins, ..read })
}

fn tolerance(slot: &Slot<f64>, problems: &mut Problems) -> Option<u32> {
    let place = || Place::of("weights").key("classToleranceBins");
    let remedy = "write a whole number of bins from 0 to 1,440";
    let value = field::optional_number(slot, place, remedy, problems)?;
    let bins = field::whole(value, place, remedy, problems)?;
    let found = u32::try_from(bins).ok().filter(|bins| *bins <= 1440);
    if found.is_none() {
        problems.error("scenario/bad-tolerance", place(), || (format!("is {}", say::number(value)), remedy));
    }
    found
}

/// The control volume in every bin of the window.
pub(super) fn usual_target(control: VolumeId, window: &Range<u32>) -> Vec<Cell> {
    window.clone().map(|bin| Cell { volume: control, bin }).collect()
}

/// The checked cells of the list `key`; `None` where it is not given.
pub(super) fn cells(
    key: &'static str,
    list: Option<&[Two<Text<'_>, f64>]>,
    horizon: Option<Horizon>,
    names: Option<&Names<'_>>,
    problems: &mut Problems,
) -> Option<Vec<Cell>> {
    let list = list?;
    if !limits::within(list.len(), limits::CELLS, "cells", Place::of(key), problems) {
        return None;
    }
    let mut cells = Vec::with_capacity(list.len());
    for (index, two) in list.iter().enumerate() {
        let remedy = "write a volume's id and a bin, such as [\"LSAS\", 32]";
        if !field::is_two(two, || Place::of(key).index(index), remedy, problems) {
            continue;
        }
        let volume_at = || Place::of(key).index(index).index(0);
        let bin_at = || Place::of(key).index(index).index(1);
        let id = field::text(&two.first, volume_at, "write the volume's id", problems);
        let volume = id.zip(names).and_then(|(id, names)| names.find(id, volume_at, problems));
        let remedy = "write a bin, a whole number from 0";
        let bin = field::number(&two.second, bin_at, remedy, problems)
            .and_then(|value| field::whole(value, bin_at, remedy, problems));
        let (Some(bin), Some(horizon)) = (bin, horizon) else { continue };
        let bins = horizon.bins();
        let known = u32::try_from(bin).ok().filter(|bin| *bin < 2 * bins);
        let found = || format!("bin {bin} lies outside the day");
        let remedy = || format!("use 0 to {}", bins - 1);
        match known {
            None => problems.error("scenario/bin-outside-day", bin_at(), || (found(), remedy())),
            Some(known) if known >= bins => problems.warning("scenario/bin-outside-day", bin_at(), || {
                (found(), format!("kept, though it holds no traffic; {}", remedy()))
            }),
            Some(_) => {}
        }
        cells.extend(volume.zip(known).map(|(volume, bin)| Cell { volume, bin }));
    }
    Some(cells)
}
