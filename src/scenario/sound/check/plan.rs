//! The rules for plans: those of a scenario's regulations, and for the flights that are exempt or frozen by hand.

use std::collections::BTreeMap;

use super::filter::Known;
use super::numbers::Rule;
use super::{analysis, regulations, volumes};
use crate::model::FlightId;
use crate::scenario::check::field;
use crate::scenario::limits;
use crate::scenario::locate::Place;
use crate::scenario::problems::Problems;
use crate::scenario::say;
use crate::scenario::slot::{Slot, Text};
use crate::scenario::sound::plan::PlanFile;
use crate::scenario::sound::row::Item;
use crate::scenario::sound::{Plan, Question};

const FROZEN: Rule = Rule {
    code: "scenario/frozen",
    remedy: "write [flight, minutes] with whole minutes from 0 to 10,080",
    range: 0..=limits::DAY_SECONDS / 60,
};

/// Checks everything but the version. There is an answer whenever `problems` does not refuse the plan.
pub(in crate::scenario::sound) fn check_plan(
    file: &PlanFile<'_>,
    question: &Question,
    problems: &mut Problems,
) -> Option<Plan> {
    let day = &*question.day;
    let title = field::sentence(&file.title, || Place::of("title"), problems);
    let extend = field::truth(&file.extend, || Place::of("extend"), problems);
    let analysis = analysis::analysis(file.analysis.as_deref(), question.analysis, problems);
    analysis::within_limits(&analysis, &day.horizon, day.volumes.len(), problems);
    let weights = analysis::weights(file.weights.as_deref(), question.weights, problems);
    let names = volumes::Names::new(&day.volumes);
    let mut known = Known { names: &names, flights: &day.flights.ids, listed: 0, listed_flights: 0 };
    let regulations = match &file.regulations {
        Some(list) => regulations::regulations(Some(&**list), &mut known, problems),
        None => Some(question.regulations.clone()),
    };
    let fixed_min = fixed(file, question, problems);
    Some(Plan { title, regulations: regulations?, fixed_min, analysis, weights, extend })
}

/// Who is late for good by how much, as the plan says.
fn fixed(file: &PlanFile<'_>, question: &Question, problems: &mut Problems) -> Vec<(FlightId, i64)> {
    let mut fixed = Fixed { question, late: BTreeMap::new() };
    let exempt = file.exempt.as_deref().unwrap_or_default();
    let frozen = file.frozen.as_deref().unwrap_or_default();
    if !limits::within(exempt.len() + frozen.len(), limits::FLIGHTS, "fixed flights", Place::of("frozen"), problems) {
        return Vec::new();
    }
    for (index, slot) in exempt.iter().enumerate() {
        let place = || Place::of("exempt").index(index);
        let name = field::text(slot, place, "name a flight", problems);
        if let Some(name) = name {
            fixed.add(name, 0, place(), problems);
        }
    }
    for (index, row) in frozen.iter().enumerate() {
        let place = || Place::of("frozen").index(index);
        if !FROZEN.complete(row, place, problems) {
            continue;
        }
        let late = FROZEN.item(&row.items[1], || place().index(1), problems);
        match (&row.items[0], late) {
            (Slot::Good(Item::Text(name)), Some(late)) => fixed.add(name, late, place().index(0), problems),
            (Slot::Good(Item::Text(_)), None) => {}
            _ => FROZEN.broken(place().index(0), || "is not the name of a flight".to_owned(), problems),
        }
    }
    fixed.late.into_iter().collect()
}

struct Fixed<'q> {
    question: &'q Question,
    late: BTreeMap<FlightId, i64>,
}

impl Fixed<'_> {
    fn add(&mut self, name: &Text<'_>, late_min: i64, place: Place, problems: &mut Problems) {
        let Some(flight) = self.question.day.flights.named(name) else {
            problems.error("plan/flight", place, || {
                (format!("there is no flight {}", say::quoted(name)), "use the id of one of the day's flights")
            });
            return;
        };
        if self.late.insert(flight, late_min).is_some() {
            problems.error("plan/duplicate-flight", place, || {
                (format!("{} is listed twice", say::quoted(name)), "exempt or freeze each flight once")
            });
        }
    }
}
