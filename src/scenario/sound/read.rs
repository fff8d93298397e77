//! From text to a checked question under the sound model.

use super::Question;
use super::check::check;
use super::format::SoundFile;
use crate::scenario::check::{About, is_ours};
use crate::scenario::parse::{self, Failure, Form};
use crate::scenario::problems::Problems;
use crate::scenario::schema;

/// The question in `text`: a flow scenario file under the sound model. `name` is what to call it in messages.
///
/// It is what [`load`](crate::scenario::load) reads where a file says `"semantics": "sound"`; here the file need not say.
///
/// # Errors
/// [`Error::Scenario`](crate::Error::Scenario) with every problem found, as `load` has it.
///
/// ```
/// let text = r#"{ "volumes": [{ "id": "X", "entryCapacity": [[0, 10, 5], [5, 20, 5]] }], "flights": [] }"#;
/// let error = loadline::scenario::sound::question(text, "friday.json").unwrap_err();
/// let loadline::Error::Scenario { problems, .. } = error else { panic!() };
/// assert_eq!((problems[0].code, problems[0].at.as_str()), ("scenario/capacity", "volumes[0].entryCapacity[1]"));
/// ```
pub fn question(text: &str, name: &str) -> crate::Result<Question> {
    let mut problems = Problems::default();
    let checked = match checked(text, &mut problems) {
        Ok(checked) => checked.map(|(_, question)| question),
        Err(Failure::Shape) => None,
        Err(Failure::Syntax(error)) => {
            parse::not_json(text, &error, &mut problems);
            None
        }
    };
    checked.filter(|_| !problems.refuse()).ok_or_else(|| problems.into_error(name, text))
}

/// What `text` holds, where it is sound.
pub(in crate::scenario) fn checked(text: &str, problems: &mut Problems) -> Result<Option<(About, Question)>, Failure> {
    let file = parse::parse(text, &Form { is_meant, fields_beside }, problems)?;
    Ok(check(file, problems))
}

fn is_meant(file: &SoundFile<'_>, problems: &mut Problems) -> bool {
    is_ours(&file.version, &file.kind, problems)
}

/// The fields that the format knows beside the unknown one at the end of `names`.
pub(super) fn fields_beside(names: &[&str]) -> Vec<String> {
    let object = match *names {
        ["volumes", _] => Some("Volume"),
        ["flights", _] => Some("Flight"),
        ["regulations", _] => Some("Regulation"),
        ["regulations", "flows", _] => Some("Flow"),
        ["analysis", _] => Some("Analysis"),
        ["weights", _] => Some("Weights"),
        ["search", _] => Some("Search"),
        _ => None,
    };
    schema::fields("flow-sound", object)
}

/// The text of `schema/flow-sound.json`, made anew from the types.
pub(in crate::scenario) fn generated_schema() -> String {
    schema::made::<SoundFile<'_>>()
}
