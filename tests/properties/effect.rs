//! Laws of an effect: it is what the pairs say, put side by side, whichever side puts it together.

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexMap;
use loadline::flow::VolumeIndex;
use loadline::flow::delay::Spill;
use loadline::flow::demand::{Demand, entries};
use loadline::flow::effect::{Effect, Effects, Load, Regulated, Regulation, reference_effect};
use loadline::flow::objective::{Context, Mode, Question, score};
use loadline::flow::schedule::Schedule;
use loadline::model::{FlightId, VolumeId};
use loadline::pair::Side;
use loadline::scenario::{Traffic, load};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::days::any_day;
use crate::sound::scaled;
use crate::{config, rate};

/// Where and how long, in shares of what the day allows, in which mode, and up to four rates.
type Draw = (f64, f64, u32, bool, Vec<Option<f64>>);

fn draw() -> impl Strategy<Value = Draw> {
    let start = prop_oneof![Just(0.0), 0.0..1.0, 0.3..0.4];
    (0.0..1.0, start, 1_u32..20, any::<bool>(), vec(prop::option::weighted(0.8, rate()), 4))
}

fn regulation(traffic: &Traffic, (volume, start, length, blanket, rates): &Draw) -> Regulation {
    let volumes = u32::try_from(traffic.volumes.len()).expect("days of tests are small");
    let start = scaled(*start, traffic.horizon.bins());
    let names: Vec<&str> =
        if *blanket { vec!["__blanket__"] } else { traffic.flows.iter().map(|flow| flow.id.as_str()).collect() };
    let named = |(name, rate): (&str, &Option<f64>)| Some((name.to_owned(), (*rate)?));
    Regulation {
        mode: if *blanket { Mode::Blanket } else { Mode::PerFlow },
        control: VolumeId(scaled(*volume, volumes)),
        window: start..start + length,
        rates: names.into_iter().zip(rates).filter_map(named).collect(),
    }
}

/// What a regulation does, once both sides have said so.
fn effect(ready: &mut Effects, traffic: &Arc<Traffic>, regulation: &Regulation) -> Effect {
    let reference = reference_effect(traffic, regulation).expect("the window begins within the day");
    let optimised = ready.of(regulation).expect("the window begins within the day");
    // Part by part, so that a difference is named.
    assert_eq!(reference.cost, optimised.cost);
    assert_eq!((&reference.waits, &reference.flow_of_wait), (&optimised.waits, &optimised.flow_of_wait));
    assert_eq!(reference.entries, optimised.entries);
    assert_eq!(reference.occupancy, optimised.occupancy);
    assert_eq!(reference.by_flow, optimised.by_flow);
    assert_eq!(reference.loads, optimised.loads);
    assert_eq!(reference, optimised, "the two sides part");
    reference
}

fn ready(traffic: &Arc<Traffic>) -> Effects {
    Effects::new(Arc::clone(traffic), Arc::new(VolumeIndex::new(traffic)))
}

