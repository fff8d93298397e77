//! What a file holds at its top, for telling whose it is.

use core::fmt;

use serde::de::{Deserializer as _, IgnoredAny, MapAccess, Visitor};

use crate::error::{Error, Result};
use crate::scenario;

/// The name of a file and the names at the top of its first JSON object.
pub(super) struct Peek {
    /// The name without folders and without `.gz`.
    #[allow(dead_code, reason = "for families that have files which are not JSON")]
    pub(super) name: String,
    keys: Vec<String>,
}

impl Peek {
    /// Looks into a file. What is not text has no names.
    pub(super) fn at(name: &str, bytes: &[u8]) -> Result<Self> {
        let short = name.rsplit(['/', '\\']).next().unwrap_or(name).trim_end_matches(".gz").to_owned();
        let mut keys = Vec::new();
        if !short.ends_with(".bin") {
            let text = scenario::text(bytes, name)?;
            let read = serde_json::Deserializer::from_str(&text).deserialize_any(Keys(&mut keys));
            if let Some(error) = read.err().filter(|_| keys.is_empty()) {
                return Err(Error::Recorded { name: name.to_owned(), at: "$".to_owned(), found: error.to_string() });
            }
        }
        Ok(Self { name: short, keys })
    }

    /// Whether the object has a field of that name.
    pub(super) fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|known| known == key)
    }
}

struct Keys<'k>(&'k mut Vec<String>);

impl<'de> Visitor<'de> for Keys<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> core::result::Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            map.next_value::<IgnoredAny>()?;
            self.0.push(key);
        }
        Ok(())
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> core::result::Result<(), A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}
