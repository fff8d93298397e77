//! tmp
use std::fs;
#[test]
fn all() {
    let dir = std::env::var("SND").unwrap_or("tests/cases/sound".into());
    let only = std::env::var("ONLY").unwrap_or_default();
    let mut names: Vec<_> = fs::read_dir(&dir).unwrap().map(|e| e.unwrap().path()).filter(|p| p.to_string_lossy().contains(".json.gz") && p.to_string_lossy().contains(&only)).collect();
    names.sort();
    for p in names {
        let t = std::time::Instant::now();
        let v = loadline::catalogue::recorded::verify(&p.to_string_lossy(), &fs::read(&p).unwrap(), &|_| None).unwrap();
        println!("{} {:?}", p.display(), t.elapsed());
        for s in v.sections { println!("   {} checked {} differ {} skipped {} {:?}", s.section, s.checked, s.differ, s.skipped, s.first); }
    }
}
