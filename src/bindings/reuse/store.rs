//! The result cache as JavaScript holds it: keys of calls, and answers of any kind.

use core::num::NonZeroU32;

use js_sys::{Function, Object, Reflect};
use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::{above_nothing, units};
use crate::bindings::clock::HostClock;
use crate::bindings::error::{to_js, unusable};
use crate::bindings::{Js, crossing, request_of};
use crate::error::{Error, Result};
use crate::measure::Clock as _;
use crate::reuse::result_cache::key::{Call, Identity, Key, call_of_json, text};
use crate::reuse::result_cache::{self, Begun, Life, Limits, Put};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = "/** A number that need not be whole; in the unit that its name ends with. */
export type Quantity = number;

/** An answer that is there; in a box, since `undefined` can be an answer too. */
export interface Answered { readonly value: any; }

/** What a cache may hold. */
export interface CacheLimits {
    /** At most so many answers, at least 1; 1,000 where left out. */
    capacity?: number;
    /** How long an answer is good, in milliseconds, above 0; for ever where left out. */
    lifeMs?: number;
    /** At most so many bytes in all, above 0, as the callers count them; no bound where left out. */
    budgetBytes?: number;
    /** Milliseconds from any fixed moment; `performance.now` where left out. A clock that goes back is held. */
    clock?: () => number;
}";

/// What a cache may hold; described for JavaScript above, where the clock is too.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct CacheLimits {
    capacity: Option<u32>,
    life_ms: Option<f64>,
    budget_bytes: Option<f64>,
}

/// What was counted.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct CacheStats {
    /// Questions that had an answer.
    pub hits: f64,
    /// Questions that had none.
    pub misses: f64,
    /// Questions that waited for the answer to another.
    pub joined: f64,
    /// Live answers that made room.
    pub evictions: f64,
    /// Answers whose life was over.
    pub expirations: f64,
    /// Answers that were larger than the whole budget.
    pub too_large: f64,
    /// How often the clock went back and was held.
    pub held: f64,
    /// Bytes held now.
    pub bytes: f64,
    /// Answers held now.
    pub size: usize,
    /// The share of questions that had an answer or waited for one; 0 where nothing was asked.
    pub hit_ratio: f64,
}

/// The key of a call, ready to be asked with. Holds wasm memory: call `free()`, or declare it with `using`.
#[wasm_bindgen]
pub struct CallKey(Key);

#[wasm_bindgen]
impl CallKey {
    /// The key of the call of `name` with these arguments: JSON, in which a map with one field `__float__`, `__int__`,
    /// `__pairs__` or `__tuple__` stands for what JSON cannot hold. `kinds` is a JSON map that tells calls apart whose
    /// arguments look alike. `callKey` of the package writes both.
    #[wasm_bindgen(js_name = ofJson)]
    pub fn of_json(name: &str, args: &str, kinds: Option<String>) -> Js<CallKey> {
        key(name, args, kinds.as_deref()).map(Self).map_err(to_js)
    }

    /// Its 64 hexadecimal digits.
    pub fn hex(&self) -> String {
        self.0.to_string()
    }
}

/// The text that a call's key is the SHA-256 of.
#[wasm_bindgen(js_name = callText)]
pub fn call_text(name: &str, args: &str, kinds: Option<String>) -> Js<String> {
    call(name, args, kinds.as_deref()).and_then(|call| text(&call, Identity::Explicit)).map_err(to_js)
}

fn call(name: &str, args: &str, kinds: Option<&str>) -> Result<Call> {
    call_of_json(name.into(), args, kinds.unwrap_or("{}"))
}

fn key(name: &str, args: &str, kinds: Option<&str>) -> Result<Key> {
    Key::of(&call(name, args, kinds)?, Identity::Explicit)
}

/// Answers by the calls that they answer. Holds wasm memory, and the answers: call `free()`, or declare it with `using`.
#[wasm_bindgen]
pub struct ResultCache {
    cache: result_cache::ResultCache<JsValue>,
    clock: Option<Function>,
    /// Whether any answer ever ends: else no clock is looked at.
    timed: bool,
}

