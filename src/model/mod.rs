//! Words that families share. No algorithms live here.

mod id;
mod time;

pub use id::{FlightId, FlowId, VolumeId};
pub use time::{Horizon, UtcMicros};
