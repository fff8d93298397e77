//! Text to the format's types, or the first reason why that cannot be.

use serde::Deserialize;
use serde_json::error::Category;

use super::check;
use super::format::ScenarioFile;
use super::limits::{self, within};
use super::list::in_stretches;
use super::locate::{self, Place, Step};
use super::object::Object;
use super::problems::{LISTED, Problems};
use super::say;
use super::schema;
use crate::error::nearest;

/// Why a text could not be read.
pub(super) enum Failure {
    /// It is not JSON.
    Syntax(serde_json::Error),
    /// It is JSON of another shape; the problem is noted.
    Shape,
}

/// How one kind of file is read.
pub(super) struct Form<T> {
    /// Whether a file is meant for this library; where it is not, that is noted.
    pub(super) is_meant: fn(&T, &mut Problems) -> bool,
    /// The fields that the format knows beside an unknown one, given by the names on the way to it, its own the last.
    pub(super) fields_beside: fn(&[&str]) -> Vec<String>,
}

/// How a day of traffic is read.
pub(super) fn flow<'t>() -> Form<ScenarioFile<'t>> {
    Form { is_meant: is_scenario, fields_beside }
}

/// Reads `text` where it is meant for this library. Fields that the format does not know are noted as warnings.
pub(super) fn parse<'t, T: Deserialize<'t>>(
    text: &'t str,
    form: &Form<T>,
    problems: &mut Problems,
) -> Result<T, Failure> {
    if !bounded(text, problems) {
        return Err(Failure::Shape);
    }
    let mut unknown = Unknown::default();
    match read(text, &mut unknown) {
        Ok(file) if (form.is_meant)(&file, problems) => {
            unknown.note(form.fields_beside, problems);
            Ok(file)
        }
        Ok(_) => Err(Failure::Shape),
        Err(error) if error.classify() == Category::Data => {
            other_shape(text, &error, problems);
            Err(Failure::Shape)
        }
        Err(error) => Err(Failure::Syntax(error)),
    }
}

/// Whether the file is a scenario of a version and kind that this library knows.
fn is_scenario(file: &ScenarioFile<'_>, problems: &mut Problems) -> bool {
    if !check::is_ours(&file.version, &file.kind, problems) {
        return false;
    }
    let scenario = file.traffic_volumes.is_some() || file.flights.is_some() || file.flows.is_some();
    if !scenario {
        problems.error("scenario/not-a-scenario", Place::default(), || {
            let found = "has no trafficVolumes, no flights and no flows".to_owned();
            (found, "choose a scenario file; a file of recorded cases is read by `loadline verify`")
        });
    }
    scenario
}

fn read<'t, T: Deserialize<'t>>(text: &'t str, unknown: &mut Unknown) -> serde_json::Result<T> {
    let mut json = serde_json::Deserializer::from_str(text);
    let Object(file) = serde_ignored::deserialize(&mut json, |path| unknown.add(&path))?;
    json.end()?;
    Ok(file)
}

/// Counts lists, objects and values, so that none of them takes memory beyond the limits.
fn bounded(text: &str, problems: &mut Problems) -> bool {
    let (mut containers, mut values) = (0, 0);
    in_stretches(text.as_bytes(), |stretch| {
        let (more_containers, more_values) = tally(stretch);
        containers += more_containers;
        values += more_values;
    });
    let bounded = within(containers, limits::CONTAINERS, "lists and objects", Place::default(), problems)
        && within(values, limits::VALUES, "values", Place::default(), problems);
    if bounded {
        make_room(containers * CONTAINER_BYTES);
    }
    bounded
}

/// What a list or an object of a file takes while it is read, roughly.
const CONTAINER_BYTES: usize = 100;

/// Lets the memory grow once, for what will be read.
///
/// Growing it page by page for a million small objects took WebAssembly longer than reading them.
fn make_room(bytes: usize) {
    let mut room: Vec<u8> = Vec::new();
    // Without that room, reading grows the memory as it goes.
    let _ = room.try_reserve_exact(bytes);
    drop(core::hint::black_box(room));
}

#[inline(never)]
fn tally(bytes: &[u8]) -> (usize, usize) {
    let containers = bytes.iter().filter(|byte| matches!(byte, b'{' | b'[')).count();
    let values = bytes.iter().filter(|byte| matches!(byte, b',')).count();
    (containers, values)
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

    fn note(self, fields_beside: fn(&[&str]) -> Vec<String>, problems: &mut Problems) {
        problems.more_warnings(self.count - self.places.len());
        for place in self.places {
            let name = match place.0.last() {
                Some(Step::Key(name)) => name.clone().into_owned(),
                _ => continue,
            };
            let names = place.0.iter().filter_map(|step| match step {
                Step::Key(key) => Some(key.as_ref()),
                Step::Index(_) => None,
            });
            let known = fields_beside(&names.collect::<Vec<_>>());
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
            append(parent, place);
        }
    }
}

/// The fields of a day of traffic beside the unknown one at the end of `names`.
fn fields_beside(names: &[&str]) -> Vec<String> {
    let object = match *names {
        ["trafficVolumes", _] => Some("Volume"),
        ["flights", _] => Some("Flight"),
        ["flights", "intervals", _] => Some("Interval"),
        ["intervals", _] => Some("IntervalTable"),
        ["weights", _] => Some("Weights"),
        ["candidates", _] => Some("Candidate"),
        _ => None,
    };
    schema::fields("scenario", object)
}

/// Enough of a file to see whether it is meant for this library.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Head<'a> {
    version: super::slot::Slot<f64>,
    #[serde(borrow)]
    kind: super::slot::Slot<super::slot::Text<'a>>,
}

/// Notes the first place where the text has another shape than the format.
fn other_shape(text: &str, error: &serde_json::Error, problems: &mut Problems) {
    let Object(head): Object<Head<'_>> = serde_json::from_str(text).unwrap_or_default();
    if !check::is_ours(&head.version, &head.kind, problems) {
        return;
    }
    // The error stands at the last byte that was read: that of a wrong value, or the one before a wrong list or object.
    let next = (locate::line_start(text, error.line()) + error.column()).min(text.len());
    let ahead = text.as_bytes()[next..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let opens = matches!(text.as_bytes().get(next + ahead), Some(b'{' | b'['));
    let place = locate::place_at(text, if opens { next + ahead } else { next.saturating_sub(1) });
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    if let Some(field) = message.strip_prefix("duplicate field ") {
        let name = field.trim_matches('`').to_owned();
        problems.error("scenario/duplicate-field", place.name(&name), || {
            (format!("field {} is given twice", say::quoted(&name)), "keep one of the two")
        });
        return;
    }
    let (found, wanted) = message.rsplit_once(", expected ").unwrap_or((message, "what the format gives"));
    let found =
        found.strip_prefix("invalid type: ").map_or(say::short(found), |name| format!("is {}", plain_type(name)));
    problems.error("scenario/wrong-type", place, || (found, format!("write {}", plain_type(wanted))));
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
            _ => name.to_owned(),
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
    } else if message == "number out of range" {
        ("the number is too large".to_owned(), "write a smaller one")
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
        "expected value" | "expected ident" => "a value is expected".to_owned(),
        "trailing comma" => "a comma must not be the last".to_owned(),
        "trailing characters" => "nothing more is expected after the scenario".to_owned(),
        "key must be a string" => "a name in quotation marks is expected".to_owned(),
        "recursion limit exceeded" => "at most 128 levels of lists and objects are read".to_owned(),
        _ => match message.strip_prefix("expected ") {
            Some(wanted) => format!("{wanted} is expected"),
            None => message.to_owned(),
        },
    }
}
