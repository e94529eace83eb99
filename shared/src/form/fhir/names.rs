//! Ids and option values out of what a Questionnaire calls its items.

use std::collections::BTreeSet;

use crate::form::check::{ID_LONGEST, is_reserved};

const ROOM: usize = 4; // characters kept free for a number that tells two alike apart

/// Lower-case letters, digits and underscores out of any text; empty where there are none.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for character in crate::latin::fold(text).chars() {
        if character.is_ascii_alphanumeric() {
            slug.push(character.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('_') {
            slug.push('_');
        }
    }
    slug.truncate(ID_LONGEST - ROOM);
    slug.trim_matches('_').to_owned()
}

/// Gives out names, none of them twice.
#[derive(Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// A column name: of the `linkId` where it reads like one, else of the text, else by number.
    pub(super) fn field(&mut self, link_id: &str, text: &str) -> String {
        let spoken =
            [link_id, text].map(slug).into_iter().find(|slug| slug.starts_with(|c: char| c.is_ascii_lowercase()));
        let name = spoken.unwrap_or_else(|| "question".to_owned());
        let name = if is_reserved(&name) { format!("q_{name}") } else { name };
        self.free(&name)
    }

    /// An option's value: of its code where it reads like one, else of its label.
    pub(super) fn option(&mut self, code: &str, label: &str) -> String {
        let name = [code, label].map(slug).into_iter().find(|slug| !slug.is_empty());
        self.free(&name.unwrap_or_else(|| "option".to_owned()))
    }

    fn free(&mut self, name: &str) -> String {
        let mut free = name.to_owned();
        let mut number = 2;
        while !self.taken.insert(free.clone()) {
            let head: String = name.chars().take(ID_LONGEST - 1 - number.to_string().len()).collect();
            free = format!("{head}_{number}");
            number += 1;
        }
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::is_id;
    use proptest::prelude::*;

    #[test]
    fn names_are_columns_and_differ() {
        let mut names = Names::default();
        for (link_id, text, name) in [
            ("birth-date", "", "birth_date"),
            ("birth.date", "", "birth_date_2"),
            ("1.2", "Do you smoke?", "do_you_smoke"),
            ("1.3", "", "question"),
            ("/5", "Ça va ?", "ca_va"),
            ("select", "", "q_select"),
        ] {
            assert_eq!(names.field(link_id, text), name);
        }
    }

    proptest! {
        #[test]
        fn every_name_is_an_id(items in proptest::collection::vec((".{0,60}", ".{0,60}"), 0..30)) {
            let mut names = Names::default();
            for (link_id, text) in items {
                let name = names.field(&link_id, &text);
                prop_assert!(is_id(&name), "{name}");
            }
        }
    }
}
