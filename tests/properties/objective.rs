//! Laws of the objective: it is the sum of its parts, and what changes nothing costs nothing.

use std::sync::Arc;

use loadline::flow::delay::Spill;
use loadline::flow::objective::{Context, ContextFlow, Input, Mode, Objective, Question, Score};
use loadline::flow::schedule::Schedule;
use loadline::model::{FlowId, VolumeId};
use loadline::pair::Side;
use loadline::scenario::Cell;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::days::any_day;
use crate::{answer, config, rate, spill};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn without_a_limit_nobody_waits_and_the_demand_is_kept(traffic in any_day(), spill in spill()) {
        let context = Arc::new(Context::new(&traffic, Question::of(&traffic, Mode::PerFlow), Side::Reference));
        let schedule = context.at_rates(|_| f64::INFINITY);
        prop_assert_eq!(&schedule, &context.demand());
        let score = answer::<Objective>(&Input { context, candidates: vec![schedule], spill })[0];
        prop_assert_eq!((score.delay.to_bits(), score.reg.to_bits()), (0, 0), "{:?}", score);
    }

    #[test]
    fn a_question_about_the_scenarios_own_window_is_its_own(traffic in any_day(), start in 0_u32..30, length in 0_u32..60) {
        let (bins, own) = (traffic.horizon.bins(), Question::of(&traffic, Mode::Blanket));
        let about = |volume, window| Question::about(&traffic, Mode::Blanket, volume, window);
        prop_assert_eq!(about(own.control, own.window.clone()), Ok(own.clone()));
        let window = start..start + length;
        let refused = |volume, at| about(volume, window.clone()).is_err_and(|error| error.at() == Some(at));
        prop_assert!(refused(VolumeId::at(traffic.volumes.len()), "volume"));
        let last = VolumeId::at(traffic.volumes.len() - 1);
        if length == 0 || start >= bins || window.end > 2 * bins {
            prop_assert!(refused(last, "windowBins"));
        } else if (last, &window) != (own.control, &own.window) {
            let other = about(last, window.clone()).expect("it is a window of a volume that is there");
            prop_assert_eq!((&other.volumes, &other.window, other.weights), (&vec![last], &window, own.weights));
            prop_assert_eq!(other.target, window.map(|bin| Cell { volume: last, bin }).collect::<Vec<_>>());
            prop_assert!(other.ripple.is_empty());
        }
    }

    #[test]
    fn the_cost_is_the_sum_of_its_parts_in_their_order(
        traffic in any_day(),
        rates in vec(vec(rate(), 4), 1..5),
        changes in vec((0_usize..4, 0_usize..1441, -3_i64..4), 0..4),
        spill in spill(),
        all_volumes in any::<bool>(),
        blanket in any::<bool>(),
    ) {
        let question = Question::of(&traffic, if blanket { Mode::Blanket } else { Mode::PerFlow });
        let question = if all_volumes { question.in_all_volumes(&traffic) } else { question };
        let context = Arc::new(Context::new(&traffic, question.clone(), Side::Reference));
        let of_flow = |rates: &[f64], flow: &ContextFlow| rates[flow.source.map_or(0, FlowId::index)];
        let mut candidates: Vec<Schedule> =
            rates.iter().map(|rates| context.at_rates(|flow| of_flow(rates, flow))).collect();
        for (flow, bin, change) in changes {
            let last = candidates.last_mut().expect("there is at least one");
            if let Some(releases) = last.get_mut(flow) {
                let bin = bin % releases.len();
                releases[bin] += change;
            }
        }
        let input = Input { context, candidates, spill };
        let scores = answer::<Objective>(&input);
        prop_assert_eq!(scores.len(), rates.len());
        for Score { total, cap, delay, reg, tv, share, spill } in &scores {
            prop_assert_eq!(total.to_bits(), (cap + delay + reg + tv + share + spill).to_bits());
            prop_assert!([cap, delay, reg, tv, share].iter().all(|part| **part >= 0.0));
        }
        // A context that the optimised sides prepared serves just as well.
        let context = Arc::new(Context::new(&traffic, question, Side::Optimised));
        prop_assert_eq!(answer::<Objective>(&Input { context, ..input }), scores);
    }

    #[test]
    fn what_a_candidate_costs_does_not_depend_on_those_scored_before(
        traffic in any_day(),
        rates in vec(vec(rate(), 4), 2..6),
        spill in spill(),
    ) {
        let context = Arc::new(Context::new(&traffic, Question::of(&traffic, Mode::PerFlow), Side::Reference));
        let of_flow = |rates: &[f64], flow: &ContextFlow| rates[flow.source.map_or(0, FlowId::index)];
        let held = |rates: &Vec<f64>| context.at_rates(|flow| of_flow(rates, flow));
        let candidates: Vec<Schedule> = rates.iter().map(held).collect();
        let ask = |candidates: Vec<Schedule>, spill: &Spill| {
            answer::<Objective>(&Input { context: Arc::clone(&context), candidates, spill: spill.clone() })
        };
        let alone: Vec<Score> = candidates.iter().map(|one| ask(vec![one.clone()], &spill)[0]).collect();
        prop_assert_eq!(ask(candidates, &spill), alone);
    }
}
