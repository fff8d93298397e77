//! The recorded searches for rates.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::answers::Names;
use super::file::Recorded;
use super::objective::{RecordedWeights, components, delays, question_at, queues, rate};
use crate::catalogue::recorded::SIDES;
use crate::catalogue::recorded::tally::Tally;
use crate::error::Result;
use crate::flow::delay::{Delay, Spill};
use crate::flow::objective::Context;
use crate::flow::rates::{Found, Input, Rates, Settings};
use crate::pair::{Side, answer_text, ask};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RatesCase {
    mode: String,
    config: Config,
    rates: Value,
    delta_j: Value,
    diagnostics: Value,
}

/// The published settings that were not at their defaults.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    rate_grid: Option<Vec<Value>>,
    use_adaptive_grid: Option<bool>,
    max_adaptive_rate: Option<u32>,
    max_adaptive_candidates: Option<u32>,
    passes: Option<u32>,
    epsilon: Option<f64>,
    cache_size: Option<usize>,
    #[serde(default)]
    objective_weights: RecordedWeights,
}

pub(super) fn found(recorded: &Recorded, at: &str, value: &Value, tally: &mut Tally) -> Result<()> {
    let names = Names::of(recorded.traffic()?);
    for (number, entry) in value.as_array().into_iter().flatten().enumerate() {
        let at = format!("{at}[{number}]");
        let case: RatesCase = recorded.read(&at, entry)?;
        let question = question_at(recorded, &names, &case.mode, &case.config.objective_weights, &at)?;
        let settings = settings(&case.config).ok_or_else(|| recorded.wrong(&at, "a rate is not a number"))?;
        let input = Input { traffic: Arc::clone(names.traffic), question, settings };
        let wrong = |error: serde_json::Error| recorded.wrong(&at, error.to_string());
        for side in SIDES {
            let found = ask::<Rates>(&input, side);
            // By way of its text, as everyone else reads it.
            let own: Value = serde_json::from_str(&answer_text(&found)).map_err(wrong)?;
            tally.compare(side, &format!("{at}.rates"), &case.rates, &own["rates"]);
            tally.compare(side, &format!("{at}.deltaJ"), &case.delta_j, &own["deltaJ"]);
            let own = diagnostics(&names, &input, &found, &own["diagnostics"], side);
            tally.compare(side, &format!("{at}.diagnostics"), &case.diagnostics, &own);
        }
    }
    Ok(())
}

fn settings(config: &Config) -> Option<Settings> {
    let usual = Settings::default();
    let grid = config.rate_grid.as_ref().map(|grid| grid.iter().map(rate).collect::<Option<Vec<f64>>>());
    Some(Settings {
        grid: grid.unwrap_or(Some(usual.grid))?,
        adaptive: config.use_adaptive_grid.unwrap_or(usual.adaptive),
        max_adaptive_rate: config.max_adaptive_rate.unwrap_or(usual.max_adaptive_rate),
        max_adaptive_candidates: config.max_adaptive_candidates.unwrap_or(usual.max_adaptive_candidates),
        passes: config.passes.unwrap_or(usual.passes),
        epsilon: config.epsilon.unwrap_or(usual.epsilon),
        cache_size: config.cache_size.unwrap_or(usual.cache_size),
        max_eval_calls: None,
    })
}

/// The published names of what is diagnosed, each with its own.
const NAMES: [(&str, &str); 19] = [
    ("mode", "mode"),
    ("control_volume_id", "controlVolume"),
    ("window_bins", "windowBins"),
    ("passes_ran", "passesRan"),
    ("pass_improvements", "passImprovements"),
    ("eval_calls", "evalCalls"),
    ("cache_hits", "cacheHits"),
    ("baseline_objective", "baselineObjective"),
    ("final_objective", "finalObjective"),
    ("delta_j", "deltaJ"),
    ("rate_grid", "rateGrid"),
    ("entrants_by_flow", "entrantsByFlow"),
    ("per_flow_history", "perFlowHistory"),
    ("stopped_early", "stoppedEarly"),
    ("final_spill_T", "finalSpill"),
    ("final_in_window_releases", "finalReleases"),
    ("final_nonzero_delay_count", "finalNonzeroDelayCount"),
    ("final_max_delay_min", "finalMaxDelayMin"),
    ("final_delays_min", "finalDelaysMin"),
];

/// What was diagnosed, under the published names.
fn diagnostics(names: &Names, input: &Input, found: &Found, own: &Value, side: Side) -> Value {
    let context = Context::new(names.traffic, input.question.clone(), side);
    let demand = context.demand();
    let undelayed = ask::<Delay>(&queues(&context, demand, Spill::DumpToNextBin), side);
    let mut named: Map<String, Value> =
        NAMES.iter().map(|(published, name)| ((*published).to_owned(), own[*name].clone())).collect();
    let mut add = |name: &str, value: Value| named.insert(name.to_owned(), value);
    // A setting of the published system, whose fast scorer was off.
    add("fast_scorer_enabled", Value::Bool(false));
    add("baseline_components", components(&found.baseline, &input.question.weights));
    add("final_components", components(&found.cost, &input.question.weights));
    add("aggregate_delays_size", found.delays.len().into());
    add("baseline_delays_size", undelayed.len().into());
    add("baseline_delays_min", delays(names, &undelayed));
    Value::Object(named)
}
