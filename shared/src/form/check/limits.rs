//! The limits of each kind of field: the right way round, and within what a page and a column can hold.

use super::texts::Need;
use super::{Checker, Place, Reason};
use crate::form::decimal::{Decimal, PLACES};
use crate::form::field::{
    ChoiceStyle, FILE_KILOBYTES, FieldKind, LONG_TEXT_LENGTH, NumberPoints, Scale, TEXT_LENGTH, TextLimits,
};
use crate::form::pattern;

const SCALE_POINTS: i64 = 21; // 0 to 20; more do not fit a telephone's screen
const MOST_POINTS: i32 = 10_000; // of one answer; keeps every sum exact
const POINTS_BANDS: usize = 50;

impl Checker<'_> {
    pub(super) fn check_limits(&mut self, place: &Place, kind: &FieldKind) {
        match kind {
            FieldKind::Text(limits) | FieldKind::Hidden(limits) => self.check_text_limits(place, limits, TEXT_LENGTH),
            FieldKind::LongText(limits) => self.check_text_limits(place, limits, LONG_TEXT_LENGTH),
            FieldKind::Number(limits) => {
                self.check_order(place, limits.from, limits.to);
                if limits.decimals > PLACES {
                    self.problem(place.part("decimals"), Reason::Decimals);
                }
                self.check_text(&place.part("unit"), &limits.unit, Need::OptionalLine);
                self.check_number_points(place, limits.points.as_ref(), limits.from.zip(limits.to));
            }
            FieldKind::Scale(scale) => self.check_scale(place, scale),
            FieldKind::Date(limits) => {
                let resolved = |day: Option<crate::form::day::Day>| day.and_then(|day| day.resolve(self.today));
                if let (Some(from), Some(to)) = (resolved(limits.from), resolved(limits.to))
                    && from > to
                {
                    let shown = |day: Option<crate::form::day::Day>| day.map(|day| day.to_string()).unwrap_or_default();
                    let reason = Reason::LimitsOrder { low: shown(limits.from), high: shown(limits.to) };
                    self.problem(place.part("from and to"), reason);
                }
            }
            FieldKind::Time(limits) => self.check_order(place, limits.from, limits.to),
            FieldKind::Choice(choice) => {
                let count = u32::try_from(choice.options.len()).unwrap_or(u32::MAX);
                self.check_order(place, choice.at_least, choice.at_most);
                let beyond = choice.at_least.filter(|least| *least > count);
                let none = choice.at_most.filter(|most| *most == 0);
                if let Some(limit) = beyond.or(none)
                    && choice.style == ChoiceStyle::Several
                {
                    let allowed = format!("there are {count} options, and somebody who ticks none has not answered");
                    self.problem(place.part("atLeast and atMost"), Reason::Limit { limit: limit.to_string(), allowed });
                }
                for option in &choice.options {
                    self.check_points(place, option.points);
                }
            }
            FieldKind::YesNo(points) => {
                self.check_points(place, points.yes_points);
                self.check_points(place, points.no_points);
            }
            FieldKind::File(limits) => {
                if limits.types.is_empty() {
                    self.problem(place.part("types"), Reason::NoFileTypes);
                }
                self.check_most(place, "maxKilobytes", limits.max_kilobytes, FILE_KILOBYTES.1);
            }
            FieldKind::Information(information) => self.check_text(&place.part("text"), &information.text, Need::Body),
            FieldKind::Phone(_)
            | FieldKind::Email
            | FieldKind::Postcode
            | FieldKind::NhsNumber
            | FieldKind::Consent => {}
        }
    }

    fn check_order<T: Ord + std::fmt::Display>(&mut self, place: &Place, low: Option<T>, high: Option<T>) {
        if let (Some(low), Some(high)) = (low, high)
            && low > high
        {
            self.problem(place.part("limits"), Reason::LimitsOrder { low: low.to_string(), high: high.to_string() });
        }
    }

    fn check_most(&mut self, place: &Place, part: &str, limit: Option<u32>, most: u32) {
        if let Some(limit) = limit.filter(|limit| !(1..=most).contains(limit)) {
            let allowed = format!("it is 1 to {most}");
            self.problem(place.part(part), Reason::Limit { limit: limit.to_string(), allowed });
        }
    }

    fn check_text_limits(&mut self, place: &Place, limits: &TextLimits, (usual, most): (u32, u32)) {
        self.check_most(place, "maxLength", limits.max_length, most);
        self.check_order(place, limits.min_length, Some(limits.max_length.unwrap_or(usual)));
        if let Some(own) = &limits.pattern {
            if let Err(error) = pattern::compile(&own.regex) {
                self.problem(place.part("pattern"), Reason::Pattern(error));
            }
            self.check_text(&place.part("pattern's message"), &own.message, Need::OptionalLine);
        }
    }

    fn check_scale(&mut self, place: &Place, scale: &Scale) {
        let points = i64::from(scale.to) - i64::from(scale.from) + 1;
        if scale.from >= scale.to {
            let reason = Reason::LimitsOrder { low: scale.from.to_string(), high: scale.to.to_string() };
            self.problem(place.part("limits"), reason);
        } else if points > SCALE_POINTS {
            let allowed = format!("a scale has at most {SCALE_POINTS}; ask for a number instead");
            self.problem(place.part("limits"), Reason::Limit { limit: format!("{points} points"), allowed });
        }
        self.check_text(&place.part("low"), &scale.low, Need::OptionalLine);
        self.check_text(&place.part("high"), &scale.high, Need::OptionalLine);
        self.check_number_points(place, scale.points.as_ref(), Some((scale.from.into(), scale.to.into())));
    }

    fn check_number_points(&mut self, place: &Place, points: Option<&NumberPoints>, range: Option<(Decimal, Decimal)>) {
        match (points, range) {
            (Some(NumberPoints::Value), Some((from, to))) => {
                self.check_points(place, Some(from));
                self.check_points(place, Some(to));
            }
            (Some(NumberPoints::Value), None) => {
                let allowed = "a number that is its own points needs a lowest and a highest".to_owned();
                self.problem(place.part("points"), Reason::Limit { limit: "value".to_owned(), allowed });
            }
            (Some(NumberPoints::Bands(bands)), _) => {
                if bands.is_empty() || bands.len() > POINTS_BANDS {
                    let allowed = format!("there are 1 to {POINTS_BANDS} bands of points");
                    self.problem(place.part("points"), Reason::Limit { limit: bands.len().to_string(), allowed });
                }
                for band in bands.iter().take(POINTS_BANDS) {
                    self.check_order(place, band.from, band.to);
                    self.check_points(place, Some(band.points));
                }
            }
            (None, _) => {}
        }
    }

    fn check_points(&mut self, place: &Place, points: Option<Decimal>) {
        let allowed = Decimal::from(-MOST_POINTS)..=Decimal::from(MOST_POINTS);
        if let Some(points) = points.filter(|points| !allowed.contains(points)) {
            let allowed = format!("points are -{MOST_POINTS} to {MOST_POINTS}");
            self.problem(place.part("points"), Reason::Limit { limit: points.to_string(), allowed });
        }
    }
}
