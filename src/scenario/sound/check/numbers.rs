//! Rules for whole numbers and for lists of them: each has the code of the thing it belongs to.

use core::ops::{Range, RangeInclusive};

use crate::scenario::limits;
use crate::scenario::locate::Place;
use crate::scenario::problems::Problems;
use crate::scenario::say;
use crate::scenario::slot::{Odd, Slot};
use crate::scenario::sound::row::{Item, Row};

/// What numbers of one thing must keep.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    /// The code of what is wrong with that thing.
    pub(super) code: &'static str,
    /// What to write.
    pub(super) remedy: &'static str,
    /// The numbers that are allowed.
    pub(super) range: RangeInclusive<i64>,
}

/// Seconds of the day.
pub(super) const SECONDS: RangeInclusive<i64> = -limits::DAY_SECONDS..=limits::DAY_SECONDS;

/// The seconds in which windows start.
pub(super) const HORIZON: Rule = Rule {
    code: "scenario/horizon",
    remedy: "give the first second and the one after the last, such as [0, 86400], at most seven days from midnight",
    range: SECONDS,
};

/// A list of `[from, to, …]` whose periods must not overlap, in order of time, with their positions in the file.
pub(super) type Sorted<const N: usize> = Vec<(usize, [Option<i64>; N])>;

impl Rule {
    /// The same, for other numbers of the same thing.
    pub(super) fn of(&self, range: RangeInclusive<i64>) -> Self {
        Self { range, ..self.clone() }
    }

    /// Notes that something of this thing is wrong.
    pub(super) fn broken(&self, place: Place, found: impl FnOnce() -> String, problems: &mut Problems) {
        problems.error(self.code, place, || (found(), self.remedy));
    }

    /// The number, where it is whole and allowed.
    #[expect(clippy::cast_possible_truncation, reason = "whole and within 2^53, as checked beside it")]
    fn whole(&self, value: f64, place: impl FnOnce() -> Place, problems: &mut Problems) -> Option<i64> {
        let whole = value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0;
        let found = Some(value as i64).filter(|number| whole && self.range.contains(number));
        if found.is_none() {
            let fault = if value.fract() == 0.0 { "is out of range" } else { "is not a whole number" };
            self.broken(place(), || format!("{} {fault}", say::number(value)), problems);
        }
        found
    }

    /// A number that may be absent; `null` counts as absent.
    pub(super) fn optional(
        &self,
        slot: &Slot<f64>,
        place: impl FnOnce() -> Place,
        problems: &mut Problems,
    ) -> Option<i64> {
        match slot.given()? {
            Ok(value) => self.whole(*value, place, problems),
            Err(odd) => {
                self.broken(place(), || format!("is not a number ({odd})"), problems);
                None
            }
        }
    }

    /// A number of a list.
    pub(super) fn item(
        &self,
        slot: &Slot<Item<'_>>,
        place: impl FnOnce() -> Place,
        problems: &mut Problems,
    ) -> Option<i64> {
        match slot {
            Slot::Good(Item::Number(value)) => return self.whole(*value, place, problems),
            Slot::Good(Item::Text(text)) => {
                self.broken(place(), || format!("is not a number (the text {})", say::quoted(text)), problems);
            }
            Slot::Missing => self.broken(place(), || "is missing".to_owned(), problems),
            Slot::Odd(odd) => self.broken(place(), || format!("is not a number ({odd})"), problems),
        }
        None
    }

    /// Whether a list has the length that it should.
    pub(super) fn complete<const N: usize>(
        &self,
        row: &Row<'_, N>,
        place: impl FnOnce() -> Place,
        problems: &mut Problems,
    ) -> bool {
        if row.length != N {
            self.broken(place(), || format!("holds {}, not {N}", say::count(row.length)), problems);
        }
        row.length == N
    }

    /// A list of a first second and the one after the last; the first comes first.
    pub(super) fn period(
        &self,
        row: &Row<'_, 2>,
        place: impl Fn() -> Place,
        problems: &mut Problems,
    ) -> Option<Range<i64>> {
        if !self.complete(row, &place, problems) {
            return None;
        }
        let [from, to] = &row.items;
        let from = self.item(from, || place().index(0), problems);
        let to = self.item(to, || place().index(1), problems);
        let (from, to) = (from?, to?);
        self.in_order(from, to, place, problems).then_some(from..to)
    }

    /// Whether a period ends after it starts.
    fn in_order(&self, from: i64, to: i64, place: impl FnOnce() -> Place, problems: &mut Problems) -> bool {
        if to <= from {
            self.broken(place(), || format!("ends at {to}, not after it starts at {from}"), problems);
        }
        to > from
    }

    /// Sub-periods `[from, to, …]` in order of time; `columns` says what the further numbers must keep, and whether they may
    /// be `null`.
    pub(super) fn sub_periods<const N: usize>(
        &self,
        rows: &[Row<'_, N>],
        columns: &[(RangeInclusive<i64>, bool)],
        place: impl Fn() -> Place,
        problems: &mut Problems,
    ) -> Sorted<N> {
        let before = problems.errors();
        let mut sorted = Vec::with_capacity(rows.len());
        for (index, row) in rows.iter().enumerate() {
            let at = || place().index(index);
            if !self.complete(row, at, problems) {
                continue;
            }
            let mut values = [None; N];
            for (column, (value, slot)) in values.iter_mut().zip(&row.items).enumerate() {
                let (range, may_be_null) =
                    column.checked_sub(2).map_or((&SECONDS, false), |c| (&columns[c].0, columns[c].1));
                let null = matches!(slot, Slot::Odd(odd) if **odd == Odd::Null);
                *value = if may_be_null && null {
                    None
                } else {
                    self.of(range.clone()).item(slot, || at().index(column), problems)
                };
            }
            let (Some(from), Some(to)) = (values[0], values[1]) else { continue };
            self.in_order(from, to, at, problems);
            sorted.push((index, values));
        }
        sorted.sort_by_key(|(_, values)| values[0]);
        if problems.errors() > before {
            return sorted;
        }
        for pair in sorted.windows(2) {
            let ((first, earlier), (second, later)) = (&pair[0], &pair[1]);
            if later[0] < earlier[1] {
                self.broken(place().index(*second), || format!("overlaps the sub-period at [{first}]"), problems);
            }
        }
        sorted
    }
}
