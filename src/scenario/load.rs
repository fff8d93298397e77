//! From bytes to a checked scenario.

use std::borrow::Cow;
use std::io::Read;
use std::sync::Arc;

use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};

use super::check::{self, About};
use super::limits::{self, within};
use super::list::in_stretches;
use super::locate::{self, Place};
use super::parse::{self, Failure};
use super::problems::Problems;
use super::say;
use super::tokens;
use super::{Content, Kind, Scenario, Semantics, contracts, sound, states};
use crate::pair::hex;

/// The scenario in `bytes`: JSON, or gzipped JSON, in UTF-8. `name` is what to call it in messages.
///
/// A file that starts like gzip is read as such, whatever its name; a byte order mark is read past.
///
/// # Errors
/// [`Error::Scenario`](crate::Error::Scenario) with every problem found: all are counted, the first 100 are listed in
/// the order of the file, warnings among them. What is not JSON, or has a list where an object should be, stops at the
/// first such place.
///
/// # Cost
/// O(bytes). At its peak it holds the text and the day that comes of it.
///
/// ```
/// let error = loadline::scenario::load(b"{\"kind\": \"flaw\"}", "friday.json").unwrap_err();
/// let loadline::Error::Scenario { problems, .. } = error else { panic!() };
/// assert_eq!((problems[0].code, problems[0].at.as_str()), ("scenario/unknown-kind", "kind"));
/// ```
pub fn load(bytes: &[u8], name: &str) -> crate::Result<Scenario> {
    from_json(&text(bytes, name)?, name)
}

/// The text in `bytes`: unpacked where they are gzip, known to be UTF-8, without a byte order mark.
///
/// # Errors
/// As [`load`], for what goes wrong before the text is read.
pub fn text<'b>(bytes: &'b [u8], name: &str) -> crate::Result<Cow<'b, str>> {
    let mut problems = Problems::default();
    unpacked(bytes, &mut problems).ok_or_else(|| problems.into_error(name, ""))
}

/// The scenario in `text`. `name` is what to call it in messages.
///
/// # Errors
/// As [`load`].
///
/// ```
/// let scenario = loadline::scenario::from_json(
///     r#"{
///         "timeBinMinutes": 15,
///         "trafficVolumes": [{ "id": "LSAS 365-385", "hourlyCapacity": { "8": 38 } }],
///         "flights": [{ "id": "F1", "takeoffTime": "2018-08-01T08:00:00",
///                       "intervals": [{ "tv": "LSAS 365-385", "bin": 33, "entryTimeS": 960, "exitTimeS": 1500 }] }],
///         "flows": { "LFEE": ["F1", "F2"] },
///         "controlVolume": "LSAS 365-385",
///         "windowBins": [32, 36]
///     }"#,
///     "friday.json",
/// )?;
/// assert_eq!(scenario.traffic()?.target.len(), 4); // the control volume in each bin of the window
/// assert_eq!(scenario.warnings[0].code, "scenario/unknown-flight-in-flow"); // F2 is left out
/// # Ok::<(), loadline::Error>(())
/// ```
pub fn from_json(text: &str, name: &str) -> crate::Result<Scenario> {
    let mut problems = Problems::default();
    let (checked, text) = read(text, &mut problems);
    let Some((about, content)) = checked.filter(|_| !problems.refuse()) else {
        return Err(problems.into_error(name, &text));
    };
    let warning_count = problems.warnings();
    Ok(Scenario {
        name: name.to_owned(),
        title: about.title.unwrap_or_else(|| name.to_owned()),
        source: about.source,
        synthetic: about.synthetic,
        capacities_note: about.capacities_note,
        sha256: sha256(text.as_bytes()),
        json_bytes: text.len(),
        warnings: problems.listed(&text),
        warning_count,
        content,
    })
}

/// What `text` holds where it is sound, and the text in which the problems have their places.
fn read<'t>(text: &'t str, problems: &mut Problems) -> (Option<(About, Content)>, Cow<'t, str>) {
    if !within(text.len(), limits::TEXT_BYTES, "bytes of text", Place::default(), problems) {
        return (None, Cow::Borrowed(""));
    }
    let error = match checked(text, problems) {
        Ok(checked) => return (checked, Cow::Borrowed(text)),
        Err(Failure::Shape) => return (None, Cow::Borrowed(text)),
        Err(Failure::Syntax(error)) => error,
    };
    let Some((mended, offsets)) = tokens::stand_in(text) else {
        parse::not_json(text, &error, problems);
        return (None, Cow::Borrowed(text));
    };
    match checked(&mended, problems) {
        Ok(_) => {
            if !problems.refuse() {
                unread_tokens(&mended, &offsets, problems);
            }
        }
        Err(Failure::Shape) => {}
        Err(Failure::Syntax(error)) => parse::not_json(text, &error, problems),
    }
    (None, Cow::Owned(mended))
}

