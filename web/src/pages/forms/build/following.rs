//! Ids and values that still follow the words they were made of: those of new fields and options that nobody has named.

use std::collections::BTreeSet;

use shared::form::{Choice, Field, FieldKind, FormSchema};

use super::edits;
use super::names;
use super::spot::Spot;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Following {
    fields: BTreeSet<String>,
    /// The id of the field, and the value of its option.
    options: BTreeSet<(String, String)>,
}

impl Following {
    /// A new field: its id follows its label, and the values of its options theirs.
    pub fn begin(&mut self, field: &Field) {
        self.fields.insert(field.id.clone());
        if let FieldKind::Choice(choice) = &field.kind {
            for option in &choice.options {
                self.begin_option(&field.id, &option.value);
            }
        }
    }

    pub fn begin_option(&mut self, field: &str, value: &str) {
        self.options.insert((field.to_owned(), value.to_owned()));
    }

    /// What is there stays from now on, whatever becomes of its words: answers are stored under it.
    pub fn settle(&mut self) {
        *self = Self::default();
    }

    /// A field has got another label, and gets another id with it while nobody has chosen that.
    pub fn relabel(&mut self, schema: &mut FormSchema, spot: Spot, label: &str) {
        let Some(old) = spot.field_of(schema).map(|field| field.id.clone()) else { return };
        if self.fields.remove(&old) {
            let new = names::field_id(label, schema, Some(&old));
            edits::rename(schema, spot, &new);
            self.follow(&old, &new);
            self.fields.insert(new);
        }
    }

    /// Somebody has chosen the id: it follows the label no more.
    pub fn rename(&mut self, schema: &mut FormSchema, spot: Spot, id: &str) {
        let Some(old) = spot.field_of(schema).map(|field| field.id.clone()) else { return };
        self.fields.remove(&old);
        // One that is gone may have had it.
        self.fields.remove(id);
        edits::rename(schema, spot, id);
        self.follow(&old, id);
    }

    /// The options of a field are still those of the field when it has another id.
    fn follow(&mut self, old: &str, new: &str) {
        let all = std::mem::take(&mut self.options);
        let renamed = |(field, value)| if field == old { (new.to_owned(), value) } else { (field, value) };
        self.options = all.into_iter().map(renamed).collect();
    }

    /// The same for the label and the value of an option.
    pub fn relabel_option(&mut self, schema: &mut FormSchema, spot: Spot, index: usize, label: &str) {
        let Some((id, choice)) = choice_of(schema, spot) else { return };
        let Some(old) = choice.options.get(index).map(|option| option.value.clone()) else { return };
        if self.options.remove(&(id.clone(), old)) {
            let others = choice.options.iter().enumerate().filter(|(at, _)| *at != index);
            let others: Vec<&str> = others.map(|(_, option)| option.value.as_str()).collect();
            let new = names::option_value(label, &others);
            edits::revalue(schema, spot, index, &new);
            self.options.insert((id, new));
        }
    }

    /// Somebody has chosen what an option is stored as.
    pub fn revalue(&mut self, schema: &mut FormSchema, spot: Spot, index: usize, value: &str) {
        let Some((id, choice)) = choice_of(schema, spot) else { return };
        let Some(old) = choice.options.get(index).map(|option| option.value.clone()) else { return };
        self.options.remove(&(id.clone(), old));
        self.options.remove(&(id, value.to_owned()));
        edits::revalue(schema, spot, index, value);
    }
}

fn choice_of(schema: &FormSchema, spot: Spot) -> Option<(String, &Choice)> {
    let field = spot.field_of(schema)?;
    match &field.kind {
        FieldKind::Choice(choice) => Some((field.id.clone(), choice)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use shared::form::{FormKind, Given, Rule, Text};

    use super::super::kinds;
    use super::*;
    use crate::text::field_kinds;

    /// A form with two new choices, `a` and `b`, and what of them follows.
    fn two_choices() -> (FormSchema, Following, [Spot; 2]) {
        let mut schema = FormSchema::new(FormKind::Questionnaire, Text::english("T"));
        let mut following = Following::default();
        let mut beside = Spot::Form;
        let spots = ["a", "b"].map(|label| {
            let kind = kinds::new(field_kinds::RADIO, &schema.default_language());
            beside = edits::add_field(&mut schema, beside, kind, label);
            following.begin(beside.field_of(&schema).unwrap());
            beside
        });
        (schema, following, spots)
    }

    fn id(schema: &FormSchema, spot: Spot) -> String {
        spot.field_of(schema).unwrap().id.clone()
    }

    fn values(schema: &FormSchema, spot: Spot) -> Vec<String> {
        let (_, choice) = choice_of(schema, spot).unwrap();
        choice.options.iter().map(|option| option.value.clone()).collect()
    }

    #[test]
    fn the_first_options_of_a_new_choice_follow_their_labels() {
        let (mut schema, mut following, [a, b]) = two_choices();
        following.relabel_option(&mut schema, a, 0, "Flu");
        following.relabel_option(&mut schema, a, 1, "Flu");
        assert_eq!(values(&schema, a), ["flu", "flu-2"]);
        assert_eq!(values(&schema, b), ["option-1", "option-2"]);
        // They are its options under another id too.
        following.relabel(&mut schema, a, "Vaccine");
        following.relabel_option(&mut schema, a, 0, "Covid");
        assert_eq!((id(&schema, a), values(&schema, a)), ("vaccine".to_owned(), vec!["covid".into(), "flu-2".into()]));
    }

    #[test]
    fn an_option_of_one_field_says_nothing_of_another_field() {
        let (mut schema, mut following, [a, b]) = two_choices();
        following.revalue(&mut schema, b, 0, "flu");
        following.relabel_option(&mut schema, a, 0, "Flu");
        following.relabel_option(&mut schema, b, 0, "Influenza");
        assert_eq!(
            (values(&schema, a), values(&schema, b)),
            (vec!["flu".into(), "option-2".into()], { vec!["flu".to_owned(), "option-2".into()] })
        );
    }

    #[test]
    fn what_was_chosen_or_published_stays_when_the_label_changes() {
        let (mut schema, mut following, [a, b]) = two_choices();
        following.rename(&mut schema, a, "mine");
        following.relabel(&mut schema, a, "Something else");
        assert_eq!(id(&schema, a), "mine");
        following.settle();
        following.relabel(&mut schema, b, "Something else");
        following.relabel_option(&mut schema, b, 0, "Flu");
        assert_eq!((id(&schema, b), values(&schema, b)), ("b".to_owned(), vec!["option-1".into(), "option-2".into()]));
    }

    #[test]
    fn rules_and_the_default_follow_a_value() {
        let (mut schema, mut following, [a, b]) = two_choices();
        b.field_mut(&mut schema).unwrap().show_if = Some(Rule::chosen("a", &["option-1", "option-2"]));
        a.field_mut(&mut schema).unwrap().default = Some(Given::from("option-1"));
        following.relabel_option(&mut schema, a, 0, "Flu");
        following.revalue(&mut schema, a, 1, "rsv");
        assert_eq!(b.field_of(&schema).unwrap().show_if, Some(Rule::chosen("a", &["flu", "rsv"])));
        assert_eq!(a.field_of(&schema).unwrap().default, Some(Given::from("flu")));
    }
}
