//! A resampled day has more of the same traffic, on the clock and within the day.

use std::sync::Arc;

use loadline::model::{FlightId, UtcMicros};
use loadline::scenario::{
    Candidate, Content, Flights, Intervals, LARGEST_SHIFT_S, Params, Plan, Scenario, Traffic, fingerprint, generate,
    resample,
};
use wasm_bindgen_test::wasm_bindgen_test;

/// Days of several shapes to resample, midnight and unsorted intervals among them.
fn days() -> Vec<Traffic> {
    let texts = [
        r#"{ "size": "tiny", "seed": 1 }"#,
        r#"{ "seed": 2, "nFlights": 300, "shuffleIntervals": 60, "detourPct": 30, "sharePct": 30, "dupPct": 20 }"#,
        r#"{ "seed": 3, "nFlights": 100, "binMinutes": 60, "dwellMin": 3600 }"#,
        r#"{ "seed": 4, "nFlights": 100, "binMinutes": 1 }"#,
    ];
    texts.map(|text| generate(&Params::from_json(text).unwrap()).unwrap()).into()
}

fn micros(seconds: f64) -> i64 {
    UtcMicros(0).plus_seconds(seconds).0
}

/// A flight's stays as (volume, entry, exit) in microseconds after take-off.
fn stays(day: &Traffic, flight: FlightId) -> Vec<(u32, i64, i64)> {
    let piece = |at: usize| {
        let (entry_s, exit_s) = (day.intervals.entry_s[at], day.intervals.exit_s[at]);
        (day.intervals.volume[at].0, micros(entry_s), micros(exit_s))
    };
    let mut pieces: Vec<_> = day.flights.intervals(flight).map(piece).collect();
    pieces.sort_unstable();
    pieces.dedup_by(|next, stay| {
        let joins = (next.0, next.1) == (stay.0, stay.2);
        if joins {
            stay.2 = next.2;
        }
        joins
    });
    pieces
}

