//! A record: the 12 bytes in which a store keeps what was learned of one token in one state.
//!
//! ```text
//! bytes 0..4   state index, little-endian
//! bytes 4..8   token, little-endian
//! byte  8      (mask ∧ 0xFE) ∨ (direction ∧ 1)
//! bytes 9..11  confidence as a half float, little-endian, rounded to the nearest, the even one at a tie
//! byte  11     0
//! ```
//!
//! A confidence is read back between 0 and 1, rounded to four decimals. So 0.1 is kept as 0x2E66 = 0.0999755859375 and read
//! back as 0.1; what is read is not always what was written: 0.0007925 becomes 0.0008.

use half::f16;
use serde::{Serialize, Serializer};

use crate::states::learn::Entry;

/// How many bytes a record has.
pub const BYTES: usize = 12;

/// What an entry is filed under: a state, by its index, and a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The state's index: its place among all states in ascending order.
    pub state: u32,
    /// The token.
    pub token: u32,
}

impl Serialize for Key {
    fn serialize<S: Serializer>(&self, serializer: S) -> core::result::Result<S::Ok, S::Error> {
        (self.state, self.token).serialize(serializer)
    }
}

/// One record, as it stands in a log: every bit of it, so that it can be written again as it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// What it is filed under.
    pub key: Key,
    /// Mask and direction in one byte.
    packed: u8,
    /// The bits of the half float.
    conf: u16,
}

/// Why twelve bytes are no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Flaw {
    /// The log ends inside the record.
    CutShort,
    /// There is no state of that index.
    State,
    /// The token is beyond the store's bound.
    Token,
    /// The confidence is infinite or no number.
    Confidence,
    /// The last byte is not 0.
    Padding,
}

/// What a store can hold: bounds that every record is checked against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// State indices are below this.
    pub states: u32,
    /// Tokens are at most this.
    pub last_token: u32,
}

impl Bounds {
    /// Every state of the space and every token of 32 bits.
    pub const WIDEST: Self = Self { states: 788_986, last_token: u32::MAX };
}

impl Record {
    /// The record of an entry. A confidence outside 0 to 1 is kept as the nearer of the two; one that is no number as 0.
    ///
    /// ```
    /// # use loadline::states::learn::Entry;
    /// # use loadline::states::record::{Key, Record};
    /// let entry = Entry { mask: 37, conf: 0.000_792_5, direction: 0 };
    /// let record = Record::new(Key { state: 380_023, token: 4_268_639_713 }, entry);
    /// assert_eq!(record.bytes(), [0x77, 0xcc, 5, 0, 0xe1, 0x45, 0x6e, 0xfe, 0x24, 0x7e, 0x12, 0]);
    /// assert_eq!(record.entry(), Entry { mask: 36, conf: 0.000_8, direction: 0 });
    /// ```
    pub fn new(key: Key, entry: Entry) -> Self {
        let conf = if entry.conf > 0.0 { entry.conf.min(1.0) } else { 0.0 };
        // The const form never takes a way through f32, which would round twice.
        let conf = f16::from_f64_const(conf).to_bits();
        Self { key, packed: (entry.mask & 0xFE) | (entry.direction & 1), conf }
    }

    /// The entry that the record keeps.
    pub fn entry(self) -> Entry {
        Entry { mask: self.packed & 0xFE, conf: four_decimals(self.conf), direction: self.packed & 1 }
    }

    /// The twelve bytes.
    pub fn bytes(self) -> [u8; BYTES] {
        let mut bytes = [0; BYTES];
        bytes[0..4].copy_from_slice(&self.key.state.to_le_bytes());
        bytes[4..8].copy_from_slice(&self.key.token.to_le_bytes());
        bytes[8] = self.packed;
        bytes[9..11].copy_from_slice(&self.conf.to_le_bytes());
        bytes
    }

    /// The record that twelve bytes hold.
    ///
    /// # Errors
    /// The first [`Flaw`] that they have.
    pub fn read(bytes: [u8; BYTES], bounds: Bounds) -> core::result::Result<Self, Flaw> {
        let [s0, s1, s2, s3, t0, t1, t2, t3, packed, c0, c1, padding] = bytes;
        let key = Key { state: u32::from_le_bytes([s0, s1, s2, s3]), token: u32::from_le_bytes([t0, t1, t2, t3]) };
        let conf = u16::from_le_bytes([c0, c1]);
        if key.state >= bounds.states {
            Err(Flaw::State)
        } else if key.token > bounds.last_token {
            Err(Flaw::Token)
        } else if !f16::from_bits(conf).is_finite() {
            Err(Flaw::Confidence)
        } else if padding != 0 {
            Err(Flaw::Padding)
        } else {
            Ok(Self { key, packed, conf })
        }
    }
}

/// A half float between 0 and 1, rounded to four decimals, the even one at a tie.
///
/// Exact: a half float is a multiple of 2^-24, so its four decimals are those of a whole number over 2^24.
fn four_decimals(bits: u16) -> f64 {
    const ONE: u64 = 1 << 24;
    let conf = f16::from_bits(bits).to_f64_const().clamp(0.0, 1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a multiple of 2^-24 up to 1")]
    let scaled = (conf * ONE as f64) as u64 * 10_000;
    let (whole, rest) = (scaled / ONE, scaled % ONE);
    let up = rest > ONE / 2 || (rest == ONE / 2 && whole % 2 == 1);
    (whole + u64::from(up)) as f64 / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_half_float_reads_as_its_four_decimals() {
        for bits in 0..=0x3C00_u16 {
            let written = format!("{:.4}", f16::from_bits(bits).to_f64_const());
            let conf = four_decimals(bits);
            assert!((conf - written.parse::<f64>().unwrap()).abs() < 1e-4 + 1e-12, "{bits:#x}");
            assert_eq!(format!("{conf:.4}").parse::<f64>(), Ok(conf), "{bits:#x} has four decimals");
        }
        // 1/32 = 0.03125 is a tie, and so is 3/32 = 0.09375.
        assert_eq!(four_decimals(f16::from_f64_const(0.031_25).to_bits()).to_bits(), 0.031_2_f64.to_bits());
        assert_eq!(four_decimals(f16::from_f64_const(0.093_75).to_bits()).to_bits(), 0.093_8_f64.to_bits());
        // Beyond 0 and 1 the nearer of the two is read.
        assert_eq!(four_decimals(0xBC00).to_bits(), 0.0_f64.to_bits());
        assert_eq!(four_decimals(0x7BFF).to_bits(), 1.0_f64.to_bits());
    }

    #[test]
    fn a_record_reads_back_bit_for_bit() {
        let record = Record::new(Key { state: 7, token: 9 }, Entry { mask: 0xFF, conf: 0.3, direction: 1 });
        assert_eq!(Record::read(record.bytes(), Bounds::WIDEST), Ok(record));
        assert_eq!((record.entry().mask, record.entry().direction), (0xFE, 1));
    }

    #[test]
    fn each_flaw_has_its_name() {
        let good = Record::new(Key { state: 7, token: 9 }, Entry::FIRST).bytes();
        let bounds = Bounds { states: 8, last_token: 9 };
        let broken = |at: usize, byte: u8| {
            let mut bytes = good;
            bytes[at] = byte;
            Record::read(bytes, bounds)
        };
        assert!(broken(0, 6).is_ok());
        assert_eq!(broken(0, 8), Err(Flaw::State));
        assert_eq!(broken(5, 1), Err(Flaw::Token));
        assert_eq!(broken(10, 0x7C), Err(Flaw::Confidence));
        assert_eq!(broken(11, 1), Err(Flaw::Padding));
    }
}
