//! An answer as people read it. Plain text: whoever writes HTML, CSV or a sheet makes it safe for that.

use super::day::in_words;
use super::field::FieldKind;
use super::schema::{Field, FormSchema};
use super::text::Language;
use super::value::Value;
use crate::nhs_number::NhsNumber;
use crate::phone::national_mobile;

/// The answer to a field in words: labels of options, dates and phone numbers as people write them.
pub fn display(schema: &FormSchema, field: &Field, value: &Value, language: &Language) -> String {
    let option = |value: &str| match &field.kind {
        FieldKind::Choice(choice) => {
            // An option that is gone since shows as it was stored.
            choice
                .option(value)
                .map_or_else(|| value.to_owned(), |option| schema.text(&option.label, language).to_owned())
        }
        _ => value.to_owned(),
    };
    match value {
        Value::Text(text) => match field.kind {
            FieldKind::Phone(_) => national_mobile(text).unwrap_or_else(|| text.clone()),
            FieldKind::NhsNumber => NhsNumber::parse(text).map_or_else(|_| text.clone(), |number| number.to_string()),
            _ => text.clone(),
        },
        Value::Number(number) => {
            let unit = match &field.kind {
                FieldKind::Number(limits) => schema.text(&limits.unit, language),
                _ => "",
            };
            if unit.is_empty() { number.to_string() } else { format!("{number} {unit}") }
        }
        Value::Date(date) => in_words(*date),
        Value::Time(time) => time.in_words(),
        Value::YesNo(yes) => if *yes { "Yes" } else { "No" }.to_owned(),
        Value::Choice(value) => option(value),
        Value::Choices(values) => values.iter().map(|value| option(value)).collect::<Vec<_>>().join("; "),
        Value::File(file) => file.name.clone(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::form::test_forms::{checked, form_of};
    use serde_json::{Value as Json, json};

    #[test]
    fn answers_read_as_people_write_them() {
        let options = json!([{ "value": "a", "label": { "en": "First", "cy": "Cyntaf" } }, { "value": "b", "label": { "en": "Second" } }]);
        for (kind, answer, english, welsh) in [
            (json!({ "text": {} }), json!("<b>=1+1"), "<b>=1+1", "<b>=1+1"),
            (json!({ "number": { "decimals": 1, "unit": { "en": "cm" } } }), json!(172.5), "172.5 cm", "172.5 cm"),
            (json!({ "date": {} }), json!("1957-03-24"), "24 March 1957", "24 March 1957"),
            (json!({ "time": {} }), json!("14:30"), "2:30pm", "2:30pm"),
            (json!({ "yesNo": {} }), json!(false), "No", "No"),
            (json!({ "choice": { "style": "radio", "options": options } }), json!("a"), "First", "Cyntaf"),
            (
                json!({ "choice": { "style": "several", "options": options } }),
                json!(["a", "b"]),
                "First; Second",
                "Cyntaf; Second",
            ),
            (json!({ "phone": {} }), json!("+44 7700 900123"), "07700 900123", "07700 900123"),
            (json!({ "phone": {} }), json!("+33 631966543"), "+33631966543", "+33631966543"),
            (json!("nhsNumber"), json!("9434765919"), "943 476 5919", "943 476 5919"),
        ] {
            let form = form_of(json!([{ "id": "it", "kind": kind, "label": { "en": "Q" } }]));
            let answers = checked(&form, json!({ "it": answer })).unwrap();
            let shown = |language: &str| {
                display(&form, form.field("it").unwrap(), answers.get("it").unwrap(), &language.parse().unwrap())
            };
            assert_eq!((shown("en").as_str(), shown("cy").as_str()), (english, welsh), "{kind}");
        }
    }

    #[test]
    fn an_option_that_is_gone_shows_as_stored() {
        let kind: Json =
            json!({ "choice": { "style": "radio", "options": [{ "value": "a", "label": { "en": "A" } }] } });
        let form = form_of(json!([{ "id": "it", "kind": kind, "label": { "en": "Q" } }]));
        let field = form.field("it").unwrap();
        assert_eq!(display(&form, field, &Value::Choice("old".into()), &Language::english()), "old");
    }
}
