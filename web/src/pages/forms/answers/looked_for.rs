//! The filters that the form itself gives the list: the band of the score, and the answer to one question.

use cynic::QueryBuilder;
use leptos::prelude::*;
use serde_json::{Value, json};
use shared::form::{Field as Asked, FieldKind, FormSchema};
use shared::nhs_number::NhsNumber;
use shared::phone;
use shared::postcode::Postcode;

use super::address::Address;
use super::filters::with_chosen;
use crate::api::forms::{LiveForm, OneFormVariables};
use crate::components::field::{Field, Input};
use crate::components::select::{Choice, Select};
use crate::pages::forms::one::Here;
use crate::read::Read;
use crate::text::form_answers as words;

const YES: &str = "yes";
const NO: &str = "no";

/// What an answer is chosen or typed with.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Entry {
    /// Values and labels.
    Options(Vec<(String, String)>),
    Typed(Input),
}

/// What is chosen and typed. It is a handle: copying it is free.
#[derive(Clone, Copy)]
pub struct LookedFor {
    band: RwSignal<String>,
    question: RwSignal<String>,
    /// As people write it; of a choice, its value.
    answer: RwSignal<String>,
    error: RwSignal<Option<String>>,
    schema: Memo<Option<FormSchema>>,
}

impl LookedFor {
    /// What the address says.
    pub fn new(here: Here, known: &Address) -> Self {
        let session = here.session;
        let read = Read::new(move || session.run(LiveForm::build(OneFormVariables { id: here.id() })));
        let schema = Memo::new(move |_| {
            let version = read.latest()?.form.as_ref()?.current_version.clone()?;
            serde_json::from_value(version.schema.0).ok()
        });
        let looked_for = Self {
            band: RwSignal::default(),
            question: RwSignal::default(),
            answer: RwSignal::default(),
            error: RwSignal::new(None),
            schema,
        };
        looked_for.follow(known);
        looked_for
    }

    /// The address may change by itself, e.g. by going back.
    pub fn follow(self, address: &Address) {
        let answer = typed(&address.answer);
        for (field, value) in [(self.band, &address.band), (self.question, &address.question), (self.answer, &answer)] {
            if field.with_untracked(|now| now != value) {
                field.set(value.clone());
            }
        }
        self.error.set(None);
    }

    /// The band, the question and the answer as the address has them; nothing where what is typed cannot be read, which
    /// is told at its field.
    pub fn read(self) -> Option<[String; 3]> {
        let (question, typed) = (self.question.get_untracked(), self.answer.get_untracked());
        let band = self.band.get_untracked();
        if question.is_empty() || typed.trim().is_empty() {
            return Some([band, String::new(), String::new()]);
        }
        let read = self.schema.with_untracked(|schema| {
            let field = schema.as_ref().and_then(|schema| schema.field(&question));
            value(field, typed.trim())
        });
        self.error.set(read.as_ref().err().map(|why| (*why).to_owned()));
        Some([band, question, read.ok()?.to_string()])
    }

    pub fn fields(self) -> AnyView {
        let bands = Memo::new(move |_| self.schema.with(|schema| schema.as_ref().map(bands).unwrap_or_default()));
        let has_bands =
            Memo::new(move |_| bands.with(|bands| !bands.is_empty()) || self.band.with(|band| !band.is_empty()));
        let band = move || {
            has_bands.get().then(|| {
                let choices = Signal::derive(move || {
                    let any = std::iter::once(Choice::new("", words::ANY_BAND));
                    with_chosen(any.chain(bands.get()).collect(), &self.band.get(), words::THIS_BAND)
                });
                let choose = Callback::new(move |chosen| self.band.set(chosen));
                view! { <Select id="answers-band" label=words::BAND choices=choices chosen=self.band on_choose=choose /> }
            })
        };
        let questions = Signal::derive(move || {
            let any = std::iter::once(Choice::new("", words::ANY_QUESTION));
            let known = self.schema.with(|schema| schema.as_ref().map(questions).unwrap_or_default());
            with_chosen(any.chain(known).collect(), &self.question.get(), words::THIS_QUESTION)
        });
        let choose = Callback::new(move |chosen| {
            self.question.set(chosen);
            self.answer.set(String::new());
            self.error.set(None);
        });
        // Drawn anew for another question, and not with each letter of the answer.
        let entry = Memo::new(move |_| {
            let question = self.question.get();
            self.schema.with(|schema| entry_of(schema.as_ref()?, schema.as_ref()?.field(&question)?))
        });
        let is_asked = Memo::new(move |_| self.question.with(|question| !question.is_empty()));
        let answer =
            move || is_asked.get().then(|| self.answer_field(entry.get().unwrap_or(Entry::Typed(Input::Text))));
        view! {
            {band}
            <Select
                id="answers-question"
                label=words::QUESTION
                choices=questions
                chosen=self.question
                on_choose=choose
            />
            {answer}
        }
        .into_any()
    }

    fn answer_field(self, entry: Entry) -> AnyView {
        match entry {
            Entry::Typed(input) => view! {
                <Field id="answers-answer" label=words::ANSWER input=input value=self.answer error=self.error />
            }
            .into_any(),
            Entry::Options(options) => {
                let choices = Signal::derive(move || {
                    let any = std::iter::once(Choice::new("", words::ANY_ANSWER));
                    let offered = options.iter().map(|(value, label)| Choice::new(value, label));
                    with_chosen(any.chain(offered).collect(), &self.answer.get(), words::THIS_ANSWER)
                });
                let choose = Callback::new(move |chosen| self.answer.set(chosen));
                view! {
                    <Select
                        id="answers-answer"
                        label=words::ANSWER
                        choices=choices
                        chosen=self.answer
                        on_choose=choose
                    />
                }
                .into_any()
            }
        }
    }
}

