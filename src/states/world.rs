//! A space as both sides of a pair need it: as the published tables, and as the codes.

use std::sync::{Arc, OnceLock};

use crate::rng::Rng;
use crate::states::space::{self, Published, Space};
use crate::states::word;

static WHOLE: OnceLock<Arc<Published>> = OnceLock::new();

/// One space, twice.
#[derive(Debug, Clone)]
pub struct World {
    /// The columns that introns of its alphabet erase, a bit each; the alphabet is every intron without other columns.
    columns: u8,
    space: Arc<Space>,
    published: Arc<Published>,
}

impl World {
    /// The whole space, with all introns; both forms are kept once they were asked for.
    pub fn whole() -> Self {
        let space = Space::whole();
        let published = Arc::clone(WHOLE.get_or_init(|| Arc::new(Published::of(&space))));
        Self { columns: 0xFF, space, published }
    }

    /// What the introns without other than these columns reach from the archetype.
    ///
    /// ```
    /// # use loadline::states::world::World;
    /// // Columns 0 and 7 flip nothing: there is a state for each set of the two.
    /// assert_eq!(World::of_columns(0b1000_0001).space().len(), 4);
    /// ```
    ///
    /// # Panics
    /// Never: the archetype is a state.
    pub fn of_columns(columns: u8) -> Self {
        if columns == 0xFF {
            return Self::whole();
        }
        let input = space::Input::new(word::ARCHETYPE, introns_of(columns)).expect("the archetype is a state");
        let space = Arc::new(Space::of(&input));
        Self { columns, published: Arc::new(Published::of(&space)), space }
    }

    /// A small world.
    pub(crate) fn sample(rng: &mut Rng, size: u32) -> Self {
        Self::of_columns(space::sampled_columns(rng, size))
    }

    /// The columns that its introns erase, a bit each.
    pub fn columns(&self) -> u8 {
        self.columns
    }

    /// Its introns, ascending.
    pub fn alphabet(&self) -> Vec<u8> {
        introns_of(self.columns)
    }

    /// The space by codes.
    pub fn space(&self) -> &Arc<Space> {
        &self.space
    }

    /// The published tables.
    pub fn published(&self) -> &Published {
        &self.published
    }

    /// The index of one of its states.
    pub(crate) fn sampled_index(&self, rng: &mut Rng) -> u32 {
        u32::try_from(rng.below(u64::from(self.space.len()))).expect("an index is below the number of states")
    }

    /// One of its introns.
    pub(crate) fn sampled_intron(&self, rng: &mut Rng) -> u8 {
        rng.next_u64().to_le_bytes()[0] & self.columns
    }
}

fn introns_of(columns: u8) -> Vec<u8> {
    (0..=255).filter(|intron| intron & !columns == 0).collect()
}
