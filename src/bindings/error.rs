//! Failures as JavaScript sees them.

use js_sys::{Error as JsError, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use crate::error::Error;

/// A real JavaScript `Error` named `LoadlineError`, with `code`, and with `at`, `problems` and `problemCount` where the
/// failure has them.
pub(super) fn to_js(error: Error) -> JsValue {
    let made = JsError::new(&error.to_string());
    made.set_name("LoadlineError");
    let set = |key: &str, value: JsValue| {
        Reflect::set(&made, &key.into(), &value).expect("a fresh error takes properties");
    };
    set("code", error.code().into());
    if let Some(at) = error.at() {
        set("at", at.into());
    }
    if let Error::Scenario { problems, count, .. } = &error {
        set("problems", problems.serialize(&Serializer::new()).expect("problems are plain data"));
        set("problemCount", (*count as f64).into());
    }
    made.into()
}

/// A value that does not have the shape that its type promises.
pub(super) fn unusable(at: &str, found: impl ToString) -> JsValue {
    to_js(Error::argument(at, found.to_string(), "give it the shape that its type describes"))
}
