//! Files that are one JSON object, or one on each line.

use std::io::Read as _;

use flate2::read::GzDecoder;
use serde::de::DeserializeOwned;

use crate::catalogue::recorded::RecordedFile;
use crate::error::{Error, Result};

/// That the file does not hold at `at` what it should.
pub(super) fn wrong(file: &RecordedFile<'_>, at: impl Into<String>, found: impl Into<String>) -> Error {
    Error::Recorded { name: file.name.to_owned(), at: at.into(), found: found.into() }
}

/// How many bytes a packed store may unpack to: five million records.
const MOST_BYTES: u64 = 60_000_000;

/// The bytes of a file that is no text; unpacked where its name ends in `.gz`.
pub(super) fn unpacked(name: &str, bytes: &[u8]) -> Result<Vec<u8>> {
    if !name.ends_with(".gz") {
        return Ok(bytes.to_vec());
    }
    let mut unpacked = Vec::new();
    let read = GzDecoder::new(bytes).take(MOST_BYTES + 1).read_to_end(&mut unpacked);
    let found = match read {
        Err(error) => error.to_string(),
        Ok(_) if unpacked.len() as u64 > MOST_BYTES => format!("it unpacks to more than {MOST_BYTES} bytes"),
        Ok(_) => return Ok(unpacked),
    };
    Err(Error::Recorded { name: name.to_owned(), at: "$".to_owned(), found })
}

/// The object of each line.
pub(super) fn lines<T: DeserializeOwned>(file: &RecordedFile<'_>) -> Result<Vec<T>> {
    let text = file.text()?;
    let lines = text.lines().zip(1_usize..).filter(|(line, _)| !line.trim().is_empty());
    lines
        .map(|(line, number)| {
            serde_json::from_str(line).map_err(|error| wrong(file, format!("line {number}"), error.to_string()))
        })
        .collect()
}

/// The one object of a file.
pub(super) fn object<T: DeserializeOwned>(file: &RecordedFile<'_>) -> Result<T> {
    serde_json::from_str(&file.text()?).map_err(|error| wrong(file, "$", error.to_string()))
}

/// The bytes that hexadecimal digits spell.
pub(super) fn bytes(file: &RecordedFile<'_>, hex: &str) -> Result<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        hex.chars().map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0);
    let digits = digits.ok_or_else(|| wrong(file, "hex", "expected an even number of hexadecimal digits"))?;
    Ok(digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}