#[wasm_bindgen]
impl ResultCache {
    /// An empty cache of these limits.
    pub fn within(#[wasm_bindgen(unchecked_optional_param_type = "CacheLimits")] limits: JsValue) -> Js<ResultCache> {
        let clock = if limits.is_object() { Reflect::get(&limits, &"clock".into())? } else { JsValue::UNDEFINED };
        let clock = match clock {
            clock if clock.is_undefined() => None,
            clock => Some(clock.dyn_into().map_err(|_| unusable("clock", "it is no function"))?),
        };
        let limits = limits_of(&request_of(limits)?).map_err(to_js)?;
        let cache = result_cache::ResultCache::new(limits);
        Ok(Self { cache, clock, timed: limits.life_us.is_some() })
    }

    /// The answer under a key, which becomes the most recent; `undefined` where there is none.
    #[wasm_bindgen(unchecked_return_type = "Answered | undefined")]
    pub fn get(&mut self, key: &CallKey) -> JsValue {
        returned(self.now_us().map(|now_us| self.cache.get(now_us, &key.0).cloned().unwrap_or(JsValue::UNDEFINED)))
    }

    /// Stores an answer that counts as so many bytes (0 where left out) and is good for so long (as the limits say where left
    /// out). `false` where it is larger than the whole budget, and so not kept.
    pub fn put(
        &mut self,
        key: &CallKey,
        #[wasm_bindgen(unchecked_optional_param_type = "unknown")] value: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Quantity")] bytes: Option<f64>,
        #[wasm_bindgen(unchecked_optional_param_type = "Quantity")] life_ms: Option<f64>,
    ) -> Js<bool> {
        let life = self.life(life_ms)?;
        let (bytes, now_us) = (bytes_of(bytes)?, self.now_us()?);
        Ok(self.cache.put(now_us, &key.0, boxed(&value)?, bytes, life) == Put::Stored)
    }

    /// As [`ResultCache::begin`], of the call whose key [`CallKey::of_json`] makes.
    #[wasm_bindgen(js_name = beginJson, unchecked_return_type = "Answered | number")]
    pub fn begin_json(&mut self, name: &str, args: &str, kinds: Option<String>) -> JsValue {
        returned(key(name, args, kinds.as_deref()).map_err(to_js).and_then(|key| self.begun(&key)))
    }

    /// The answer under a key; or a ticket from 0 on, for whoever asks first and works the answer out; or, while that is under way,
    /// `-1 - ticket`, for whoever waits. Bring the answer with `finish`, or give the ticket back with `fail`.
    #[wasm_bindgen(unchecked_return_type = "Answered | number")]
    pub fn begin(&mut self, key: &CallKey) -> JsValue {
        returned(self.begun(&key.0))
    }

    /// Brings the answer of a ticket. `false` where it is not kept: too large, or something newer came between.
    pub fn finish(
        &mut self,
        ticket: u32,
        #[wasm_bindgen(unchecked_optional_param_type = "unknown")] value: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Quantity")] bytes: Option<f64>,
        #[wasm_bindgen(unchecked_optional_param_type = "Quantity")] life_ms: Option<f64>,
    ) -> Js<bool> {
        let life = self.life(life_ms)?;
        let (bytes, now_us) = (bytes_of(bytes)?, self.now_us()?);
        let finished = self.cache.finish(now_us, ticket.into(), boxed(&value)?, bytes, life).map_err(to_js)?;
        Ok(finished.kept)
    }

    /// Gives a ticket back without an answer: the next to ask works it out.
    pub fn fail(&mut self, ticket: u32) -> Js<()> {
        let now_us = self.now_us()?;
        self.cache.fail(now_us, ticket.into()).map_err(to_js)?;
        Ok(())
    }

    /// Forgets an answer, also one that is being worked out; says whether it was there.
    pub fn delete(&mut self, key: &CallKey) -> Js<bool> {
        let now_us = self.now_us()?;
        Ok(self.cache.invalidate(now_us, &key.0))
    }

    /// As [`ResultCache::delete`], of the call whose key [`CallKey::of_json`] makes.
    #[wasm_bindgen(js_name = deleteJson)]
    pub fn delete_json(&mut self, name: &str, args: &str, kinds: Option<String>) -> Js<bool> {
        let key = key(name, args, kinds.as_deref()).map_err(to_js)?;
        let now_us = self.now_us()?;
        Ok(self.cache.invalidate(now_us, &key))
    }

