//! The grid of volumes, and the cells that a flight visits on its way through it.

use crate::model::VolumeId;
use crate::rng::Rng;

/// A route has at most two cells more than this: it ends where it is when it gets there.
const LONGEST: usize = 25;

/// A place on the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    x: u64,
    y: u64,
}

/// A grid of cells, and the blocks of two by two cells over it.
#[derive(Debug)]
pub(super) struct Grid {
    width: u64,
    height: u64,
}

impl Grid {
    pub(super) fn new(width: u32, height: u32) -> Self {
        Self { width: width.into(), height: height.into() }
    }

    fn blocks_wide(&self) -> u64 {
        self.width.div_ceil(2)
    }

    /// How many blocks there are: their volumes come first.
    pub(super) fn blocks(&self) -> u64 {
        self.blocks_wide() * self.height.div_ceil(2)
    }

    /// How many volumes there are, blocks and cells.
    pub(super) fn volumes(&self) -> u64 {
        self.blocks() + self.width * self.height
    }

    /// The names of all volumes, in order.
    pub(super) fn volume_names(&self) -> impl Iterator<Item = String> + use<> {
        let blocks = (0..self.blocks()).map(|block| format!("C{block:04}"));
        blocks.chain((0..self.width * self.height).map(|cell| format!("E{cell:04}")))
    }

    /// The volume of the block around a place.
    pub(super) fn block_at(&self, spot: Spot) -> VolumeId {
        super::volume(spot.y / 2 * self.blocks_wide() + spot.x / 2)
    }

    /// The volume of the cell at a place.
    pub(super) fn cell_at(&self, spot: Spot) -> VolumeId {
        super::volume(self.blocks() + spot.y * self.width + spot.x)
    }

    /// A place anywhere on the grid.
    pub(super) fn draw(&self, rng: &mut Rng) -> Spot {
        let x = rng.below(self.width);
        Spot { x, y: rng.below(self.height) }
    }

    /// The place east of another, or west of it at the eastern edge; none on a grid that is one cell wide.
    fn beside(&self, spot: Spot) -> Option<Spot> {
        let x = if spot.x + 1 < self.width { Some(spot.x + 1) } else { spot.x.checked_sub(1) };
        x.map(|x| Spot { x, ..spot })
    }
}

/// The cells from one drawn place to another, both included.
///
/// Six flights in ten go from or to a hub. On each step, one in a hundred times `detour_pct` goes aside and comes back.
pub(super) fn route(grid: &Grid, hubs: &[Spot], detour_pct: u32, rng: &mut Rng) -> Vec<Spot> {
    let (mut here, destination) = ends(grid, hubs, rng);
    let mut route = vec![here];
    while here != destination && route.len() < LONGEST {
        if rng.below(100) < u64::from(detour_pct)
            && let Some(beside) = grid.beside(here)
        {
            route.extend([beside, here]);
        }
        here = step(here, destination, rng);
        route.push(here);
    }
    route
}

/// Where a flight starts, and where it wants to go.
fn ends(grid: &Grid, hubs: &[Spot], rng: &mut Rng) -> (Spot, Spot) {
    let place = grid.draw(rng);
    if rng.below(100) >= 60 {
        return (place, grid.draw(rng));
    }
    let drawn = usize::try_from(rng.below(hubs.len() as u64)).expect("a draw below a length is an index");
    if rng.below(2) == 0 { (hubs[drawn], place) } else { (place, hubs[drawn]) }
}

/// One cell nearer: along the row or the column, drawn where both would do.
fn step(from: Spot, to: Spot, rng: &mut Rng) -> Spot {
    let along_row = from.x != to.x && (from.y == to.y || rng.below(2) == 0);
    if along_row { Spot { x: nearer(from.x, to.x), ..from } } else { Spot { y: nearer(from.y, to.y), ..from } }
}

fn nearer(from: u64, to: u64) -> u64 {
    if to > from { from + 1 } else { from - 1 }
}
