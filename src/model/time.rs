//! Time as the scenario has it: bins of a day, and moments in microseconds.

use core::fmt;

/// The day cut into bins of equal length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Horizon {
    bin_minutes: u32,
}

impl Horizon {
    /// The bin lengths that cut both a day and an hour into whole bins, in minutes.
    pub const BIN_MINUTES: [u32; 12] = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60];

    /// A day in bins of `bin_minutes`; `None` unless it is one of [`Self::BIN_MINUTES`].
    ///
    /// ```
    /// # use loadline::model::Horizon;
    /// let day = Horizon::new(15).unwrap();
    /// assert_eq!((day.bins(), day.bins_per_hour(), day.bin_seconds()), (96, 4, 900));
    /// assert_eq!(Horizon::new(25), None);
    /// ```
    pub fn new(bin_minutes: u32) -> Option<Self> {
        Self::BIN_MINUTES.contains(&bin_minutes).then_some(Self { bin_minutes })
    }

    /// Length of a bin in minutes.
    pub fn bin_minutes(self) -> u32 {
        self.bin_minutes
    }

    /// Length of a bin in seconds.
    pub fn bin_seconds(self) -> u32 {
        self.bin_minutes * 60
    }

    /// Bins in a day.
    pub fn bins(self) -> u32 {
        1440 / self.bin_minutes
    }

    /// Bins in an hour: the length of the rolling window.
    pub fn bins_per_hour(self) -> u32 {
        60 / self.bin_minutes
    }
}

/// A moment: microseconds since 1970-01-01T00:00:00 UTC, without leap seconds.
///
/// ```
/// # use loadline::model::UtcMicros;
/// assert_eq!(UtcMicros(1_533_099_600_250_000).to_string(), "2018-08-01T05:00:00.250000");
/// assert_eq!(UtcMicros(951_782_400_000_000).to_string(), "2000-02-29T00:00:00");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct UtcMicros(pub i64);

impl UtcMicros {
    const SECOND: i64 = 1_000_000;
    const DAY: i64 = 86_400 * Self::SECOND;

    /// The moment `seconds` later, to the nearest microsecond, a tie going to the even one.
    ///
    /// The whole seconds are added exactly; only the fraction is rounded.
    ///
    /// ```
    /// # use loadline::model::UtcMicros;
    /// assert_eq!(UtcMicros(0).plus_seconds(0.0000005), UtcMicros(0)); // half a microsecond: to even
    /// assert_eq!(UtcMicros(0).plus_seconds(60.25), UtcMicros(60_250_000));
    /// ```
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "checked scenarios keep seconds within a few days")]
    pub fn plus_seconds(self, seconds: f64) -> Self {
        let whole = seconds.trunc();
        let fraction = ((seconds - whole) * 1e6).round_ties_even();
        Self(self.0 + whole as i64 * Self::SECOND + fraction as i64)
    }

    /// Microseconds since this moment's own midnight: `0..86_400_000_000`.
    pub fn of_day(self) -> i64 {
        self.0.rem_euclid(Self::DAY)
    }

    /// This moment's own midnight.
    #[must_use]
    pub fn midnight(self) -> Self {
        Self(self.0 - self.of_day())
    }

    /// The bin of the day that holds this moment, whatever its date.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "of_day lies within a day")]
    pub fn bin(self, horizon: Horizon) -> u32 {
        (self.of_day() / (i64::from(horizon.bin_seconds()) * Self::SECOND)) as u32
    }
}

/// ISO 8601 without a zone, with six decimals where the moment is not a whole second: `2018-08-01T05:00:00.250000`.
impl fmt::Display for UtcMicros {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil(self.0.div_euclid(Self::DAY));
        let (seconds, micros) = (self.of_day() / Self::SECOND, self.of_day() % Self::SECOND);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        if micros == 0 { Ok(()) } else { write!(f, ".{micros:06}") }
    }
}

/// Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar.
///
/// Years are counted from March, so that the leap day is the last of its year; 400 years are 146,097 days.
fn civil(day: i64) -> (i64, i64, i64) {
    let from_march_of_0 = day + 719_468;
    let (era, of_era) = (from_march_of_0.div_euclid(146_097), from_march_of_0.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let months_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * months_from_march + 2) / 5 + 1;
    let month = if months_from_march < 10 { months_from_march + 3 } else { months_from_march - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}
