//! One question under the published and the sound model, both judged by the sound one: one line of CSV for each way to regulate.
//!
//! ```text
//! cargo run --release --example semantics > records/semantics/2026-11-25.csv
//! ```
//!
//! The Swiss day is asked about three times, with the capacities and the regulations that its file has as ours; generated days
//! with their own capacities, and with their control volume held to 85 % of its busiest hour. Areas and delays are in flight-minutes
//! and minutes; `J` is in weighted flight-seconds. `bound_min` is the fewest minutes that remove the overload of the regulated
//! volume with windows at that step, `floor_J` what no way can undercut.

use std::error::Error;
use std::sync::Arc;

use loadline::pair::Pair as _;
use loadline::scenario::sound::{Analysis, EntryCapacity, Question, from_published, to_published};
use loadline::scenario::{self, Params, Traffic};
use loadline::semantics::{Comparison, compare_as};
use loadline::sound::counts::{Counts, Input};

fn main() -> Result<(), Box<dyn Error>> {
    println!("day,step_s,way,J,target_min,other_min,delay_min,delayed,rates,floor_J,bound_min");
    let swiss = include_bytes!("../scenarios/flow/swiss-2018-08-01-sound.json.gz");
    let swiss = scenario::load(swiss, "swiss-2018-08-01-sound.json.gz")?;
    let question = swiss.flow_day()?.question();
    for (volume, from_h, to_h) in [("LSAS 365-385", 9, 12), ("LSAS 345-365", 9, 14), ("LSAS 365-385", 7, 19)] {
        let asked = about(question, volume, from_h, to_h).ok_or("the file has that volume and a search")?;
        let (traffic, _) = to_published(&asked);
        show(&format!("Swiss {volume} {from_h:02}-{to_h:02}"), &Arc::new(traffic), &asked);
    }
    for (size, seed) in [("small", 101), ("medium", 102), ("medium", 103)] {
        let traffic = Arc::new(scenario::generate(&Params { n_flows: 4, ..Params::of_size(size, seed)? })?);
        let (question, _) = from_published(&traffic);
        show(&format!("generated {size} {seed}"), &traffic, &question);
        let (traffic, question) = held(&traffic, question);
        show(&format!("generated {size} {seed} at 85 %"), &traffic, &question);
    }
    Ok(())
}

/// The same flows through another volume at another time.
fn about(question: &Question, volume: &str, from_h: i64, to_h: i64) -> Option<Question> {
    let mut asked = question.clone();
    let volume = asked.day.volume_named(volume)?;
    let search = asked.search.as_mut()?;
    search.regulation.volume = volume;
    search.regulation.period = from_h * 3600..to_h * 3600;
    asked.regulations = vec![search.regulation.clone()];
    Some(asked)
}

/// The day with its control volume held to 85 % of its busiest hour, all day, in both models.
fn held(traffic: &Traffic, mut question: Question) -> (Arc<Traffic>, Question) {
    let control = traffic.control.index();
    let base = Input::base(Arc::clone(&question.day), question.analysis);
    let counts = Counts::optimised(&base, &Counts::index(&base));
    let busiest = counts[control].entry_counts.iter().map(|(_, flights)| *flights).max().unwrap_or(0);
    let per_hour = busiest * 85 / 100;
    let mut traffic = traffic.clone();
    let hourly = f64::from(u32::try_from(per_hour).unwrap_or(u32::MAX));
    traffic.volumes[control].hourly_capacity = (0..24).map(|hour| (hour, hourly)).collect();
    let mut day = (*question.day).clone();
    for volume in &mut day.volumes {
        volume.entry_capacity.clear();
    }
    day.volumes[control].entry_capacity = vec![EntryCapacity { from_s: 0, to_s: 86_400, per_hour }];
    question.day = Arc::new(day);
    (Arc::new(traffic), question)
}

/// One line for each way, at steps of 15 minutes and of one minute.
fn show(name: &str, traffic: &Arc<Traffic>, question: &Question) {
    for step_s in [900, 60] {
        let analysis = Analysis { step_s, ..question.analysis };
        let Some(Comparison { ways, floor_j, least_delay_min, .. }) = compare_as(traffic, question, analysis) else {
            continue;
        };
        let bound = least_delay_min.map_or_else(String::new, |minutes| minutes.to_string());
        for judged in ways {
            let rate = |rate: &Option<i64>| rate.map_or_else(|| "-".to_owned(), |rate| rate.to_string());
            let rates: Vec<String> = judged.rates.iter().map(rate).collect();
            println!(
                "{name},{step_s},{},{},{},{},{},{},{},{floor_j},{bound}",
                judged.way.name(),
                judged.j,
                judged.target_s / 60,
                judged.other_s / 60,
                judged.delay_min,
                judged.delayed,
                rates.join("/"),
            );
        }
    }
}
