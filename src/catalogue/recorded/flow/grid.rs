//! The recorded rate grids.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::file::Recorded;
use super::objective::rate;
use crate::catalogue::recorded::SIDES;
use crate::catalogue::recorded::tally::Tally;
use crate::error::Result;
use crate::flow::rate_grid::{self, RateGrid, Settings};
use crate::pair::ask;

#[derive(Deserialize)]
struct GridCase {
    /// Flows stay apart in either mode.
    mode: String,
    config: Config,
    built: Value,
    resolved: Value,
}

/// What a configuration may say of its grid; what it leaves out is as published.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    use_adaptive_grid: bool,
    rate_grid: Option<Vec<Value>>,
    max_adaptive_rate: Option<u32>,
    max_adaptive_candidates: Option<u32>,
}

pub(super) fn adaptive(recorded: &Recorded, at: &str, value: &Value, tally: &mut Tally) -> Result<()> {
    let traffic = recorded.traffic()?;
    for (number, case) in recorded.read::<Vec<GridCase>>(at, value)?.into_iter().enumerate() {
        let at = format!("{at}[{number}]");
        if !(case.config.use_adaptive_grid && ["per_flow", "blanket"].contains(&case.mode.as_str())) {
            return Err(recorded.wrong(at, "this is no adaptive grid of a known mode"));
        }
        let settings = settings(&case.config).ok_or_else(|| recorded.wrong(&*at, "a rate of the grid is no number"))?;
        for side in SIDES {
            let input =
                rate_grid::Input { settings: settings.clone(), ..rate_grid::Input::of(&Arc::clone(traffic), side) };
            let own = json!(ask::<RateGrid>(&input, side));
            tally.compare(side, &format!("{at}.built"), &case.built, &own["built"]);
            tally.compare(side, &format!("{at}.resolved"), &case.resolved, &own["resolved"]);
        }
    }
    Ok(())
}

/// `None` where a rate is no number.
fn settings(config: &Config) -> Option<Settings> {
    let usual = Settings::default();
    let grid = |rates: &Vec<Value>| rates.iter().map(rate).collect::<Option<_>>();
    Some(Settings {
        grid: config.rate_grid.as_ref().map_or(Some(usual.grid), grid)?,
        max_rate: config.max_adaptive_rate.unwrap_or(usual.max_rate),
        max_candidates: config.max_adaptive_candidates.unwrap_or(usual.max_candidates),
    })
}
