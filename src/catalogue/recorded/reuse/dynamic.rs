//! Contracts as the published predictor reads them: by its language's rules, not by those of a scenario.
//!
//! A list is searched for a level as an element, a text as a part; a truth is a number; an empty text is an empty list.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::scenario::contracts::{Contract, Slot};

/// A number, a truth, or one that JSON cannot write: `{"__float__": "nan"}`. Nothing for anything else.
pub(super) fn float(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64().filter(|number| number.is_finite()),
        Value::Bool(truth) => Some(f64::from(u8::from(*truth))),
        Value::Object(tagged) => tagged.get("__float__")?.as_str()?.parse().ok(),
        _ => None,
    }
}

/// The contract; nothing where the published predictor raises.
pub(super) fn contract(value: &Value) -> Option<Contract> {
    let empty = Map::new();
    let object = |value: Option<&Value>| value.map_or(Some(empty.clone()), |value| value.as_object().cloned());
    let identity = object(value.get("identity"))?;
    let phases = object(object(value.get("method_binding"))?.get("execution_phases"))?;
    let mut slots = Vec::new();
    for phase in phases.values() {
        for method in methods(phase.as_object()?)? {
            slots.push(slot(method.as_object()?)?);
        }
    }
    let text = |value: Option<&Value>, default: &str| {
        Some(Arc::from(match value {
            None => default.to_owned(),
            Some(Value::String(text)) => text.clone(),
            Some(Value::Array(_) | Value::Object(_)) => return None,
            Some(other) => other.to_string(),
        }))
    };
    Some(Contract {
        id: text(identity.get("contract_id"), "UNKNOWN")?,
        contract_type: text(identity.get("contract_type"), "TYPE_A")?,
        slots,
        waits_for: Vec::new(),
    })
}

fn methods(phase: &Map<String, Value>) -> Option<Vec<&Value>> {
    match phase.get("methods") {
        None => Some(Vec::new()),
        Some(Value::Array(methods)) => Some(methods.iter().collect()),
        Some(Value::String(text)) if text.is_empty() => Some(Vec::new()),
        Some(Value::Object(fields)) if fields.is_empty() => Some(Vec::new()),
        Some(_) => None,
    }
}

fn slot(method: &Map<String, Value>) -> Option<Slot> {
    let text = |key: &str| method.get(key).map_or(Some(""), Value::as_str);
    Some(Slot {
        class: Arc::from(text("class_name")?),
        method: Arc::from(text("method_name")?),
        level: Arc::from(level(method.get("level"))?),
        confidence: method.get("confidence_score").map_or(Some(0.5), float)?,
    })
}

/// A level as a text in which the published search finds what it finds in the value.
fn level(value: Option<&Value>) -> Option<String> {
    let known = |elements: Vec<&str>| {
        ["N1", "N2", "N3"].into_iter().filter(|level| elements.contains(level)).collect::<Vec<_>>().join(" ")
    };
    match value {
        None => Some(String::new()),
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Array(elements)) => Some(known(elements.iter().filter_map(Value::as_str).collect())),
        Some(Value::Object(fields)) => Some(known(fields.keys().map(String::as_str).collect())),
        Some(_) => None,
    }
}
