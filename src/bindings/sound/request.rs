//! What is asked under the sound model: plans, as JavaScript writes them.

use serde::Deserialize;
use serde_json::{Map, Value};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::bindings::error::{to_js, unusable};
use crate::bindings::{Js, text_of};
use crate::error::{Error, Problem};
use crate::model::VolumeId;
use crate::pair::Side;
use crate::scenario::sound::{Plan, Question};

#[wasm_bindgen(typescript_custom_section)]
const PLAN: &str = r#"/** Which flights: every key that is given must hold; `{}` matches every flight. What a flight lacks never matches. */
export interface SoundFilter {
    /** All of these hold. */
    all?: SoundFilter[];
    /** One of these holds. */
    any?: SoundFilter[];
    /** This does not hold. */
    not?: SoundFilter;
    /** The operator is one of these. */
    operator?: string[];
    /** The aerodrome of departure is one of these. */
    departure?: string[];
    /** The aerodrome of arrival is one of these. */
    arrival?: string[];
    /** The flight is one of these. */
    flights?: string[];
    /** Any stay is in one of these volumes. */
    via?: string[];
    /** The nearest other volume before the regulated one is one of these; `null` stands for none. */
    from?: (string | null)[];
    /** The nearest other volume after the regulated one is one of these; `null` stands for none. */
    to?: (string | null)[];
    /** An earlier stay is in one of these volumes. */
    before?: string[];
    /** A later stay is in one of these volumes. */
    after?: string[];
    /** Any stay is in a volume whose level band lies between these, both included. */
    band?: [number, number];
    /** The requested level is at least the first of these and below the second. */
    rfl?: [number, number];
}

/** Flights of a regulation that share a list of slots. A flight is in the first flow that it matches. */
export interface SoundFlow {
    /** Its name, which no other flow of the regulation has. */
    id: string;
    /** Which flights it holds; all where it is left out. */
    filter?: SoundFilter;
    /** Flights an hour; `null`, `Infinity` or left out: the flow is known but not held. 0 lets none through. */
    rate?: number | null;
    /** Rates that change, as `[from second, to second, flights an hour]`, in place of `rate`; they cover the period. */
    rates?: [number, number, number][];
}

/** A volume held to rates during a period. */
export interface SoundRegulation {
    /** Its name, which no other regulation of the plan has. */
    id: string;
    /** Name of the volume whose entries are regulated. */
    volume: string;
    /** The seconds of the day in which it holds, half-open. */
    period: [number, number];
    /** Its flows in declared order; one without a filter regulates all flights alike. */
    flows: SoundFlow[];
    /** Flights an hour after the period, 0 for none; the last positive rate of each flow where it is left out. */
    recoveryRate?: number;
}

/** How the day is looked at. What is left out is as the scenario has it. */
export interface SoundAnalysis {
    /** Length of the window in which entries are counted, in seconds; 3600. */
    windowS?: number;
    /** Seconds from one window to the next; 900. */
    stepS?: number;
    /** What a window counts: each flight once, or each of its entries; `"flights"`. */
    count?: "flights" | "entries";
    /** Seconds from one sample of the occupancy to the next; 60. */
    occStepS?: number;
    /** Length of a sample of the occupancy in seconds; 60. */
    occDurationS?: number;
}

/** What each part of the objective weighs, in whole numbers. What is left out is as the scenario has it. */
export interface SoundWeights {
    /** A flight-second of entry overload in a regulated volume; 10. */
    target?: number;
    /** The same in another volume of a flight in scope; 10. */
    ripple?: number;
    /** The same everywhere else; 10. */
    context?: number;
    /** A flight-second above a peak of occupancy; 10. */
    occPeak?: number;
    /** A flight-second above a sustained occupancy; 5. */
    occSustain?: number;
    /** A minute of delay, as 60 flight-seconds; 1. */
    delay?: number;
    /** A minute of delay beyond `lateAfterMin`, again; 1. */
    late?: number;
    /** Minutes after which a delay is late; 15. */
    lateAfterMin?: number;
    /** A delayed flight; 1. */
    touched?: number;
    /** A flight more or less from one quarter of an hour to the next; 0. */
    smooth?: number;
    /** A flight delivered after the period; 0. */
    spill?: number;
}

/** Regulations of a day, and who is exempt or frozen by hand: what is saved, loaded and compared. Plain JSON. */
export interface SoundPlan {
    /** Version of the format: 1, which is also meant where it is left out. */
    version?: number;
    /** What to call it. */
    title?: string;
    /** The regulations; the first is the one whose rates are searched. Left out: see each call. */
    regulations?: SoundRegulation[];
    /** Names of flights that are never delayed. */
    exempt?: string[];
    /** Flights that already hold a slot: `[name, minutes late]`. */
    frozen?: [string, number][];
    /** Whether regulations go on, in quarters of an hour, until their queues are gone; `false`. */
    extend?: boolean;
    /** How the day is looked at. */
    analysis?: SoundAnalysis;
    /** What each part of the objective weighs. */
    weights?: SoundWeights;
}

