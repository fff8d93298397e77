//! What is asked about states: an alphabet, words and indices to look up, a stream to walk, tokens, a small store.

mod check;
mod format;
mod model;

pub use model::{Asked, Call, Index, Semantics, Stored, Stream};

use super::check::{About, is_ours};
use super::locate::Place;
use super::parse::{self, Failure, Form};
use super::problems::Problems;
use super::schema;
use format::File;

/// Reads a file of this kind. There is an answer whenever `problems` does not refuse the file.
pub(super) fn read(text: &str, problems: &mut Problems) -> Result<Option<(About, Asked)>, Failure> {
    let file: File<'_> = parse::parse(text, &Form { is_meant, fields_beside }, problems)?;
    Ok(check::check(&file, problems))
}

fn is_meant(file: &File<'_>, problems: &mut Problems) -> bool {
    if !is_ours(&file.version, &file.kind, problems) {
        return false;
    }
    let asks = file.alphabet.is_some() || file.states.is_some() || file.walk.is_some();
    if !asks {
        problems.error("scenario/not-a-scenario", Place::default(), || {
            ("has no alphabet, no states and no walk".to_owned(), "give one of them")
        });
    }
    asks
}

/// The fields beside an unknown one at the end of `names`.
fn fields_beside(names: &[&str]) -> Vec<String> {
    let object = match *names {
        ["walk", _] => Some("Walk"),
        ["walk", "calls", _] => Some("Call"),
        ["walk", "calls", "random", _] => Some("Random"),
        ["entries", _] => Some("Entry"),
        [_] => None,
        _ => return Vec::new(),
    };
    schema::fields("states", object)
}

/// The text of `schema/states.json`, made anew from the types.
pub(super) fn generated_schema() -> String {
    schema::made::<format::File<'_>>()
}
