//! One field: its texts, its marks and its options. Limits are looked at in `limits`, rules in `rules`.

use std::collections::BTreeSet;

use super::ids::is_option_value;
use super::texts::Need;
use super::{Checker, MOST_OPTIONS, Place, Reason, place_of};
use crate::form::field::{Choice, ChoiceStyle, FieldKind};
use crate::form::given::Given;
use crate::form::schema::{Field, Placed};
use crate::form::validate::Validator;
use crate::phone::parse_by_shape;

const LINK_ID_LONGEST: usize = 255; // characters; as in HL7's own data types for ids of elements

impl Checker<'_> {
    pub(super) fn check_field(&mut self, placed: &Placed<'_>) {
        let (field, place) = (placed.field, place_of(placed));
        // A hidden value is never read by a patient.
        let label = if field.kind.is_seen() && field.kind.takes_answer() { Need::Line } else { Need::OptionalLine };
        self.check_text(&place.part("label"), &field.label, label);
        for (part, text) in
            [("hint", &field.hint), ("name", &field.name), ("missing", &field.missing), ("wrong", &field.wrong)]
        {
            self.check_text(&place.part(part), text, Need::OptionalLine);
        }
        if let FieldKind::Choice(choice) = &field.kind {
            self.check_choice(&place, choice);
        }
        self.check_limits(&place, &field.kind);
        self.check_marks(&place, field);
        let long_link = [&placed.page.link_id, &placed.section.link_id, &field.link_id]
            .into_iter()
            .flatten()
            .any(|id| id.chars().count() > LINK_ID_LONGEST);
        if long_link {
            let allowed = format!("a linkId has at most {LINK_ID_LONGEST} characters");
            self.problem(place.part("linkId"), Reason::Limit { limit: "this linkId".to_owned(), allowed });
        }
    }

    fn check_marks(&mut self, place: &Place, field: &Field) {
        let kind = field.kind.title();
        let asked = field.kind.takes_answer() && field.kind.is_seen();
        if (field.required || field.required_if.is_some()) && !asked {
            self.problem(place.part("required"), Reason::NotForKind { kind, what: "required" });
        }
        if field.sensitive && !field.kind.takes_answer() {
            self.problem(place.part("sensitive"), Reason::NotForKind { kind, what: "sensitive" });
        }
        let Some(default) = &field.default else { return };
        if matches!(field.kind, FieldKind::Information(_) | FieldKind::File(_) | FieldKind::Consent) {
            // Consent is given, never assumed (UK GDPR, recital 32).
            self.problem(place.part("default"), Reason::NotForKind { kind, what: "filled in beforehand" });
            return;
        }
        let language = self.schema.default_language();
        let validator = Validator::new(self.schema, &language, self.today, parse_by_shape);
        let problem = match default {
            Given::Other => Some("it is no text, number, yes or no, or list of texts".to_owned()),
            given => validator.default_problem(field, given),
        };
        if let Some(problem) = problem {
            self.problem(place.part("default"), Reason::Default { problem });
        }
    }

    fn check_choice(&mut self, place: &Place, choice: &Choice) {
        let count = choice.options.len();
        if count == 0 {
            self.problem(place.clone(), Reason::NoOptions);
        }
        if count > MOST_OPTIONS {
            self.problem(place.clone(), Reason::TooManyOptions { count });
            return;
        }
        let several = choice.style == ChoiceStyle::Several;
        let mut seen = BTreeSet::new();
        for (index, option) in choice.options.iter().enumerate() {
            let place = place.part(format!("option {}", index + 1));
            if !is_option_value(&option.value) {
                self.problem(place.clone(), Reason::OptionValue);
            } else if !seen.insert(&option.value) {
                self.problem(place.clone(), Reason::DuplicateOption { value: option.value.clone() });
            }
            self.check_text(&place, &option.label, Need::Line);
            self.check_text(&place, &option.hint, Need::OptionalLine);
            if option.exclusive && !several {
                self.problem(place, Reason::OnlyOfSeveral);
            }
        }
        if !several && (choice.at_least.is_some() || choice.at_most.is_some()) {
            self.problem(place.part("atLeast and atMost"), Reason::OnlyOfSeveral);
        }
    }
}
