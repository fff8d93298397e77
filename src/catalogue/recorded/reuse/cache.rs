//! Keys of calls, and what was seen of a cache after each thing done to it.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use crate::catalogue::recorded::tally::Tally;
use crate::catalogue::recorded::{Peek, SIDES, VerifiedSection};
use crate::error::{Error, Result};
use crate::pair::{Side, ask};
use crate::reuse::result_cache::key::{self, Identity, Text, call_of_json, value_of_json};
use crate::reuse::result_cache::published::{Counts, Operation, Outcome, Rules, Seen, Step};
use crate::reuse::result_cache::{Cache, Trace, Transcript};

/// Keys are cases and nothing else; traces say in which order their counts stand.
pub(super) fn claims(peek: &Peek) -> bool {
    let keys = peek.has("cases") && !["contracts", "api", "params"].iter().any(|key| peek.has(key));
    keys || peek.has("stats_order")
}

pub(super) fn sections(name: &str, text: &str, peek: &Peek) -> Result<Vec<VerifiedSection>> {
    Ok(vec![if peek.has("cases") { keys(name, text)? } else { trace(name, text)? }])
}

pub(super) fn wrong(name: &str, at: impl Into<String>, found: impl Into<String>) -> Error {
    Error::Recorded { name: name.to_owned(), at: at.into(), found: found.into() }
}

pub(super) fn read<'a, T: Deserialize<'a>>(name: &str, text: &'a str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| wrong(name, "$", error.to_string()))
}

#[derive(Deserialize)]
struct Keys<'a> {
    #[serde(borrow)]
    cases: Vec<KeyCase<'a>>,
}

#[derive(Deserialize)]
struct KeyCase<'a> {
    method: Text,
    #[serde(borrow)]
    args: &'a RawValue,
    #[serde(borrow)]
    kwargs: &'a RawValue,
    serialized: Option<String>,
    key: Option<String>,
    error: Option<String>,
    message: Option<String>,
}

fn keys(name: &str, text: &str) -> Result<VerifiedSection> {
    let file: Keys = read(name, text)?;
    let mut tally = Tally::new("keys");
    for (number, case) in file.cases.into_iter().enumerate() {
        let at = format!("$.cases[{number}]");
        let recorded = json!({ "key": case.key, "error": case.error, "message": case.message });
        match call_of_json(case.method, case.args.get(), case.kwargs.get()) {
            Ok(call) => {
                let text = key::text(&call, Identity::Published)?;
                tally.compare(Side::Reference, &format!("{at}.serialized"), &json!(case.serialized), &json!(text));
                for side in SIDES {
                    let key = key::by_side(&call, Identity::Published, side)?.to_string();
                    tally.compare(side, &at, &recorded, &json!({ "key": key, "error": null, "message": null }));
                }
            }
            Err(error) => {
                let own = type_error(&error).ok_or_else(|| wrong(name, &at, error.to_string()))?;
                tally.compare(Side::Reference, &at, &recorded, &own);
            }
        }
    }
    Ok(tally.done())
}

/// What the published system says of a map whose keys have no common order; nothing of any other error.
pub(super) fn type_error(error: &Error) -> Option<Value> {
    let Error::Argument { found, .. } = error else { return None };
    let kinds = found.strip_prefix("keys of the kinds ")?.strip_suffix(", which have no common order")?;
    let (left, right) = kinds.split_once(" and ")?;
    let message = format!("'<' not supported between instances of '{left}' and '{right}'");
    Some(json!({ "key": null, "error": "TypeError", "message": message }))
}

#[derive(Deserialize)]
struct TraceFile<'a> {
    #[serde(borrow)]
    params: Params<'a>,
    #[serde(borrow)]
    ops: Vec<Op<'a>>,
}

#[derive(Deserialize)]
struct Params<'a> {
    max_size: Option<i64>,
    #[serde(borrow)]
    default_ttl: Option<&'a RawValue>,
    enable_stats: Option<bool>,
}

#[derive(Deserialize)]
struct Op<'a> {
    t: f64,
    op: String,
    #[serde(default)]
    method: Text,
    #[serde(borrow)]
    args: Option<&'a RawValue>,
    #[serde(borrow)]
    kwargs: Option<&'a RawValue>,
    #[serde(default)]
    value: Value,
    #[serde(borrow)]
    ttl: Option<&'a RawValue>,
    #[serde(default)]
    ret: Value,
    #[serde(default)]
    error: Value,
    #[serde(default)]
    message: Value,
    stats: Value,
    size: Value,
    lru_order: Option<Value>,
}

