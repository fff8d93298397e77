//! The rules for regulations, their flows and their rates.

use core::ops::Range;
use std::collections::HashMap;

use super::filter::{self, Known};
use super::numbers::{Rule, SECONDS};
use crate::scenario::check::field;
use crate::scenario::limits;
use crate::scenario::locate::Place;
use crate::scenario::object::Object;
use crate::scenario::problems::Problems;
use crate::scenario::say;
use crate::scenario::slot::{Slot, Text};
use crate::scenario::sound::format::{FlowFile, RegulationFile};
use crate::scenario::sound::row::Row;
use crate::scenario::sound::{Filter, Flow, RatePeriod, Regulation};

const PERIOD: Rule = Rule {
    code: "regulation/period",
    remedy: "give the first second and the one after the last, such as [32400, 43200]",
    range: SECONDS,
};
const RATES: Rule = Rule {
    code: "regulation/rates",
    remedy: "give 0 to 100,000 whole flights an hour; rates that change cover the period without gaps",
    range: 0..=limits::PER_HOUR,
};

/// The checked regulations, in order; `None` where they cannot be trusted.
pub(super) fn regulations(
    list: Option<&[Object<RegulationFile<'_>>]>,
    known: &mut Known<'_, '_>,
    problems: &mut Problems,
) -> Option<Vec<Regulation>> {
    let place = || Place::of("regulations");
    let list = list.unwrap_or_default();
    let flows = || list.iter().filter_map(|regulation| regulation.flows.as_deref()).flatten();
    let periods = flows().filter_map(|flow| flow.rates.as_deref()).map(<[_]>::len).sum();
    if !limits::within(list.len(), limits::REGULATIONS, "regulations", place(), problems)
        || !limits::within(flows().count(), limits::FLOWS, "flows", place(), problems)
        || !limits::within(periods, limits::SUB_PERIODS, "sub-periods of rates", place(), problems)
    {
        return None;
    }
    unique(list.iter().map(|regulation| &regulation.id), "plan/duplicate-regulation", place, problems);
    let checked: Vec<Option<Regulation>> = list
        .iter()
        .enumerate()
        .map(|(index, file)| regulation(file, &|| place().index(index), known, problems))
        .collect();
    let regulations: Vec<Regulation> = checked.into_iter().flatten().collect();
    limits::within(slots(&regulations), limits::SLOTS, "slots", place(), problems);
    (regulations.len() == list.len()).then_some(regulations)
}

/// How many slots the rates open during their periods, at most.
fn slots(regulations: &[Regulation]) -> usize {
    let rates = regulations.iter().flat_map(|regulation| &regulation.flows).filter_map(|flow| flow.rates.as_ref());
    let opened = rates.flatten().map(|rate| rate.per_hour * (rate.to_s - rate.from_s) / 3600).sum::<i64>();
    usize::try_from(opened).unwrap_or(usize::MAX)
}

/// Notes each name that an earlier one of the list has.
pub(super) fn unique<'s, 't: 's>(
    ids: impl Iterator<Item = &'s Slot<Text<'t>>>,
    code: &'static str,
    place: impl Fn() -> Place,
    problems: &mut Problems,
) {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (index, id) in ids.enumerate().filter_map(|(index, id)| Some((index, id.good()?))) {
        if let Some(first) = seen.get(id.as_ref()) {
            problems.error(code, place().index(index).key("id"), || {
                (format!("{} is already used at [{first}]", say::quoted(id)), "give each its own id")
            });
        } else {
            seen.insert(id, index);
        }
    }
}

