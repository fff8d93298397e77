//! Right because: a hashed list is a list whose entries can be found without looking: it keeps the same order under the same
//!   moves to the end. An entry stands among the ends of lives exactly while it stands in the list, so the earliest end is over
//!   if any is, and the ends in order, then by number, are the order of the definition. A ticket stands under its key exactly
//!   while nothing newer has come between.
//! Fast because: a hit is one look into a table whose hash is read off the key, which is a digest already, and one comparison with
//!   the earliest end; nothing is allocated. The key is streamed into the hash function. O(1) a hit, O(log n) a put with an end.
//! Did not pay: a list of ends beside the table needs no look at it where all lives are equally long, since ends then come in
//!   the order of storing; but one odd life breaks that order, and a put is dearer in its key than in its end.

use super::{Trace, Transcript, published, sound};

pub(super) fn transcript(trace: &Trace) -> Transcript {
    match trace {
        Trace::Sound { limits, steps } => Transcript::Sound(sound::replay(*limits, steps)),
        Trace::Published { rules, steps } => Transcript::Published(published::replay(*rules, steps)),
    }
}
