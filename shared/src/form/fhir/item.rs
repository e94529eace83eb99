//! One question of a Questionnaire to one field.

use serde_json::Value as Json;

use super::extensions::{concept, count, extension, flag, list, number, short_name, value, words};
use super::import::Import;
use crate::form::day::Day;
use crate::form::decimal::{Decimal, PLACES};
use crate::form::field::{
    Choice, ChoiceStyle, DateLimits, FieldKind, FileLimits, Information, LONG_TEXT_LENGTH, NumberLimits, Pattern,
    Scale, TEXT_LENGTH, TextLimits, TimeLimits, YesNo,
};
use crate::form::file::FileType;
use crate::form::given::Given;
use crate::form::pattern;
use crate::form::schema::Field;
use crate::form::text::Text;

const RADIOS: usize = 7; // options that are still good to see all at once
const SLIDER: i64 = 20; // steps of a scale, as in the check

/// Extensions that have a meaning here.
const UNDERSTOOD: &[&str] = &[
    "minValue",
    "maxValue",
    "minLength",
    "regex",
    "maxDecimalPlaces",
    "maxSize",
    "mimeType",
    "entryFormat",
    "questionnaire-itemControl",
    "questionnaire-hidden",
    "questionnaire-unit",
    "questionnaire-minOccurs",
    "questionnaire-maxOccurs",
];