fn late(traffic: &Traffic, effect: &Effect) -> Vec<i64> {
    let mut delays_min = vec![0; traffic.flights.len()];
    for wait in &effect.waits {
        delays_min[wait.flight.index()] = wait.delay_min;
    }
    delays_min
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn both_sides_see_the_same_effect_however_often_they_are_asked(
        traffic in any_day(),
        draws in vec(draw(), 1..8),
    ) {
        let mut ready = ready(&traffic);
        for draw in &draws {
            effect(&mut ready, &traffic, &regulation(&traffic, draw));
        }
        effect(&mut ready, &traffic, &regulation(&traffic, &draws[0]));
    }

    #[test]
    fn each_volume_holds_the_entries_that_demand_counts(traffic in any_day(), draw in draw()) {
        let regulation = regulation(&traffic, &draw);
        let effect = effect(&mut ready(&traffic), &traffic, &regulation);
        let (index, delays_min) = (VolumeIndex::new(&traffic), late(&traffic, &effect));
        let filed_min = vec![0; delays_min.len()];
        for volume in 0..traffic.volumes.len() {
            let id = VolumeId::at(volume);
            let entries = entries(&traffic, &index, id);
            let [filed, held] = [&filed_min, &delays_min].map(|delays| Demand::of(&traffic, id, &entries, delays));
            prop_assert_eq!(&effect.hourly.row(volume).to_vec(), &held.hourly);
            prop_assert_eq!(&effect.capacity.row(volume).to_vec(), &held.capacity);
            let load = |demand: &Demand| {
                let peak_bin = demand.peak_bin();
                Load { peak: demand.hourly[peak_bin], peak_bin, overload: demand.overload() }
            };
            prop_assert_eq!([effect.loads[0][volume], effect.loads[1][volume]], [load(&filed), load(&held)]);
            if id == regulation.control {
                prop_assert_eq!(&effect.entries, &[filed, held]);
            }
        }
    }

    #[test]
    fn a_flight_counts_with_the_last_flow_that_lists_it(traffic in any_day(), draw in draw()) {
        let regulation = regulation(&traffic, &draw);
        let effect = effect(&mut ready(&traffic), &traffic, &regulation);
        let lists = |regulated: &Regulated, flight: &FlightId| {
            let own = |name: &str| regulation.mode == Mode::Blanket || name == regulated.flow;
            traffic.flows.iter().any(|flow| own(&flow.id) && flow.flights.contains(flight))
        };
        let row_of = |flight: &FlightId| effect.flows.iter().rposition(|flow| lists(flow, flight));
        let expected: Vec<_> = effect.waits.iter().map(|wait| row_of(&wait.flight)).collect();
        prop_assert_eq!(effect.flow_of_wait.iter().copied().map(Some).collect::<Vec<_>>(), expected);
        let delays_min = late(&traffic, &effect);
        let entries = entries(&traffic, &VolumeIndex::new(&traffic), regulation.control);
        for (row, hourly) in effect.by_flow.rows().into_iter().enumerate() {
            let mut own = entries.clone();
            own.retain(|entry| row_of(&entry.flight).unwrap_or(effect.flows.len()) == row);
            prop_assert_eq!(hourly.to_vec(), Demand::of(&traffic, regulation.control, &own, &delays_min).hourly);
        }
    }

    #[test]
    fn the_flows_together_are_the_volume_and_the_steps_all_who_wait(traffic in any_day(), draw in draw()) {
        let effect = effect(&mut ready(&traffic), &traffic, &regulation(&traffic, &draw));
        prop_assert_eq!(effect.by_flow.nrows(), effect.flows.len() + 1);
        let together: Vec<i64> = effect.by_flow.columns().into_iter().map(|flows| flows.sum()).collect();
        prop_assert_eq!(&together, &effect.entries[1].hourly);
        let steps = effect.histogram(5);
        prop_assert_eq!(steps.iter().sum::<u32>() as usize, effect.waits.len());
        prop_assert!(steps.last().is_none_or(|last| *last > 0));
        prop_assert_eq!(steps.iter().skip(3).sum::<u32>() as usize, effect.longer_than(15));
        prop_assert!(effect.waits.is_sorted_by_key(|wait| core::cmp::Reverse(wait.delay_min)), "longest first");
        for (wait, flow) in effect.waits.iter().zip(&effect.flow_of_wait) {
            prop_assert!(wait.delay_min > 0 && effect.flows[*flow].rate_per_hour.is_finite());
        }
    }

    #[test]
    fn the_cost_is_that_of_the_schedule_on_either_side(traffic in any_day(), draw in draw()) {
        let regulation = regulation(&traffic, &draw);
        let effect = effect(&mut ready(&traffic), &traffic, &regulation);
        let Regulation { mode, control, window, rates } = regulation;
        let question = Question::about(&traffic, mode, control, window).expect("the window begins within the day");
        let context = Arc::new(Context::new(&traffic, question, Side::Reference));
        let held = context.at_rates(|flow| rates.get(&flow.id).copied().unwrap_or(f64::INFINITY));
        let cost = |schedule: &Schedule| score(&context, schedule, &Spill::DumpToNextBin);
        prop_assert_eq!(effect.cost, [cost(&context.demand()), cost(&held)]);
        let names: Vec<&str> = context.flows.iter().map(|flow| flow.id.as_str()).collect();
        prop_assert_eq!(effect.flows.iter().map(|flow| flow.flow.as_str()).collect::<Vec<_>>(), names);
        let different = |flights: &mut dyn Iterator<Item = FlightId>| flights.collect::<BTreeSet<_>>().len();
        for (regulated, flow) in effect.flows.iter().zip(&context.flows) {
            prop_assert_eq!(regulated.entrants, flow.queue.len());
            prop_assert_eq!(regulated.flights, different(&mut flow.queue.iter().map(|turn| turn.flight)));
        }
        prop_assert_eq!(effect.scheduled, different(&mut context.scheduled.iter().copied()));
    }

    #[test]
    fn without_a_rate_nothing_changes(traffic in any_day(), draw in draw(), none in prop::sample::select(vec![0.0, -3.0, f64::INFINITY])) {
        let unlimited = |regulation: Regulation| Regulation { rates: regulation.rates.into_keys().map(|flow| (flow, none)).collect(), ..regulation };
        let effect = effect(&mut ready(&traffic), &traffic, &unlimited(regulation(&traffic, &draw)));
        prop_assert!(effect.waits.is_empty() && effect.histogram(5).is_empty());
        prop_assert!(effect.flows.iter().all(|flow| flow.rate_per_hour == f64::INFINITY));
        prop_assert_eq!(effect.cost[0], effect.cost[1]);
        prop_assert_eq!(&effect.entries[0], &effect.entries[1]);
        prop_assert_eq!(&effect.occupancy[0], &effect.occupancy[1]);
        prop_assert_eq!(&effect.loads[0], &effect.loads[1]);
    }
}

