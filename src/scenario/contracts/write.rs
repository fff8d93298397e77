//! A set of contracts as the text of a scenario file.

use serde_json::{Value, json};

use super::{Contract, Contracts, Slot};

/// The set as JSON text that [`load`](crate::scenario::load) reads back to the same, one contract a line.
///
/// ```
/// use loadline::scenario::contracts::{Flavour, Generated, generate, to_json};
/// let set = generate(&Generated { contracts: 30, flavour: Flavour::Realistic, seed: 1, executions: 5 })?;
/// let read = loadline::scenario::from_json(&to_json(&set, "thirty"), "thirty.json")?;
/// assert_eq!(**read.contracts()?, set);
/// # Ok::<(), loadline::Error>(())
/// ```
pub fn to_json(set: &Contracts, title: &str) -> String {
    let limits = json!({
        "batchSize": set.limits.batch_size, "batchMemoryMb": set.limits.batch_memory_mb,
        "batchTimeMs": set.limits.batch_time_ms, "similarityThreshold": set.limits.similarity_threshold,
    });
    let contracts = lines(set.contracts.iter().map(|contract| of_contract(contract, &set.contracts)));
    let executions = lines(set.executions.iter().map(|execution| {
        let id = &*set.contracts[execution.contract.index()].id;
        json!({ "contract": id, "atS": execution.at_s, "timeMs": execution.time_ms, "memoryMb": execution.memory_mb })
    }));
    format!(
        "{{\n  \"kind\": \"contracts\",\n  \"title\": {},\n  \"limits\": {limits},\n  \"workers\": {},\n  \
         \"contracts\": [{contracts}],\n  \"executions\": [{executions}]\n}}\n",
        Value::from(title),
        set.workers,
    )
}

fn lines(items: impl Iterator<Item = Value>) -> String {
    let items: Vec<String> = items.map(|item| format!("\n    {item}")).collect();
    items.join(",")
}

fn of_contract(contract: &Contract, all: &[Contract]) -> Value {
    let method = |slot: &Slot| json!({ "class": &*slot.class, "method": &*slot.method, "level": &*slot.level, "confidence": slot.confidence });
    let methods: Vec<Value> = contract.slots.iter().map(method).collect();
    let mut value = json!({ "id": &*contract.id, "type": &*contract.contract_type, "methods": methods });
    if !contract.waits_for.is_empty() {
        let others: Vec<&str> = contract.waits_for.iter().map(|other| &*all[other.index()].id).collect();
        value["waitsFor"] = others.into();
    }
    value
}