impl Import<'_> {
    /// The field of a question; none where the item shows nothing.
    pub(super) fn field(&mut self, item: &Json) -> Option<Field> {
        let label = self.label(item);
        let id = self.names.field(words(item, "linkId"), words(item, "text"));
        if words(item, "type") == "display" {
            self.unknown_extensions(item);
            let kind = FieldKind::Information(Information { text: label.clone(), important: false });
            return (!label.is_empty()).then(|| Field::new(&id, kind, Text::default()));
        }
        let kind = self.kind(item);
        let mut field = Field::new(&id, kind, label);
        field.required = flag(item, "required");
        field.link_id = Some(words(item, "linkId").to_owned()).filter(|id| !id.is_empty());
        if let Some(format) = extension(item, "entryFormat").and_then(value).and_then(Json::as_str) {
            field.hint.set(self.language.clone(), format.trim());
        }
        field.default = self.initial(item, &field.kind);
        if extension(item, "questionnaire-hidden").and_then(value).and_then(Json::as_bool) == Some(true) {
            self.hide(item, &mut field);
        }
        if field.label.is_empty() && field.kind.is_seen() {
            self.lose(item, "a question without words; write its label");
        }
        self.marks(item);
        Some(field)
    }

    fn hide(&mut self, item: &Json, field: &mut Field) {
        if let FieldKind::Text(limits) = field.kind.clone() {
            field.kind = FieldKind::Hidden(limits);
        } else {
            self.lose(item, "a hidden question that is not a text; it is a hidden text now, without its default");
            field.kind = FieldKind::Hidden(TextLimits::default());
            field.default = None;
        }
        field.required = false;
    }

    /// What has no place in a field, whatever its kind.
    fn marks(&mut self, item: &Json) {
        if flag(item, "readOnly") {
            self.lose(item, "a question that cannot be changed; people can answer it now");
        }
        if flag(item, "repeats") && !matches!(words(item, "type"), "choice" | "open-choice") {
            self.lose(item, "a question with several answers; it takes one now");
        }
        if !list(item, "code").is_empty() {
            self.lose(item, "codes of the question itself; only those of its options are kept");
        }
        if list(item, "initial").len() > 1 && !flag(item, "repeats") {
            self.lose(item, "more than one answer to begin with; the first is kept");
        }
        self.unknown_extensions(item);
    }

    /// Whatever an extension asks for that has no meaning here, such as a rule in FHIRPath.
    pub(super) fn unknown_extensions(&mut self, item: &Json) {
        let unknown: Vec<String> = list(item, "extension")
            .iter()
            .map(short_name)
            .filter(|name| !UNDERSTOOD.contains(name))
            .map(|name| name.chars().take(60).collect())
            .collect();
        for name in unknown {
            self.lose(item, format!("the extension {name}"));
        }
    }

    fn kind(&mut self, item: &Json) -> FieldKind {
        match words(item, "type") {
            "boolean" => FieldKind::YesNo(YesNo::default()),
            "integer" => self.integer(item),
            "decimal" => FieldKind::Number(self.number_limits(item, PLACES)),
            "quantity" => {
                self.lose(item, "a quantity with a unit to choose; it is a number in one unit now");
                FieldKind::Number(self.number_limits(item, PLACES))
            }
            "date" => FieldKind::Date(self.date_limits(item)),
            "dateTime" => {
                self.lose(item, "the time of day; only the date is asked now");
                FieldKind::Date(self.date_limits(item))
            }
            "time" => FieldKind::Time(TimeLimits::default()),
            "text" => FieldKind::LongText(self.text_limits(item, LONG_TEXT_LENGTH.1)),
            "choice" => self.choice(item),
            "open-choice" => {
                self.lose(item, "an answer outside of the list; add a text field for it");
                self.choice(item)
            }
            "attachment" => FieldKind::File(self.file_limits(item)),
            "string" => {
                let long =
                    item.get("maxLength").and_then(Json::as_u64).is_some_and(|most| most > u64::from(TEXT_LENGTH.1));
                if long {
                    FieldKind::LongText(self.text_limits(item, LONG_TEXT_LENGTH.1))
                } else {
                    FieldKind::Text(self.text_limits(item, TEXT_LENGTH.1))
                }
            }
            other => {
                let other: String = other.chars().take(40).collect();
                self.lose(item, format!("an answer of type {other}; it is a text now"));
                FieldKind::Text(self.text_limits(item, TEXT_LENGTH.1))
            }
        }
    }

    fn text_limits(&mut self, item: &Json, most: u32) -> TextLimits {
        let wanted = item.get("maxLength").and_then(Json::as_u64).filter(|wanted| *wanted > 0);
        // Without a limit of its own it takes what the longest text takes.
        let max_length = wanted.map_or(most, |wanted| u32::try_from(wanted).unwrap_or(u32::MAX).min(most));
        if wanted.is_some_and(|wanted| wanted > u64::from(most)) {
            self.lose(item, format!("the longest answer; it is {most} characters now"));
        }
        let regex = extension(item, "regex").and_then(value).and_then(Json::as_str);
        let pattern = regex.map(Pattern::of);
        let usable = pattern.filter(|own| pattern::compile(&own.regex).is_ok());
        if regex.is_some() && usable.is_none() {
            self.lose(item, "its pattern, which is not one this engine takes; any text is taken now");
        }
        let min_length = count(item, "minLength").filter(|least| *least <= max_length);
        TextLimits { min_length, max_length: Some(max_length), pattern: usable }
    }

    fn integer(&mut self, item: &Json) -> FieldKind {
        let limits = self.number_limits(item, 0);
        let whole = |limit: Option<Decimal>| limit.and_then(Decimal::whole);
        if let ("slider", Some(from), Some(to)) =
            (concept(item, "questionnaire-itemControl").unwrap_or_default(), whole(limits.from), whole(limits.to))
            && (1..=SLIDER).contains(&(to - from))
            && let (Ok(from), Ok(to)) = (i32::try_from(from), i32::try_from(to))
        {
            return FieldKind::Scale(Scale { from, to, low: Text::default(), high: Text::default(), points: None });
        }
        FieldKind::Number(limits)
    }

    fn number_limits(&mut self, item: &Json, places: u8) -> NumberLimits {
        let mut limits =
            NumberLimits { from: number(item, "minValue"), to: number(item, "maxValue"), ..NumberLimits::default() };
        if limits.from.zip(limits.to).is_some_and(|(from, to)| from > to) {
            self.lose(item, "its limits, of which the lowest is above the highest");
            (limits.from, limits.to) = (None, None);
        }
        let allowed = count(item, "maxDecimalPlaces").and_then(|places| u8::try_from(places).ok());
        limits.decimals = allowed.unwrap_or(places).min(places);
        if let Some(unit) = extension(item, "questionnaire-unit").and_then(value) {
            let shown = [words(unit, "display"), words(unit, "code")].into_iter().find(|text| !text.is_empty());
            limits.unit.set(self.language.clone(), shown.unwrap_or_default());
        }
        limits
    }

    fn date_limits(&mut self, item: &Json) -> DateLimits {
        let day = |name: &str| value(extension(item, name)?)?.as_str()?.get(..10)?.parse::<Day>().ok();
        let limits = DateLimits { from: day("minValue"), to: day("maxValue") };
        match (limits.from, limits.to) {
            (Some(Day::On(from)), Some(Day::On(to))) if from > to => {
                self.lose(item, "its limits, of which the earliest is after the latest");
                DateLimits::default()
            }
            _ => limits,
        }
    }

    fn file_limits(&mut self, item: &Json) -> FileLimits {
        let named = list(item, "extension").iter().filter(|extension| short_name(extension) == "mimeType");
        let mut types: Vec<FileType> =
            named.filter_map(value).filter_map(Json::as_str).filter_map(FileType::of_media_type).collect();
        types.dedup();
        if types.is_empty() {
            types = vec![FileType::Pdf, FileType::Jpeg, FileType::Png];
            self.lose(item, "which files are taken; they are PDF, JPEG and PNG now");
        }
        if extension(item, "maxSize").is_some() {
            self.lose(item, "the largest size of a file; it is the usual one now");
        }
        FileLimits { types, max_kilobytes: None }
    }

    fn choice(&mut self, item: &Json) -> FieldKind {
        let options = self.options(item);
        if options.is_empty() {
            self.lose(item, "its list of answers, which is not in the file; it is a text now");
            return FieldKind::Text(TextLimits::default());
        }
        let several = flag(item, "repeats");
        let style = match concept(item, "questionnaire-itemControl") {
            _ if several => ChoiceStyle::Several,
            Some("radio-button" | "check-box") => ChoiceStyle::Radio,
            Some("drop-down" | "autocomplete") => ChoiceStyle::Select,
            _ if options.len() <= RADIOS => ChoiceStyle::Radio,
            _ => ChoiceStyle::Select,
        };
        let within =
            |name: &str| count(item, name).filter(|count| several && *count > 0 && *count as usize <= options.len());
        let (at_least, at_most) = (within("questionnaire-minOccurs"), within("questionnaire-maxOccurs"));
        let ordered = at_least.zip(at_most).is_none_or(|(least, most)| least <= most);
        let (at_least, at_most) = if ordered { (at_least, at_most) } else { (None, None) };
        FieldKind::Choice(Choice { style, options, at_least, at_most })
    }

    /// The answer to begin with: `initial`, or the options marked so.
    fn initial(&mut self, item: &Json, kind: &FieldKind) -> Option<Given> {
        let values: Vec<&Json> = list(item, "initial").iter().filter_map(value).collect();
        let marked =
            list(item, "answerOption").iter().filter(|option| flag(option, "initialSelected")).filter_map(value);
        let all: Vec<&Json> = if values.is_empty() { marked.collect() } else { values };
        let first = *all.first()?;
        let given = match kind {
            FieldKind::Choice(choice) => {
                let chosen: Vec<String> = all.iter().filter_map(|value| Self::chosen(choice, value)).collect();
                match (choice.style, chosen.first()) {
                    (_, None) => None,
                    (ChoiceStyle::Several, _) => Some(Given::List(chosen)),
                    (_, Some(one)) => Some(Given::Text(one.clone())),
                }
            }
            FieldKind::Number(_) if first.is_object() => first.get("value").map(|number| Given::from(number.clone())),
            FieldKind::Date(_) => first.as_str().and_then(|text| text.get(..10)).map(Given::from),
            FieldKind::Time(_) => first.as_str().and_then(|text| text.get(..5)).map(Given::from),
            FieldKind::File(_) | FieldKind::Information(_) => None,
            _ => Some(Given::from(first.clone())).filter(|given| *given != Given::Other),
        };
        if given.is_none() {
            self.lose(item, "the answer it begins with");
        }
        given
    }
}
