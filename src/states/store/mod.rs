//! The store: what was learned of which token in which orbit, kept in two logs that are seen as one.
//!
//! A log is a value over bytes ([`Log::load`], [`Log::bytes`]); where the bytes live is up to the host. A [`View`] puts the
//! public and the private log together. A state is made canonical in one place, the view; nothing else does it.
//!
//! ```text
//! read(key)       one look-up in each layer that the view asks, O(log n)
//! of_state(s)     the tokens of one state, side by side in the index; never a scan
//! ```

mod log;
mod upkeep;
mod view;

use std::collections::BTreeSet;
use std::sync::Arc;

pub use log::{Fault, Log, Precision, Report};
pub use upkeep::{Decay, Integrity};
pub use view::{Layer, View};

use crate::error::{Error, Result};
use crate::states::learn::{Entry, learned, rate};
use crate::states::orbits::Orbits;
use crate::states::record::Key;

/// Two logs, a view of them, and the orbits of the states.
#[derive(Debug, Clone)]
pub struct Store {
    /// The orbits.
    pub orbits: Arc<Orbits>,
    public: Arc<Log>,
    private: Arc<Log>,
    view: View,
}

/// The entries of a state, in the order of the view.
type Listed<'a> = Box<dyn Iterator<Item = (Key, Entry)> + 'a>;

impl Store {
    /// A store of two logs. A log is copied only when it is written while somebody else holds it too.
    pub fn new(orbits: Arc<Orbits>, public: Arc<Log>, private: Arc<Log>, view: View) -> Self {
        Self { orbits, public, private, view }
    }

    /// How the logs are seen.
    pub fn view(&self) -> &View {
        &self.view
    }

    /// One of the logs.
    pub fn log(&self, layer: Layer) -> &Log {
        match layer {
            Layer::Public => &self.public,
            Layer::Private => &self.private,
        }
    }

    /// One of the logs, to be held by others too.
    pub fn shared(&self, layer: Layer) -> Arc<Log> {
        Arc::clone(match layer {
            Layer::Public => &self.public,
            Layer::Private => &self.private,
        })
    }

    fn log_mut(&mut self, layer: Layer) -> &mut Log {
        Arc::make_mut(match layer {
            Layer::Public => &mut self.public,
            Layer::Private => &mut self.private,
        })
    }

    /// What is kept of a key.
    pub fn get(&self, key: Key) -> Option<Entry> {
        self.read_in(&self.view, key)
    }

    fn read_in(&self, view: &View, key: Key) -> Option<Entry> {
        match view {
            View::Layer(layer) => self.log(*layer).get(key),
            View::Canonical(inner) => self.read_in(inner, self.canonical(key)),
            View::ReadOnly(inner) => self.read_in(inner, key),
            View::Overlay(under, over) => self.read_in(over, key).or_else(|| self.read_in(under, key)),
        }
    }

    fn canonical(&self, key: Key) -> Key {
        Key { state: self.orbits.representative(key.state), ..key }
    }

    /// The layer in which the view writes a key, and the key there.
    fn place(&self, key: Key) -> Result<(Layer, Key)> {
        let (mut view, mut key) = (&self.view, key);
        loop {
            match view {
                View::Layer(layer) => return Ok((*layer, key)),
                View::Canonical(inner) => (view, key) = (inner, self.canonical(key)),
                View::Overlay(_, over) => view = over,
                View::ReadOnly(_) => {
                    let remedy = "write through a view that ends in a layer of one's own";
                    return Err(Error::argument("store", "this store is read-only", remedy));
                }
            }
        }
    }

    /// Keeps an entry.
    ///
    /// # Errors
    /// [`Error::Argument`] where the view is read-only, and as [`Log::append`].
    pub fn put(&mut self, key: Key, entry: Entry) -> Result<()> {
        let (layer, key) = self.place(key)?;
        self.log_mut(layer).append(key, entry)
    }

    /// Forgets a key; whether there was one to forget. What the layer below keeps of it is seen again.
    ///
    /// # Errors
    /// [`Error::Argument`] where the view is read-only.
    pub fn delete(&mut self, key: Key) -> Result<bool> {
        let (layer, key) = self.place(key)?;
        // Asked first, so that a shared log is not copied for nothing.
        Ok(self.log(layer).get(key).is_some() && self.log_mut(layer).delete(key))
    }

    /// The entries of a state, each read through the view, in the view's order. O(log n + those).
    pub fn of_state(&self, state: u32) -> impl Iterator<Item = (Key, Entry)> + '_ {
        self.listed(&self.view, state)
    }

    fn listed<'a>(&'a self, view: &'a View, state: u32) -> Listed<'a> {
        match view {
            View::Layer(layer) => Box::new(self.log(*layer).of_state(state)),
            View::Canonical(inner) => self.listed(inner, self.orbits.representative(state)),
            View::ReadOnly(inner) => self.listed(inner, state),
            View::Overlay(under, over) => {
                let shown: BTreeSet<Key> = self.listed(over, state).map(|(key, _)| key).collect();
                let below = self.listed(under, state).filter(move |(key, _)| !shown.contains(key));
                // A canonical layer below may list a key under another state, of which the layer above knows something too.
                let read = move |(key, entry)| (key, self.read_in(over, key).unwrap_or(entry));
                Box::new(self.listed(over, state).chain(below.map(read)))
            }
        }
    }

    /// All entries: of an overlay, first those above, then those below that they do not hide. `canonical` changes nothing here.
    pub fn entries(&self) -> impl Iterator<Item = (Key, Entry)> + '_ {
        self.entries_in(&self.view)
    }

    fn entries_in<'a>(&'a self, view: &'a View) -> Listed<'a> {
        match view {
            View::Layer(layer) => Box::new(self.log(*layer).entries()),
            View::Canonical(inner) | View::ReadOnly(inner) => self.entries_in(inner),
            View::Overlay(under, over) => {
                let shown: BTreeSet<Key> = self.entries_in(over).map(|(key, _)| key).collect();
                let below = self.entries_in(under).filter(move |(key, _)| !shown.contains(key));
                Box::new(self.entries_in(over).chain(below))
            }
        }
    }

    /// Learns that a token was read in a state, its last intron being `intron`: files it under the state's representative.
    ///
    /// Returns what is kept now, or nothing where nothing changed that would be kept.
    ///
    /// # Errors
    /// [`Error::Argument`] for a state that is not there, and as [`Store::put`].
    pub fn learn(&mut self, state: u32, token: u32, intron: u8) -> Result<Option<Entry>> {
        let state = self.orbits.checked(state, "state")?;
        let key = self.canonical(Key { state, token });
        let known = self.get(key).map(|entry| Entry { direction: 0, ..entry });
        let rate = rate(self.orbits.size(state), self.orbits.largest());
        let Some(entry) = learned(known, intron, rate) else { return Ok(None) };
        self.put(key, entry)?;
        Ok(self.get(key))
    }

    /// How often what the view lists of a state has changed; never falls. Equal numbers mean an unchanged list.
    pub fn epoch_of(&self, state: u32) -> u64 {
        let first = self.orbits.representative(state);
        let of = |log: &Log| log.epoch_of(state) + if first == state { 0 } else { log.epoch_of(first) };
        of(&self.public) + of(&self.private)
    }

    /// How often anything has changed; never falls.
    pub fn epoch(&self) -> u64 {
        self.public.epoch() + self.private.epoch()
    }
}