/** A plan, and how to answer: by which side (`"optimised"`), and whether with a digest, which takes longer. */
export type SoundPlanRequest = SoundPlan & { side?: Side, digest?: boolean };

/** A plan, and seconds from one window to the next (60): at 900, delays slide over the borders between windows. */
export type BoundRequest = SoundPlan & { side?: Side, stepS?: number };

/** The same, with the rates to try for each flow of the first regulation (the usual ones), and whether every whole rate is tried too (`true`). */
export type SoundSearchRequest = SoundPlan & { side?: Side, stepS?: number, grids?: (number | null)[][], fine?: boolean };
"#;

/// What a request says beside its plan.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Asked {
    pub(super) side: Option<Side>,
    pub(super) digest: bool,
    pub(super) step_s: Option<f64>,
    pub(super) grids: Option<Vec<Vec<Option<f64>>>>,
    pub(super) fine: Option<bool>,
}

/// What a request says beside its plan; these keys are no part of a plan.
const BESIDE: [&str; 5] = ["side", "digest", "stepS", "grids", "fine"];

/// A request, read and checked.
pub(super) struct Request {
    pub(super) plan: Plan,
    pub(super) warnings: Vec<Problem>,
    pub(super) side: Side,
    pub(super) asked: Asked,
    /// Whether it names regulations of its own.
    pub(super) names_regulations: bool,
}

impl Request {
    /// What is asked about `question`; the scenario's own plan where nothing is given.
    pub(super) fn read(request: &JsValue, question: &Question) -> Js<Self> {
        let given = if request.is_null() { &JsValue::UNDEFINED } else { request };
        let mut plan: Map<String, Value> =
            serde_json::from_str(&text_of(given)?).map_err(|error| unusable("request", error))?;
        let beside: Map<String, Value> =
            BESIDE.iter().filter_map(|key| Some(((*key).to_owned(), plan.remove(*key)?))).collect();
        let asked: Asked = serde_json::from_value(Value::Object(beside)).map_err(|error| unusable("request", error))?;
        let names_regulations = plan.contains_key("regulations");
        let text = Value::Object(plan).to_string();
        let (plan, warnings) = Plan::read(&text, "the plan", question).map_err(|error| to_js(without_lines(error)))?;
        let warnings = warnings.into_iter().map(without_line).collect();
        let side = asked.side.unwrap_or(Side::Optimised);
        Ok(Self { plan, warnings, side, asked, names_regulations })
    }

    /// The same where a request that names no regulations asks about the day as filed.
    pub(super) fn about_the_day(request: &JsValue, question: &Question) -> Js<Self> {
        let mut request = Self::read(request, question)?;
        if !request.names_regulations {
            request.plan.regulations.clear();
        }
        Ok(request)
    }

    /// The same where windows start every minute unless the request says otherwise.
    pub(super) fn every_minute(request: &JsValue, question: &Question) -> Js<Self> {
        let mut request = Self::read(request, question)?;
        request.plan.analysis.step_s = match request.asked.step_s {
            None => crate::sound::bound::FINE_STEP_S,
            Some(step_s) if step_s.fract() == 0.0 && (1.0..=86_400.0).contains(&step_s) => {
                crate::math::to_whole(step_s)
            }
            Some(step_s) => {
                let remedy = "use whole seconds from 1 to 86,400, such as 60";
                return Err(to_js(Error::argument("stepS", format!("{step_s} is no step"), remedy)));
            }
        };
        Ok(request)
    }
}

/// A volume by its name.
pub(super) fn volume_named(question: &Question, name: &str) -> Js<VolumeId> {
    question.day.volume_named(name).ok_or_else(|| {
        let known = question.day.volumes.iter().map(|volume| volume.id.as_str());
        let remedy = crate::error::nearest(name, known)
            .map_or_else(|| "name one of the day's volumes".to_owned(), |near| format!("did you mean {near}?"));
        to_js(Error::argument("volume", format!("there is no volume {name:?}"), remedy))
    })
}

/// What was given as an object has no lines.
fn without_lines(error: Error) -> Error {
    match error {
        Error::Scenario { name, problems, count } => {
            Error::Scenario { name, problems: problems.into_iter().map(without_line).collect(), count }
        }
        other => other,
    }
}

fn without_line(problem: Problem) -> Problem {
    Problem { line: None, ..problem }
}
