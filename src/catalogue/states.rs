//! The family `states`: its pairs, and what each is asked about a scenario.
//!
//! `space` and `orbit` are about the space that the alphabet reaches; the others are about the whole one. `theta` and `lookup` are
//! asked about the words and indices that the scenario lists and about each state on the way of its walk: `lookup` about all,
//! `theta` about those that exist. `divergence` is asked about the tokens that it lists. `candidates` is asked about the store that
//! the walk leaves over the listed entries: the queries, then, once the listed tokens were learned where the walk begins, the
//! queries again.

use std::sync::Arc;

use super::{Bench, Family, Opened, Row};
use crate::error::{Error, Result};
use crate::pair::{Side, ask};
use crate::scenario::states::{Asked, Call, Index};
use crate::scenario::{Kind, Scenario};
use crate::states::candidates::{self, Candidates, Operation, Rules};
use crate::states::code::Code;
use crate::states::divergence::{self, Divergence};
use crate::states::learn::Entry;
use crate::states::lookup::{self, Lookup};
use crate::states::orbit::Orbits;
use crate::states::orbits;
use crate::states::record::{Bounds, Key};
use crate::states::space::{self, Space, States};
use crate::states::step::{self, Step};
use crate::states::store::{Layer, Log, Precision, Store, View};
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
    Row::of::<Candidates>(STATES, candidates_bench),
    Row::of::<Divergence>(STATES, divergence_bench),
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
    let listed =
        asked.indices.iter().filter_map(|index| u32::try_from(*index).ok().filter(|index| *index < space.len()));
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

fn divergence_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    let input = divergence::Input::new(scenario.states()?.tokens.clone())?;
    Ok(Box::new(Opened::<Divergence>::new(input)))
}

/// The listed entries below, what the walk learns above them; tokens of more than 32 bits are not kept, as published.
fn candidates_bench(scenario: &Scenario) -> Result<Box<dyn Bench>> {
    let (asked, world) = (scenario.states()?, World::whole());
    let from = index(asked.walk.from, &world);
    let short = |token: u64| u32::try_from(token).ok();
    let walk = walk::Input::from_index(from, calls(asked)?, asked.walk.semantics)?;
    let mut private = Log::new(Bounds::WIDEST, Precision::AsWritten);
    for kept in ask::<Walk>(&walk, Side::Optimised).learned {
        if let Some(token) = short(kept.token) {
            let key = Key { state: kept.representative, token };
            private.append(key, Entry { mask: kept.mask, conf: kept.conf, direction: 0 })?;
        }
    }
    let store = Store::new(orbits::Orbits::whole(), listed(asked, &world)?, Arc::new(private), View::agent());
    let query = |index_of_state: &Index| Operation::Query { state: index(*index_of_state, &world) };
    let queries: Vec<Operation> = asked.queries.iter().map(query).collect();
    let tokens = asked.tokens.iter().filter_map(|token| Some((short(*token)?, token::introns(*token).ok()?)));
    let learn =
        |(token, introns): (u32, Vec<u8>)| Some(Operation::Learn { state: from, token, intron: *introns.last()? });
    let mut operations = queries.clone();
    operations.extend(tokens.filter_map(learn));
    if !asked.tokens.is_empty() {
        operations.extend(queries);
    }
    let (rules, lists) = (Rules::default(), candidates::Input::LISTS);
    Ok(Box::new(Opened::<Candidates>::new(candidates::Input { store, rules, look_ms: 0.0, lists, operations })))
}

/// The listed entries, filed under the representatives of their states.
fn listed(asked: &Asked, world: &World) -> Result<Arc<Log>> {
    let log = || Arc::new(Log::new(Bounds::WIDEST, Precision::AsWritten));
    let mut store = Store::new(orbits::Orbits::whole(), log(), log(), View::public().canonical()?);
    for (place, entry) in asked.entries.iter().enumerate() {
        let token = u32::try_from(entry.token).map_err(|_| {
            let found = format!("{} has more than 32 bits", entry.token);
            Error::argument(
                format!("entries[{place}].token"),
                found,
                "give at most 4294967295: a record has no more room",
            )
        })?;
        let kept = Entry { mask: entry.mask, conf: entry.confidence, direction: 0 };
        store.put(Key { state: index(entry.state, world), token }, kept)?;
    }
    Ok(store.shared(Layer::Public))
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
