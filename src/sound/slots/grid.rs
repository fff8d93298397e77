//! The slots of one list, by arithmetic instead of by list.

use crate::math::ceil_div;
use crate::scenario::sound::RatePeriod;

use super::Slot;

const HOUR_S: i64 = 3_600;

/// A sub-period with a positive rate; the recovery is the last one, and ends nowhere.
#[derive(Debug, Clone)]
struct Piece {
    from_s: i64,
    to_s: i64,
    per_hour: i64,
    /// Flights an hour times seconds, from the start of the period to `from_s`.
    accrued: i64,
    /// Slots that start before the open stretch of which this piece is a part.
    before_stretch: i64,
    /// Slots that start before `from_s`.
    before: i64,
    /// Slots that start before `to_s`.
    through: i64,
    /// Where the open stretch ends.
    closes_s: i64,
}

/// When slots start and end, for rates and a recovery rate. Asking for one costs a division or two.
#[derive(Debug, Clone)]
pub(crate) struct SlotGrid {
    pieces: Vec<Piece>,
    pub(crate) end_s: i64,
}

impl SlotGrid {
    /// The slots of a flow that is held to `rates` and then to `recovery`.
    pub(crate) fn new(rates: &[RatePeriod], recovery: i64) -> Self {
        let end_s = rates.last().expect("rates cover a period, which is not empty").to_s;
        let after = RatePeriod { from_s: end_s, to_s: i64::MAX, per_hour: recovery };
        let mut pieces: Vec<Piece> = Vec::with_capacity(rates.len() + 1);
        let (mut accrued, mut before) = (0, 0);
        for RatePeriod { from_s, to_s, per_hour } in rates.iter().copied().chain([after]).filter(|r| r.per_hour > 0) {
            let goes_on = pieces.last().filter(|last| last.to_s == from_s).map(|last| last.before_stretch);
            let through = if to_s == i64::MAX {
                i64::MAX
            } else {
                before.max((accrued + per_hour * (to_s - from_s - 1)).div_euclid(HOUR_S) + 1)
            };
            let before_stretch = goes_on.unwrap_or(before);
            pieces.push(Piece { from_s, to_s, per_hour, accrued, before_stretch, before, through, closes_s: to_s });
            if to_s != i64::MAX {
                accrued += per_hour * (to_s - from_s);
            }
            before = through;
        }
        for later in (1..pieces.len()).rev() {
            if pieces[later - 1].to_s == pieces[later].from_s {
                pieces[later - 1].closes_s = pieces[later].closes_s;
            }
        }
        Self { pieces, end_s }
    }

    /// The number of the first slot whose span ends after a moment of the period, whether or not there is such a slot.
    pub(crate) fn first_after(&self, moment_s: i64) -> i64 {
        let begun = self.pieces.iter().rev().find(|piece| piece.from_s <= moment_s);
        begun.map_or(0, |piece| {
            if moment_s < piece.to_s {
                let accrued = piece.accrued + piece.per_hour * (moment_s - piece.from_s);
                piece.before_stretch.max(accrued.div_euclid(HOUR_S))
            } else {
                piece.through
            }
        })
    }

    /// When a slot starts; `None` beyond the last.
    pub(crate) fn start_s(&self, slot: i64) -> Option<i64> {
        let piece = self.pieces.iter().find(|piece| slot < piece.through)?;
        Some(piece.start_s(slot))
    }

    /// All slots of the period, and `need` more where a recovery follows.
    pub(crate) fn list(&self, need: usize) -> Vec<Slot> {
        let mut slots = Vec::new();
        for piece in &self.pieces {
            let end = if piece.through == i64::MAX { piece.before + need as i64 } else { piece.through };
            for slot in piece.before..end {
                let next_s = self.start_s(slot + 1).map_or(i64::MAX, |next_s| next_s);
                slots.push(Slot { start_s: piece.start_s(slot), span_end_s: next_s.min(piece.closes_s) });
            }
        }
        slots
    }
}

impl Piece {
    fn start_s(&self, slot: i64) -> i64 {
        self.from_s + ceil_div(HOUR_S * slot - self.accrued, self.per_hour).max(0)
    }
}
