//! The cohort rule: who a campaign is for, as data, with a checker, an evaluator and a sentence in English.

mod evaluate;
mod rule;
mod sentence;
mod validate;

pub use evaluate::{
    AcknowledgementFact, CodeLookup, ConditionFact, FormAnswerFact, PatientFacts, evaluate, is_active_on,
};
pub use rule::{AcknowledgedWithin, Age, AnswerValue, CohortRule, Condition, Contactable, FormAnswer};
pub use sentence::sentence;
pub use validate::{MAX_DEPTH, MAX_NODES, RuleError, RuleProblem, validate};
