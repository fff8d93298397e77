//! Functions and classes that were wrapped in a cache: what each call gave, and how often anything was worked out for it.
//!
//! The recorded calls are of these: `f(x, y=0)` answers `10 x`, and nothing for 13; `g(x)` answers the list of `x`, the same
//! list each time; `f2` is another function of the name `f`. The cache has room for four, for 10 s; `f` asks for 5 s.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::cache::{read, type_error, wrong};
use crate::catalogue::recorded::tally::Tally;
use crate::catalogue::recorded::{Peek, SIDES, VerifiedSection};
use crate::error::{Error, Result};
use crate::pair::{Side, ask};
use crate::reuse::result_cache::decorated::{CachedClass, CachedMethod, CachedObjects, Made};
use crate::reuse::result_cache::key::{self, Call, Int, MapKey, Text};
use crate::reuse::result_cache::published::{Operation, Rules, Step};
use crate::reuse::result_cache::{Cache, PublishedCache, Trace, Transcript};

pub(super) fn claims(peek: &Peek) -> bool {
    peek.has("events")
}

const RULES: Rules = Rules { max_size: 4, default_ttl_s: 10.0, counting: true };

#[derive(Deserialize)]
struct File {
    events: Vec<Value>,
}

pub(super) fn sections(name: &str, text: &str) -> Result<Vec<VerifiedSection>> {
    let file: File = read(name, text)?;
    let (classes, calls): (Vec<_>, Vec<_>) =
        file.events.iter().enumerate().partition(|(_, event)| event["call"].is_null());
    Ok(vec![functions(name, &calls)?, objects(name, &classes)?])
}

/// Arguments by place, and by name.
type Arguments = (Vec<key::Value>, Vec<(Text, key::Value)>);

/// The wrapped functions, their cache, and all that was done to it.
struct Functions {
    cache: PublishedCache<Value>,
    /// Lists that `g` gave: its cached answer is a list's number, as the caller holds the very list.
    lists: Vec<Vec<Value>>,
    steps: Vec<Step>,
    computed: u64,
}

fn functions(name: &str, events: &[(usize, &Value)]) -> Result<VerifiedSection> {
    let mut tally = Tally::new("functions");
    let cache = PublishedCache::new(RULES);
    let mut functions = Functions { cache, lists: Vec::new(), steps: Vec::new(), computed: 0 };
    let mut done = Vec::new();
    for (number, event) in events {
        let at = format!("$.events[{number}]");
        let label = event["call"].as_str().unwrap_or_default();
        let now_s = event["t"].as_f64().ok_or_else(|| wrong(name, format!("{at}.t"), "no time"))?;
        functions.computed = 0;
        let ret = match functions.act(label, now_s) {
            Ok(ret) => ret,
            Err(error) => {
                let own = type_error(&error).ok_or_else(|| wrong(name, format!("{at}.call"), error.to_string()))?;
                json!({ "error": own["error"], "message": own["message"] })
            }
        };
        tally.compare(Side::Optimised, &format!("{at}.ret"), &event["ret"], &ret);
        tally.compare(Side::Optimised, &format!("{at}.computed"), &event["computed"], &json!(functions.computed));
        functions.steps.push(Step { now_s, operation: Operation::Statistics });
        done.push(functions.steps.len() - 1);
    }
    let trace = Trace::Published { rules: RULES, steps: functions.steps };
    for side in SIDES {
        let Transcript::Published(seen) = ask::<Cache>(&trace, side) else { continue };
        for ((number, event), &step) in events.iter().zip(&done) {
            let at = format!("$.events[{number}]");
            tally.compare(side, &format!("{at}.stats"), &event["stats"], &json!(seen[step].counts));
            tally.compare(side, &format!("{at}.size"), &event["size"], &json!(seen[step].size));
        }
    }
    Ok(tally.done())
}

impl Functions {
    /// Does what a label says: `f(1,y=0)`, `f.invalidate_cache(0)`, `f.clear_cache()`, `g(1).append(9); then g(1)`.
    fn act(&mut self, label: &str, now_s: f64) -> Result<Value> {
        let (what, rest) = label.split_once('(').ok_or_else(|| unread(label))?;
        let (arguments, rest) = rest.split_once(')').ok_or_else(|| unread(label))?;
        let (function, method) = what.split_once('.').unwrap_or((what, ""));
        let wrapped = CachedMethod {
            name: if function == "f2" { "f".into() } else { function.into() },
            ttl_s: (function == "f").then_some(5.0),
        };
        let arguments = read_arguments(arguments)?;
        match method {
            "invalidate_cache" => {
                let call = Arc::new(Call::new(wrapped.name.clone(), arguments.0.clone(), arguments.1.clone())?);
                self.steps.push(Step { now_s, operation: Operation::Invalidate(call) });
                Ok(json!(wrapped.invalidate(&mut self.cache, arguments.0, arguments.1)?))
            }
            "clear_cache" => {
                self.steps.push(Step { now_s, operation: Operation::Clear });
                self.cache.clear();
                Ok(Value::Null)
            }
            _ => {
                let appended = rest.strip_prefix(".append(").and_then(|rest| rest.split_once(')'));
                if let Some((appended, _)) = appended {
                    let list = self.call(&wrapped, now_s, arguments.clone())?;
                    let appended = serde_json::from_str(appended).map_err(|_| unread(label))?;
                    self.list(&list).ok_or_else(|| unread(label))?.push(appended);
                }
                let answer = self.call(&wrapped, now_s, arguments)?;
                Ok(self.list(&answer).map_or(answer, |list| json!(list)))
            }
        }
    }

    /// The list that an answer stands for.
    fn list(&mut self, answer: &Value) -> Option<&mut Vec<Value>> {
        self.lists.get_mut(usize::try_from(answer.get("list")?.as_u64()?).ok()?)
    }

