//! Right because: it writes the same pieces in the same order as the definition does, only into the hash function instead
//!   of a text. The bytes of WTF-8 sort like the code points that they stand for, and the shortest digits of a number are
//!   the same from whichever method: there is one nearest shortest decimal.
//! Fast because: nothing is allocated but the order of names that do not come sorted. Pieces gather in one block of 512 bytes,
//!   so that the hash function sees whole blocks; runs of plain ASCII are copied at once. O(length of the text).
//! Did not pay: handing each piece to the hash function itself: it keeps its own buffer, and filling that by pieces of two or
//!   three bytes costs a call and a length check each. A faster hash would: SHA-256 is most of what a key costs, and part of
//!   the definition.

use core::cmp::Ordering;

use sha2::{Digest as _, Sha256};

use super::{Call, Identity, Int, Key, Map, MapKey, Text, Value};

pub(super) fn key(call: &Call, identity: Identity) -> Key {
    let mut stream = Stream::new(identity);
    stream.push(b"{\"args\": ");
    stream.list(call.args());
    stream.push(b", \"kwargs\": [");
    stream.names(call.kwargs());
    stream.push(match identity {
        Identity::Published => b"], \"method\": ",
        Identity::Explicit => b"], \"function\": ",
    });
    stream.quoted(call.method());
    stream.push(b"}");
    stream.finish()
}

/// How many bytes gather before the hash function is called: eight of its blocks.
const GATHERED: usize = 512;

struct Stream {
    identity: Identity,
    hasher: Sha256,
    gathered: [u8; GATHERED],
    filled: usize,
}

impl Stream {
    fn new(identity: Identity) -> Self {
        Self { identity, hasher: Sha256::new(), gathered: [0; GATHERED], filled: 0 }
    }

    fn finish(mut self) -> Key {
        self.hasher.update(&self.gathered[..self.filled]);
        Key(self.hasher.finalize().into())
    }

    fn push(&mut self, mut bytes: &[u8]) {
        while bytes.len() > GATHERED - self.filled {
            let (now, later) = bytes.split_at(GATHERED - self.filled);
            self.gathered[self.filled..].copy_from_slice(now);
            self.hasher.update(self.gathered);
            self.filled = 0;
            bytes = later;
        }
        self.gathered[self.filled..self.filled + bytes.len()].copy_from_slice(bytes);
        self.filled += bytes.len();
    }

