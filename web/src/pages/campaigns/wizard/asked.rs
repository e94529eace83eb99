//! The forms whose answers a rule can ask for: which there are, what they ask, and how their answers are named.

use cynic::QueryBuilder;
use leptos::prelude::*;
use shared::cohort::{AnswerValue, FormAnswer};
use shared::form::{Field, FieldKind, FormSchema};
use shared::permission::Permission;

use super::form::Form;
use super::rule::Built;
use super::term::Answer;
use crate::api::ApiError;
use crate::api::forms::{FormChoice, FormChoices, FormListVariables, FormState, LiveForm, OneFormVariables};
use crate::components::field::Input;
use crate::components::select::Choice;
use crate::read::Read;
use crate::session::Session;
use crate::text::rule as words;

/// Forms a request; the next are asked for until there are no more.
const PAGE: i32 = 100;

/// A form with what its live version asks, once that has arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedForm {
    /// What a rule calls it.
    pub slug: String,
    pub name: String,
    pub is_live: bool,
    pub schema: Option<FormSchema>,
}

/// What an answer is entered with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Nothing is known of the question, or none is chosen.
    Nothing,
    YesNo,
    /// Only yes is ever stored.
    Tick,
    Options(Vec<(String, String)>),
    Typed(Input, Answer),
}

/// All forms, the newest first; nothing for who may not see them.
pub async fn all_forms(session: Session) -> Result<Vec<FormChoice>, ApiError> {
    let mut forms = Vec::new();
    if !untrack(|| session.may(Permission::ViewForms)) {
        return Ok(forms);
    }
    let mut after = None;
    loop {
        let variables = FormListVariables { first: Some(PAGE), after };
        let page = session.run(FormChoices::build(variables)).await?.forms;
        forms.extend(page.nodes);
        match page.page_info.end_cursor.filter(|_| page.page_info.has_next_page) {
            Some(cursor) => after = Some(cursor),
            None => return Ok(forms),
        }
    }
}

/// The forms of a rule, with what those ask that the rule names. Follows what is typed.
pub fn asked(session: Session, form: Form, forms: Read<Vec<FormChoice>>) -> Memo<Vec<AskedForm>> {
    let named = Memo::new(move |_| form.fields().rule.with(Built::forms));
    let schemas = Read::new(move || {
        let named = named.get();
        let forms = forms.latest();
        async move {
            let mut schemas = Vec::new();
            for form in forms.iter().flat_map(|forms| forms.iter()).filter(|form| named.contains(&form.slug)) {
                let read = LiveForm::build(OneFormVariables { id: form.id.clone() });
                let version = session.run(read).await?.form.and_then(|form| form.current_version);
                let schema = version.and_then(|version| serde_json::from_value::<FormSchema>(version.schema.0).ok());
                schemas.extend(schema.map(|schema| (form.slug.clone(), schema)));
            }
            Ok::<_, ApiError>(schemas)
        }
    });
    Memo::new(move |_| {
        let (forms, schemas) = (forms.latest(), schemas.latest());
        let one = |form: &FormChoice| AskedForm {
            slug: form.slug.clone(),
            name: form.name.clone(),
            is_live: form.state == FormState::Published,
            schema: schemas.as_ref().and_then(|schemas| {
                schemas.iter().find(|(slug, _)| *slug == form.slug).map(|(_, schema)| schema.clone())
            }),
        };
        forms.iter().flat_map(|forms| forms.iter()).map(one).collect()
    })
}

/// Those that take answers, and the one that is chosen whatever became of it.
pub fn form_choices(forms: &[AskedForm], chosen: &str) -> Vec<Choice> {
    let first = Choice::new("", words::CHOOSE_SET);
    let offered = forms.iter().filter(|form| form.is_live).map(|form| Choice::new(&form.slug, &form.name));
    let mut choices: Vec<Choice> = std::iter::once(first).chain(offered).collect();
    if choices.iter().all(|choice| choice.value != chosen) {
        let known = forms.iter().find(|form| form.slug == chosen);
        let name = known.map_or_else(|| chosen.replace('-', " "), |form| words::not_live(&form.name));
        choices.push(Choice::new(chosen, name));
    }
    choices
}

/// The questions of a form whose answers can be asked for, and the one that is chosen whatever became of it.
pub fn question_choices(forms: &[AskedForm], form: &str, chosen: &str) -> Vec<Choice> {
    let schema = schema_of(forms, form);
    let askable = schema.into_iter().flat_map(|schema| {
        let fields = schema.fields().filter(|field| !field.sensitive && entry_of(schema, field) != Entry::Nothing);
        fields.map(|field| Choice::new(&field.id, label(schema, field)))
    });
    let mut choices: Vec<Choice> = std::iter::once(Choice::new("", words::CHOOSE_SET)).chain(askable).collect();
    if choices.iter().all(|choice| choice.value != chosen) {
        choices.push(Choice::new(chosen, words::older_question(&chosen.replace('_', " "), schema.is_some())));
    }
    choices
}