/// What `text` holds, read and checked in the way of its kind.
fn checked(text: &str, problems: &mut Problems) -> Result<Option<(About, Content)>, Failure> {
    match Kind::of(text) {
        Kind::Flow if Semantics::of(text) == Semantics::Sound => {
            let day = sound::checked(text, problems)?;
            Ok(day.map(|(about, question)| (about, Content::Flow(Arc::new(question).into()))))
        }
        Kind::Flow => {
            let file = parse::parse(text, &parse::flow(), problems)?;
            let day = check::check(file, problems);
            Ok(day.map(|(about, traffic)| (about, Content::Flow(Arc::new(traffic).into()))))
        }
        Kind::States => {
            let asked = states::read(text, problems)?;
            Ok(asked.map(|(about, asked)| (about, Content::States(Arc::new(asked)))))
        }
        Kind::Contracts => {
            let set = contracts::read(text, problems)?;
            Ok(set.map(|(about, set)| (about, Content::Contracts(Arc::new(set)))))
        }
    }
}

/// SHA-256 in hexadecimal.
fn sha256(bytes: &[u8]) -> String {
    let mut hash = Sha256::new();
    in_stretches(bytes, |stretch| hash.update(stretch));
    hex(&hash.finalize())
}

/// Notes tokens that JSON does not have where nothing reads them, in fields that the format does not know.
fn unread_tokens(text: &str, offsets: &[usize], problems: &mut Problems) {
    for &offset in offsets {
        problems.error("scenario/not-a-number", locate::place_at(text, offset), || {
            ("NaN and Infinity are not JSON".to_owned(), "write a number or null")
        });
    }
}

/// The text in `bytes`, unpacked and known to be UTF-8.
fn unpacked<'b>(bytes: &'b [u8], problems: &mut Problems) -> Option<Cow<'b, str>> {
    let bytes = if bytes.starts_with(&[0x1f, 0x8b]) {
        Cow::Owned(inflated(bytes, problems)?)
    } else {
        within(bytes.len(), limits::TEXT_BYTES, "bytes", Place::default(), problems).then_some(Cow::Borrowed(bytes))?
    };
    if let Some((found, remedy)) = other_file(&bytes) {
        problems.error("scenario/not-json", Place::default(), || (found.to_owned(), remedy));
        return None;
    }
    let text = match bytes {
        Cow::Borrowed(bytes) => str::from_utf8(bytes).map(Cow::Borrowed),
        Cow::Owned(bytes) => String::from_utf8(bytes).map(Cow::Owned).map_err(|error| error.utf8_error()),
    };
    match text {
        Ok(Cow::Borrowed(text)) => Some(Cow::Borrowed(text.strip_prefix(MARK).unwrap_or(text))),
        Ok(Cow::Owned(mut text)) => {
            if text.starts_with(MARK) {
                text.drain(..MARK.len());
            }
            Some(Cow::Owned(text))
        }
        Err(error) => {
            problems.error("scenario/not-json", Place::default(), || {
                let offset = say::count(error.valid_up_to());
                (format!("is not UTF-8 text: byte {offset} does not belong to any character"), "save the file as UTF-8")
            });
            None
        }
    }
}

/// A byte order mark.
const MARK: &str = "\u{feff}";

/// What a file is that is plainly something else, and what to do.
fn other_file(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some(("is UTF-16 text", "save the file as UTF-8")),
        [b'P', b'K', 3, 4, ..] => Some(("is a zip archive", "unpack it and choose the scenario file inside")),
        [0x1f, 0x8b, ..] => Some(("is gzipped twice", "unpack it once")),
        _ => None,
    }
}

/// The bytes that `packed` unpacks to. They are counted as they come, so that a small file cannot fill the memory.
fn inflated(packed: &[u8], problems: &mut Problems) -> Option<Vec<u8>> {
    if !within(packed.len(), limits::COMPRESSED_BYTES, "compressed bytes", Place::default(), problems) {
        return None;
    }
    let mut decoder = MultiGzDecoder::new(packed);
    let mut passed = vec![0; 1 << 16];
    let mut text = Vec::new();
    loop {
        let stretch = match decoder.read(&mut passed) {
            Ok(0) => return Some(text),
            Ok(read) => &passed[..read],
            Err(_) => {
                problems.error("scenario/not-gzip-complete", Place::default(), || {
                    let count = say::count(text.len());
                    (
                        format!("the gzip file is broken or cut short after {count} bytes of text"),
                        "fetch or pack it again",
                    )
                });
                return None;
            }
        };
        if text.len() + stretch.len() > limits::TEXT_BYTES {
            problems.error("scenario/too-large", Place::default(), || {
                let limit = say::count(limits::TEXT_BYTES);
                (format!("unpacks to more than {limit} bytes of text"), format!("use at most {limit}"))
            });
            return None;
        }
        if text.capacity() - text.len() < stretch.len() {
            // A quarter at a time: doubling could ask for twice the limit.
            text.reserve_exact(stretch.len().max(text.len() / 4));
        }
        text.extend_from_slice(stretch);
    }
}
