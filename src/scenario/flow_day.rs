//! A day of traffic under both models: the one that its file is written for, and the other, made from it when first asked.

use std::sync::{Arc, OnceLock};

use serde::Serialize;

use super::Traffic;
use super::kind::first_text;
use super::sound::{Loss, Question, from_published, to_published};

/// The model that a day of traffic is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "bindings", derive(tsify::Tsify))]
pub enum Semantics {
    /// As the published system counts: pieces of flights in bins.
    Published,
    /// Whole flights, in seconds.
    Sound,
}

impl Semantics {
    /// Its name, as a file writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Sound => "sound",
        }
    }

    /// The model that a text says it is written for: the published one where it says none, or one that is not known.
    pub(super) fn of(text: &str) -> Self {
        // Most files do not say, and need not be read twice to find that out.
        let says = text.contains("\"semantics\"");
        let name = says.then(|| first_text(text, "semantics")).flatten();
        if name.as_deref() == Some(Self::Sound.name()) { Self::Sound } else { Self::Published }
    }
}

/// A day of traffic, under both models.
#[derive(Debug, Clone)]
pub struct FlowDay(Arc<Models>);

/// The model that was written is set from the start; the other, with what was lost, once it was asked for.
#[derive(Debug)]
struct Models {
    semantics: Semantics,
    published: OnceLock<Arc<Traffic>>,
    sound: OnceLock<Arc<Question>>,
    losses: OnceLock<Vec<Loss>>,
}

impl FlowDay {
    /// A day that is written for the published model.
    pub fn published(traffic: Arc<Traffic>) -> Self {
        Self::of(Semantics::Published, traffic.into(), OnceLock::new())
    }

    /// A day that is written for the sound model.
    pub fn sound(question: Arc<Question>) -> Self {
        Self::of(Semantics::Sound, OnceLock::new(), question.into())
    }

    fn of(semantics: Semantics, published: OnceLock<Arc<Traffic>>, sound: OnceLock<Arc<Question>>) -> Self {
        Self(Arc::new(Models { semantics, published, sound, losses: OnceLock::new() }))
    }

    /// The model that it is written for.
    pub fn semantics(&self) -> Semantics {
        self.0.semantics
    }

    /// The day as the published model has it.
    ///
    /// # Panics
    /// Never: a day has one model at least.
    pub fn traffic(&self) -> &Arc<Traffic> {
        self.0.published.get_or_init(|| {
            let (traffic, losses) = to_published(self.0.sound.get().expect("a day has one model at least"));
            let _ = self.0.losses.set(losses);
            Arc::new(traffic)
        })
    }

    /// The day as the sound model has it.
    ///
    /// # Panics
    /// Never: a day has one model at least.
    pub fn question(&self) -> &Arc<Question> {
        self.0.sound.get_or_init(|| {
            let (question, losses) = from_published(self.0.published.get().expect("a day has one model at least"));
            let _ = self.0.losses.set(losses);
            Arc::new(question)
        })
    }

    /// What the model that the day is not written for leaves out or reads in another way.
    pub fn losses(&self) -> &[Loss] {
        let (_traffic, _question) = (self.traffic(), self.question());
        self.0.losses.get().map_or(&[], Vec::as_slice)
    }
}

impl From<Arc<Traffic>> for FlowDay {
    fn from(traffic: Arc<Traffic>) -> Self {
        Self::published(traffic)
    }
}

impl From<Arc<Question>> for FlowDay {
    fn from(question: Arc<Question>) -> Self {
        Self::sound(question)
    }
}
