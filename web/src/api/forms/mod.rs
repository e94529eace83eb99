//! Forms: the list, one of them with its versions, what can be done with it, and what people answered.

mod answers;
mod changes;
mod list;
mod one;

use serde_json::Value;

use super::schema;

pub use answers::*;
pub use changes::*;
pub use list::*;
pub use one::*;

/// A document, such as a form or a Questionnaire.
#[derive(cynic::Scalar, Clone, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "JSON", schema_module = "schema")]
pub struct Json(pub Value);

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum FormKind {
    Acknowledgement,
    BookingRequest,
    Questionnaire,
    Consent,
    Registration,
}

impl FormKind {
    pub const ALL: [Self; 5] =
        [Self::BookingRequest, Self::Acknowledgement, Self::Questionnaire, Self::Consent, Self::Registration];
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum FormState {
    /// Never published.
    Draft,
    Published,
    /// It takes no answers any more.
    Retired,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(schema_module = "schema")]
pub enum StepState {
    Waiting,
    Done,
    Failed,
}
