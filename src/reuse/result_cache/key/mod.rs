//! Key: which call is this, whatever the order of its names?
//!
//! ```text
//! text = {"args": [A…], "kwargs": [["name", V]…], "method": "NAME"}        names sorted by code point
//! key  = SHA-256(text)                                                    32 bytes, shown as 64 lower-case digits
//! ```
//!
//! The call `f(1, x=2.0)` has the text `{"args": [1], "kwargs": [["x", 2.0]], "method": "f"}`; `f(1, x=2)` has another one, as
//! whole and fractional numbers are kept apart. Everything outside of ASCII is escaped, so text and bytes are the same thing.
//!
//! Names and the text keys of maps are sorted by code point. JavaScript sorts by UTF-16 unit, where U+1F600 comes before
//! U+FFFF: a caller must not sort for us. Number keys are sorted as numbers.
//!
//! Two [`Identity`] rules make a text. [`Identity::Published`] is the published one, byte for byte: a value that it does not
//! know is written as the text that it prints, and the key `1` of a map like the key `"1"`, so different calls share keys.
//! [`Identity::Explicit`] lets no two different calls share a text: it refuses what has no content of its own, writes keys
//! of maps that are not text without quotes, and calls its last field `function`, so that it meets no published key.

mod number;
mod optimised;
mod order;
mod reference;
mod tagged;
mod text;
mod value;

use core::fmt;
use core::hash::{Hash, Hasher};

use serde::{Serialize, Serializer};

use crate::error::{Error, Result};
use crate::pair::{Side, hex};

pub use number::Int;
pub use tagged::{call_of_json, value_of_json};
pub use text::Text;
pub use value::{Call, Map, MapKey, Mixed, Value};

/// The digest that names a call.
///
/// ```
/// # use loadline::reuse::result_cache::key::{Call, Identity, Key};
/// let call = Call::new("f", Vec::new(), Vec::new())?;
/// let key = Key::of(&call, Identity::Published)?;
/// assert!(key.to_string().starts_with("1fdbcb42758b0886"));
/// assert_ne!(key, Key::of(&call, Identity::Explicit)?);
/// # Ok::<(), loadline::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key([u8; 32]);

/// What counts as the same call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// As published: opaque values by the text that they print, keys of maps as texts.
    Published,
    /// By content alone: opaque values are refused, and no two calls share a text.
    Explicit,
}

impl Key {
    /// The key of a call, in O(length of its text); the text itself is never built.
    ///
    /// # Errors
    /// [`Error::Argument`] for an opaque value under [`Identity::Explicit`], with its place: what it prints is not what it is.
    pub fn of(call: &Call, identity: Identity) -> Result<Self> {
        admit(call, identity)?;
        Ok(optimised::key(call, identity))
    }

    /// The key whose bytes are these.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The text that a key is the digest of.
///
/// # Errors
/// As [`Key::of`].
pub fn text(call: &Call, identity: Identity) -> Result<String> {
    admit(call, identity)?;
    Ok(reference::text(call, identity))
}

/// The reference key, for the reference sides that stand on it.
pub(super) fn reference_key(call: &Call, identity: Identity) -> Result<Key> {
    admit(call, identity)?;
    Ok(reference::key(call, identity))
}

/// The key of a call as one side makes it.
pub(crate) fn by_side(call: &Call, identity: Identity, side: Side) -> Result<Key> {
    match side {
        Side::Reference => reference_key(call, identity),
        Side::Optimised => Key::of(call, identity),
    }
}

fn admit(call: &Call, identity: Identity) -> Result<()> {
    let opaque = match identity {
        Identity::Published => None,
        Identity::Explicit => call.opaque_place(),
    };
    opaque.map_or(Ok(()), |at| {
        Err(Error::argument(
            at,
            "a value that is known only by what it prints",
            "give its content, or a name and a version that change when it does",
        ))
    })
}

/// Hashed as its bytes alone, the first of which are as good as any hash.
impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write(&self.0);
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({self})")
    }
}

impl Serialize for Key {
    fn serialize<S: Serializer>(&self, serializer: S) -> core::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex(&self.0))
    }
}
