//! A plan: regulations of a day, and the flights that a manager exempts or freezes by hand. Kept as JSON, apart from the day.
//!
//! Its regulations, analysis and weights are written as a scenario file writes them, and checked by the same rules.

use serde::{Deserialize, Serialize};

use super::check::check_plan;
use super::format::{AnalysisFile, RegulationFile, WeightsFile};
use super::row::Row;
use super::write::{analysis, regulation, weights};
use super::{Analysis, Question, Regulation, Weights};
use crate::error::Problem;
use crate::model::FlightId;
use crate::scenario::check::is_ours;
use crate::scenario::list::List;
use crate::scenario::object::Object;
use crate::scenario::parse::{self, Failure, Form};
use crate::scenario::problems::Problems;
use crate::scenario::slot::{Slot, Text};

/// Regulations of a day, who is exempt or frozen by hand, how the day is looked at, and what weighs what.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What to call it.
    pub title: Option<String>,
    /// The regulations; the first is the one whose rates are searched.
    pub regulations: Vec<Regulation>,
    /// Flights that are late for good by so many minutes, 0 for an exempt one; ascending, each once.
    pub fixed_min: Vec<(FlightId, i64)>,
    /// How the day is looked at.
    pub analysis: Analysis,
    /// What each part of the objective weighs.
    pub weights: Weights,
    /// Whether regulations go on until their queues are gone.
    pub extend: bool,
}

/// A plan as a file writes it.
#[derive(Default, Deserialize, Serialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct PlanFile<'a> {
    #[serde(skip_serializing_if = "Slot::is_missing")]
    pub(super) version: Slot<f64>,
    #[serde(borrow, skip_serializing_if = "Slot::is_missing")]
    pub(super) title: Slot<Text<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) regulations: Option<List<Object<RegulationFile<'a>>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) exempt: Option<List<Slot<Text<'a>>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) frozen: Option<List<Row<'a, 2>>>,
    #[serde(skip_serializing_if = "Slot::is_missing")]
    pub(super) extend: Slot<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) analysis: Option<Object<AnalysisFile<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) weights: Option<Object<WeightsFile>>,
}

impl Plan {
    /// The plan of a scenario itself.
    pub fn of(question: &Question) -> Self {
        Self {
            title: None,
            regulations: question.regulations.clone(),
            fixed_min: Vec::new(),
            analysis: question.analysis,
            weights: question.weights,
            extend: false,
        }
    }

    /// The plan of a scenario with the flows that it searches, none of them held, in the place of the first regulation's own;
    /// `None` where it searches nothing.
    pub fn searched(question: &Question) -> Option<Self> {
        let mut plan = Self::of(question);
        let first = plan.regulations.first_mut()?;
        first.clone_from(&question.search.as_ref()?.regulation);
        Some(plan)
    }

    /// The plan in `text`, about the day of `question`, with what deserves a look. What it does not say is the scenario's own.
    ///
    /// # Errors
    /// [`Error::Scenario`](crate::Error::Scenario) with every problem found, under the name that it is called by.
    ///
    /// ```
    /// # use loadline::scenario::sound::{Plan, question};
    /// let day = question(r#"{ "volumes": [{ "id": "X" }], "flights": [] }"#, "day.json").unwrap();
    /// let text = r#"{ "regulations": [{ "id": "R", "volume": "Y", "period": [0, 9], "flows": [] }] }"#;
    /// let loadline::Error::Scenario { problems, .. } = Plan::read(text, "plan.json", &day).unwrap_err() else { panic!() };
    /// assert_eq!((problems[0].code, problems[0].at.as_str()), ("regulation/volume", "regulations[0].volume"));
    /// ```
    pub fn read(text: &str, name: &str, question: &Question) -> crate::Result<(Self, Vec<Problem>)> {
        let mut problems = Problems::default();
        let form = Form { is_meant, fields_beside };
        let plan = match parse::parse(text, &form, &mut problems) {
            Ok(file) => check_plan(&file, question, &mut problems),
            Err(Failure::Shape) => None,
            Err(Failure::Syntax(error)) => {
                parse::not_json(text, &error, &mut problems);
                None
            }
        };
        match plan.filter(|_| !problems.refuse()) {
            Some(plan) => Ok((plan, problems.listed(text))),
            None => Err(problems.into_error(name, text)),
        }
    }

    /// The plan as JSON on one line: what [`Plan::read`] reads back to an equal plan. Everything is said, so that it means the
    /// same under a scenario with other defaults.
    ///
    /// # Panics
    /// Never: a checked plan is plain JSON.
    pub fn to_json(&self, question: &Question) -> String {
        let day = &*question.day;
        let name = |flight: FlightId| Text::from(day.flights.ids[flight.index()].as_str());
        let exempt = self.fixed_min.iter().filter(|(_, late)| *late == 0).map(|(flight, _)| Slot::Good(name(*flight)));
        let frozen = self.fixed_min.iter().filter(|(_, late)| *late > 0);
        let file = PlanFile {
            version: Slot::Good(1.0),
            title: Slot::from_option(self.title.as_deref().map(Text::from)),
            regulations: Some(self.regulations.iter().map(|r| Object(regulation(day, r))).collect()),
            exempt: Some(exempt.collect()).filter(|list: &List<_>| !list.is_empty()),
            frozen: Some(frozen.map(|(flight, late)| Row::named(name(*flight), *late)).collect())
                .filter(|list: &List<_>| !list.is_empty()),
            extend: if self.extend { Slot::Good(true) } else { Slot::Missing },
            analysis: Some(Object(analysis(&self.analysis))),
            weights: Some(Object(weights(&self.weights))),
        };
        serde_json::to_string(&file).expect("a checked plan is plain JSON")
    }
}

fn is_meant(file: &PlanFile<'_>, problems: &mut Problems) -> bool {
    is_ours(&file.version, &Slot::Missing, problems)
}

/// The fields that the format knows beside the unknown one at the end of `names`.
fn fields_beside(names: &[&str]) -> Vec<String> {
    let own = ["version", "title", "regulations", "exempt", "frozen", "extend", "analysis", "weights"];
    match *names {
        [_] => own.map(str::to_owned).to_vec(),
        _ => super::read::fields_beside(names),
    }
}
