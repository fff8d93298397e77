//! Each step is done to a plain list, looked through from its start, under keys whose text is built first.

use super::{Trace, Transcript, published, sound};

pub(super) fn transcript(trace: &Trace) -> Transcript {
    match trace {
        Trace::Sound { limits, steps } => Transcript::Sound(sound::reference_replay(*limits, steps)),
        Trace::Published { rules, steps } => Transcript::Published(published::reference_replay(*rules, steps)),
    }
}