    fn names(&mut self, kwargs: &[(Text, Value)]) {
        let mut comma: &[u8] = b"[";
        let mut name = |stream: &mut Self, (name, value): &(Text, Value)| {
            stream.push(comma);
            comma = b", [";
            stream.quoted(name);
            stream.push(b", ");
            stream.value(value);
            stream.push(b"]");
        };
        if kwargs.is_sorted_by(|(one, _), (another, _)| one <= another) {
            for each in kwargs {
                name(self, each);
            }
        } else {
            let mut sorted: Vec<&(Text, Value)> = kwargs.iter().collect();
            sorted.sort_unstable_by(|(one, _), (another, _)| one.cmp(another));
            for each in sorted {
                name(self, each);
            }
        }
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Null => self.push(b"null"),
            Value::Bool(yes) => self.bool(*yes),
            Value::Int(int) => self.int(int),
            Value::Float(float) => self.float(*float),
            Value::Text(text) | Value::Opaque(text) => self.quoted(text),
            Value::List(items) => self.list(items),
            Value::Map(map) => self.map(map),
        }
    }

    fn list(&mut self, items: &[Value]) {
        self.push(b"[");
        for (place, item) in items.iter().enumerate() {
            if place > 0 {
                self.push(b", ");
            }
            self.value(item);
        }
        self.push(b"]");
    }

    fn map(&mut self, map: &Map) {
        let ordered = |one: &MapKey, another: &MapKey| one.order(another) != Some(Ordering::Greater);
        self.push(b"{");
        let mut comma: &[u8] = b"";
        let mut entry = |stream: &mut Self, (key, value): &(MapKey, Value)| {
            stream.push(comma);
            comma = b", ";
            stream.map_key(key);
            stream.push(b": ");
            stream.value(value);
        };
        if map.entries().is_sorted_by(|(one, _), (another, _)| ordered(one, another)) {
            for each in map.entries() {
                entry(self, each);
            }
        } else {
            for each in map.sorted() {
                entry(self, each);
            }
        }
        self.push(b"}");
    }

    fn map_key(&mut self, key: &MapKey) {
        if let MapKey::Text(text) = key {
            return self.quoted(text);
        }
        let quote: &[u8] = if self.identity == Identity::Published { b"\"" } else { b"" };
        self.push(quote);
        match key {
            MapKey::Null => self.push(b"null"),
            MapKey::Bool(yes) => self.bool(*yes),
            MapKey::Int(int) => self.int(int),
            MapKey::Float(float) => self.float(*float),
            MapKey::Text(_) => {}
        }
        self.push(quote);
    }

    fn bool(&mut self, yes: bool) {
        self.push(if yes { b"true" } else { b"false" });
    }

    fn int(&mut self, int: &Int) {
        match int.small() {
            Some(small) => {
                // Digits from the end; 20 places hold any 64-bit number and its sign.
                let (mut digits, mut at, mut rest) = ([0_u8; 20], 20, small.unsigned_abs());
                loop {
                    at -= 1;
                    digits[at] = digit(rest % 10);
                    rest /= 10;
                    if rest == 0 {
                        break;
                    }
                }
                if small < 0 {
                    at -= 1;
                    digits[at] = b'-';
                }
                self.push(&digits[at..]);
            }
            None => self.push(int.to_string().as_bytes()),
        }
    }

    fn float(&mut self, float: f64) {
        if float.is_nan() {
            return self.push(b"NaN");
        }
        if float.is_sign_negative() {
            self.push(b"-");
        }
        if float.is_infinite() {
            return self.push(b"Infinity");
        }
        let mut buffer = zmij::Buffer::new();
        let (digits, count, exponent) = shortest(buffer.format_finite(float.abs()).as_bytes());
        self.decimal(&digits[..count], exponent);
    }

    /// Digits `d.ddd` times ten to the `exponent`.
    fn decimal(&mut self, digits: &[u8], exponent: i32) {
        match usize::try_from(exponent) {
            Ok(whole) if whole < 16 => {
                let whole = whole + 1;
                self.push(&digits[..digits.len().min(whole)]);
                self.push(&b"0000000000000000"[..whole.saturating_sub(digits.len())]);
                self.push(b".");
                self.push(if digits.len() > whole { &digits[whole..] } else { b"0" });
            }
            Err(_) if exponent >= -4 => {
                self.push(b"0.");
                self.push(&b"000"[..usize::try_from(-1 - exponent).unwrap_or(0)]);
                self.push(digits);
            }
            _ => {
                self.push(&digits[..1]);
                if digits.len() > 1 {
                    self.push(b".");
                    self.push(&digits[1..]);
                }
                self.push(if exponent < 0 { b"e-" } else { b"e+" });
                if exponent.abs() < 10 {
                    self.push(b"0");
                }
                self.int(&Int::from(i64::from(exponent.abs())));
            }
        }
    }

    fn quoted(&mut self, text: &Text) {
        self.push(b"\"");
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let plain = bytes[at..]
                .iter()
                .take_while(|byte| matches!(byte, b' '..=b'~' if !matches!(byte, b'"' | b'\\')))
                .count();
            self.push(&bytes[at..at + plain]);
            at += plain;
            if at < bytes.len() {
                at += self.escape(&bytes[at..]);
            }
        }
        self.push(b"\"");
    }

    /// Writes the first code point of `bytes` escaped; returns how many bytes it takes.
    fn escape(&mut self, bytes: &[u8]) -> usize {
        let point = |bytes: &[u8], lead: u8| {
            bytes[1..].iter().fold(u32::from(bytes[0] & lead), |point, byte| (point << 6) | u32::from(byte & 0x3F))
        };
        let short: &[u8] = match bytes[0] {
            b'"' => b"\\\"",
            b'\\' => b"\\\\",
            b'\n' => b"\\n",
            b'\r' => b"\\r",
            b'\t' => b"\\t",
            8 => b"\\b",
            12 => b"\\f",
            control @ 0..0x80 => {
                self.unit(u32::from(control));
                return 1;
            }
            0x80..0xE0 => {
                self.unit(point(&bytes[..2], 0x1F));
                return 2;
            }
            0xE0..0xF0 => {
                self.unit(point(&bytes[..3], 0x0F));
                return 3;
            }
            _ => {
                let beyond = point(&bytes[..4], 0x07) - 0x1_0000;
                self.unit(0xD800 + (beyond >> 10));
                self.unit(0xDC00 + (beyond & 0x3FF));
                return 4;
            }
        };
        self.push(short);
        1
    }

    /// Writes a UTF-16 unit as `\uXXXX`.
    fn unit(&mut self, unit: u32) {
        let hex = |shift: u32| b"0123456789abcdef"[((unit >> shift) & 0xF) as usize];
        self.push(&[b'\\', b'u', hex(12), hex(8), hex(4), hex(0)]);
    }
}

fn digit(value: u64) -> u8 {
    b'0' + u8::try_from(value).expect("a digit is below ten")
}

/// The digits of a decimal text without its point and outer zeros, how many they are, and the exponent of the first one.
fn shortest(text: &[u8]) -> ([u8; 24], usize, i32) {
    let (mut digits, mut count) = ([b'0'; 24], 0);
    let (mut whole, mut zeros, mut point, mut exponent) = (0_i32, 0_i32, false, 0_i32);
    let mut bytes = text.iter();
    for &byte in bytes.by_ref() {
        match byte {
            b'.' => point = true,
            b'e' => break,
            // A zero before the first digit that counts: it moves the exponent where it stands after the point.
            b'0' if count == 0 => zeros += i32::from(point),
            _ => {
                digits[count] = byte;
                count += 1;
                whole += i32::from(!point);
            }
        }
    }
    if let Ok(written) = core::str::from_utf8(bytes.as_slice()) {
        exponent = written.parse().unwrap_or(0);
    }
    while count > 1 && digits[count - 1] == b'0' {
        count -= 1;
    }
    match count {
        0 => (digits, 1, 0),
        _ => (digits, count, exponent + whole - 1 - zeros),
    }
}