fn bands(schema: &FormSchema) -> Vec<Choice> {
    let language = schema.default_language();
    let bands = schema.scoring.iter().flat_map(|scoring| &scoring.bands);
    bands.map(|band| Choice::new(&band.id, schema.text(&band.label, &language))).collect()
}

/// The questions whose answers can be looked for: what is sealed cannot, nor what no two people have in common.
fn questions(schema: &FormSchema) -> Vec<Choice> {
    let language = schema.default_language();
    let askable = schema.fields().filter(|field| !field.sensitive && entry_of(schema, field).is_some());
    let named = askable.map(|field| {
        let label = schema.text(&field.label, &language).trim();
        Choice::new(&field.id, if label.is_empty() { field.id.replace('_', " ") } else { label.to_owned() })
    });
    named.collect()
}

fn entry_of(schema: &FormSchema, field: &Asked) -> Option<Entry> {
    let tick = |value: &str, label: &str| (value.to_owned(), label.to_owned());
    Some(match &field.kind {
        FieldKind::YesNo(_) => Entry::Options(vec![tick(YES, words::YES), tick(NO, words::NO)]),
        FieldKind::Consent => Entry::Options(vec![tick(YES, words::YES)]),
        FieldKind::Choice(choice) => {
            let language = schema.default_language();
            let options =
                choice.options.iter().map(|option| tick(&option.value, schema.text(&option.label, &language)));
            Entry::Options(options.collect())
        }
        FieldKind::Number(_) | FieldKind::Scale(_) => Entry::Typed(Input::Short),
        FieldKind::Date(_) => Entry::Typed(Input::Date),
        FieldKind::Time(_) => Entry::Typed(Input::Time),
        FieldKind::Text(_)
        | FieldKind::LongText(_)
        | FieldKind::Hidden(_)
        | FieldKind::Phone(_)
        | FieldKind::Email
        | FieldKind::Postcode
        | FieldKind::NhsNumber => Entry::Typed(Input::Text),
        FieldKind::File(_) | FieldKind::Information(_) => return None,
    })
}

/// What is typed, as such an answer is stored. Of a question that is not known any more, it is a text.
fn value(field: Option<&Asked>, typed: &str) -> Result<Value, &'static str> {
    let Some(field) = field else { return Ok(json!(typed)) };
    Ok(match &field.kind {
        FieldKind::YesNo(_) | FieldKind::Consent => json!(typed == YES),
        FieldKind::Number(_) | FieldKind::Scale(_) => {
            let number = serde_json::from_str::<serde_json::Number>(typed);
            Value::Number(number.map_err(|_| words::NOT_A_NUMBER)?)
        }
        FieldKind::Phone(_) => json!(phone::parse_by_shape(typed).map_err(|_| words::NOT_A_PHONE)?.as_str()),
        FieldKind::Postcode => json!(Postcode::parse(typed).map_err(|_| words::NOT_A_POSTCODE)?.as_str()),
        FieldKind::NhsNumber => json!(NhsNumber::parse(typed).map_err(|_| words::NOT_AN_NHS_NUMBER)?.digits()),
        _ => json!(typed),
    })
}

/// The other way round.
fn typed(answer: &str) -> String {
    match serde_json::from_str(answer) {
        Ok(Value::String(text)) => text,
        Ok(Value::Bool(yes)) => if yes { YES } else { NO }.to_owned(),
        Ok(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema() -> FormSchema {
        let field = |id: &str, kind: Value| json!({ "id": id, "kind": kind, "label": { "en": id.to_uppercase() } });
        let options = json!([{ "value": "n", "label": { "en": "At night" } }]);
        let mut sealed = field("sealed", json!({ "text": {} }));
        sealed["sensitive"] = json!(true);
        serde_json::from_value(json!({ "format": 1, "kind": "questionnaire", "languages": ["en"], "title": { "en": "T" },
            "pages": [{ "id": "p", "sections": [{ "fields": [
                field("when", json!({ "choice": { "style": "radio", "options": options } })),
                field("well", json!({ "yesNo": {} })), field("puffs", json!({ "number": {} })), sealed,
                field("phone", json!({ "phone": {} })), field("letter", json!({ "file": { "types": ["pdf"] } }))
            ] }] }],
            "scoring": { "title": { "en": "S" }, "bands": [{ "id": "low", "from": 0, "to": 1, "label": { "en": "Low" } }] } }))
        .unwrap()
    }

    #[test]
    fn what_can_be_looked_for_is_offered() {
        let schema = schema();
        assert_eq!(bands(&schema), [Choice::new("low", "Low")]);
        let ids: Vec<String> = questions(&schema).into_iter().map(|choice| choice.value).collect();
        assert_eq!(ids, ["when", "well", "puffs", "phone"]);
    }

    #[test]
    fn what_is_typed_is_looked_for_as_it_is_stored() {
        let schema = schema();
        let value = |field: &str, typed: &str| value(schema.field(field), typed);
        for (field, shown, stored) in [
            ("when", "n", "\"n\""),
            ("well", YES, "true"),
            ("well", NO, "false"),
            ("puffs", "2.5", "2.5"),
            ("puffs", "-3", "-3"),
            ("gone", "7", "\"7\""),
        ] {
            assert_eq!(value(field, shown).unwrap().to_string(), stored, "{field}");
            assert_eq!(typed(stored), shown);
        }
        assert_eq!(value("phone", "07700 900123").unwrap(), json!("+447700900123"));
        assert_eq!(value("puffs", "many"), Err(words::NOT_A_NUMBER));
        assert_eq!(typed("not json"), "");
    }
}
