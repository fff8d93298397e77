//! What is asked about states, checked.

use serde::{Deserialize, Serialize};

/// What is asked about the space of states.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The introns that reach the space; all 256 where the file says "all".
    pub alphabet: Vec<u8>,
    /// Words to look up, which may be no states.
    pub states: Vec<u64>,
    /// Indices to look up, which may be none.
    pub indices: Vec<i64>,
    /// A stream of bytes.
    pub walk: Stream,
    /// Tokens whose way is measured.
    pub tokens: Vec<u64>,
    /// What a store holds before it is asked for candidates.
    pub entries: Vec<Stored>,
    /// Indices of states whose candidates are asked for.
    pub queries: Vec<Index>,
}

/// A stream of bytes through the whole space.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stream {
    /// Where it begins.
    pub from: Index,
    /// How calls are read.
    pub semantics: Semantics,
    /// The calls, in order.
    pub calls: Vec<Call>,
}

/// One call of a stream.
#[derive(Debug, Clone, PartialEq)]
pub enum Call {
    /// Bytes from outside.
    Bytes(Vec<u8>),
    /// Tokens, each spelt in bytes.
    Tokens(Vec<u64>),
}

/// Which state is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Index {
    /// The archetype.
    #[default]
    Archetype,
    /// The state at an index, below 788,986.
    At(u32),
}

/// One entry of a store.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stored {
    /// The state under which it is kept.
    pub state: Index,
    /// The token.
    pub token: u64,
    /// The folded introns.
    pub mask: u8,
    /// The confidence, from 0 to 1.
    pub confidence: f64,
}

/// How the calls of a stream are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Semantics {
    /// Ours: a stream gives the same however it is cut into calls.
    ///
    /// A token's pre-state is the state before its first intron, also where that came in an earlier call. No byte is dropped,
    /// however long a token is. The ring has the angle after every byte.
    #[default]
    Loadline,
    /// The published system, fed byte by byte.
    ///
    /// A token's pre-state is the state before its *last* intron. Where 1,024 introns wait for a token's end, they are forgotten,
    /// the last token becomes 0, and the byte that comes then is *dropped*. The ring has the angle after every byte but those.
    PublishedPerByte,
    /// The published system, fed in bulk.
    ///
    /// A token's pre-state is the state before its first intron, but that at the *start of the call* where it began in an earlier
    /// one; calls are cut every 65,536 bytes. Where 1,024 introns wait, they are forgotten, the last token becomes 0, and the next
    /// pre-state is the one *after* the byte that comes then; at the end of a call there is none, and nothing is learned. The ring
    /// has the angle after each call, and behind it, where the call has more than 1,024 bytes, that in its middle.
    PublishedBulk,
}
