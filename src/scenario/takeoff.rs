//! Take-off times: `2018-08-01T05:00:00`, with up to six digits of a second and an optional `Z`.

use crate::model::UtcMicros;

const DAY_S: i64 = 86_400;

/// The moment that `text` names; `None` unless it is written as this module says.
pub(super) fn parse(text: &str) -> Option<UtcMicros> {
    let text = text.strip_suffix('Z').unwrap_or(text);
    let (date, clock) = text.split_once('T')?;
    let (clock, fraction) = clock.split_once('.').map_or((clock, None), |(clock, digits)| (clock, Some(digits)));
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let [hour, minute, second] = numbers(clock, ':', [2, 2, 2])?;
    let micros = match fraction {
        Some(digits) if digits.len() <= 6 => digits_of(digits)? * 10_i64.pow(6 - u32::try_from(digits.len()).ok()?),
        Some(_) => return None,
        None => 0,
    };
    let sound = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day) && year >= 1;
    let seconds = days_since_1970(year, month, day) * DAY_S + hour * 3600 + minute * 60 + second;
    (sound && hour < 24 && minute < 60 && second < 60).then_some(UtcMicros(seconds * 1_000_000 + micros))
}

/// The moment as [`parse`] reads it, without a fraction where that is zero.
pub(super) fn format(moment: UtcMicros) -> String {
    let (seconds, micros) = (moment.0.div_euclid(1_000_000), moment.0.rem_euclid(1_000_000));
    let (days, of_day) = (seconds.div_euclid(DAY_S), seconds.rem_euclid(DAY_S));
    let (year, month, day) = date_of(days);
    let text = format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}", of_day / 3600, of_day / 60 % 60, of_day % 60);
    if micros == 0 { text } else { format!("{text}.{micros:06}") }
}

fn digits_of(text: &str) -> Option<i64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn numbers(text: &str, separator: char, widths: [usize; 3]) -> Option<[i64; 3]> {
    let mut parts = text.split(separator);
    let mut part = |width| parts.next().filter(|part| part.len() == width).and_then(digits_of);
    let numbers = [part(widths[0])?, part(widths[1])?, part(widths[2])?];
    parts.next().is_none().then_some(numbers)
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a date of the Gregorian calendar. Years are counted from March, so that a leap day is the last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year - 719_468
}

/// The date of [`days_since_1970`].
fn date_of(days: i64) -> (i64, i64, i64) {
    // Not after the year that is looked for: before 1970 years are taken as too short, after it as too long.
    let mut year = 1970 + days.div_euclid(if days < 0 { 365 } else { 366 });
    while days_since_1970(year + 1, 1, 1) <= days {
        year += 1;
    }
    let mut month = 1;
    while month < 12 && days_since_1970(year, month + 1, 1) <= days {
        month += 1;
    }
    (year, month, days - days_since_1970(year, month, 1) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_to_the_microsecond() {
        assert_eq!(parse("1970-01-01T00:00:00"), Some(UtcMicros(0)));
        assert_eq!(parse("2018-08-01T05:00:00Z"), Some(UtcMicros(1_533_099_600_000_000)));
        assert_eq!(parse("2018-08-01T05:00:00.5"), Some(UtcMicros(1_533_099_600_500_000)));
        assert_eq!(parse("2000-02-29T23:59:59.000001"), Some(UtcMicros(951_868_799_000_001)));
    }

    #[test]
    fn what_is_not_a_moment_is_refused() {
        let bad = ["", "2018-08-01", "2018-08-01 05:00:00", "2018-13-01T05:00:00", "2018-02-29T05:00:00"];
        let worse =
            ["2018-08-01T24:00:00", "2018-08-01T05:00:00+02:00", "2018-08-01T05:00:00.1234567", "+018-08-01T05:00:00"];
        for text in bad.iter().chain(&worse) {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn every_day_from_year_1_to_9999_is_written_as_it_is_read() {
        let (first, last) = (days_since_1970(1, 1, 1), days_since_1970(9999, 12, 31));
        assert_eq!((first, last), (-719_162, 2_932_896));
        for days in (first..=last).step_by(13) {
            let moment = UtcMicros(days * DAY_S * 1_000_000 + 1);
            assert_eq!(parse(&format(moment)), Some(moment));
        }
    }
}