#[wasm_bindgen_test(unsupported = test)]
fn a_resampled_day_has_so_many_times_the_flights_and_the_capacity() {
    for day in days() {
        let more = resample(&day, 10, 1).unwrap();
        let ids: Vec<_> = (1..=day.flights.len() * 10).map(|number| format!("R{number:05}")).collect();
        assert_eq!(more.flights.ids, ids);
        assert_eq!(more.flights.operator.len(), ids.len());
        assert_eq!(more.flights.first_interval.len(), ids.len() + 1);
        assert_eq!(more.flights.first_interval.last().map(|&end| end as usize), Some(more.intervals.len()));
        for (volume, original) in more.volumes.iter().zip(&day.volumes) {
            let mut tenfold = original.clone();
            tenfold.hourly_capacity.values_mut().for_each(|capacity| *capacity *= 10.0);
            assert_eq!(*volume, tenfold);
        }
        assert!(more.control == day.control && more.window == day.window && more.target == day.target);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn bins_of_a_resampled_day_match_the_clock_and_no_interval_leaves_the_day() {
    for day in days() {
        let more = resample(&day, 5, 2).unwrap();
        let bin_us = i64::from(day.horizon.bin_seconds()) * 1_000_000;
        for flight in more.flights.iter() {
            let takeoff = more.flights.takeoff[flight.index()];
            let mut last_entry = f64::NEG_INFINITY;
            for at in more.flights.intervals(flight) {
                let (entry_s, exit_s) = (more.intervals.entry_s[at], more.intervals.exit_s[at]);
                let starts = takeoff.midnight().0 + i64::from(more.intervals.bin[at]) * bin_us;
                let (entry, exit) = (takeoff.plus_seconds(entry_s).0, takeoff.plus_seconds(exit_s).0);
                assert!(starts <= entry && entry < starts + bin_us, "the entry is in the bin");
                assert!(entry <= exit && exit <= starts + bin_us, "the exit is in the bin, or ends it");
                assert!(last_entry <= entry_s, "intervals are sorted by entry");
                last_entry = entry_s;
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_copy_stays_where_its_flight_stays_and_takes_off_within_a_quarter_of_an_hour() {
    for day in days() {
        let more = resample(&day, 3, 3).unwrap();
        let originals: Vec<_> = day.flights.iter().map(|flight| stays(&day, flight)).collect();
        for copy in more.flights.iter() {
            let (flown, takeoff) = (stays(&more, copy), more.flights.takeoff[copy.index()].0);
            let is_flight_of = |at: usize| {
                let shift_us = takeoff - day.flights.takeoff[at].0;
                let end = originals[at].iter().map(|stay| stay.2).max().unwrap_or_default();
                let past_midnight = day.flights.takeoff[at].of_day() + end >= 86_400_000_000;
                let near = shift_us.abs() <= LARGEST_SHIFT_S * 1_000_000 || (past_midnight && shift_us < 0);
                near && shift_us % 1_000_000 == 0 && originals[at] == flown
            };
            assert!((0..originals.len()).any(is_flight_of), "{}", more.flights.ids[copy.index()]);
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_copy_is_in_the_flows_of_its_flight_as_often() {
    for day in days() {
        let more = resample(&day, 3, 4).unwrap();
        let lists = |day: &Traffic, flight: FlightId| -> Vec<usize> {
            day.flows.iter().map(|flow| flow.flights.iter().filter(|&&listed| listed == flight).count()).collect()
        };
        let originals: Vec<_> = day.flights.iter().map(|flight| (stays(&day, flight), lists(&day, flight))).collect();
        for copy in more.flights.iter() {
            assert!(originals.contains(&(stays(&more, copy), lists(&more, copy))));
        }
        assert!(more.flows.iter().all(|flow| flow.flights.is_sorted()));
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_seed_gives_one_day_on_every_host_and_another_seed_another() {
    let params = Params::of_size("tiny", 1).unwrap();
    let day = generate(&params).unwrap();
    let more = resample(&day, 4, 5).unwrap();
    assert_eq!(more, resample(&day, 4, 5).unwrap());
    assert_ne!(more, resample(&day, 4, 6).unwrap());
    assert_eq!(fingerprint(&params, &more), "5f2ee1aeab87d46e6abdd8b43ca742ffda7157c83cb873701ca2125c53ea14ef");
}

/// A day with one flight that takes off at `takeoff_s` and is in one volume from 60 s after that to `exit_s`.
fn one_flight(takeoff_s: i64, exit_s: f64) -> Traffic {
    let mut day = generate(&Params::of_size("tiny", 1).unwrap()).unwrap();
    let midnight = day.flights.takeoff[0].midnight().0;
    day.flights = Arc::new(Flights {
        ids: vec!["A".into()],
        takeoff: vec![UtcMicros(midnight + takeoff_s * 1_000_000)],
        operator: vec![Some("SWR".into())],
        first_interval: vec![0, 1],
    });
    let (entry_s, exit_s) = (vec![60.0], vec![exit_s]);
    day.intervals = Arc::new(Intervals { volume: vec![day.control], bin: vec![0], entry_s, exit_s });
    day.flows.clear();
    day
}

#[wasm_bindgen_test(unsupported = test)]
fn a_stay_is_cut_on_the_stroke_of_each_bin() {
    let day = one_flight(36_000, 2_000.0);
    let more = resample(&day, 20, 7).unwrap();
    assert!(more.flights.operator.iter().all(|operator| operator.as_deref() == Some("SWR")));
    for copy in more.flights.iter() {
        let of_copy = more.flights.intervals(copy);
        let (entry_s, exit_s) = (&more.intervals.entry_s[of_copy.clone()], &more.intervals.exit_s[of_copy.clone()]);
        assert!(micros(entry_s[0]) == 60_000_000 && exit_s.last().map(|&exit_s| micros(exit_s)) == Some(2_000_000_000));
        assert!(of_copy.len() == 3 || of_copy.len() == 4, "32 min 20 s touch three or four quarters of an hour");
        for (next, exit) in of_copy.clone().skip(1).zip(exit_s) {
            assert_eq!(micros(more.intervals.entry_s[next]), micros(*exit));
            assert_eq!(more.flights.takeoff[copy.index()].plus_seconds(*exit).of_day() % 900_000_000, 0);
            assert_eq!(more.intervals.bin[next], more.intervals.bin[next - 1] + 1);
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_flight_past_midnight_is_moved_into_its_day_and_a_longer_one_is_cut() {
    let past_midnight = resample(&one_flight(85_000, 5_000.0), 5, 8).unwrap();
    assert!(past_midnight.flights.takeoff.iter().all(|takeoff| takeoff.of_day() == 81_399_000_000));
    assert_eq!(past_midnight.intervals.bin.iter().max(), Some(&95));

    let two_days = resample(&one_flight(40_000, 172_800.0), 1, 8).unwrap();
    assert_eq!(two_days.flights.takeoff[0].of_day(), 0);
    assert_eq!(two_days.intervals.bin, (0..96).collect::<Vec<_>>());
    assert_eq!(two_days.intervals.exit_s.last().map(|&exit_s| micros(exit_s)), Some(86_400_000_000));

    let at_dawn = resample(&one_flight(10, 300.0), 50, 8).unwrap();
    let first = at_dawn.flights.takeoff[0].midnight();
    assert!(at_dawn.flights.takeoff.iter().all(|takeoff| takeoff.midnight() == first));
}

#[wasm_bindgen_test(unsupported = test)]
fn candidates_release_so_many_times_as_many_flights() {
    let mut day = one_flight(36_000, 2_000.0);
    let plans = [Plan::Rates(vec![12.5, f64::INFINITY]), Plan::Schedule(vec![vec![1, 0, -2]])];
    day.candidates = plans.map(|plan| Candidate { name: "by hand".into(), plan }).into();
    let more = resample(&day, 4, 1).unwrap();
    assert_eq!(more.candidates[0].plan, Plan::Rates(vec![50.0, f64::INFINITY]));
    assert_eq!(more.candidates[1].plan, Plan::Schedule(vec![vec![4, 0, -8]]));
}

#[wasm_bindgen_test(unsupported = test)]
fn what_cannot_be_resampled_is_refused_with_what_to_do() {
    let tiny = r#"{ "size": "tiny" }"#;
    let many_flights = r#"{ "nFlights": 251, "dwellMin": 0, "dwellSpan": 1 }"#;
    let many_intervals = r#"{ "nFlights": 500, "dwellMin": 7200, "binMinutes": 1 }"#;
    for (text, times, remedy) in [
        (tiny, 0, "from 1 to 1000"),
        (tiny, 1_001, "from 1 to 1000"),
        (many_flights, 1_000, "keep it to 250,000 copies in all"),
        (many_intervals, 100, "more than 3,000,000 intervals"),
    ] {
        let day = generate(&Params::from_json(text).unwrap()).unwrap();
        let error = resample(&day, times, 1).map(|_| ()).unwrap_err();
        assert_eq!(error.at(), Some("times"));
        assert!(error.to_string().contains(remedy), "{error}");
    }
    let empty = generate(&Params { n_flights: 0, ..Params::default() }).unwrap();
    assert!(resample(&empty, 30, 1).unwrap().flights.is_empty());
}

#[wasm_bindgen_test(unsupported = test)]
fn a_resampled_scenario_is_labelled_synthetic() {
    let scenario = Scenario {
        name: "swiss-2018-08-01.json.gz".into(),
        title: "Swiss upper airspace".into(),
        source: Some("OpenSky positions.".into()),
        synthetic: false,
        capacities_note: Some("Capacities are ours.".into()),
        sha256: "00".into(),
        json_bytes: 2,
        warnings: Vec::new(),
        warning_count: 0,
        content: Content::Flow(Arc::new(one_flight(36_000, 2_000.0)).into()),
    };
    let more = scenario.resampled(30, 1).unwrap();
    assert!(more.synthetic);
    assert_eq!(more.name, "swiss-2018-08-01-x30.json");
    assert_eq!(more.title, "Swiss upper airspace ×30, synthetic");
    assert_eq!(more.capacities_note.as_deref(), Some("Capacities are ours. Here they are multiplied by 30."));
    assert!(more.source.as_ref().is_some_and(|source| source.ends_with("not observed. From: OpenSky positions.")));
    assert_eq!(
        **more.traffic().expect("it is a day of traffic"),
        resample(scenario.traffic().expect("it is a day of traffic"), 30, 1).unwrap()
    );
}
