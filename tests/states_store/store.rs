//! The log and its views.

use std::sync::Arc;

use loadline::states::learn::Entry;
use loadline::states::orbits::Orbits;
use loadline::states::record::{BYTES, Bounds, Flaw, Key};
use loadline::states::store::{Decay, Layer, Log, Precision, Store, View};

const BOUNDS: Bounds = Bounds { states: 6, last_token: 1_000 };

fn key(state: u32, token: u32) -> Key {
    Key { state, token }
}

fn entry(mask: u8, conf: f64) -> Entry {
    Entry { mask, conf, direction: 0 }
}

fn log(entries: &[(u32, u32, f64)]) -> Arc<Log> {
    let mut log = Log::new(BOUNDS, Precision::AsWritten);
    for (state, token, conf) in entries {
        log.append(key(*state, *token), entry(2, *conf)).expect("within bounds");
    }
    Arc::new(log)
}

/// Six states: 0, 2 and 4 share an orbit, 1, 3 and 5 another.
fn orbits() -> Arc<Orbits> {
    Arc::new(Orbits::new((0..6).map(|state| (state % 2, u64::from(state)))).expect("within bounds"))
}

fn store(public: &[(u32, u32, f64)], private: &[(u32, u32, f64)], view: View) -> Store {
    Store::new(orbits(), log(public), log(private), view)
}

fn listed(store: &Store, state: u32) -> Vec<(u32, u32, f64)> {
    store.of_state(state).map(|(key, entry)| (key.state, key.token, entry.conf)).collect()
}

fn under(public: View) -> View {
    public.read_only().under(View::private())
}

#[test]
fn a_log_cut_anywhere_loses_nothing_before_the_cut() {
    let whole = log(&[(0, 5, 0.5), (1, 7, 0.25), (0, 5, 0.75)]).bytes();
    for cut in 0..=whole.len() {
        let (log, report) = Log::load(&whole[..cut], BOUNDS, Precision::AsWritten);
        let records = cut / BYTES;
        assert_eq!((log.records(), report.records), (records, records), "cut at {cut}");
        assert_eq!(log.bytes(), whole[..records * BYTES], "cut at {cut}");
        match report.faults.as_slice() {
            [] => assert_eq!(cut % BYTES, 0, "cut at {cut}"),
            [fault] => assert_eq!((fault.offset, fault.flaw), (records * BYTES, Flaw::CutShort), "cut at {cut}"),
            more => panic!("cut at {cut}: {more:?}"),
        }
        assert_eq!(report.whole().is_ok(), cut % BYTES == 0);
    }
}

#[test]
fn a_spoilt_record_is_reported_and_those_around_it_are_read() {
    let good = log(&[(0, 5, 0.5), (1, 7, 0.25), (2, 9, 0.75)]).bytes();
    for (at, byte, flaw) in
        [(12, 6, Flaw::State), (17, 4, Flaw::Token), (22, 0x7C, Flaw::Confidence), (23, 1, Flaw::Padding)]
    {
        let mut bytes = good.clone();
        bytes[at] = byte;
        let (log, report) = Log::load(&bytes, BOUNDS, Precision::AsWritten);
        assert_eq!((report.faulty, report.faults[0].offset, report.faults[0].flaw), (1, 12, flaw));
        assert_eq!(log.bytes(), [&good[..12], &good[24..]].concat(), "{flaw:?}");
        assert_eq!(report.whole().unwrap_err().at(), Some("log[12]"));
    }
}

#[test]
fn a_log_of_nothing_but_faults_lists_a_hundred_and_counts_all() {
    let (log, report) = Log::load(&[0xFF; 3_000], BOUNDS, Precision::AsWritten);
    assert_eq!((log.len(), report.faulty, report.faults.len()), (0, 250, 100));
}

#[test]
fn what_is_out_of_bounds_is_refused_and_changes_nothing() {
    let mut log = Log::clone(&log(&[(0, 5, 0.5)]));
    let before = log.bytes();
    for (key, entry, at) in [
        (key(6, 5), entry(0, 0.5), "state"),
        (key(0, 1_001), entry(0, 0.5), "token"),
        (key(0, 5), entry(0, 1.5), "conf"),
        (key(0, 5), entry(0, f64::NAN), "conf"),
    ] {
        assert_eq!(log.append(key, entry).unwrap_err().at(), Some(at));
    }
    assert_eq!(log.bytes(), before);
    assert_eq!(log.get(key(0, 5)).unwrap().conf.to_bits(), 0.5_f64.to_bits());
}

#[test]
fn what_is_deleted_does_not_come_back_when_the_log_is_loaded_again() {
    let mut log = Log::clone(&log(&[(0, 5, 0.5), (1, 7, 0.25), (0, 5, 0.75)]));
    assert!(log.delete(key(0, 5)) && !log.delete(key(0, 5)));
    assert!(log.must_be_rewritten());
    let (again, report) = Log::load(&log.bytes(), BOUNDS, Precision::AsWritten);
    assert_eq!((again.get(key(0, 5)), report.records), (None, 1));
    log.append(key(0, 5), entry(2, 1.0)).unwrap();
    let (again, _) = Log::load(&log.bytes(), BOUNDS, Precision::AsWritten);
    assert_eq!((again.get(key(0, 5)), again.records()), (log.get(key(0, 5)), 2));
    log.compact();
    assert_eq!(log.bytes(), again.bytes());
}

