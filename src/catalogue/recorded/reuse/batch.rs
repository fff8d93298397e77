//! Contracts in batches: clusters, batches and figures under several limits, and what malformed contracts do.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::cache::{read, wrong};
use super::dynamic;
use crate::catalogue::recorded::tally::Tally;
use crate::catalogue::recorded::{Peek, SIDES, VerifiedSection};
use crate::error::{Error, Result};
use crate::pair::{Side, ask};
use crate::reuse::batch::{Batches, Input, Mode, Plan, Profile, profiles};
use crate::scenario;
use crate::scenario::contracts::{Contracts, Limits};

/// Contracts beyond which the reference side, which works every average out anew after every merge, would take minutes.
const MOST_FOR_REFERENCE: usize = 1_000;

/// Contracts with cases of limits.
pub(super) fn claims(peek: &Peek) -> bool {
    peek.has("contracts") && peek.has("cases")
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    contracts: &'a RawValue,
    cases: Vec<Case>,
    profiles: Option<Value>,
}

#[derive(Deserialize)]
struct Case {
    params: Params,
    result: Value,
}

#[derive(Deserialize)]
struct Params {
    max_batch_size: u32,
    max_batch_memory_mb: f64,
    max_batch_time_ms: f64,
    similarity_threshold: f64,
}

/// The contracts as a scenario file holds them, in the long form.
fn contracts(list: &str, name: &str) -> Result<Arc<Contracts>> {
    let text = format!("{{\"kind\": \"contracts\", \"contracts\": {list}}}");
    Ok(Arc::clone(scenario::from_json(&text, name)?.contracts()?))
}

pub(super) fn sections(name: &str, text: &str) -> Result<Vec<VerifiedSection>> {
    let file: File = read(name, text)?;
    let set = contracts(file.contracts.get(), name)?;
    let mut tally = Tally::new("batches");
    for (number, case) in file.cases.iter().enumerate() {
        let Params { max_batch_size, max_batch_memory_mb, max_batch_time_ms, similarity_threshold } = case.params;
        let limits = Limits {
            batch_size: max_batch_size,
            batch_memory_mb: max_batch_memory_mb,
            batch_time_ms: max_batch_time_ms,
            similarity_threshold,
        };
        let input = Input::within(Arc::clone(&set), limits, Mode::Published)?;
        for side in SIDES {
            if side == Side::Reference && set.contracts.len() > MOST_FOR_REFERENCE {
                tally.skip(1);
                continue;
            }
            let own = published(&ask::<Batches>(&input, side), &set);
            tally.compare(side, &format!("$.cases[{number}].result"), &case.result, &own);
        }
    }
    let mut sections = vec![tally.done()];
    if let Some(recorded) = &file.profiles {
        let mut tally = Tally::new("profiles");
        let input = Input::of(Arc::clone(&set), Mode::Published)?;
        for side in SIDES {
            let own: Vec<Value> = profiles(&input, side)
                .iter()
                .zip(&set.contracts)
                .map(|(profile, contract)| {
                    let mut own = of_profile(profile, &contract.id);
                    own["dependencies"] = json!([]);
                    own
                })
                .collect();
            tally.compare(side, "$.profiles", recorded, &Value::from(own));
        }
        sections.push(tally.done());
    }
    Ok(sections)
}

/// An answer in the words of the published system.
fn published(plan: &Plan, set: &Contracts) -> Value {
    if plan.batches.is_empty() {
        return json!({ "error": "ZeroDivisionError", "message": "division by zero" });
    }
    let ids = |contracts: &[u32]| contracts.iter().map(|at| &*set.contracts[*at as usize].id).collect::<Vec<_>>();
    let batches: Vec<Value> = plan
        .batches
        .iter()
        .map(|batch| {
            json!({
                "batch_id": batch.number,
                "contract_indices": batch.contracts,
                "contracts": ids(&batch.contracts),
                "shared_classes": batch.shared_classes,
                "total_time_ms": batch.time_ms,
                "total_memory_mb": batch.memory_mb,
                "parallelizable": true,
                "size": batch.contracts.len(),
                "avg_similarity": batch.average_similarity,
            })
        })
        .collect();
    json!({
        "clusters": plan.clusters,
        "batches": batches,
        "total_batches": plan.batches.len(),
        "avg_batch_size": plan.average_batch_size,
        "avg_similarity": plan.average_similarity,
        "estimated_total_time_ms": plan.longest_batch_ms,
        "parallelization_factor": plan.published_factor,
        "str": plan.text,
        "execution_plan": plan.batches.iter().map(|batch| ids(&batch.contracts)).collect::<Vec<_>>(),
    })
}

