//! Words that families share. No algorithms live here.

mod id;
mod time;

pub use id::{ContractId, FlightId, FlowId, VolumeId};
pub use time::{Horizon, UtcMicros};
