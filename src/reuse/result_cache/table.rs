//! The hashed list that both caches stand on: keys are digests already, so their first bytes are their hash.

use core::hash::{BuildHasherDefault, Hasher};

use lru::LruCache;

use super::key::Key;

/// Entries by key, in the order of their last use.
pub(super) type Table<E> = LruCache<Key, E, FirstBytesState>;

/// Hashes a key by its first bytes.
pub(super) type FirstBytesState = BuildHasherDefault<FirstBytes>;

/// A table without a bound of its own: who may stay is decided by the cache.
pub(super) fn empty_table<E>() -> Table<E> {
    LruCache::unbounded_with_hasher(BuildHasherDefault::default())
}

/// The hash of a digest: its first eight bytes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FirstBytes(u64);

impl Hasher for FirstBytes {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        if let Some(first) = bytes.first_chunk() {
            self.0 = u64::from_le_bytes(*first);
        }
    }
}
