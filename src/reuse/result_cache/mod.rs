//! Result cache: was this call answered before, and is the answer still good?