fn of_profile(profile: &Profile, id: &str) -> Value {
    json!({
        "contract_id": id,
        "method_count": profile.methods.len(),
        "method_classes": profile.classes,
        "method_names": profile.methods,
        "estimated_time_ms": profile.time_ms,
        "estimated_memory_mb": profile.memory_mb,
    })
}

#[derive(Deserialize)]
struct Edge<'a> {
    #[serde(borrow)]
    cases: Vec<EdgeCase<'a>>,
    api: Vec<Surprise>,
}

#[derive(Deserialize)]
struct EdgeCase<'a> {
    #[serde(borrow)]
    contract: &'a RawValue,
    profile: Value,
}

#[derive(Deserialize)]
struct Surprise {
    name: String,
    result: Value,
}

/// Malformed contracts: where both read one, the profiles are compared; where the published system refuses one, that its way of reading
/// does. What a scenario file may not hold, but the published system reads, is read in its way. Left out are names that are numbers or
/// lists: the published system reads them, this library refuses them by their place.
pub(super) fn edge_sections(name: &str, text: &str) -> Result<Vec<VerifiedSection>> {
    let file: Edge = read(name, text)?;
    let mut shapes = Tally::new("malformed contracts");
    for (number, case) in file.cases.iter().enumerate() {
        let at = format!("$.cases[{number}].profile");
        let refused = !case.profile["error"].is_null();
        let found = match contracts(&format!("[{}]", case.contract.get()), name) {
            Ok(set) => Some(set),
            Err(Error::Scenario { .. }) if refused => {
                for side in SIDES {
                    shapes.compare(side, &at, &json!("refused"), &json!("refused"));
                }
                continue;
            }
            Err(Error::Scenario { .. }) => dynamic::contract(&read::<Value>(name, case.contract.get())?)
                .map(|contract| Arc::new(Contracts { contracts: vec![contract], ..Contracts::default() })),
            Err(error) => return Err(wrong(name, at, error.to_string())),
        };
        let Some(set) = found.filter(|_| !refused) else {
            // A scenario file reads null as not given; the published system refuses it.
            let as_published = dynamic::contract(&read::<Value>(name, case.contract.get())?);
            if !refused {
                shapes.skip(1);
                continue;
            }
            let own = if as_published.is_some() { "read" } else { "refused" };
            for side in SIDES {
                shapes.compare(side, &at, &json!("refused"), &json!(own));
            }
            continue;
        };
        let mut recorded = case.profile.clone();
        let named = recorded["contract_id"].is_string();
        let input = Input::of(Arc::clone(&set), Mode::Published)?;
        for side in SIDES {
            let mut own = of_profile(&profiles(&input, side)[0], &set.contracts[0].id);
            if !named {
                // A name that is no text is nothing that this library keeps.
                for profile in [&mut recorded, &mut own] {
                    profile.as_object_mut().and_then(|fields| fields.remove("contract_id"));
                }
            }
            shapes.compare(side, &at, &recorded, &own);
        }
    }
    let mut surprises = Tally::new("batches of nothing");
    for Surprise { name: about, result } in &file.api {
        let Some(count) = empty_contracts(about) else { continue };
        let set = contracts(&format!("[{}]", vec!["{}"; count].join(",")), name)?;
        let input = Input::of(Arc::clone(&set), Mode::Published)?;
        for side in SIDES {
            let plan = ask::<Batches>(&input, side);
            let own = match count {
                0 => published(&plan, &set),
                1 => json!(plan.text),
                _ => json!(plan.batches.iter().map(|batch| batch.contracts.len()).collect::<Vec<_>>()),
            };
            surprises.compare(side, about, result, &own);
        }
    }
    Ok(vec![shapes.done(), surprises.done()])
}

/// How many empty contracts a surprise of the batch optimiser is about.
fn empty_contracts(about: &str) -> Option<usize> {
    match about.strip_prefix("optimize")? {
        "([])" => Some(0),
        " one empty contract" => Some(1),
        rest if rest.starts_with(" two empty contracts") => Some(2),
        _ => None,
    }
}
