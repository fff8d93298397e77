//! A build of the space of states under way, as JavaScript holds it.

use std::sync::Arc;

use js_sys::Uint32Array;
use tsify::Ts;
use wasm_bindgen::prelude::wasm_bindgen;

use super::StateSpace;
use super::types::StatesProgress;
use crate::bindings::clock::HostClock;
use crate::bindings::error::to_js;
use crate::bindings::{Js, crossing};
use crate::error::Error;
use crate::measure::Clock as _;
use crate::states::space::{Build, Input, Space};

/// How many slices the whole space takes: four for each of seven layers, five to write states down, one to number them.
const SLICES: u32 = 34;

/// A build of the whole space that goes on only while `advance` is called, so that a page can draw between two slices.
///
/// Holds wasm memory: call `free()`, or declare it with `using`. `buildStates` does all of this.
#[wasm_bindgen]
pub struct StateSpaceBuild {
    build: Option<Build>,
    slices: u32,
}

#[wasm_bindgen]
impl StateSpaceBuild {
    /// Begins at the archetype. Takes about 3 MB.
    pub fn begin() -> StateSpaceBuild {
        Self { build: Some(Build::new(&Input::whole())), slices: 0 }
    }

    /// Goes on for about so many milliseconds, and says how far it has come. The last slice takes longest.
    ///
    /// # Panics
    /// Never: there are seven layers.
    pub fn advance(&mut self, milliseconds: u32) -> Js<Ts<StatesProgress>> {
        let build = self.build.as_mut().ok_or_else(|| to_js(taken()))?;
        let until = HostClock.now_ns() + f64::from(milliseconds) * 1e6;
        let progress = loop {
            let progress = build.advance(1);
            self.slices += 1;
            if progress.finished || HostClock.now_ns() >= until {
                break progress;
            }
        };
        let layer = u32::try_from(progress.layers.len()).expect("there are seven layers");
        let share = if progress.finished { 1.0 } else { f64::from(self.slices.min(SLICES)) / f64::from(SLICES + 1) };
        crossing(&StatesProgress {
            done: progress.finished,
            states: progress.layers.iter().sum(),
            layer,
            frontier: progress.layers.last().copied().unwrap_or(0),
            share,
            layers: Uint32Array::from(progress.layers.as_slice()),
        })
    }

    /// The space, once `done`; it is handed over, so a second call throws.
    pub fn result(&mut self) -> Js<StateSpace> {
        let build = self.build.take().ok_or_else(|| to_js(taken()))?;
        let space: Space = build.finish().ok_or_else(|| {
            to_js(Error::argument("result", "the space is not built yet", "call advance() until it says `done`"))
        })?;
        let space = Arc::new(space);
        Space::keep_whole(&space);
        Ok(StateSpace::of(space))
    }
}

fn taken() -> Error {
    Error::argument("result", "the space was handed over already", "begin another build")
}
