//! The options of a choice: named in the item, or in a value set within the same file.

use serde_json::Value as Json;

use super::extensions::{extension, flag, list, text, value, words};
use super::import::Import;
use super::names::Names;
use crate::form::decimal::Decimal;
use crate::form::field::{Choice, ChoiceOption, OptionCoding};
use crate::form::text::Text;

impl Import<'_> {
    /// Every option of an item; none where they are not in the file.
    pub(super) fn options(&self, item: &Json) -> Vec<ChoiceOption> {
        let mut names = Names::default();
        let named = list(item, "answerOption");
        if !named.is_empty() {
            return named.iter().filter_map(|option| self.option(item, option, &mut names)).collect();
        }
        let contained = words(item, "answerValueSet").strip_prefix('#');
        let Some(set) =
            contained.and_then(|id| list(self.root, "contained").iter().find(|resource| words(resource, "id") == id))
        else {
            return Vec::new();
        };
        let expanded = set.get("expansion").map(|expansion| list(expansion, "contains")).unwrap_or_default();
        if !expanded.is_empty() {
            return expanded.iter().map(|coding| self.coded(coding, words(coding, "system"), &mut names)).collect();
        }
        let includes = set.get("compose").map(|compose| list(compose, "include")).unwrap_or_default();
        includes
            .iter()
            .flat_map(|include| list(include, "concept").iter().map(|concept| (words(include, "system"), concept)))
            .map(|(system, concept)| self.coded(concept, system, &mut names))
            .collect()
    }

    fn option(&self, item: &Json, option: &Json, names: &mut Names) -> Option<ChoiceOption> {
        let given = value(option)?;
        let mut made = if given.is_object() {
            self.coded(given, words(given, "system"), names)
        } else {
            let shown = given.as_str().map_or_else(|| given.to_string(), |text| text.trim().to_owned());
            let mut label = Text::default();
            label.set(self.language.clone(), &shown);
            ChoiceOption { value: names.option(&shown, ""), label, ..ChoiceOption::default() }
        };
        made.points = points(option).or_else(|| points(given));
        let exclusive = extension(option, "questionnaire-optionExclusive").and_then(value);
        made.exclusive = flag(item, "repeats") && exclusive.and_then(Json::as_bool).unwrap_or_default();
        Some(made)
    }

    fn coded(&self, coding: &Json, system: &str, names: &mut Names) -> ChoiceOption {
        let code = words(coding, "code");
        let mut label = text(coding, "display", &self.language);
        if label.is_empty() {
            label.set(self.language.clone(), code);
        }
        // A code of a system says nothing to whoever reads the column; its words do.
        let (first, second) =
            if system.is_empty() { (code, words(coding, "display")) } else { (words(coding, "display"), code) };
        let system = Some(system.to_owned()).filter(|system| !system.is_empty());
        let coding = (!code.is_empty()).then(|| OptionCoding { system, code: code.to_owned() });
        ChoiceOption { value: names.option(first, second), label, coding, ..ChoiceOption::default() }
    }

    /// The value of the option that a FHIR value means.
    pub(super) fn chosen(choice: &Choice, meant: &Json) -> Option<String> {
        let code = if meant.is_object() { words(meant, "code") } else { meant.as_str().unwrap_or_default() };
        let code = if meant.is_number() { meant.to_string() } else { code.trim().to_owned() };
        let system = Some(words(meant, "system")).filter(|system| !system.is_empty());
        let by_code = choice.options.iter().find(|option| {
            option.coding.as_ref().is_some_and(|coding| {
                coding.code == code
                    && (system.is_none() || coding.system.is_none() || coding.system.as_deref() == system)
            })
        });
        let by_label = || choice.options.iter().find(|option| option.label.iter().any(|(_, text)| text == code));
        by_code.or_else(by_label).map(|option| option.value.clone())
    }
}

/// The score of an option: the extension `ordinalValue`.
fn points(element: &Json) -> Option<Decimal> {
    value(extension(element, "ordinalValue")?)?.as_f64()?.try_into().ok()
}
