//! The family `states`: its pairs, and what each is asked about a scenario.
//!
//! `space` and `orbit` are about the space that the alphabet reaches; the others are about the whole one. `theta` and `lookup` are
//! asked about the words and indices that the scenario lists and about each state on the way of its walk: `lookup` about all,
//! `theta` about those that exist.

use super::{Bench, Family, Opened, Row};
use crate::error::{Error, Result};
use crate::scenario::states::{Asked, Call, Index};
use crate::scenario::{Kind, Scenario};
use crate::states::code::Code;
use crate::states::lookup::{self, Lookup};
use crate::states::orbit::Orbits;
use crate::states::space::{self, Space, States};
use crate::states::step::{self, Step};
use crate::states::theta::{self, Theta};
use crate::states::walk::{self, Walk};
use crate::states::world::World;
use crate::states::{token, word};

const STATES: Family =
    Family { name: "states", question: "Where are we, and how far from the origin?", kind: Kind::States };

/// Its pairs, in the order in which they are shown.
pub(super) static ROWS: &[Row] = &[
    Row::of::<States>(STATES, space_bench),
    Row::of::<Lookup>(STATES, lookup_bench),
    Row::of::<Theta>(STATES, theta_bench),
    Row::of::<Step>(STATES, step_bench),
    Row::of::<Walk>(STATES, walk_bench),
    Row::of::<Orbits>(STATES, orbit_bench),
];

/// Steps beyond which the plain sides, which take each one and search for where it leads, are not asked.
const MOST_STEPS: u64 = 20_000_000;

/// The space that the alphabet reaches from the archetype.
fn space_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    let alphabet = &scenario.states()?.alphabet;
    let input = space::Input::new(word::ARCHETYPE, alphabet.clone())?;
    few_enough(u64::from(Space::of(&input).len()) * alphabet.len() as u64)?;
    Ok(Box::new(Opened::<States>::new(input)))
}

/// The orbits of the space that all introns over the alphabet's columns reach.
fn orbit_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    let columns = scenario.states()?.alphabet.iter().fold(0_u8, |columns, intron| columns | intron);
    let input = space::Input::new(word::ARCHETYPE, (0..=255).filter(|intron| intron & !columns == 0).collect())?;
    few_enough(u64::from(Space::of(&input).len()) << columns.count_ones())?;
    Ok(Box::new(Opened::<Orbits>::new(World::of_columns(columns))))
}

fn few_enough(steps: u64) -> Result<()> {
    if steps <= MOST_STEPS {
        return Ok(());
    }
    let found = format!("{steps} steps would keep the reference side busy for seconds");
    Err(Error::argument("alphabet", found, "name fewer introns to compare both sides: at most six columns"))
}

/// All words and indices of the scenario.
fn lookup_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    let (asked, world) = (scenario.states()?, World::whole());
    let way = way(asked, &world)?;
    let words = asked.states.iter().copied().chain(way.iter().map(|code| code.word())).collect();
    let indices = way.iter().map(|code| i64::from(world.space().index(*code)));
    let indices = asked.indices.iter().copied().chain(indices).collect();
    Ok(Box::new(Opened::<Lookup>::new(lookup::Input { world, words, indices })))
}

/// The words and indices that exist.
fn theta_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    let (asked, world) = (scenario.states()?, World::whole());
    let (way, space) = (way(asked, &world)?, world.space());
    let listed = asked.states.iter().copied().filter(|state| space.index_of(*state) != space::ABSENT);
    let states = listed.chain(way.iter().map(|code| code.word())).collect();
    let listed = asked.indices.iter().filter_map(|index| u32::try_from(*index).ok().filter(|index| *index < space.len()));
    let indices = listed.chain(way.iter().map(|code| space.index(*code))).collect();
    Ok(Box::new(Opened::<Theta>::new(theta::Input::new(world, states, indices)?)))
}

/// One trail for each call of the walk, each from where the walk begins.
fn step_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    let (asked, world) = (scenario.states()?, World::whole());
    let from = index(asked.walk.from, &world);
    let trail = |bytes: Vec<u8>| step::Trail { from, introns: bytes.into_iter().map(word::intron).collect() };
    let trails = calls(asked)?.into_iter().map(trail).collect();
    Ok(Box::new(Opened::<Step>::new(step::Input::new(world, trails)?)))
}

fn walk_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    let asked = scenario.states()?;
    let from = index(asked.walk.from, &World::whole());
    let input = walk::Input::from_index(from, calls(asked)?, asked.walk.semantics)?;
    Ok(Box::new(Opened::<Walk>::new(input)))
}

/// The states on the way of the walk, without the first.
fn way(asked: &Asked, world: &World) -> Result<Vec<Code>> {
    let mut code = world.space().code_at(index(asked.walk.from, world));
    let step = |byte: u8| {
        code = code.step(word::intron(byte));
        code
    };
    Ok(calls(asked)?.into_iter().flatten().map(step).collect())
}

fn index(index: Index, world: &World) -> u32 {
    match index {
        Index::Archetype => world.space().index_of(word::ARCHETYPE),
        Index::At(index) => index,
    }
}

/// The bytes of each call of the walk.
fn calls(asked: &Asked) -> Result<Vec<Vec<u8>>> {
    let bytes = |call: &Call| match call {
        Call::Bytes(bytes) => Ok(bytes.clone()),
        Call::Tokens(tokens) => {
            let spelt: Result<Vec<Vec<u8>>> = tokens.iter().map(|token| token::bytes(*token)).collect();
            Ok(spelt?.concat())
        }
    };
    asked.walk.calls.iter().map(bytes).collect()
}
