//! From what a desk answers to what crosses.

use std::collections::HashMap;

use js_sys::{Float64Array, Int32Array, Uint32Array};
use wasm_bindgen::prelude::JsValue;

use super::answers::{
    CherryPick, DelayStatistics, FlowPlayed, OperatorRow, PlanPlayed, RegulationPlayed, SlotColumns, SoundBound,
    SoundCost, SoundVolumeEffect,
};
use super::day::{ShortWindow, SoundCounts, SoundFlights, SoundSummary, SoundVolume, counted};
use super::request::Request;
use super::{column_of, plan_object};
use crate::bindings::Js;
use crate::bindings::types::column;
use crate::model::VolumeId;
use crate::pair::{answer_text, digest};
use crate::scenario::FlowDay;
use crate::scenario::sound::{Analysis, Day, Flights, Plan, Question, Regulation};
use crate::sound::counts::{Cell, VolumeCounts};
use crate::sound::desk::{Bounded, Played};
use crate::sound::slots::Allocation;

pub(super) fn summary(day: &FlowDay, capacities_note: Option<String>) -> Js<SoundSummary> {
    let question = day.question();
    let of = &question.day;
    let search = Plan::searched(question).map(|plan| plan_object(&plan, question)).transpose()?;
    Ok(SoundSummary {
        semantics: day.semantics(),
        losses: day.losses().to_vec(),
        midnight_ms: question.midnight.map(|midnight| midnight.0 as f64 / 1000.0),
        capacities_note,
        horizon_s: [of.horizon.start, of.horizon.end],
        volumes: of.volumes.len(),
        declared: of.volumes.iter().filter(|volume| !volume.entry_capacity.is_empty()).count(),
        flights: of.flights.len(),
        fixed: of.flights.fixed_min.iter().flatten().count(),
        stays: of.stays.len(),
        counted: counted(question.analysis.count, question.analysis.window_s),
        plan: plan_object(&Plan::of(question), question)?,
        search_plan: search.unwrap_or(JsValue::UNDEFINED),
    })
}

pub(super) fn flights(flights: &Flights) -> SoundFlights {
    let texts = |texts: &[Option<String>]| texts.iter().map(|text| text.clone().unwrap_or_default()).collect();
    SoundFlights {
        flight: flights.ids.clone(),
        operator: texts(&flights.operator),
        departure: texts(&flights.departure),
        arrival: texts(&flights.arrival),
        takeoff_s: column_of(flights.takeoff_s.iter().copied()),
        fixed_min: column_of(flights.fixed_min.iter().copied()),
    }
}

/// The starts of all windows of the horizon at that step.
fn starts(day: &Day, step_s: i64) -> impl Iterator<Item = i64> + use<> {
    let first = crate::math::ceil_div(day.horizon.start, step_s);
    let last = crate::math::ceil_div(day.horizon.end, step_s);
    (first..last).map(move |window| window * step_s)
}

/// A count for each start, from those that are not 0.
fn dense(starts: &[i64], counts: &[(i64, i64)]) -> Vec<i64> {
    let mut counts = counts.iter().peekable();
    let count = |start: &i64| counts.next_if(|(at, _)| at == start).map_or(0, |(_, count)| *count);
    starts.iter().map(count).collect()
}

pub(super) fn volume(day: &Day, index: usize, counts: &VolumeCounts, analysis: &Analysis) -> SoundVolume {
    let volume = &day.volumes[index];
    let starts: Vec<i64> = starts(day, analysis.step_s).collect();
    let row = dense(&starts, &counts.entry_counts);
    let peak = row.iter().copied().max().unwrap_or(0);
    let peak_at_s = row.iter().position(|count| *count == peak).map_or(0, |at| starts[at]);
    let whole = |cell: &&Cell| cell.start_s == peak_at_s && cell.length_s == analysis.window_s;
    let excess = || counts.cells.iter().map(Cell::excess);
    SoundVolume {
        index: VolumeId::at(index).0,
        id: volume.id.clone(),
        band: volume.band,
        declared: !volume.entry_capacity.is_empty(),
        peak,
        peak_at_s,
        limit_at_peak: counts.cells.iter().find(whole).map(|cell| cell.limit),
        area_s: excess().sum::<i64>() * analysis.step_s,
        max_excess: excess().max().unwrap_or(0),
        overloaded: excess().filter(|excess| *excess > 0).count(),
        counts: column(&row),
        outline: volume.outline.clone(),
    }
}

