//! Forms from FHIR R4 Questionnaires, and answers as a QuestionnaireResponse (<https://hl7.org/fhir/R4/questionnaire.html>).

mod answer_options;
mod enable_when;
mod extensions;
mod import;
mod item;
mod names;
mod response;

pub use import::{FhirError, Imported, Lost, import_questionnaire};
pub use response::{ResponseHead, questionnaire_response};

#[cfg(test)]
mod tests;
