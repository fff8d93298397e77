//! What is learned on a store that loses nothing and keeps every bit.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::json;

use super::OTHER_LIBM;
use super::lines::{lines, wrong};
use super::records::plain;
use crate::catalogue::recorded::tally::Tally;
use crate::catalogue::recorded::{RecordedFile, VerifiedSection};
use crate::error::Result;
use crate::states::orbits::Orbits;
use crate::states::record::{Bounds, Key};
use crate::states::store::{Log, Precision, Store, View};

#[derive(Deserialize)]
struct Line {
    token: u32,
    #[serde(rename = "steps_[pre_state,last_intron,rep,mask,conf,puts,leaked_new]")]
    steps: Vec<Step>,
}

/// State before, last intron, representative, mask and confidence after, how many were kept, whether a mark of the published
/// code's own was kept too.
type Step = (u32, u8, u32, u8, f64, u32, bool);

/// Confidences within [`OTHER_LIBM`]: the recorded ones went through another order of the same products.
pub(super) fn sections(file: &RecordedFile<'_>) -> Result<Vec<VerifiedSection>> {
    let recorded: Vec<Line> = lines(file)?;
    let mut tally = Tally::new("learn");
    tally.relative = OTHER_LIBM;
    for (number, line) in recorded.iter().enumerate() {
        let log = || Arc::new(Log::new(Bounds::WIDEST, Precision::Full));
        let mut store = Store::new(Orbits::whole(), log(), log(), View::public());
        for (place, step) in line.steps.iter().enumerate() {
            let (state, intron, first, mask, conf, puts, marked) = *step;
            let at = format!("line {}: steps[{place}]", number + 1);
            let before = store.epoch();
            store.learn(state, line.token, intron).map_err(|error| wrong(file, &at, error.to_string()))?;
            let own_first = store.orbits.representative(state);
            let entry = store.get(Key { state: own_first, token: line.token });
            let own = json!([
                own_first,
                entry.map(|entry| entry.mask),
                entry.map(|entry| entry.conf),
                store.epoch() - before,
                false
            ]);
            plain(&mut tally, &at, &json!([first, mask, conf, puts, marked]), &own);
        }
    }
    Ok(vec![tally.done()])
}