pub(super) fn counts(
    day: &Day,
    volume: VolumeId,
    [pre, post]: &[VolumeCounts; 2],
    analysis: &Analysis,
    elapsed_ns: f64,
) -> SoundCounts {
    let entries: Vec<i64> = starts(day, analysis.step_s).collect();
    let samples: Vec<i64> = starts(day, analysis.occ_step_s).collect();
    let on_grid = |cell: &Cell| cell.length_s == analysis.window_s && cell.start_s % analysis.step_s == 0;
    let limits: HashMap<i64, i64> =
        pre.cells.iter().filter(|cell| on_grid(cell)).map(|cell| (cell.start_s, cell.limit)).collect();
    let short = pre.cells.iter().zip(&post.cells).filter(|(cell, _)| !on_grid(cell)).map(|(pre, post)| ShortWindow {
        start_s: pre.start_s,
        length_s: pre.length_s,
        pre: pre.count,
        post: post.count,
        limit: pre.limit,
    });
    SoundCounts {
        volume: day.volumes[volume.index()].id.clone(),
        window_s: analysis.window_s,
        step_s: analysis.step_s,
        counted: counted(analysis.count, analysis.window_s),
        pre: column(&dense(&entries, &pre.entry_counts)),
        post: column(&dense(&entries, &post.entry_counts)),
        limit: column_of(entries.iter().map(|start| limits.get(start).copied())),
        start_s: column(&entries),
        short: short.collect(),
        occ_step_s: analysis.occ_step_s,
        occ_duration_s: analysis.occ_duration_s,
        occ_pre: column(&dense(&samples, &pre.occupancy)),
        occ_post: column(&dense(&samples, &post.occupancy)),
        occ_start_s: column(&samples),
        elapsed_ns,
    }
}

pub(super) fn played(question: &Question, asked: Request, played: Played, elapsed_ns: f64) -> Js<PlanPlayed> {
    let Played { day, regulations, captured, allocation, cost_pre, cost, effect } = played;
    let text = asked.asked.digest.then(|| digest(&answer_text(&(&allocation, cost, &effect))));
    let rows = regulations.iter().enumerate().map(|(number, regulation)| RegulationPlayed {
        id: regulation.id.clone(),
        volume: day.volumes[regulation.volume.index()].id.clone(),
        volume_index: regulation.volume.0,
        period_s: [regulation.period.start, regulation.period.end],
        extended_s: regulation.period.end - asked.plan.regulations[number].period.end,
        queue: queue(&day, number, regulation, &allocation),
        flows: regulation
            .flows
            .iter()
            .zip(&captured[number])
            .map(|(flow, captured)| FlowPlayed {
                id: flow.id.clone(),
                held: flow.rates.is_some(),
                captured: captured.len(),
            })
            .collect(),
    });
    let rows: Vec<RegulationPlayed> = rows.collect();
    let statistics = &allocation.statistics;
    let operators = statistics.operators.iter().map(|(operator, own)| OperatorRow {
        operator: operator.clone(),
        flights: own.flights,
        delayed: own.delayed,
        total_min: own.total_min,
        max_min: own.max_min,
    });
    let own = Plan { regulations, extend: false, ..asked.plan };
    Ok(PlanPlayed {
        side: asked.side,
        counted: counted(own.analysis.count, own.analysis.window_s),
        notes: notes(&rows),
        warnings: asked.warnings,
        regulations: rows,
        slots: slots(&day, &allocation),
        statistics: DelayStatistics {
            captured: statistics.captured,
            fixed: statistics.fixed,
            delayed: statistics.delayed,
            total_min: statistics.total_min,
            max_min: statistics.max_min,
            over15: statistics.over15,
            spill: statistics.spill,
            mean_min: statistics.mean_min,
            mean_delayed_min: statistics.mean_delayed_min,
            gini_flights: statistics.gini_flights,
            gini_operators: statistics.gini_operators,
            over_delivery_pre: allocation.over_delivery.pre,
            over_delivery_post: allocation.over_delivery.post,
        },
        operators: operators.collect(),
        cost_pre: cost_pre.into(),
        cost: cost.into(),
        effect: effect.into_iter().map(SoundVolumeEffect::from).collect(),
        rounds: allocation.rounds,
        plan: plan_object(&own, question)?,
        digest: text,
        elapsed_ns,
    })
}

/// How many flights that may move a regulation delivers at or after its end.
fn queue(day: &Day, number: usize, regulation: &Regulation, allocation: &Allocation) -> usize {
    let own = allocation.rows.iter().filter(|turn| turn.regulation == number);
    let late = own.filter(|turn| {
        let flight = turn.flight.index();
        let delivered_s = turn.eto_s + 60 * allocation.outcome.delays_min[flight];
        day.flights.fixed_min[flight].is_none() && delivered_s >= regulation.period.end
    });
    late.count()
}

/// What figures alone do not say.
fn notes(regulations: &[RegulationPlayed]) -> Vec<String> {
    let mut notes = Vec::new();
    if regulations.is_empty() {
        notes.push("The plan has no regulation: nobody waits.".to_owned());
    }
    for RegulationPlayed { id, volume, flows, queue, extended_s, .. } in regulations {
        if flows.iter().all(|flow| flow.captured == 0) {
            notes.push(format!(
                "Regulation {id} captures nobody: no flight that it asks for enters {volume} in its period."
            ));
        } else {
            let empty = flows.iter().filter(|flow| flow.captured == 0);
            notes.extend(empty.map(|flow| {
                format!(
                    "Flow {} of {id} captures nobody: no flight that earlier flows leave matches its filter.",
                    flow.id
                )
            }));
        }
        if *queue > 0 {
            let flights = if *queue == 1 { "1 flight is".to_owned() } else { format!("{queue} flights are") };
            notes.push(format!("{flights} delivered at or after the end of {id}."));
        }
        if *extended_s > 0 {
            notes.push(format!("{id} was extended by {} min.", extended_s / 60));
        }
    }
    notes
}

