//! Laws of the rate grid: what it may hold, and on what it does not depend.

use std::sync::Arc;

use loadline::flow::entrants::{self, Entrants};
use loadline::flow::rate_grid::{Input, RateGrid, Settings};
use loadline::scenario::Traffic;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::days::any_day;
use crate::{answer, config};

/// Any settings, with rates of all sorts.
fn settings() -> impl Strategy<Value = Settings> {
    let odd = select(vec![f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 0.0, -6.0]);
    let rate = prop_oneof![1 => odd, 3 => (0_u32..90).prop_map(f64::from)];
    (vec(rate, 0..8), 0_u32..200, 0_u32..14).prop_map(|(grid, max_rate, max_candidates)| Settings {
        grid,
        max_rate,
        max_candidates,
    })
}

fn asked(traffic: &Arc<Traffic>, settings: Settings) -> Input {
    let entrants = answer::<Entrants>(&entrants::Input::of(Arc::clone(traffic)));
    Input::new(traffic, traffic.control, traffic.window.clone(), &entrants, settings)
}

fn descends(rates: &[f64]) -> bool {
    rates[0].is_infinite() && rates.windows(2).all(|pair| pair[0] > pair[1])
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_grid_begins_without_a_limit_and_keeps_to_its_settings(traffic in any_day(), settings in settings()) {
        let grid = answer::<RateGrid>(&asked(&traffic, settings.clone()));
        prop_assert!(descends(&grid.built) && descends(&grid.resolved), "{:?}", grid);
        prop_assert!(grid.built.len() <= settings.max_candidates.max(2) as usize, "{:?}", grid);
        let top = f64::from(settings.max_rate.max(1));
        prop_assert!(grid.built[1..].iter().all(|rate| rate.fract() == 0.0 && (1.0..=top).contains(rate)), "{:?}", grid);
    }

    #[test]
    fn the_resolved_grid_holds_the_built_and_the_configured_rates_and_no_other(
        traffic in any_day(),
        settings in settings(),
    ) {
        let grid = answer::<RateGrid>(&asked(&traffic, settings.clone()));
        let finite: Vec<f64> = settings.grid.into_iter().filter(|rate| rate.is_finite()).collect();
        prop_assert!(grid.built.iter().chain(&finite).all(|rate| grid.resolved.contains(rate)), "{:?}", grid);
        let known = |rate: &f64| grid.built.contains(rate) || finite.contains(rate);
        prop_assert!(grid.resolved.iter().all(known), "{:?}", grid);
    }

    #[test]
    fn neither_the_order_of_flows_nor_that_of_entrants_matters(traffic in any_day(), settings in settings()) {
        let input = asked(&traffic, settings);
        let mut other = input.clone();
        other.entry_bins.reverse();
        other.entry_bins.iter_mut().for_each(|flow| flow.reverse());
        prop_assert_eq!(answer::<RateGrid>(&input), answer::<RateGrid>(&other));
    }

    #[test]
    fn without_an_entrant_nothing_is_built(traffic in any_day(), settings in settings()) {
        let input = asked(&traffic, settings);
        let grid = answer::<RateGrid>(&Input { entry_bins: vec![Vec::new(); 3], ..input.clone() });
        prop_assert_eq!(grid.built, [f64::INFINITY]);
        // And whenever someone enters, something is.
        let entered = input.entry_bins.iter().any(|flow| !flow.is_empty());
        prop_assert_eq!(answer::<RateGrid>(&input).built.len() > 1, entered);
    }
}
