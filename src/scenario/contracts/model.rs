//! The checked model of a set of contracts.

use std::sync::Arc;

use crate::model::ContractId;

/// One method that a contract executes.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// Name of the class; may be empty.
    pub class: Arc<str>,
    /// Name of the method; may be empty.
    pub method: Arc<str>,
    /// Its level, such as `N1-EMP`; may be empty.
    pub level: Arc<str>,
    /// How sure its author is of it: a finite number, 0.5 where the file does not say.
    pub confidence: f64,
}

/// One contract: the methods it executes, phase after phase, and what it waits for.
#[derive(Debug, Clone, PartialEq)]
pub struct Contract {
    /// What it is called; `UNKNOWN` where the file does not say. Need not be unique.
    pub id: Arc<str>,
    /// Its type, such as `TYPE_B`; `TYPE_A` where the file does not say. Any text is a type.
    pub contract_type: Arc<str>,
    /// The methods of all its phases, in the order of the file.
    pub slots: Vec<Slot>,
    /// The contracts that must be done before it starts, each once, ascending; the whole is free of cycles.
    pub waits_for: Vec<ContractId>,
}

/// One past execution of a contract.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Execution {
    /// Which contract.
    pub contract: ContractId,
    /// When it was asked for, in seconds from any fixed moment; never descends from one execution to the next.
    pub at_s: f64,
    /// How long it took, in milliseconds: finite, at least 0.
    pub time_ms: f64,
    /// How much memory it took, in megabytes: finite, at least 0.
    pub memory_mb: f64,
}

/// What a batch may hold, and how alike contracts must be to share one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Contracts in a batch, at least 1.
    pub batch_size: u32,
    /// Estimated memory of a batch in megabytes, above 0.
    pub batch_memory_mb: f64,
    /// Estimated time of a batch in milliseconds, above 0.
    pub batch_time_ms: f64,
    /// Clusters merge while their average similarity is at least this.
    pub similarity_threshold: f64,
}

impl Default for Limits {
    /// The published limits: 30 contracts, 2,048 MB, a minute, a similarity of 0.3.
    fn default() -> Self {
        Self { batch_size: 30, batch_memory_mb: 2048.0, batch_time_ms: 60_000.0, similarity_threshold: 0.3 }
    }
}

/// A set of contracts, with the limits of their batches and what is known of past executions.
#[derive(Debug, Clone, PartialEq)]
pub struct Contracts {
    /// The contracts, in the order of the file.
    pub contracts: Vec<Contract>,
    /// What a batch may hold.
    pub limits: Limits,
    /// How many batches run at once, at least 1.
    pub workers: u32,
    /// What past executions took, oldest first.
    pub executions: Vec<Execution>,
}

impl Default for Contracts {
    /// No contract, under the published limits, on four workers.
    fn default() -> Self {
        Self { contracts: Vec::new(), limits: Limits::default(), workers: 4, executions: Vec::new() }
    }
}
