//! Counts what was compared, and remembers the first difference.

use serde_json::Value;

use super::VerifiedSection;
use crate::pair::Side;

/// The running count of one section.
pub(super) struct Tally {
    section: VerifiedSection,
    /// Relative tolerance of numbers; 0 asks for `==`.
    pub(super) relative: f64,
}

impl Tally {
    pub(super) fn new(section: &str) -> Self {
        let section = section.to_owned();
        Self { section: VerifiedSection { section, checked: 0, differ: 0, skipped: 0, first: None }, relative: 0.0 }
    }

    pub(super) fn skip(&mut self, entries: usize) {
        self.section.skipped += entries;
    }

    pub(super) fn done(self) -> VerifiedSection {
        self.section
    }

    /// Compares what a side answered with what was recorded, value by value.
    pub(super) fn compare(&mut self, side: Side, at: &str, recorded: &Value, own: &Value) {
        match (recorded, own) {
            (Value::Array(recorded), Value::Array(own)) => {
                for index in 0..recorded.len().max(own.len()) {
                    self.compare(side, &format!("{at}[{index}]"), item(recorded.get(index)), item(own.get(index)));
                }
            }
            (Value::Object(recorded), Value::Object(own)) => {
                let more = own.keys().filter(|key| !recorded.contains_key(*key));
                for key in recorded.keys().chain(more) {
                    self.compare(side, &format!("{at}.{key}"), item(recorded.get(key)), item(own.get(key)));
                }
            }
            _ => self.leaf(side, at, recorded, own),
        }
    }

    fn leaf(&mut self, side: Side, at: &str, recorded: &Value, own: &Value) {
        self.section.checked += 1;
        if !self.same(recorded, own) {
            self.section.differ += 1;
            self.section.first.get_or_insert_with(|| format!("{}: {at}: recorded {recorded}, own {own}", side.name()));
        }
    }

    #[expect(clippy::float_cmp, reason = "recorded floats are compared with ==")]
    fn same(&self, recorded: &Value, own: &Value) -> bool {
        match (recorded.as_f64(), own.as_f64()) {
            (Some(recorded), Some(own)) => {
                recorded == own || (recorded - own).abs() <= self.relative * recorded.abs().max(own.abs())
            }
            _ => recorded == own,
        }
    }
}

/// Stands for an element that the other side has and this one has not; recorded files hold no such text.
static NOTHING: Value = Value::Null;

fn item(value: Option<&Value>) -> &Value {
    value.unwrap_or(&NOTHING)
}
