//! The score: something to add up that is not sealed, and bands in order.

use std::collections::BTreeSet;

use super::ids::is_option_value;
use super::texts::Need;
use super::{Checker, MOST_BANDS, Place, Reason, place_of};

impl Checker<'_> {
    pub(super) fn check_scoring(&mut self) {
        // The score is stored and shown in plain: of one scored field it is the answer.
        for placed in self.schema.placed() {
            if placed.field.sensitive && placed.field.kind.is_scored() {
                self.problem(place_of(&placed).part("sensitive"), Reason::ScoredSensitive);
            }
        }
        let scored = self.schema.fields().any(|field| field.kind.is_scored());
        let place = Place::default().part("scoring");
        let Some(scoring) = &self.schema.scoring else {
            if scored {
                self.problem(place, Reason::NoScoring);
            }
            return;
        };
        if !scored {
            self.problem(place.clone(), Reason::NothingScored);
        }
        self.check_text(&place.part("scoring, title"), &scoring.title, Need::Line);
        if scoring.bands.len() > MOST_BANDS {
            self.problem(place.clone(), Reason::TooManyBands { count: scoring.bands.len() });
            return;
        }
        let mut seen = BTreeSet::new();
        let mut end = None;
        for (index, band) in scoring.bands.iter().enumerate() {
            let place = place.part(format!("band {}", index + 1));
            if !is_option_value(&band.id) {
                self.problem(place.clone(), Reason::OptionValue);
            } else if !seen.insert(&band.id) {
                self.problem(place.clone(), Reason::DuplicateId { id: band.id.clone() });
            }
            self.check_text(&place, &band.label, Need::Line);
            self.check_text(&place, &band.advice, Need::OptionalBody);
            if band.from > band.to {
                let reason = Reason::LimitsOrder { low: band.from.to_string(), high: band.to.to_string() };
                self.problem(place, reason);
            } else if end.is_some_and(|end| band.from <= end) {
                self.problem(place, Reason::BandsOverlap { from: band.from.to_string() });
            }
            end = end.max(Some(band.to));
        }
    }
}
