//! What the palette can lead to.

use shared::permission::Permission;

use crate::api::find::{FoundPatient, NamedCampaign};
use crate::components::icon::Sign;
use crate::routes::{self, Place};
use crate::session::Session;
use crate::text::palette as words;
use crate::{text, time};

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub sign: Sign,
    pub label: String,
    /// What tells it from others of the same name.
    pub detail: String,
    pub href: String,
}

impl Hit {
    fn new(sign: Sign, label: impl Into<String>, detail: impl Into<String>, href: impl Into<String>) -> Self {
        Self { sign, label: label.into(), detail: detail.into(), href: href.into() }
    }

    pub fn of_patient(patient: &FoundPatient) -> Self {
        let name = text::listed(&patient.family_name, &patient.given_name);
        let born = patient.birth_date.as_ref().map(|date| words::born(&time::day(date))).unwrap_or_default();
        Self::new(Sign::Person, name, born, routes::patient(patient.id.inner()))
    }

    pub fn of_campaign(campaign: &NamedCampaign) -> Self {
        let state = text::campaign_state(campaign.state);
        Self::new(Sign::Campaigns, &campaign.name, state, routes::campaign(campaign.id.inner()))
    }
}

/// The places and the first steps of what one may do. Tracks.
pub fn places(session: Session) -> Vec<Hit> {
    let places = Place::ALL.into_iter().filter(|place| place.is_offered(session));
    let places = places.map(|place| Hit::new(place.sign(), place.name(), words::PLACE, place.path()));
    let deeds = [
        (Permission::EditCampaigns, Sign::Plus, words::NEW_CAMPAIGN, routes::NEW_CAMPAIGN),
        (Permission::ImportPatients, Sign::Upload, words::UPLOAD, routes::UPLOAD),
    ];
    let deeds = deeds.into_iter().filter(|(needed, ..)| session.may(*needed));
    let deeds = deeds.map(|(_, sign, label, href)| Hit::new(sign, label, words::DEED, href));
    let stopped = session
        .may(Permission::ViewPatients)
        .then(|| Hit::new(Sign::Block, text::stopped::TITLE, words::PLACE, routes::SUPPRESSIONS));
    let account = Hit::new(Sign::Person, text::shell::OWN_ACCOUNT, words::PLACE, routes::ACCOUNT);
    places.chain(stopped).chain(deeds).chain([account]).collect()
}

/// Whether each word that was typed begins a word of the text, whatever the case.
pub fn fits(text: &str, typed: &str) -> bool {
    let text = text.to_lowercase();
    let begins = |part: &str| text.split(|letter: char| !letter.is_alphanumeric()).any(|word| word.starts_with(part));
    typed.to_lowercase().split_whitespace().all(begins)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn each_typed_word_begins_a_word_of_the_name() {
        assert!(fits("Flu 2026, lungs", "lun flu"));
        assert!(fits("Flu 2026, lungs", "20"));
        assert!(!fits("Flu 2026, lungs", "ungs"));
        assert!(fits("Flu 2026, lungs", ""));
    }
}
