//! The recorded contexts, schedules, delays and costs.

use std::sync::Arc;

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::answers::Names;
use super::file::Recorded;
use crate::catalogue::recorded::SIDES;
use crate::catalogue::recorded::tally::Tally;
use crate::error::Result;
use crate::flow::delay::{self, Delay, Spill, Wait};
use crate::flow::objective::{Context, ContextFlow, Mode, Question, Score, Scorer, occupancy_after, score};
use crate::flow::schedule::{Schedule, at_rate};
use crate::pair::{Side, ask};
use crate::scenario::{Cell, Weights};

/// The weights as they were recorded: those that are not at their default, by their published names.
pub(super) type RecordedWeights = IndexMap<String, f64>;
type ByFlow<T> = IndexMap<String, T>;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RecordedContext {
    weights: RecordedWeights,
}

#[derive(Deserialize)]
struct RecordedSchedule {
    name: String,
    rates: Option<ByFlow<Value>>,
    n: ByFlow<Vec<i64>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ScoreCase {
    #[serde(default = "per_flow")]
    mode: String,
    #[serde(default = "default_weights")]
    weights: String,
    schedule: String,
    #[serde(default = "safespill")]
    variant: String,
    /// Costs over several volumes were recorded without it, and all in this mode.
    #[serde(default = "dump_to_next_bin")]
    spill_mode: Option<String>,
    #[serde(default)]
    release_rate: Value,
    #[serde(rename = "J")]
    total: Value,
    components: Value,
    occ: Option<Value>,
    delays: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AssignCase {
    mode: String,
    module: String,
    spill_mode: Option<String>,
    release_rate: Value,
    schedule: String,
    delays: Value,
    realised_start: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SeveralCase {
    weights: String,
    target_cells: Vec<(String, u32)>,
    ripple_cells: Vec<(String, u32)>,
    score: Vec<ScoreCase>,
}

fn per_flow() -> String {
    "per_flow".to_owned()
}

fn default_weights() -> String {
    "default".to_owned()
}

fn safespill() -> String {
    "safespill".to_owned()
}

#[expect(clippy::unnecessary_wraps, reason = "the type of the field")]
fn dump_to_next_bin() -> Option<String> {
    Some("dump_to_next_bin".to_owned())
}

pub(super) fn context(recorded: &Recorded, at: &str, value: &Value, tally: &mut Tally) -> Result<()> {
    let names = Names::of(recorded.traffic()?);
    for (mode, contexts) in &recorded.read::<ByFlow<ByFlow<Value>>>(at, value)? {
        for (weights, expected) in contexts {
            let at = format!("{at}.{mode}.{weights}");
            let question = question(recorded, &names, mode, weights)?;
            for side in SIDES {
                let context = Context::new(names.traffic, question.clone(), side);
                let own = described(&names, &context);
                // Which fields were recorded differs from context to context; each recorded one is checked.
                for (field, expected) in
                    expected.as_object().into_iter().flatten().filter(|(name, _)| *name != "weights")
                {
                    tally.compare(side, &format!("{at}.{field}"), expected, &own[field]);
                }
            }
        }
    }
    Ok(())
}

/// A context in the shape in which contexts were recorded.
fn described(names: &Names, context: &Context) -> Value {
    let by_flow = |value: &dyn Fn(&ContextFlow) -> Value| -> Value {
        Value::Object(context.flows.iter().map(|flow| (flow.id.clone(), value(flow))).collect())
    };
    let by_volume = |value: &dyn Fn(usize) -> Value| -> Value {
        let volumes = context.question.volumes.iter().enumerate();
        Value::Object(volumes.map(|(row, volume)| (names.volume_name(*volume).to_owned(), value(row))).collect())
    };
    let floats = |row: &[f32]| -> Value { row.iter().map(|weight| json!(f64::from(*weight))).collect() };
    let turn = |turn: &delay::Turn| json!([names.flight_name(turn.flight), turn.asked.to_string(), turn.bin]);
    json!({
        "flightsSorted": by_flow(&|flow| flow.queue.iter().map(turn).collect()),
        "demand": by_flow(&|flow| json!(flow.demand)),
        "medianOffsets": by_flow(&|flow| {
            let offsets = context.attention.iter().zip(&flow.median_offsets);
            Value::Object(offsets.map(|(volume, offset)| (names.volume_name(*volume).to_owned(), json!(offset))).collect())
        }),
        "alpha": by_volume(&|row| floats(&context.alpha.row(row).to_vec())),
        "beta": by_flow(&|flow| floats(&flow.beta)),
        "gamma": by_flow(&|flow| floats(&flow.gamma)),
        "baseOccAll": by_volume(&|row| json!(context.base_all.row(row).to_vec())),
        "baseOccSchedZero": by_volume(&|row| json!(context.base_scheduled.row(row).to_vec())),
        "capacities": by_volume(&|row| json!(context.capacity.row(row).to_vec())),
        "attnTvIds": context.attention.iter().map(|volume| names.volume_name(*volume)).collect::<Vec<_>>(),
        "schedFids": context.scheduled.iter().map(|flight| names.flight_name(*flight)).collect::<Vec<_>>(),
    })
}

pub(super) fn schedules(recorded: &Recorded, at: &str, value: &Value, tally: &mut Tally) -> Result<()> {
    let names = Names::of(recorded.traffic()?);
    for (mode, schedules) in &recorded.read::<ByFlow<Vec<RecordedSchedule>>>(at, value)? {
        let context = Context::new(names.traffic, question(recorded, &names, mode, "default")?, Side::Reference);
        for (number, schedule) in schedules.iter().enumerate() {
            // Random schedules have no rates: they are inputs of the sections below, nothing to check by themselves.
            let Some(rates) = &schedule.rates else { continue };
            for flow in &context.flows {
                let at = format!("{at}.{mode}[{number}].{}", flow.id);
                let (Some(rate), Some(expected)) = (rates.get(&flow.id).and_then(rate), schedule.n.get(&flow.id))
                else {
                    return Err(recorded.wrong(at, "there is no rate or no row for this flow"));
                };
                let own = at_rate(&flow.demand, rate, &context.question.window, names.traffic.horizon);
                tally.compare(Side::Reference, &at, &json!(expected), &json!(own));
            }
        }
    }
    Ok(())
}

pub(super) fn scores(recorded: &Recorded, at: &str, value: &Value, tally: &mut Tally) -> Result<()> {
    let names = Names::of(recorded.traffic()?);
    let stored = Schedules::read(recorded)?;
    let mut contexts = IndexMap::new();
    for (number, case) in recorded.read::<Vec<ScoreCase>>(at, value)?.iter().enumerate() {
        let key = (case.mode.clone(), case.weights.clone());
        if !contexts.contains_key(&key) {
            let question = question(recorded, &names, &case.mode, &case.weights)?;
            contexts.insert(key.clone(), both_contexts(&names, &question));
        }
        check_score(recorded, &stored, &names, &contexts[&key], &format!("{at}[{number}]"), case, tally)?;
    }
    Ok(())
}

/// A context made by each side, and the scorer that stands on the optimised one.
struct Contexts {
    reference: Context,
    scorer: Scorer,
    optimised: Arc<Context>,
}

fn both_contexts(names: &Names, question: &Question) -> Contexts {
    let optimised = Arc::new(Context::new(names.traffic, question.clone(), Side::Optimised));
    Contexts {
        reference: Context::new(names.traffic, question.clone(), Side::Reference),
        scorer: Scorer::new(Arc::clone(&optimised)),
        optimised,
    }
}

fn check_score(
    recorded: &Recorded,
    schedules: &Schedules,
    names: &Names,
    contexts: &Contexts,
    at: &str,
    case: &ScoreCase,
    tally: &mut Tally,
) -> Result<()> {
    for side in SIDES {
        let context = match side {
            Side::Reference => &contexts.reference,
            Side::Optimised => &contexts.optimised,
        };
        let schedule = schedules.named(recorded, context, &case.mode, &case.schedule)?;
        let spill = spill(recorded, at, context, &case.variant, case.spill_mode.as_deref(), &case.release_rate)?;
        let score = match side {
            Side::Reference => score(context, &schedule, &spill),
            Side::Optimised => contexts.scorer.scores(core::slice::from_ref(&schedule), &spill)[0],
        };
        tally.compare(side, &format!("{at}.J"), &case.total, &json!(score.total));
        tally.compare(
            side,
            &format!("{at}.components"),
            &case.components,
            &components(&score, &context.question.weights),
        );
        if let Some(expected) = &case.occ {
            let counts = match side {
                Side::Reference => occupancy_after(context, &schedule, &spill),
                Side::Optimised => contexts.scorer.occupancy_after(&schedule, &spill),
            };
            tally.compare(side, &format!("{at}.occ"), expected, &json!(counts.row(0).to_vec()));
        }
        if let Some(expected) = &case.delays {
            let waits = ask::<Delay>(&queues(context, schedule, spill), side);
            tally.compare(side, &format!("{at}.delays"), expected, &delays(names, &waits));
        }
    }
    Ok(())
}

pub(super) fn assignments(recorded: &Recorded, at: &str, value: &Value, tally: &mut Tally) -> Result<()> {
    let names = Names::of(recorded.traffic()?);
    let stored = Schedules::read(recorded)?;
    let mut contexts = IndexMap::new();
    for (number, case) in recorded.read::<Vec<AssignCase>>(at, value)?.iter().enumerate() {
        let at = format!("{at}[{number}]");
        if !contexts.contains_key(&case.mode) {
            let question = question(recorded, &names, &case.mode, "default")?;
            contexts.insert(case.mode.clone(), Context::new(names.traffic, question, Side::Reference));
        }
        let context = &contexts[&case.mode];
        let schedule = stored.named(recorded, context, &case.mode, &case.schedule)?;
        let spill = spill(recorded, &at, context, &case.module, case.spill_mode.as_deref(), &case.release_rate)?;
        let input = queues(context, schedule, spill);
        for side in SIDES {
            let waits = ask::<Delay>(&input, side);
            tally.compare(side, &format!("{at}.delays"), &case.delays, &delays(&names, &waits));
            if let Some(expected) = &case.realised_start {
                let start = |wait: &Wait| (names.flight_name(wait.flight).to_owned(), json!(wait.start.to_string()));
                let own = Value::Object(waits.iter().map(start).collect());
                tally.compare(side, &format!("{at}.realisedStart"), expected, &own);
            }
        }
    }
    Ok(())
}

pub(super) fn several_volumes(recorded: &Recorded, at: &str, value: &Value, tally: &mut Tally) -> Result<()> {
    let stored = Schedules::read(recorded)?;
    let names = Names::of(recorded.traffic()?);
    for (number, expected) in value.as_array().into_iter().flatten().enumerate() {
        let at = format!("{at}[{number}]");
        let case: SeveralCase = recorded.read(&at, expected)?;
        let cells = |cells: &[(String, u32)]| -> Vec<Cell> {
            cells.iter().filter_map(|(name, bin)| Some(Cell { volume: names.volume(name)?, bin: *bin })).collect()
        };
        let question = Question {
            target: cells(&case.target_cells),
            ripple: cells(&case.ripple_cells),
            ..question(recorded, &names, "per_flow", &case.weights)?.in_all_volumes(names.traffic)
        };
        let contexts = both_contexts(&names, &question);
        for (side, context) in SIDES.into_iter().zip([&contexts.reference, &*contexts.optimised]) {
            let own = described(&names, context);
            for field in ["capacities", "attnTvIds", "medianOffsets", "alpha", "beta", "gamma"] {
                // Only the first entry has the capacities, and only some volumes have their alpha recorded.
                if let Some(expected) = expected.get(field).filter(|expected| !expected.is_null()) {
                    tally.compare(side, &format!("{at}.{field}"), expected, &restricted(expected, &own[field]));
                }
            }
        }
        tally.relative = 1e-12;
        for (number, score) in case.score.iter().enumerate() {
            check_score(recorded, &stored, &names, &contexts, &format!("{at}.score[{number}]"), score, tally)?;
        }
        tally.relative = 0.0;
    }
    Ok(())
}

/// An object with only those fields that were recorded.
fn restricted(expected: &Value, own: &Value) -> Value {
    match (expected, own) {
        (Value::Object(expected), Value::Object(own)) => Value::Object(
            own.iter().filter(|(name, _)| expected.contains_key(*name)).map(|(k, v)| (k.clone(), v.clone())).collect(),
        ),
        _ => own.clone(),
    }
}

fn question(recorded: &Recorded, names: &Names, mode: &str, weights: &str) -> Result<Question> {
    let at = format!("$.expected.context.{mode}.{weights}");
    let stored = &recorded.expected.get("context").unwrap_or(&Value::Null)[mode][weights];
    let context: RecordedContext = recorded.read(&at, stored)?;
    question_at(recorded, names, mode, &context.weights, &at)
}

/// The recorded question at the weights that stand at `at`.
pub(super) fn question_at(
    recorded: &Recorded,
    names: &Names,
    mode: &str,
    weights: &RecordedWeights,
    at: &str,
) -> Result<Question> {
    let mode_of = match mode {
        "per_flow" => Mode::PerFlow,
        "blanket" => Mode::Blanket,
        _ => return Err(recorded.wrong("mode", format!("{mode:?} is neither per_flow nor blanket"))),
    };
    let mut question = Question::of(names.traffic, mode_of);
    // Recorded questions name neither cells nor weights in their scenario: the window in the control volume is the target.
    question.target = question.window.clone().map(|bin| Cell { volume: question.control, bin }).collect();
    question.ripple.clear();
    question.weights = weights_from(weights).map_err(|name| recorded.wrong(at, format!("unknown weight {name}")))?;
    Ok(question)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a tolerance is a small whole number")]
fn weights_from(recorded: &RecordedWeights) -> core::result::Result<Weights, String> {
    let mut weights = Weights::default();
    for (name, &value) in recorded {
        let weight = match name.as_str() {
            "alpha_gt" => &mut weights.alpha_target,
            "alpha_rip" => &mut weights.alpha_ripple,
            "alpha_ctx" => &mut weights.alpha_context,
            "beta_gt" => &mut weights.beta_target,
            "beta_rip" => &mut weights.beta_ripple,
            "beta_ctx" => &mut weights.beta_context,
            "gamma_gt" => &mut weights.gamma_target,
            "gamma_rip" => &mut weights.gamma_ripple,
            "gamma_ctx" => &mut weights.gamma_context,
            "lambda_delay" => &mut weights.lambda_delay,
            "theta_share" => &mut weights.theta_share,
            "eta_spill" => &mut weights.eta_spill,
            "class_tolerance_w" => {
                weights.class_tolerance_bins = value as u32;
                continue;
            }
            _ => return Err(name.clone()),
        };
        *weight = value;
    }
    Ok(weights)
}

/// A rate as it was recorded: a number, or an infinity as text.
pub(super) fn rate(value: &Value) -> Option<f64> {
    match value.as_str() {
        Some("inf") => Some(f64::INFINITY),
        Some("-inf") => Some(f64::NEG_INFINITY),
        _ => value.as_f64(),
    }
}

/// The recorded schedules of both modes.
struct Schedules(ByFlow<Vec<RecordedSchedule>>);

impl Schedules {
    fn read(recorded: &Recorded) -> Result<Self> {
        let stored = recorded.expected.get("schedules").unwrap_or(&Value::Null);
        Ok(Self(recorded.read("$.expected.schedules", stored)?))
    }

    /// A schedule by name, in the order of the context's flows.
    fn named(&self, recorded: &Recorded, context: &Context, mode: &str, name: &str) -> Result<Schedule> {
        let found = self.0.get(mode).and_then(|all| all.iter().find(|schedule| schedule.name == name));
        let bins = context.traffic.horizon.bins() as usize;
        let row = |flow: &ContextFlow| found?.n.get(&flow.id).filter(|row| row.len() == bins + 1).cloned();
        let missing = || format!("there is no schedule {name:?} with a row of {} counts for each flow", bins + 1);
        let rows = context.flows.iter().map(row).collect::<Option<_>>();
        rows.ok_or_else(|| recorded.wrong(format!("$.expected.schedules.{mode}"), missing()))
    }
}

/// How the rest are served, from the published names; each module has its own default.
fn spill(
    recorded: &Recorded,
    at: &str,
    context: &Context,
    module: &str,
    mode: Option<&str>,
    rate: &Value,
) -> Result<Spill> {
    Ok(match (mode, module) {
        (Some("overflow_bin"), _) => Spill::OverflowBin,
        (Some("dump_to_next_bin"), _) | (None, "flowful") => Spill::DumpToNextBin,
        (Some("same_release_rate_for_spills"), _) => Spill::SameReleaseRate,
        (Some("defined_release_rate_for_spills"), _) => {
            let of = |flow: &ContextFlow| match rate {
                Value::Object(rates) => [flow.id.as_str(), "default", "DEFAULT"].iter().find_map(|key| rates.get(*key)),
                number => Some(number),
            };
            let rates = context.flows.iter().map(|flow| of(flow).and_then(Value::as_f64)).collect::<Option<_>>();
            Spill::at_rates(rates.ok_or_else(|| recorded.wrong(at, "a flow has no release rate"))?)?
        }
        _ => Spill::OnePerSpillBin,
    })
}

pub(super) fn queues(context: &Context, schedule: Schedule, spill: Spill) -> delay::Input {
    delay::Input {
        horizon: context.traffic.horizon,
        queues: context.flows.iter().map(|flow| flow.queue.clone()).collect(),
        schedule,
        spill,
    }
}

pub(super) fn delays(names: &Names, waits: &[Wait]) -> Value {
    Value::Object(waits.iter().map(|wait| (names.flight_name(wait.flight).to_owned(), json!(wait.delay_min))).collect())
}

/// The parts by their published names; two of them exist only where their weight is above 0.
pub(super) fn components(score: &Score, weights: &Weights) -> Value {
    let mut parts = Map::new();
    for (name, value) in [("J_cap", score.cap), ("J_delay", score.delay), ("J_reg", score.reg), ("J_tv", score.tv)] {
        parts.insert(name.to_owned(), json!(value));
    }
    if weights.theta_share > 0.0 {
        parts.insert("J_share".to_owned(), json!(score.share));
    }
    if weights.eta_spill > 0.0 {
        parts.insert("J_spill".to_owned(), json!(score.spill));
    }
    Value::Object(parts)
}