#[test]
fn both_sides_see_the_same_effect_on_the_swiss_day() {
    let name = "swiss-2018-08-01.json.gz";
    let bytes = std::fs::read(format!("{}/scenarios/flow/{name}", env!("CARGO_MANIFEST_DIR"))).expect("it is there");
    let traffic = load(&bytes, name).expect("the Swiss day is sound").traffic().expect("it is a day").clone();
    let mut ready = ready(&traffic);
    let all_at =
        |rate: f64| -> IndexMap<String, f64> { traffic.flows.iter().map(|flow| (flow.id.clone(), rate)).collect() };
    let mut ask = |mode, control, window, rates| {
        effect(&mut ready, &traffic, &Regulation { mode, control, window, rates }).waits.len()
    };
    for rate in [3.0, 6.0, 12.0] {
        assert!(
            ask(Mode::PerFlow, traffic.control, traffic.window.clone(), all_at(rate)) > 0,
            "nobody waits at {rate}"
        );
    }
    for volume in (0..traffic.volumes.len()).map(VolumeId::at) {
        ask(Mode::Blanket, volume, 24..60, [("__blanket__".to_owned(), 20.0)].into_iter().collect());
    }
}

#[test]
fn what_cannot_be_meant_is_refused_with_its_place() {
    let bytes = std::fs::read(format!("{}/scenarios/flow/swiss-2018-08-01.json.gz", env!("CARGO_MANIFEST_DIR")));
    let traffic = load(&bytes.expect("it is there"), "swiss")
        .expect("the Swiss day is sound")
        .traffic()
        .expect("it is a day")
        .clone();
    let refused = |mode, name: &str, rate| {
        let rates = [(name.to_owned(), rate)].into_iter().collect();
        let asked = Regulation { mode, control: traffic.control, window: traffic.window.clone(), rates };
        let reference = reference_effect(&traffic, &asked).expect_err("it cannot be meant");
        assert_eq!(ready(&traffic).of(&asked), Err(reference.clone()));
        reference.to_string()
    };
    assert_eq!(refused(Mode::PerFlow, "EDMN", 6.0), "rates[\"EDMN\"]: there is no such flow; did you mean \"EDMM\"?");
    assert!(refused(Mode::PerFlow, "zebra", 6.0).ends_with("the flows are EDGG, EDMM, LFEE, LFMM, LIMM, LOVV, LSAS"));
    assert!(refused(Mode::Blanket, "EDMM", 6.0).ends_with("the flows are __blanket__"));
    assert!(refused(Mode::PerFlow, "EDMM", f64::NAN).starts_with("rates[\"EDMM\"]: NaN an hour is no rate"));
}