#[test]
fn a_confidence_reads_the_same_before_and_after_it_is_loaded_again() {
    let mut written = Log::new(BOUNDS, Precision::AsWritten);
    let mut full = Log::new(BOUNDS, Precision::Full);
    for log in [&mut written, &mut full] {
        log.append(key(0, 5), entry(0, 0.123_456)).unwrap();
    }
    let (again, _) = Log::load(&written.bytes(), BOUNDS, Precision::AsWritten);
    assert_eq!(again.get(key(0, 5)), written.get(key(0, 5)));
    assert_eq!(full.get(key(0, 5)).unwrap().conf.to_bits(), 0.123_456_f64.to_bits());
    assert_eq!(full.bytes(), written.bytes());
}

#[test]
fn a_canonical_view_reads_and_writes_at_the_representative() {
    let mut store = store(&[(0, 5, 0.5), (2, 6, 0.5)], &[], View::public().canonical().unwrap());
    // What was filed under the raw state 2 is hidden.
    assert_eq!(listed(&store, 4), [(0, 5, 0.5)]);
    store.put(key(4, 7), entry(0, 0.25)).unwrap();
    assert_eq!(listed(&store, 2), [(0, 5, 0.5), (0, 7, 0.25)]);
    assert!(store.delete(key(2, 5)).unwrap());
    assert_eq!(store.get(key(0, 5)), None);
}

#[test]
fn a_state_is_made_canonical_once() {
    let twice = under(View::public().canonical().unwrap()).canonical();
    assert_eq!(twice.unwrap_err().at(), Some("view"));
}

#[test]
fn a_read_only_view_refuses_to_write() {
    let mut store = store(&[(0, 5, 0.5)], &[], View::public().read_only());
    let refused = store.put(key(0, 5), entry(0, 0.1)).unwrap_err();
    assert!(refused.to_string().contains("this store is read-only"), "{refused}");
    assert!(store.delete(key(0, 5)).is_err() && store.learn(0, 5, 66).is_err());
    assert_eq!(listed(&store, 0), [(0, 5, 0.5)]);
}

#[test]
fn an_overlay_shows_the_private_entries_first_and_hides_their_public_ones() {
    let mut store = store(&[(0, 5, 0.5), (0, 6, 0.5)], &[(0, 9, 0.1), (0, 6, 0.9)], under(View::public()));
    let close = |listed: Vec<(u32, u32, f64)>| -> Vec<(u32, u32, i64)> {
        listed.into_iter().map(|(state, token, conf)| (state, token, loadline::math::to_whole(conf * 100.0))).collect()
    };
    assert_eq!(close(listed(&store, 0)), [(0, 6, 90), (0, 9, 10), (0, 5, 50)]);
    // Deleting what is private shows the public entry again; the public one stays.
    assert!(store.delete(key(0, 6)).unwrap());
    assert!(!store.delete(key(0, 5)).unwrap());
    assert_eq!(close(listed(&store, 0)), [(0, 9, 10), (0, 5, 50), (0, 6, 50)]);
    assert_eq!(store.log(Layer::Public).len(), 2);
}

#[test]
fn writing_to_a_store_leaves_those_who_share_its_log_alone() {
    let shared = log(&[(0, 5, 0.5)]);
    let mut one = Store::new(orbits(), Arc::clone(&shared), log(&[]), View::public());
    one.put(key(0, 6), entry(0, 0.5)).unwrap();
    assert_eq!((one.log(Layer::Public).len(), shared.len()), (2, 1));
}

#[test]
fn learning_files_under_the_orbit_and_restarts_nothing() {
    let mut store = store(&[], &[], View::public());
    let first = store.learn(4, 5, 66).unwrap().unwrap();
    let second = store.learn(2, 5, 66).unwrap().unwrap();
    assert_eq!((first.mask, second.mask), (66, 0));
    assert!(second.conf > first.conf && store.log(Layer::Public).len() == 1);
    assert_eq!(store.learn(6, 5, 66).unwrap_err().at(), Some("state"));
}

#[test]
fn confidence_fades_to_a_hundredth_and_no_further() {
    let mut store = store(&[(0, 5, 0.5), (1, 5, 0.0101), (1, 6, 0.01)], &[], View::public());
    assert_eq!(store.decay(Decay::Less(0.25)), Ok(2));
    assert_eq!(listed(&store, 0), [(0, 5, 0.25)]);
    assert_eq!(listed(&store, 1), [(1, 5, 0.01), (1, 6, 0.01)]);
    assert_eq!(store.decay(Decay::Times(0.5)), Ok(1));
    assert_eq!(listed(&store, 0), [(0, 5, 0.125)]);
}

#[test]
fn upkeep_forgets_the_weak_and_the_light() {
    let mut store = store(&[(0, 5, 0.5), (0, 900, 0.5), (0, 6, 0.04), (1, 3, 0.5)], &[], View::public());
    assert_eq!(store.prune(0.05), Ok(1));
    // Of equal confidences, the small token weighs more.
    assert_eq!(store.trim_orbits(1), Ok(1));
    assert_eq!((listed(&store, 0), listed(&store, 1)), (vec![(0, 5, 0.5)], vec![(1, 3, 0.5)]));
}

#[test]
fn integrity_counts_each_key_once() {
    let counted = store(&[(0, 5, 0.5), (0, 5, 0.5), (1, 6, 0.25)], &[(0, 5, 0.75)], under(View::public())).integrity();
    assert_eq!((counted.entries, counted.hidden, counted.superseded), (2, 1, 1));
    assert_eq!(counted.average_confidence.to_bits(), 0.5_f64.to_bits());
    assert_eq!(store(&[], &[], View::public()).integrity().entries, 0);
}
