//! Sets of contracts from a seed: equal on every host.

use std::sync::Arc;

use super::{Contract, Contracts, Execution, Slot};
use crate::error::{Error, Result};
use crate::math;
use crate::model::ContractId;
use crate::rng::Rng;

/// How the classes of contracts are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// Questions asked again in ten areas: 37 classes, few sets of them, small variations.
    Realistic,
    /// Sets of 400 classes drawn without a plan, each planted about four times.
    Random,
}

/// What to generate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Generated {
    /// How many contracts, at most 100,000.
    pub contracts: u32,
    /// How their classes are chosen.
    pub flavour: Flavour,
    /// The same seed gives the same set on every host.
    pub seed: u64,
    /// How many past executions, at most 1,000,000; none where there is no contract.
    pub executions: u32,
}

/// The shape of a flavour: how many classes there are, and from how many a contract chooses.
struct Shape {
    classes: u64,
    least: u64,
    spread: u64,
    /// One slot in so many is drawn anew.
    vary: u64,
}

/// The set that the seed gives.
///
/// Contracts come in *questions*: each has its type, its methods and its classes, and is asked about again for several contracts,
/// now and then with another class. One contract in four waits for an earlier one. Executions take 100 ms a method, times the
/// factor of the type, times a lognormal factor with σ = 0.15.
///
/// # Errors
/// [`Error::Argument`] where more is asked for than a scenario may hold.
///
/// # Panics
/// Never: what could not be counted is refused.
pub fn generate(wanted: &Generated) -> Result<Contracts> {
    let too_many = |at, found: u32, most: usize| {
        Error::argument(at, format!("{found} are more than a scenario may hold"), format!("ask for at most {most}"))
    };
    if wanted.contracts as usize > crate::scenario::limits::CONTRACTS {
        return Err(too_many("contracts", wanted.contracts, crate::scenario::limits::CONTRACTS));
    }
    if wanted.executions as usize > crate::scenario::limits::EXECUTIONS {
        return Err(too_many("executions", wanted.executions, crate::scenario::limits::EXECUTIONS));
    }
    let mut rng = Rng::new(wanted.seed);
    let (shape, repeats) = match wanted.flavour {
        Flavour::Realistic => (Shape { classes: 37, least: 4, spread: 12, vary: 80 }, 10),
        Flavour::Random => (Shape { classes: 400, least: 3, spread: 11, vary: u64::MAX }, 4),
    };
    let names = Names::new(shape.classes);
    let questions: Vec<Contract> =
        (0..wanted.contracts.div_ceil(repeats)).map(|_| question(&mut rng, &shape, &names)).collect();
    let mut contracts: Vec<Contract> = Vec::with_capacity(wanted.contracts as usize);
    for at in 0..wanted.contracts {
        let asked = at % u32::try_from(questions.len()).expect("there are fewer questions than contracts");
        let area = at / u32::try_from(questions.len()).expect("there are fewer questions than contracts");
        let mut contract = questions[asked as usize].clone();
        contract.id = format!("Q{asked:04}-A{area:02}").into();
        for slot in &mut contract.slots {
            if rng.below(shape.vary) == 0 {
                slot.class = names.class(&mut rng);
            }
        }
        if at > 0 && rng.below(4) == 0 {
            contract.waits_for.push(ContractId(small(&mut rng, u64::from(at))));
        }
        contracts.push(contract);
    }
    let executions = executions(&mut rng, &contracts, wanted.executions);
    Ok(Contracts { contracts, executions, ..Contracts::default() })
}

/// Every name there is, held once.
struct Names {
    classes: Vec<Arc<str>>,
    methods: Vec<Arc<str>>,
    levels: [Arc<str>; 3],
    types: [Arc<str>; 5],
}

impl Names {
    fn new(classes: u64) -> Self {
        let class = |number: u64| match number % 9 {
            3 => format!("Causal{number:03}").into(),
            7 => format!("Bayesian{number:03}").into(),
            _ => format!("Class{number:03}").into(),
        };
        Self {
            classes: (0..classes).map(class).collect(),
            methods: (0..63).map(|number| format!("method_{number:02}").into()).collect(),
            levels: ["N1-EMP", "N2-INF", "N3-AUD"].map(Into::into),
            types: ["TYPE_A", "TYPE_B", "TYPE_C", "TYPE_D", "TYPE_E"].map(Into::into),
        }
    }

    fn class(&self, rng: &mut Rng) -> Arc<str> {
        Arc::clone(&self.classes[small(rng, self.classes.len() as u64) as usize])
    }
}

fn question(rng: &mut Rng, shape: &Shape, names: &Names) -> Contract {
    let own: Vec<Arc<str>> = (0..shape.least + rng.below(shape.spread)).map(|_| names.class(rng)).collect();
    let slots = own.len() as u64 + rng.below(6);
    let slot = |at: u64, rng: &mut Rng| Slot {
        // Every class of its own once, then some again.
        class: usize::try_from(at).ok().and_then(|at| own.get(at)).map_or_else(|| Arc::clone(&own[0]), Arc::clone),
        method: Arc::clone(&names.methods[small(rng, 63) as usize]),
        level: Arc::clone(&names.levels[small(rng, 3) as usize]),
        confidence: f64::from(50 + small(rng, 50)) / 100.0,
    };
    Contract {
        id: "".into(),
        contract_type: Arc::clone(&names.types[small(rng, 5) as usize]),
        slots: (0..slots).map(|at| slot(at, rng)).collect(),
        waits_for: Vec::new(),
    }
}

fn executions(rng: &mut Rng, contracts: &[Contract], count: u32) -> Vec<Execution> {
    if contracts.is_empty() {
        return Vec::new();
    }
    let factor = |contract_type: &str| match contract_type {
        "TYPE_B" => 1.5,
        "TYPE_C" => 2.0,
        "TYPE_D" => 1.2,
        "TYPE_E" => 1.8,
        _ => 1.0,
    };
    let mut at_s = 0.0;
    let mut execution = || {
        let contract = small(rng, contracts.len() as u64);
        let of = &contracts[contract as usize];
        at_s += f64::from(small(rng, 20));
        // The sum of twelve even draws less six is nearly normal, with the variance 1, and needs no logarithm.
        let normal = (0..12).fold(-6.0, |sum, _| sum + f64::from(small(rng, 1 << 20)) / f64::from(1 << 20));
        let time_ms = 100.0 * of.slots.len() as f64 * factor(&of.contract_type) * math::exp(0.15 * normal);
        let memory_mb = 50.0 + 10.0 * of.slots.len() as f64 + f64::from(small(rng, 20));
        Execution { contract: ContractId(contract), at_s, time_ms: (time_ms * 10.0).round() / 10.0, memory_mb }
    };
    (0..count).map(|_| execution()).collect()
}

fn small(rng: &mut Rng, bound: u64) -> u32 {
    u32::try_from(rng.below(bound)).expect("the generator draws small numbers")
}