/// What the answer to a question is entered with.
pub fn entry(forms: &[AskedForm], form: &str, question: &str) -> Entry {
    let schema = schema_of(forms, form);
    let found = schema.and_then(|schema| schema.field(question).map(|field| entry_of(schema, field)));
    found.unwrap_or(Entry::Nothing)
}

fn schema_of<'a>(forms: &'a [AskedForm], slug: &str) -> Option<&'a FormSchema> {
    forms.iter().find(|form| form.slug == slug)?.schema.as_ref()
}

fn entry_of(schema: &FormSchema, field: &Field) -> Entry {
    match &field.kind {
        FieldKind::YesNo(_) => Entry::YesNo,
        FieldKind::Consent => Entry::Tick,
        FieldKind::Choice(choice) => {
            let language = schema.default_language();
            let name = |option: &shared::form::ChoiceOption| {
                (option.value.clone(), schema.text(&option.label, &language).to_owned())
            };
            Entry::Options(choice.options.iter().map(name).collect())
        }
        FieldKind::Number(_) | FieldKind::Scale(_) => Entry::Typed(Input::Amount, Answer::Number),
        FieldKind::Date(_) => Entry::Typed(Input::Date, Answer::Text),
        FieldKind::Time(_) => Entry::Typed(Input::Time, Answer::Text),
        FieldKind::Phone(_) => Entry::Typed(Input::Phone, Answer::Phone),
        FieldKind::Email => Entry::Typed(Input::ContactEmail, Answer::Text),
        FieldKind::Postcode => Entry::Typed(Input::Text, Answer::Postcode),
        FieldKind::NhsNumber => Entry::Typed(Input::Text, Answer::NhsNumber),
        FieldKind::Text(_) | FieldKind::LongText(_) | FieldKind::Hidden(_) => Entry::Typed(Input::Text, Answer::Text),
        // A file is no answer that two people can have in common.
        FieldKind::File(_) | FieldKind::Information(_) => Entry::Nothing,
    }
}

fn label(schema: &FormSchema, field: &Field) -> String {
    match schema.text(&field.label, &schema.default_language()).trim() {
        "" => field.id.replace('_', " "),
        label => label.to_owned(),
    }
}

/// Puts the names that people know in the place of those that a rule is stored with.
pub fn name_answer(asked: &mut FormAnswer, forms: &[AskedForm]) {
    let Some(form) = forms.iter().find(|form| form.slug == asked.form) else { return };
    asked.form = words::quoted(&form.name);
    let Some(schema) = &form.schema else { return };
    let Some(field) = schema.field(&asked.field) else { return };
    asked.field = words::quoted(&label(schema, field));
    if let (AnswerValue::Text(value), FieldKind::Choice(choice)) = (&mut asked.value, &field.kind)
        && let Some(option) = choice.option(value)
    {
        *value = words::quoted(schema.text(&option.label, &schema.default_language()));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::pages::campaigns::wizard::rule;

    fn forms() -> Vec<AskedForm> {
        let options = json!([{ "value": "n", "label": { "en": "At night" } }]);
        let schema = json!({ "format": 1, "kind": "questionnaire", "languages": ["en"], "title": { "en": "T" },
            "pages": [{ "id": "p", "sections": [{ "fields": [
                { "id": "when", "kind": { "choice": { "style": "radio", "options": options } }, "label": { "en": "When?" } },
                { "id": "puffs", "kind": { "number": {} }, "label": { "en": "How many?" } },
                { "id": "why", "kind": { "text": {} }, "label": { "en": "Why?" }, "sensitive": true },
                { "id": "read", "kind": { "information": { "text": { "en": "Read" } } } },
            ] }] }] });
        let form = |slug: &str, is_live, schema| AskedForm { slug: slug.into(), name: slug.into(), is_live, schema };
        vec![form("asthma", true, serde_json::from_value(schema).unwrap()), form("old", false, None)]
    }

    fn values(choices: &[Choice]) -> Vec<&str> {
        choices.iter().map(|choice| choice.value.as_str()).collect()
    }

    #[test]
    fn what_can_be_asked_is_offered_and_what_was_chosen_stays() {
        let forms = forms();
        assert_eq!(values(&form_choices(&forms, "")), ["", "asthma"]);
        assert_eq!(values(&form_choices(&forms, "old")), ["", "asthma", "old"]);
        assert_eq!(values(&question_choices(&forms, "asthma", "gone")), ["", "when", "puffs", "gone"]);
        assert_eq!(entry(&forms, "asthma", "when"), Entry::Options(vec![("n".into(), "At night".into())]));
        assert_eq!(entry(&forms, "asthma", "puffs"), Entry::Typed(Input::Amount, Answer::Number));
        assert_eq!(entry(&forms, "asthma", "why"), Entry::Typed(Input::Text, Answer::Text));
        assert_eq!(entry(&forms, "old", "when"), Entry::Nothing);
    }

    #[test]
    fn a_rule_reads_with_the_words_of_the_form() {
        let json = r#"{"all":[{"formAnswer":{"form":"asthma","field":"when","value":"n"}}]}"#;
        let text = rule::sentence(&serde_json::from_str(json).unwrap(), &[], &forms());
        assert_eq!(text, "patients who answered “At night” to “When?” of the form “asthma”");
    }
}
