//! What of a form is kept in the tab until it is saved.

use serde::{Deserialize, Serialize};
use shared::form::FormSchema;

use crate::draft::Draft;

#[derive(Serialize, Deserialize)]
pub struct Kept {
    /// The draft that it changes.
    pub version: i32,
    pub schema: FormSchema,
    /// What was sent and not answered by then: the server may have it.
    #[serde(default)]
    pub sent: Vec<FormSchema>,
}

impl Kept {
    /// Whether it changes the draft that the server has, and no other.
    pub fn changes(&self, version: i32, on_server: &FormSchema) -> bool {
        self.version == version || self.sent.contains(on_server)
    }

    /// What is left to keep when the server says that it has `schema`; nothing where that is all.
    fn without(self, version: i32, schema: &FormSchema) -> Option<Self> {
        if self.schema == *schema {
            return None;
        }
        let sent = self.sent.into_iter().filter(|sent| sent != schema).collect();
        Some(Self { version: self.version.max(version), schema: self.schema, sent })
    }
}

/// An answer has come after the screen was left: the server has `schema` as this version.
pub fn answered(key: &str, version: i32, schema: &FormSchema) {
    if let Some(kept) = Draft::restore::<Kept>(key) {
        match kept.without(version, schema) {
            None => Draft::forget(key),
            Some(rest) => Draft::save(key, &rest),
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::form::{FormKind, Text};

    use super::*;

    fn form(title: &str) -> FormSchema {
        FormSchema::new(FormKind::Questionnaire, Text::english(title))
    }

    #[test]
    fn what_was_sent_and_typed_on_is_no_conflict_with_itself() {
        let kept = Kept { version: 1, schema: form("Typed on"), sent: vec![form("Sent")] };
        assert!(kept.changes(1, &form("Known")) && kept.changes(2, &form("Sent")));
        assert!(!kept.changes(2, &form("Theirs")));
        // The answer comes after the screen was left: the rest changes the new draft.
        let rest = kept.without(2, &form("Sent")).unwrap();
        assert!(rest.changes(2, &form("Sent")) && !rest.changes(3, &form("Theirs")));
        assert_eq!((rest.version, rest.schema.title, rest.sent.len()), (2, Text::english("Typed on"), 0));
    }

    #[test]
    fn nothing_is_kept_of_what_the_server_has() {
        let kept = Kept { version: 1, schema: form("Sent"), sent: vec![form("Sent")] };
        assert!(kept.without(2, &form("Sent")).is_none());
    }
}
