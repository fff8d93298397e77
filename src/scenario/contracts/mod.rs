//! Contracts to be executed: what each binds, which must wait for which, and what past executions took.

mod check;
mod format;
mod generate;
mod model;
mod order;
mod write;

pub use generate::{Flavour, Generated, generate};
pub use model::{Contract, Contracts, Execution, Limits, Slot};
pub use write::to_json;

use super::check::{About, is_ours};
use super::locate::Place;
use super::parse::{self, Failure, Form};
use super::problems::Problems;
use super::schema;
use format::File;

/// Reads a file of this kind. There is an answer whenever `problems` does not refuse the file.
pub(super) fn read(text: &str, problems: &mut Problems) -> Result<Option<(About, Contracts)>, Failure> {
    let file: File<'_> = parse::parse(text, &Form { is_meant, fields_beside }, problems)?;
    Ok(check::check(&file, problems))
}

fn is_meant(file: &File<'_>, problems: &mut Problems) -> bool {
    if !is_ours(&file.version, &file.kind, problems) {
        return false;
    }
    if file.contracts.is_none() {
        problems.error("scenario/missing-field", Place::of("contracts"), || {
            ("is missing".to_owned(), "list the contracts; [] where there is none")
        });
    }
    file.contracts.is_some()
}

/// The fields beside an unknown one at the end of `names`.
fn fields_beside(names: &[&str]) -> Vec<String> {
    let object = match *names {
        ["contracts", _] => Some("Contract"),
        ["contracts", "methods", _] => Some("Method"),
        ["limits", _] => Some("Limits"),
        ["executions", _] => Some("Execution"),
        [_] => None,
        _ => return Vec::new(),
    };
    schema::fields("contracts", object)
}

/// The text of `schema/contracts.json`, made anew from the types.
pub(super) fn generated_schema() -> String {
    schema::made::<format::File<'_>>()
}
