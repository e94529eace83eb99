//! Ids out of what people write: a question's words make the name of its column, an option's words its value.

use shared::form::{FormSchema, ID_LONGEST, is_id, is_reserved};

/// Longer ones are cut at a word.
const WANTED: usize = 30;

/// No form has as many fields, and no field as many options.
const MOST: usize = 1_000;

/// An id that no field of the form has, out of these words; `question` where none of them can be used.
pub fn field_id(words: &str, schema: &FormSchema, but: Option<&str>) -> String {
    let taken = |id: &str| but != Some(id) && schema.field(id).is_some();
    let plain = plain(words, '_');
    let base = if is_id(&plain) { plain } else { "question".to_owned() };
    let base = if is_reserved(&base) { format!("{base}_answer") } else { base };
    first_free(&base, '_', taken)
}

/// An id that no page of the form has.
pub fn page_id(schema: &FormSchema) -> String {
    let taken = |id: &str| schema.pages.iter().any(|page| page.id == id);
    let first = schema.pages.len() + 1;
    // One more than there are pages is enough.
    (first..=2 * first).map(|number| format!("page_{number}")).find(|id| !taken(id)).unwrap_or_default()
}

/// A value that none of these options has.
pub fn option_value(words: &str, others: &[&str]) -> String {
    let plain = plain(words, '-');
    let base = if plain.is_empty() { "option".to_owned() } else { plain };
    first_free(&base, '-', |value| others.contains(&value))
}

fn first_free(base: &str, between: char, taken: impl Fn(&str) -> bool) -> String {
    if !taken(base) {
        return base.to_owned();
    }
    let cut: String = base.chars().take(ID_LONGEST - 4).collect();
    (2..MOST).map(|number| format!("{cut}{between}{number}")).find(|id| !taken(id)).unwrap_or_default()
}

/// Lower-case letters and digits of the words, with `between` between them; digits at the front are left out.
fn plain(words: &str, between: char) -> String {
    let mut plain = String::new();
    for character in words.chars().flat_map(char::to_lowercase) {
        if character.is_ascii_alphanumeric() {
            if !plain.is_empty() || character.is_ascii_lowercase() || between == '-' {
                plain.push(character);
            }
        } else if !plain.is_empty() && !plain.ends_with(between) && !matches!(character, '\'' | '’') {
            if plain.len() >= WANTED {
                break;
            }
            plain.push(between);
        }
        if plain.len() >= ID_LONGEST - 4 {
            break;
        }
    }
    plain.trim_end_matches(between).to_owned()
}

#[cfg(test)]
mod tests {
    use shared::form::{Field, FieldKind, FormKind, Page, Section, Text};

    use super::*;

    fn form(ids: &[&str]) -> FormSchema {
        let mut schema = FormSchema::new(FormKind::Questionnaire, Text::english("T"));
        let fields = ids.iter().map(|id| Field::new(id, FieldKind::Email, Text::default())).collect();
        schema.pages.push(Page {
            id: "page_1".into(),
            sections: vec![Section { fields, ..Section::default() }],
            ..Page::default()
        });
        schema
    }

    #[test]
    fn words_make_the_name_of_a_column() {
        let schema = form(&["date_of_birth"]);
        for (words, id) in [
            ("What’s your name?", "whats_your_name"),
            ("Date of birth", "date_of_birth_2"),
            ("2nd dose", "nd_dose"),
            ("Order", "order_answer"),
            ("???", "question"),
            (
                "How many times in the last twelve months did you take steroid tablets",
                "how_many_times_in_the_last_twelve",
            ),
        ] {
            assert_eq!(field_id(words, &schema, None), id, "{words}");
        }
        assert_eq!(field_id("Date of birth", &schema, Some("date_of_birth")), "date_of_birth");
    }

    #[test]
    fn a_number_is_a_value_of_an_option_and_none_comes_twice() {
        assert_eq!(option_value("3 to 6 times", &[]), "3-to-6-times");
        assert_eq!(option_value("Yes", &["yes"]), "yes-2");
        assert_eq!(option_value("", &["option", "option-2"]), "option-3");
    }

    #[test]
    fn a_page_has_an_id_of_its_own() {
        assert_eq!(page_id(&form(&[])), "page_2");
    }
}