fn trace(name: &str, text: &str) -> Result<VerifiedSection> {
    let file: TraceFile = read(name, text)?;
    let usual = Rules::default();
    let rules = Rules {
        max_size: file.params.max_size.unwrap_or(usual.max_size),
        default_ttl_s: seconds(name, "$.params.default_ttl", file.params.default_ttl)?.unwrap_or(usual.default_ttl_s),
        counting: file.params.enable_stats.unwrap_or(usual.counting),
    };
    let mut steps = Vec::new();
    for (number, op) in file.ops.iter().enumerate() {
        let at = format!("$.ops[{number}]");
        steps.push(Step { now_s: op.t, operation: operation(name, &at, op)? });
        if op.lru_order.is_some() {
            steps.push(Step { now_s: op.t, operation: Operation::Order });
        }
    }
    let trace = Trace::Published { rules, steps };
    let mut tally = Tally::new("trace");
    for side in SIDES {
        let Transcript::Published(seen) = ask::<Cache>(&trace, side) else { continue };
        let mut seen = seen.iter();
        for (number, op) in file.ops.iter().enumerate() {
            let at = format!("$.ops[{number}]");
            tally.compare(side, &at, &recorded_op(op), &own_op(op, seen.next()));
            if let Some(order) = &op.lru_order {
                tally.compare(side, &format!("{at}.lru_order"), order, &own_order(seen.next()));
            }
        }
    }
    Ok(tally.done())
}

fn operation(name: &str, at: &str, op: &Op<'_>) -> Result<Operation> {
    let call = || {
        let part = |json: Option<&RawValue>, empty| json.map_or(empty, RawValue::get).to_owned();
        call_of_json(op.method.clone(), &part(op.args, "[]"), &part(op.kwargs, "{}"))
            .map(Arc::new)
            .map_err(|error| wrong(name, at, error.to_string()))
    };
    Ok(match op.op.as_str() {
        "get" => Operation::Get(call()?),
        "put" => Operation::Put {
            call: call()?,
            value: op.value.clone(),
            ttl_s: seconds(name, &format!("{at}.ttl"), op.ttl)?,
        },
        "invalidate" => Operation::Invalidate(call()?),
        "clear" => Operation::Clear,
        "cleanup" => Operation::Cleanup,
        "stats" | "size" => Operation::Statistics,
        other => return Err(wrong(name, format!("{at}.op"), format!("{other:?} is nothing that a cache does"))),
    })
}

/// A time to live: a number, tagged where JSON cannot hold it.
fn seconds(name: &str, at: &str, json: Option<&RawValue>) -> Result<Option<f64>> {
    let refused = |found: String| wrong(name, at, found);
    let Some(json) = json.map(RawValue::get) else { return Ok(None) };
    match value_of_json(json, at).map_err(|error| refused(error.to_string()))? {
        key::Value::Null => Ok(None),
        key::Value::Float(seconds) => Ok(Some(seconds)),
        key::Value::Int(seconds) => {
            seconds.to_string().parse().map(Some).map_err(|_| refused(format!("{json} seconds")))
        }
        _ => Err(refused(format!("{json} where seconds are expected"))),
    }
}

fn recorded_op(op: &Op<'_>) -> Value {
    json!({ "ret": op.ret, "error": op.error, "message": op.message, "stats": op.stats, "size": op.size })
}

fn own_op(op: &Op<'_>, seen: Option<&Seen>) -> Value {
    let Some(seen) = seen else { return Value::Null };
    let mut own = Map::new();
    let ret = match &seen.outcome {
        Outcome::Hit(value) => value.clone(),
        Outcome::Stored(key) => json!(key),
        Outcome::Invalidated(was_there) => json!(was_there),
        Outcome::Cleaned(entries) => json!(entries),
        Outcome::Counted if op.op == "size" => json!(seen.size),
        _ => Value::Null,
    };
    let failed = matches!(seen.outcome, Outcome::NoRoom);
    own.insert("ret".to_owned(), ret);
    own.insert("error".to_owned(), if failed { json!("KeyError") } else { Value::Null });
    own.insert("message".to_owned(), if failed { json!("'dictionary is empty'") } else { Value::Null });
    own.insert("stats".to_owned(), stats(&seen.counts));
    own.insert("size".to_owned(), json!(seen.size));
    Value::Object(own)
}

fn stats(counts: &Counts) -> Value {
    let Counts { hits, misses, evictions, expirations, queries } = counts;
    json!([hits, misses, evictions, expirations, queries, counts.hit_rate(), counts.miss_rate()])
}

fn own_order(seen: Option<&Seen>) -> Value {
    match seen.map(|seen| &seen.outcome) {
        Some(Outcome::Order(rows)) => json!(rows),
        _ => Value::Null,
    }
}
