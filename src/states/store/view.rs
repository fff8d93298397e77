//! Views: how the two layers of a store look as one.
//!
//! | view | reads | writes |
//! | --- | --- | --- |
//! | `public`, `private` | that layer | that layer |
//! | `canonical(v)` | `v` at the representative of the state | likewise |
//! | `read_only(v)` | `v` | refused |
//! | `overlay(a, b)` | `b`; what `b` has not, `a` | `b` |
//!
//! A state's tokens come in ascending order; of an overlay, first those of `b`, then those of `a` whose key `b` did not list. A key
//! that is listed is read through the whole view. What is deleted in `b` but kept in `a` is seen again.
//!
//! A state is made canonical once: `canonical` inside `canonical` is refused.

use crate::error::{Error, Result};

/// One of the two logs of a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// What all share.
    Public,
    /// What one has of one's own.
    Private,
}

/// A way to see the layers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum View {
    /// A layer as it is.
    Layer(Layer),
    /// States stand for their representatives.
    Canonical(Box<View>),
    /// Nothing can be written.
    ReadOnly(Box<View>),
    /// The second hides the first.
    Overlay(Box<View>, Box<View>),
}

impl View {
    /// The public layer.
    pub fn public() -> Self {
        Self::Layer(Layer::Public)
    }

    /// The private layer.
    pub fn private() -> Self {
        Self::Layer(Layer::Private)
    }

    /// The view at representatives.
    ///
    /// # Errors
    /// [`Error::Argument`] where a part of it is canonical already: one canonicalisation is enough.
    pub fn canonical(self) -> Result<Self> {
        if self.has_canonical_part() {
            let remedy = "make a state canonical once, at the border of the store";
            return Err(Error::argument("view", "a part of it is canonical already", remedy));
        }
        Ok(Self::Canonical(Box::new(self)))
    }

    /// The view without writing.
    #[must_use]
    pub fn read_only(self) -> Self {
        Self::ReadOnly(Box::new(self))
    }

    /// The view behind another one.
    #[must_use]
    pub fn under(self, over: Self) -> Self {
        Self::Overlay(Box::new(self), Box::new(over))
    }

    fn has_canonical_part(&self) -> bool {
        match self {
            Self::Layer(_) => false,
            Self::Canonical(_) => true,
            Self::ReadOnly(inner) => inner.has_canonical_part(),
            Self::Overlay(under, over) => under.has_canonical_part() || over.has_canonical_part(),
        }
    }

    /// The view of an agent of the published pool: a canonical public store that it cannot write, under its own.
    ///
    /// # Panics
    /// Never: the parts are made canonical once.
    pub fn agent() -> Self {
        let public = Self::Canonical(Box::new(Self::public()));
        public.read_only().under(Self::private())
    }
}
