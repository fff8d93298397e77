//! What a question about a day must name: a volume that is there, and bins of the day.

use core::ops::Range;

use crate::error::{Error, Result};
use crate::model::VolumeId;
use crate::scenario::Traffic;

/// Refuses a volume that is not there.
pub(super) fn check_volume(traffic: &Traffic, volume: VolumeId) -> Result<()> {
    if volume.index() < traffic.volumes.len() {
        return Ok(());
    }
    let found = format!("there is no volume {}", volume.0);
    Err(Error::argument("volume", found, format!("use 0 to {}", traffic.volumes.len() - 1)))
}

/// Refuses a window that is empty or begins after the day.
pub(super) fn check_window(traffic: &Traffic, window: &Range<u32>) -> Result<()> {
    let bins = traffic.horizon.bins();
    if !window.is_empty() && window.start < bins {
        return Ok(());
    }
    let found = format!("bins {} to {} hold nothing", window.start, window.end);
    Err(Error::argument("windowBins", found, format!("start before bin {bins} and end after the start")))
}