fn slots(day: &Day, allocation: &Allocation) -> SlotColumns {
    let rows = &allocation.rows;
    let counts = |value: &dyn Fn(&crate::sound::slots::Turn) -> usize| {
        let values: Vec<u32> = rows.iter().map(|row| u32::try_from(value(row)).unwrap_or(u32::MAX)).collect();
        Uint32Array::from(values.as_slice())
    };
    let mut decided = vec![-1; day.flights.len()];
    for (flight, regulation) in &allocation.most_penalising {
        decided[flight.index()] = i32::try_from(*regulation).unwrap_or(-1);
    }
    let delay_min = |flight: crate::model::FlightId| allocation.outcome.delays_min[flight.index()];
    let ctot = rows.iter().map(|row| {
        let takeoff_s = day.flights.takeoff_s[row.flight.index()];
        takeoff_s.map(|takeoff_s| takeoff_s + 60 * delay_min(row.flight))
    });
    let most: Vec<i32> = rows.iter().map(|row| decided[row.flight.index()]).collect();
    SlotColumns {
        flight: counts(&|row| row.flight.index()),
        regulation: counts(&|row| row.regulation),
        flow: counts(&|row| row.flow),
        eto_s: column_of(rows.iter().map(|row| Some(row.eto_s))),
        slot_s: column_of(rows.iter().map(|row| row.slot_s)),
        delay_min: column_of(rows.iter().map(|row| Some(delay_min(row.flight)))),
        most_penalising: Int32Array::from(most.as_slice()),
        forced: counts(&|row| usize::from(row.forced)),
        fixed: counts(&|row| usize::from(day.flights.fixed_min[row.flight.index()].is_some())),
        ctot_s: column_of(ctot),
    }
}

pub(super) fn bound(
    question: &Question,
    asked: &Request,
    regulation: &Regulation,
    bounded: Bounded,
    elapsed_ns: f64,
) -> Js<SoundBound> {
    let Bounded { bounds, cost, left_s, total_min, max_min } = bounded;
    let path_min = bounds.path;
    let ratio = |gap: i64, of: i64| if of == 0 { 0.0 } else { gap as f64 / of as f64 };
    let gap_delay = path_min.filter(|_| left_s == 0).map(|path| ratio(total_min - path, total_min));
    let mut notes = Vec::new();
    if left_s > 0 {
        notes.push(format!(
            "{} leaves overload in its volume, so that its delay is not held against the least that removes all of it.",
            regulation.id
        ));
    }
    if path_min.is_none() {
        notes.push("There is no path bound at that step: use whole minutes that divide the window.".to_owned());
    }
    if asked.plan.regulations.len() > 1 {
        notes.push("Each regulation is held against its own bound, without the others.".to_owned());
    }
    let witness = bounds.witness.map(|witness| {
        let mut plan = Plan { regulations: Vec::new(), title: Some("cherry-pick".to_owned()), ..asked.plan.clone() };
        plan.fixed_min.extend(witness.delays_min.iter().copied());
        plan.fixed_min.sort_unstable();
        let flights: Vec<u32> = witness.delays_min.iter().map(|(flight, _)| flight.0).collect();
        Ok::<CherryPick, JsValue>(CherryPick {
            step_s: witness.step_s,
            flight: Uint32Array::from(flights.as_slice()),
            delay_min: column_of(witness.delays_min.iter().map(|(_, delay_min)| Some(*delay_min))),
            total_min: witness.total_min,
            max_min: witness.max_min,
            cost: SoundCost::from(witness.cost),
            plan: plan_object(&plan, question)?,
        })
    });
    Ok(SoundBound {
        regulation: regulation.id.clone(),
        volume: question.day.volumes[regulation.volume.index()].id.clone(),
        side: asked.side,
        step_s: asked.plan.analysis.step_s,
        moves: "any delays of the flights in scope".to_owned(),
        delay_limit_min: JsValue::NULL,
        path_min,
        block_min: bounds.block.0,
        floor_j: bounds.floor_j,
        j: cost.j,
        total_min,
        max_min,
        left_s,
        gap_j: ratio(cost.j - bounds.floor_j, cost.j),
        gap_delay,
        witness: witness.transpose()?,
        notes,
        elapsed_ns,
    })
}

/// Flights an hour as a column, `Infinity` where there is no limit.
pub(super) fn rates(rates: &[Option<i64>]) -> Float64Array {
    let rates: Vec<f64> = rates.iter().map(|rate| rate.map_or(f64::INFINITY, |rate| rate as f64)).collect();
    Float64Array::from(rates.as_slice())
}
