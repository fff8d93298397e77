//! Text to the format's types, or the first reason why that cannot be.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Deserialize;
use serde_json::error::Category;

use super::check;
use super::format::{CandidateFile, FlightFile, IntervalFile, IntervalTable, ScenarioFile, VolumeFile, WeightsFile};
use super::limits;
use super::locate::{self, Place, Step};
use super::problems::{LISTED, Problems};
use super::say;
use crate::error::nearest;

/// Why a text could not be read.
pub(super) enum Failure {
    /// It is not JSON.
    Syntax(serde_json::Error),
    /// It is JSON of another shape; the problem is noted.
    Shape,
}

/// Reads `text`. Fields that the format does not know are noted as warnings.
pub(super) fn parse<'t>(text: &'t str, problems: &mut Problems) -> Result<ScenarioFile<'t>, Failure> {
    if !bounded(text, problems) {
        return Err(Failure::Shape);
    }
    let mut unknown = Unknown::default();
    match read(text, &mut unknown) {
        Ok(file) => {
            unknown.note(problems);
            Ok(file)
        }
        Err(error) if error.classify() == Category::Data => {
            other_shape(text, problems);
            Err(Failure::Shape)
        }
        Err(error) => Err(Failure::Syntax(error)),
    }
}

fn read<'t>(text: &'t str, unknown: &mut Unknown) -> serde_json::Result<ScenarioFile<'t>> {
    let mut json = serde_json::Deserializer::from_str(text);
    let file = serde_ignored::deserialize(&mut json, |path| unknown.add(&path))?;
    json.end()?;
    Ok(file)
}

/// Counts lists, objects and values, so that none of them takes memory beyond the limits.
fn bounded(text: &str, problems: &mut Problems) -> bool {
    let (mut containers, mut values) = (0, 0);
    for &byte in text.as_bytes() {
        containers += usize::from(byte == b'{' || byte == b'[');
        values += usize::from(byte == b',');
    }
    limits::within(containers, limits::CONTAINERS, "lists and objects", Place::default(), problems)
        && limits::within(values, limits::VALUES, "values", Place::default(), problems)
}

/// Fields that the format does not know: the first [`LISTED`], and how many there are.
#[derive(Default)]
struct Unknown {
    places: Vec<Place>,
    count: usize,
}

impl Unknown {
    fn add(&mut self, path: &serde_ignored::Path<'_>) {
        self.count += 1;
        if self.places.len() < LISTED {
            let mut place = Place::default();
            append(path, &mut place);
            self.places.push(place);
        }
    }

    fn note(self, problems: &mut Problems) {
        problems.more_warnings(self.count - self.places.len());
        for place in self.places {
            let name = match place.0.last() {
                Some(Step::Key(name)) => name.clone().into_owned(),
                _ => continue,
            };
            let known = fields_beside(&place);
            problems.warning("scenario/unknown-field", place, || {
                let remedy = match nearest(&name, known.iter().map(String::as_str)) {
                    Some(near) => format!("left out; did you mean {near}?"),
                    None => "left out; remove it".to_owned(),
                };
                (format!("there is no field {}", say::quoted(&name)), remedy)
            });
        }
    }
}

fn append(path: &serde_ignored::Path<'_>, place: &mut Place) {
    use serde_ignored::Path;
    match path {
        Path::Root => {}
        Path::Seq { parent, index } => {
            append(parent, place);
            place.0.push(Step::Index(*index));
        }
        Path::Map { parent, key } => {
            append(parent, place);
            place.0.push(Step::Key(key.clone().into()));
        }
        Path::Some { parent } | Path::NewtypeStruct { parent } | Path::NewtypeVariant { parent } => {
            append(parent, place)
        }
    }
}

/// The fields that the format knows beside the unknown one at `place`.
fn fields_beside(place: &Place) -> Vec<String> {
    let names = place.0.iter().filter_map(|step| match step {
        Step::Key(key) => Some(key.as_ref()),
        Step::Index(_) => None,
    });
    match names.collect::<Vec<_>>()[..] {
        ["trafficVolumes", _] => fields::<VolumeFile<'_>>(),
        ["flights", _] => fields::<FlightFile<'_>>(),
        ["flights", "intervals", _] => fields::<IntervalFile<'_>>(),
        ["intervals", _] => fields::<IntervalTable>(),
        ["weights", _] => fields::<WeightsFile>(),
        ["candidates", _] => fields::<CandidateFile<'_>>(),
        _ => fields::<ScenarioFile<'_>>(),
    }
}