fn regulation(
    file: &RegulationFile<'_>,
    at: &dyn Fn() -> Place,
    known: &mut Known<'_, '_>,
    problems: &mut Problems,
) -> Option<Regulation> {
    let id = field::name(&file.id, || at().key("id"), "give each regulation its own id", problems);
    let named = field::text(&file.volume, || at().key("volume"), "name the volume that is regulated", problems);
    let volume = named.and_then(|name| {
        let found = known.names.find(name);
        if found.is_none() {
            problems.error("regulation/volume", at().key("volume"), || {
                (format!("unknown volume {}", say::quoted(name)), known.names.remedy(name))
            });
        }
        found
    });
    let period = file.period.as_ref().and_then(|row| PERIOD.period(row, || at().key("period"), problems));
    if file.period.is_none() {
        field::missing(at().key("period"), PERIOD.remedy, problems);
    }
    if file.flows.is_none() {
        field::missing(at().key("flows"), "list the flows, such as [{ \"id\": \"all\", \"rate\": 38 }]", problems);
    }
    let list = file.flows.as_deref().unwrap_or_default();
    unique(list.iter().map(|flow| &flow.id), "regulation/duplicate-flow", || at().key("flows"), problems);
    let mut flows = Vec::with_capacity(list.len());
    for (index, file) in list.iter().enumerate() {
        let place = || at().key("flows").index(index);
        flows.extend(flow(file, &place, period.as_ref(), known, problems));
    }
    let recovery_rate = RATES.optional(&file.recovery_rate, || at().key("recoveryRate"), problems);
    let id = id?.clone().into_owned();
    (flows.len() == list.len()).then_some(Regulation { id, volume: volume?, period: period?, flows, recovery_rate })
}

/// The checked flow; `None` where it cannot be trusted.
pub(super) fn flow(
    file: &FlowFile<'_>,
    at: &dyn Fn() -> Place,
    period: Option<&Range<i64>>,
    known: &mut Known<'_, '_>,
    problems: &mut Problems,
) -> Option<Flow> {
    let id = field::name(&file.id, || at().key("id"), "give each flow of a regulation its own id", problems);
    let filter = match &file.filter {
        Some(value) => filter::filter(value, &at().key("filter"), known, problems),
        None => Filter::everything(),
    };
    let rate = RATES.optional(&file.rate, || at().key("rate"), problems);
    let before = problems.errors();
    let rates = match &file.rates {
        Some(_) if rate.is_some() => {
            RATES.broken(at(), || "has a rate and rates too".to_owned(), problems);
            None
        }
        Some(rows) => Some(rates(rows, at, period, problems)),
        None => rate
            .zip(period)
            .map(|(per_hour, period)| vec![RatePeriod { from_s: period.start, to_s: period.end, per_hour }]),
    };
    (problems.errors() == before).then_some(Flow { id: id?.clone().into_owned(), filter, rates })
}

/// Rates that change; they must cover the period without gaps.
fn rates(
    rows: &[Row<'_, 3>],
    at: &dyn Fn() -> Place,
    period: Option<&Range<i64>>,
    problems: &mut Problems,
) -> Vec<RatePeriod> {
    let before = problems.errors();
    let place = || at().key("rates");
    let sorted = RATES.sub_periods(rows, &[(RATES.range.clone(), false)], place, problems);
    let rate = |(_, [from_s, to_s, per_hour]): &(usize, [Option<i64>; 3])| {
        Some(RatePeriod { from_s: (*from_s)?, to_s: (*to_s)?, per_hour: (*per_hour)? })
    };
    let rates: Vec<RatePeriod> = sorted.iter().filter_map(rate).collect();
    let Some(period) = period.filter(|_| problems.errors() == before) else { return rates };
    let ends = rates.first().zip(rates.last()).map(|(first, last)| first.from_s..last.to_s);
    if ends.as_ref() != Some(period) {
        let found = || format!("do not reach from {} to {}", period.start, period.end);
        RATES.broken(place(), found, problems);
    }
    for (pair, rows) in rates.windows(2).zip(sorted.windows(2)) {
        if pair[0].to_s != pair[1].from_s {
            let found = || format!("leaves a gap from {} to {}", pair[0].to_s, pair[1].from_s);
            RATES.broken(place().index(rows[1].0), found, problems);
        }
    }
    rates
}
