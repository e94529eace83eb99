//! The choices of the form: what they are called on the screen, in a draft, and by the server.

use shared::coding::CodeSystem;

use crate::api::patient::Sex;
use crate::api::patients::PatientStatus;
use crate::components::radio_group::RadioOption;
use crate::components::select::Choice;
use crate::pages::patients::STATUSES;
use crate::text;

const SEXES: [(&str, Sex); 4] =
    [("female", Sex::Female), ("male", Sex::Male), ("other", Sex::Other), ("unknown", Sex::Unknown)];

pub fn sexes() -> Vec<RadioOption> {
    SEXES.into_iter().map(|(value, sex)| RadioOption::new(value, text::patient::sex(sex), "")).collect()
}

pub fn sex_value(sex: Sex) -> &'static str {
    SEXES.into_iter().find(|(_, known)| *known == sex).map_or("unknown", |(value, _)| value)
}

pub fn sex(value: &str) -> Sex {
    SEXES.into_iter().find(|(known, _)| *known == value).map_or(Sex::Unknown, |(_, sex)| sex)
}

pub fn statuses() -> Vec<Choice> {
    STATUSES.into_iter().map(|(value, status)| Choice::new(value, text::patient_status(status))).collect()
}

pub fn status(value: &str) -> PatientStatus {
    STATUSES.into_iter().find(|(known, _)| *known == value).map_or(PatientStatus::Active, |(_, status)| status)
}

/// A language that is not in the list stays as it is.
pub fn languages(current: &str) -> Vec<Choice> {
    let unknown = Choice::new("", text::patient_form::LANGUAGE_UNKNOWN);
    let known = text::LANGUAGES.iter().map(|(code, name)| Choice::new(*code, *name));
    let is_known = current.is_empty() || text::LANGUAGES.iter().any(|(code, _)| *code == current);
    let other = (!is_known).then(|| Choice::new(current, text::language(current)));
    std::iter::once(unknown).chain(known).chain(other).collect()
}

/// A system that this version does not know stays as it is.
pub fn systems(current: &str) -> Vec<Choice> {
    let known = CodeSystem::ALL.iter().map(|system| Choice::new(system.uri(), system.title()));
    let is_known = CodeSystem::ALL.iter().any(|system| system.uri() == current);
    let other = (!is_known).then(|| Choice::new(current, current));
    known.chain(other).collect()
}