    fn call(&mut self, wrapped: &CachedMethod, now_s: f64, arguments: Arguments) -> Result<Value> {
        let call = Arc::new(Call::new(wrapped.name.clone(), arguments.0.clone(), arguments.1.clone())?);
        let first = arguments.0.first().or(arguments.1.first().map(|(_, value)| value)).cloned();
        let lists = &mut self.lists;
        let compute = || {
            if wrapped.name == Text::from("g") {
                lists.push(first.as_ref().map(number).into_iter().collect());
                return json!({ "list": lists.len() - 1 });
            }
            ten_times(first.as_ref())
        };
        let called = wrapped.call(&mut self.cache, now_s, arguments, compute)?;
        self.steps.push(Step { now_s, operation: Operation::Get(Arc::clone(&call)) });
        if called.computed {
            self.computed += 1;
            let put = Operation::Put { call, value: called.value.clone(), ttl_s: wrapped.ttl_s };
            self.steps.push(Step { now_s, operation: put });
        }
        Ok(called.value)
    }
}

fn unread(label: &str) -> Error {
    Error::argument("call", format!("{label:?}"), "write a call as f(1, y=0)")
}

fn number(value: &key::Value) -> Value {
    match value {
        key::Value::Int(int) => serde_json::from_str(&int.to_string()).unwrap_or(Value::Null),
        key::Value::Float(float) => json!(float),
        key::Value::Bool(yes) => json!(i32::from(*yes)),
        _ => Value::Null,
    }
}

/// What `f` answers.
fn ten_times(x: Option<&key::Value>) -> Value {
    match x.map(number).unwrap_or_default() {
        Value::Number(x) if x.as_i64() == Some(13) => Value::Null,
        Value::Number(x) => x.as_i64().map_or_else(|| json!(x.as_f64().map(|x| x * 10.0)), |x| json!(x * 10)),
        _ => Value::Null,
    }
}

/// `1,y=0`; or `{1,'a'}`, a map of both kinds of keys.
fn read_arguments(text: &str) -> Result<Arguments> {
    let mut arguments = (Vec::new(), Vec::new());
    if let Some(keys) = text.strip_prefix('{') {
        let keys = keys.trim_end_matches(|c| c != '}').trim_end_matches('}').split(',');
        let key = |key: &str| match key.trim().strip_prefix('\'') {
            Some(text) => MapKey::Text(text.trim_end_matches('\'').into()),
            None => MapKey::Int(Int::parse(key.trim()).unwrap_or(0.into())),
        };
        let map = key::Map::new(keys.map(|text| (key(text), key::Value::Null)).collect())?;
        arguments.0.push(key::Value::Map(map));
        return Ok(arguments);
    }
    for argument in text.split(',').map(str::trim).filter(|argument| !argument.is_empty()) {
        match argument.split_once('=') {
            Some((name, value)) => arguments.1.push((name.into(), literal(value)?)),
            None => arguments.0.push(literal(argument)?),
        }
    }
    Ok(arguments)
}

fn literal(text: &str) -> Result<key::Value> {
    key::value_of_json(&text.trim().to_lowercase().replace("none", "null"), "call")
}

fn objects(name: &str, events: &[(usize, &Value)]) -> Result<VerifiedSection> {
    let mut tally = Tally::new("classes");
    let mut made = Objects {
        objects: CachedObjects::new(PublishedCache::new(Rules::default())),
        states: Vec::new(),
        initialised: 0,
    };
    let class = |name: &str, lineage: &[u32]| CachedClass { name: name.into(), lineage: lineage.to_vec() };
    // K; M, which stands on K; another class that is named K too.
    let (k, m, k2) = (class("K", &[0]), class("M", &[1, 0]), class("K", &[2]));
    for (number, event) in events {
        let at = format!("$.events[{number}]");
        let label = event["class"].as_str().unwrap_or_default();
        let own = match label {
            "K(1) twice" => {
                let first = made.make(&k)?;
                made.states[first.object as usize] = 99;
                let second = made.make(&k)?;
                json!({
                    "class": label, "same_object": first.object == second.object, "init_calls": made.initialised,
                    "state_after_second": made.states[second.object as usize],
                })
            }
            "subclass M(1)" => {
                let (of_m, of_k) = (made.make(&m)?, made.objects.make(0.0, &k, one())?);
                let is_m = made.objects.class_of(of_m.object).first() == Some(&1);
                json!({
                    "class": label, "is_M": is_m, "same_as_K": of_m.object == of_k.object, "init_calls": made.initialised,
                })
            }
            "different class, same __name__" => {
                let object = made.make(&k2)?.object;
                let lineage = made.objects.class_of(object);
                let type_returned = if lineage.first() == Some(&0) { "K" } else { "K2" };
                json!({ "class": label, "type_returned": type_returned, "is_K2": lineage.contains(&2) })
            }
            other => return Err(wrong(name, format!("{at}.class"), format!("{other:?} is no known class"))),
        };
        tally.compare(Side::Optimised, &at, event, &own);
    }
    Ok(tally.done())
}

fn one() -> Vec<key::Value> {
    vec![key::Value::Int(1.into())]
}

struct Objects {
    objects: CachedObjects,
    states: Vec<u32>,
    initialised: u64,
}

impl Objects {
    /// Makes an object for the argument 1; being initialised sets its state to 0.
    fn make(&mut self, class: &CachedClass) -> Result<Made> {
        let made = self.objects.make(0.0, class, one())?;
        self.states.resize(self.states.len().max(made.object as usize + 1), 0);
        if made.initialised {
            self.initialised += 1;
            self.states[made.object as usize] = 0;
        }
        Ok(made)
    }
}