fn fields<T: JsonSchema>() -> Vec<String> {
    let schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>();
    let properties = schema.get("properties").and_then(serde_json::Value::as_object);
    properties.map(|properties| properties.keys().cloned().collect()).unwrap_or_default()
}

/// Enough of a file to see whether it is meant for this library.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Head<'a> {
    version: super::slot::Slot<f64>,
    #[serde(borrow)]
    kind: super::slot::Slot<super::slot::Text<'a>>,
}

/// Notes the first place where the text has another shape than the format, read again with the way kept.
fn other_shape(text: &str, problems: &mut Problems) {
    let head: Head<'_> = serde_json::from_str(text).unwrap_or_default();
    if !check::is_ours(&head.version, &head.kind, problems) {
        return;
    }
    let mut json = serde_json::Deserializer::from_str(text);
    let Err(error) = serde_path_to_error::deserialize::<_, ScenarioFile<'_>>(&mut json) else { return };
    let mut place = Place::default();
    for segment in error.path() {
        match segment {
            serde_path_to_error::Segment::Seq { index } => place.0.push(Step::Index(*index)),
            serde_path_to_error::Segment::Map { key } => place.0.push(Step::Key(key.clone().into())),
            _ => {}
        }
    }
    let message = error.inner().to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    if let Some(field) = message.strip_prefix("duplicate field ") {
        let name = field.trim_matches('`').to_owned();
        problems.error("scenario/duplicate-field", place.name(&name), || {
            (format!("field {} is given twice", say::quoted(&name)), "keep one of the two")
        });
        return;
    }
    let (found, wanted) = match message.strip_prefix("invalid type: ").and_then(|rest| rest.rsplit_once(", expected "))
    {
        Some((found, wanted)) => (format!("is {}", plain_type(found)), plain_type(wanted)),
        None => (say::short(message), "the shape that the format gives".to_owned()),
    };
    problems.error("scenario/wrong-type", place, || (found, format!("write {wanted}")));
}

/// What serde calls a type, in the words of JSON.
fn plain_type(name: &str) -> String {
    match name {
        "map" | "a map" => "an object".to_owned(),
        "sequence" | "a sequence" => "a list".to_owned(),
        _ => match name.split_once(' ') {
            Some(("string", text)) => format!("the text {}", say::quoted(text.trim_matches('"'))),
            Some(("integer" | "floating", number)) => {
                format!("the number {}", number.trim_start_matches("point ").trim_matches('`'))
            }
            Some(("boolean", value)) => value.trim_matches('`').to_owned(),
            _ => say::short(name),
        },
    }
}

/// Notes why `text` is not JSON: where, what stands there, what was expected.
pub(super) fn not_json(text: &str, error: &serde_json::Error, problems: &mut Problems) {
    let start = locate::line_start(text, error.line());
    let mut offset = (start + error.column().saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let column = text[start.min(offset)..offset].chars().count() + 1;
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    let cut_short = error.classify() == Category::Eof;
    let (found, remedy) = if text.trim().is_empty() {
        ("the file is empty".to_owned(), "choose a scenario file")
    } else if cut_short {
        let inside = message.strip_prefix("EOF while parsing ").unwrap_or("a value");
        (format!("the text ends inside {inside}"), "the file is cut short: save or fetch it again")
    } else {
        let there: String = text[offset..].chars().take(12).collect();
        (format!("{}, but there is {}", expectation(message), say::quoted(&there)), "mend the JSON at this place")
    };
    let at = format!("line {}, column {column}", error.line());
    let line = u32::try_from(error.line()).ok();
    problems.syntax(at, line, found, remedy);
}

/// What was expected, in a sentence's words.
fn expectation(message: &str) -> String {
    match message {
        "expected value" => "a value is expected".to_owned(),
        "trailing comma" => "a comma must not be the last".to_owned(),
        "trailing characters" => "nothing more is expected after the scenario".to_owned(),
        "key must be a string" => "a name in quotation marks is expected".to_owned(),
        "recursion limit exceeded" => "at most 128 levels of lists and objects are read".to_owned(),
        "number out of range" => "the number is too large".to_owned(),
        _ => match message.strip_prefix("expected ") {
            Some(wanted) => format!("{wanted} is expected"),
            None => message.to_owned(),
        },
    }
}
