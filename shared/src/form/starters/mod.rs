//! The forms to start from that ship with the product.

use super::read::ReadError;
use super::schema::{FormKind, FormSchema};

/// A form to start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Starter {
    /// Its name in addresses.
    pub slug: &'static str,
    pub title: &'static str,
    /// What it is good for, in a sentence.
    pub about: &'static str,
    pub kind: FormKind,
    json: &'static str,
}

impl Starter {
    /// The form, to be changed as the practice likes.
    pub fn schema(&self) -> Result<FormSchema, ReadError> {
        FormSchema::read(self.json)
    }

    /// The file as shipped.
    pub const fn json(&self) -> &'static str {
        self.json
    }
}

/// Every form to start from, the most used first.
pub const fn starters() -> &'static [Starter] {
    &[
        Starter {
            slug: "flu-booking",
            title: "Book a flu vaccination",
            about: "When and where somebody would like to come, and what the nurse must know beforehand.",
            kind: FormKind::BookingRequest,
            json: include_str!("flu_booking.json"),
        },
        Starter {
            slug: "already-vaccinated",
            title: "I have had my vaccination",
            about: "Where and when somebody had the vaccine elsewhere, so that reminders stop and the record is right.",
            kind: FormKind::Acknowledgement,
            json: include_str!("already_vaccinated.json"),
        },
        Starter {
            slug: "respiratory-questionnaire",
            title: "How your breathing has been",
            about: "Symptoms, flare-ups and inhalers before a review, with points that show whom to see first.",
            kind: FormKind::Questionnaire,
            json: include_str!("respiratory_questionnaire.json"),
        },
        Starter {
            slug: "vaccination-consent",
            title: "Consent to a vaccination",
            about: "What speaks against vaccinating today, and consent or refusal by the person or for them.",
            kind: FormKind::Consent,
            json: include_str!("vaccination_consent.json"),
        },
        Starter {
            slug: "patient-registration",
            title: "Register as a patient",
            about: "Who somebody is, how to reach them, what they need, and a first look at their health.",
            kind: FormKind::Registration,
            json: include_str!("patient_registration.json"),
        },
    ]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::form::decimal::Decimal;
    use crate::form::test_forms::{checked, today, validator};
    use crate::form::text::Language;
    use crate::form::{check, is_id, steps};
    use serde_json::{Value as Json, json};

    fn starter(slug: &str) -> FormSchema {
        starters().iter().find(|starter| starter.slug == slug).unwrap().schema().unwrap()
    }

    #[test]
    fn every_starter_is_a_good_form_of_its_kind_written_as_we_write_forms() {
        for starter in starters() {
            let schema = starter.schema().unwrap_or_else(|error| panic!("{}: {error}", starter.slug));
            let problems = check(&schema, today()).err().unwrap_or_default();
            assert!(problems.is_empty(), "{}: {problems:#?}", starter.slug);
            assert_eq!(schema.kind, starter.kind, "{}", starter.slug);
            assert_eq!(format!("{}\n", schema.write()), starter.json(), "{}", starter.slug);
            assert!(is_id(&starter.slug.replace('-', "_")), "{}", starter.slug);
        }
    }

    #[test]
    fn whoever_answers_nothing_is_told_what_in_full_sentences() {
        for starter in starters() {
            let problems = checked(&starter.schema().unwrap(), json!({})).unwrap_err();
            for problem in problems {
                let first = problem.message.chars().next().unwrap();
                assert!(
                    first.is_uppercase() && !problem.message.contains("  "),
                    "{}: {}",
                    starter.slug,
                    problem.message
                );
                assert!(!problem.message.contains("your your"), "{}", problem.message);
            }
        }
    }

    #[test]
    fn what_tells_of_a_persons_health_or_identity_is_sealed() {
        for starter in starters() {
            let schema = starter.schema().unwrap();
            for field in schema.fields() {
                let named = ["given_name", "family_name", "birth_date"].contains(&field.id.as_str());
                assert!(field.sensitive || !(named || field.kind.identifies()), "{}: {}", starter.slug, field.id);
            }
        }
    }

    #[test]
    fn a_flu_appointment_can_be_asked_for() {
        let form = starter("flu-booking");
        let mut answers = json!({
            "for_whom": "myself", "given_name": "Ada", "family_name": "Byron", "birth_date": "10/12/1955",
            "phone": "07700 900123", "text_me": "yes", "days": ["any"], "hours": ["morning"], "this_season": "no",
            "severe_reaction": "no", "egg_allergy": "no", "bleeding": "no", "needs": ["none"]
        });
        assert!(checked(&form, answers.clone()).is_ok());
        answers["birth_date"] = json!("10/12/2015");
        answers["for_whom"] = json!("child");
        let missing: Vec<_> = checked(&form, answers).unwrap_err().into_iter().map(|problem| problem.field).collect();
        assert_eq!(missing, ["helper_name", "wheeze"]);
    }

    fn breathing(changes: Json) -> Json {
        let mut answers = json!({
            "condition": ["asthma"], "sleep": "no", "day_symptoms": "no", "activities": "no", "breathlessness": "1",
            "wellbeing": 1, "steroid_courses": 0, "admitted": "no", "intensive_care": "no", "uses_inhaler": "yes",
            "reliever": "up-to-2", "preventer": "always", "technique": "yes", "warning_signs": ["none"],
            "smoking": "never", "action_plan": "yes"
        });
        for (key, value) in changes.as_object().unwrap() {
            answers[key] = value.clone();
        }
        answers
    }

    #[test]
    fn breathing_worse_means_called_earlier() {
        let form = starter("respiratory-questionnaire");
        let language = Language::english();
        let band = |changes: Json| {
            let clean = checked(&form, breathing(changes)).unwrap();
            validator(&form, &language).score(&clean).unwrap().band.unwrap().id.clone()
        };
        assert_eq!(band(json!({})), "routine");
        assert_eq!(band(json!({ "sleep": "yes", "day_symptoms": "yes", "reliever": "3-to-6" })), "soon");
        assert_eq!(band(json!({ "breathlessness": "5", "steroid_courses": 3, "reliever": "daily" })), "first");
    }

    #[test]
    fn the_bands_of_the_respiratory_questionnaire_hold_every_sum() {
        let form = starter("respiratory-questionnaire");
        let worst = breathing(json!({
            "sleep": "yes", "day_symptoms": "yes", "activities": "yes", "breathlessness": "5", "steroid_courses": 52,
            "admitted": "yes", "intensive_care": "yes", "reliever": "daily"
        }));
        let language = Language::english();
        let score = validator(&form, &language).score(&checked(&form, worst).unwrap()).unwrap();
        assert_eq!(score.points, score.most);
        let bands = &form.scoring.as_ref().unwrap().bands;
        assert_eq!((bands[0].from, bands[bands.len() - 1].to), (Decimal::ZERO, score.most));
        for pair in bands.windows(2) {
            assert_eq!(pair[0].to.plus(1.into()), pair[1].from);
        }
    }

    #[test]
    fn consent_needs_the_person_the_facts_and_the_tick() {
        let form = starter("vaccination-consent");
        let answers = json!({
            "vaccine": "flu-injection", "for_whom": "myself", "given_name": "Ada", "family_name": "Byron",
            "birth_date": "10/12/1955", "anaphylaxis": "no", "allergies": ["none"], "unwell": "no", "bleeding": "no",
            "immune_system": "no", "recent_vaccine": "no", "fainted": "no", "leaflet": "yes", "decision": "consent",
            "signed_name": "Ada Byron"
        });
        let problems = checked(&form, answers.clone()).unwrap_err();
        assert_eq!(problems.iter().map(|problem| problem.field.as_str()).collect::<Vec<_>>(), ["consent"]);
        let mut refused = answers;
        refused["decision"] = json!("refuse");
        let clean = checked(&form, refused).unwrap();
        assert!(clean.get("consent").is_none() && clean.get("responsibility").is_none());
    }

    #[test]
    fn every_starter_has_few_questions_a_step() {
        for starter in starters() {
            let schema = starter.schema().unwrap();
            let longest = steps(&schema).iter().map(|step| step.fields.len()).max().unwrap();
            assert!(longest <= 14, "{}: {longest}", starter.slug);
        }
    }
}