    /// Forgets all answers, also those being worked out; counts stay.
    pub fn clear(&mut self) -> Js<()> {
        let now_us = self.now_us()?;
        self.cache.clear(now_us);
        Ok(())
    }

    /// What was counted.
    pub fn stats(&mut self) -> Js<Ts<CacheStats>> {
        let now_us = self.now_us()?;
        let counts = self.cache.counts(now_us);
        let (answered, asked) = (counts.hits + counts.joined, counts.hits + counts.joined + counts.misses);
        crossing(&CacheStats {
            hits: counts.hits as f64,
            misses: counts.misses as f64,
            joined: counts.joined as f64,
            evictions: counts.evictions as f64,
            expirations: counts.expirations as f64,
            too_large: counts.too_large as f64,
            held: counts.held as f64,
            bytes: counts.bytes as f64,
            size: self.cache.len(),
            hit_ratio: if asked == 0 { 0.0 } else { answered as f64 / asked as f64 },
        })
    }
}

impl ResultCache {
    fn begun(&mut self, key: &Key) -> Js<JsValue> {
        let now_us = self.now_us()?;
        Ok(match self.cache.begin(now_us, key) {
            Begun::Hit(answer) => answer.clone(),
            Begun::Ticket(ticket) => (ticket as f64).into(),
            Begun::Waits(ticket) => (-1.0 - ticket as f64).into(),
        })
    }

    /// The time, where any life ends; any time will do where none does.
    fn now_us(&self) -> Js<u64> {
        if !self.timed {
            return Ok(0);
        }
        let now_ms = match &self.clock {
            None => HostClock.now_ns() / 1e6,
            Some(clock) => clock.call0(&JsValue::UNDEFINED).map_err(thrown)?.as_f64().unwrap_or(f64::NAN),
        };
        if !(0.0..9e12).contains(&now_ms) {
            let remedy = "let it return milliseconds from a fixed moment, at least 0";
            return Err(to_js(Error::argument("clock", format!("it says {now_ms}"), remedy)));
        }
        Ok(u64::try_from(crate::math::to_whole(now_ms * 1e3)).unwrap_or(0))
    }

    fn life(&mut self, life_ms: Option<f64>) -> Js<Life> {
        let Some(life_ms) = life_ms else { return Ok(Life::AsLimited) };
        let life = units("lifeMs", life_ms, 1e3).map_err(to_js)?;
        self.timed = true;
        Ok(Life::Of(life))
    }
}

/// An answer, or the error as a value, which the package throws: an answer stands in a box, so that no error can be one. What
/// may fail crosses as a list of three, which costs more than the whole question.
fn returned(answer: Js<JsValue>) -> JsValue {
    answer.unwrap_or_else(|error| error)
}

/// What a clock threw, as an error whatever it was.
fn thrown(value: JsValue) -> JsValue {
    if value.is_instance_of::<js_sys::Error>() { value } else { unusable("clock", format!("it threw {value:?}")) }
}

fn limits_of(limits: &CacheLimits) -> Result<Limits> {
    let capacity: NonZeroU32 = above_nothing("capacity", limits.capacity.unwrap_or(1_000))?;
    Ok(Limits {
        capacity,
        life_us: limits.life_ms.map(|ms| units("lifeMs", ms, 1e3)).transpose()?,
        budget_bytes: limits.budget_bytes.map(|bytes| units("budgetBytes", bytes, 1.0)).transpose()?,
    })
}

fn bytes_of(bytes: Option<f64>) -> Js<u64> {
    match bytes {
        None => Ok(0),
        Some(bytes) if (0.0..9e15).contains(&bytes) => {
            Ok(u64::try_from(crate::math::to_whole(bytes.ceil())).unwrap_or(0))
        }
        Some(bytes) => Err(to_js(Error::argument("bytes", format!("{bytes}"), "give a finite number of at least 0"))),
    }
}

fn boxed(value: &JsValue) -> Js<JsValue> {
    let object = Object::new();
    Reflect::set(&object, &"value".into(), value)?;
    Ok(object.into())
}
