//! What wrapping a function or a class in the published cache does.
//!
//! ```text
//! function   call: look up (its name, arguments); an answer that is not nothing is given; else it is worked out and stored
//! class      make: look up (its name, arguments); else a new object is stored;  then it is initialised, found or new
//! ```
//!
//! So `f` that answers nothing is worked out at every call, though each counts as a hit from the second on; two functions of
//! one name share their answers; and an object that was found is initialised again, which resets whatever it had become.

use serde_json::Value as Json;

use super::PublishedCache;
use super::key::{Call, Identity, Key, Text, Value};
use super::published::NoRoom;
use crate::error::{Error, Result};

/// A function wrapped in the cache, by its name alone.
#[derive(Debug, Clone, PartialEq)]
pub struct CachedMethod {
    /// The name: all that tells functions apart.
    pub name: Text,
    /// How long answers are good, in seconds; as the cache says where none is given.
    pub ttl_s: Option<f64>,
}

/// What a call gave, and what it took.
#[derive(Debug, Clone, PartialEq)]
pub struct Called {
    /// The answer.
    pub value: Json,
    /// Whether the function was called for it.
    pub computed: bool,
}

impl CachedMethod {
    /// The answer to a call, worked out where the cache has none or has nothing.
    ///
    /// # Errors
    /// [`Error::Argument`] when a name is given twice, or the cache has room for nothing.
    pub fn call(
        &self,
        cache: &mut PublishedCache<Json>,
        now_s: f64,
        (args, kwargs): (Vec<Value>, Vec<(Text, Value)>),
        compute: impl FnOnce() -> Json,
    ) -> Result<Called> {
        let key = self.key(args, kwargs)?;
        if let Some(value) = cache.get(now_s, &key).filter(|value| !value.is_null()) {
            return Ok(Called { value: value.clone(), computed: false });
        }
        let value = compute();
        cache.put(now_s, key, self.name.clone(), value.clone(), self.ttl_s).map_err(no_room)?;
        Ok(Called { value, computed: true })
    }

    /// Forgets one answer; says whether it was there.
    ///
    /// # Errors
    /// [`Error::Argument`] when a name is given twice.
    pub fn invalidate(
        &self,
        cache: &mut PublishedCache<Json>,
        args: Vec<Value>,
        kwargs: Vec<(Text, Value)>,
    ) -> Result<bool> {
        Ok(cache.invalidate(&self.key(args, kwargs)?))
    }

    fn key(&self, args: Vec<Value>, kwargs: Vec<(Text, Value)>) -> Result<Key> {
        Key::of(&Call::new(self.name.clone(), args, kwargs)?, Identity::Published)
    }
}

/// A class whose objects are cached, by its name alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CachedClass {
    /// The name: all that tells classes apart in the cache.
    pub name: Text,
    /// Which class it is, and those that it stands on: what tells them apart elsewhere.
    pub lineage: Vec<u32>,
}

/// An object that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Which object.
    pub object: u32,
    /// Whether it was found in the cache.
    pub found: bool,
    /// Whether it is initialised, found or not: only an object of another class is not.
    pub initialised: bool,
}

/// The objects of cached classes, and their cache.
#[derive(Debug)]
pub struct CachedObjects {
    cache: PublishedCache<u32>,
    /// The class, and those that it stands on, of each object.
    lineages: Vec<Vec<u32>>,
}

impl CachedObjects {
    /// No objects yet.
    pub fn new(cache: PublishedCache<u32>) -> Self {
        Self { cache, lineages: Vec::new() }
    }

    /// An object of a class, found or made.
    ///
    /// # Errors
    /// [`Error::Argument`] when the cache has room for nothing.
    ///
    /// # Panics
    /// Never: memory ends before 32 bits run out of objects.
    pub fn make(&mut self, now_s: f64, class: &CachedClass, args: Vec<Value>) -> Result<Made> {
        let key = Key::of(&Call::new(class.name.clone(), args, Vec::new())?, Identity::Published)?;
        if let Some(&object) = self.cache.get(now_s, &key) {
            // An object of the class, or of one that stands on it.
            let initialised = class.lineage.first().is_some_and(|own| self.class_of(object).contains(own));
            return Ok(Made { object, found: true, initialised });
        }
        let object = u32::try_from(self.lineages.len()).expect("objects are numbered by 32 bits");
        self.cache.put(now_s, key, class.name.clone(), object, Some(3_600.0)).map_err(no_room)?;
        self.lineages.push(class.lineage.clone());
        Ok(Made { object, found: false, initialised: true })
    }

    /// The class of an object, and those that it stands on.
    ///
    /// # Panics
    /// When no such object was made.
    pub fn class_of(&self, object: u32) -> &[u32] {
        &self.lineages[object as usize]
    }
}

fn no_room(_: NoRoom) -> Error {
    Error::argument("maxSize", "a cache with room for nothing", "give it room for at least one answer")
}
