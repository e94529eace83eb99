//! The columns of a form's answers, for the SQL view `form_<slug>` and for exports.

use super::field::{ChoiceStyle, FieldKind};
use super::schema::FormSchema;
use crate::text_enum::{canonical_from_str, text_enum};

/// The column of the score, where a form is scored.
pub const SCORE: &str = "score";
/// The column of the band the score is in.
pub const SCORE_BAND: &str = "score_band";

text_enum! {
    /// What a column holds.
    pub enum ColumnKind ("column kind") {
        /// Also phones, NHS numbers, times, and the names of files.
        Text => "text",
        Integer => "integer",
        Decimal => "decimal",
        Date => "date",
        Boolean => "boolean",
        /// Several texts.
        List => "list",
    }
}

canonical_from_str!(ColumnKind);

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name in SQL, the id of the field.
    pub name: String,
    pub kind: ColumnKind,
    /// Sealed at rest: no SQL can read it, and the view leaves it out.
    pub sealed: bool,
}

/// The columns of a form in the order of its fields, the score's behind them.
pub fn columns(schema: &FormSchema) -> Vec<Column> {
    let of_fields = schema.fields().filter_map(|field| {
        Some(Column { name: field.id.clone(), kind: column_kind(&field.kind)?, sealed: field.sensitive })
    });
    let of_score = schema.scoring.iter().flat_map(|_| {
        [(SCORE, ColumnKind::Decimal), (SCORE_BAND, ColumnKind::Text)].map(|(name, kind)| Column {
            name: name.to_owned(),
            kind,
            sealed: false,
        })
    });
    of_fields.chain(of_score).collect()
}

/// What the column of a field holds; none where there is nothing to answer.
pub fn column_kind(kind: &FieldKind) -> Option<ColumnKind> {
    Some(match kind {
        FieldKind::Text(_)
        | FieldKind::LongText(_)
        | FieldKind::Time(_)
        | FieldKind::Phone(_)
        | FieldKind::Email
        | FieldKind::Postcode
        | FieldKind::NhsNumber
        | FieldKind::File(_)
        | FieldKind::Hidden(_) => ColumnKind::Text,
        FieldKind::Number(limits) if limits.decimals > 0 => ColumnKind::Decimal,
        FieldKind::Number(_) | FieldKind::Scale(_) => ColumnKind::Integer,
        FieldKind::Date(_) => ColumnKind::Date,
        FieldKind::Choice(choice) if choice.style == ChoiceStyle::Several => ColumnKind::List,
        FieldKind::Choice(_) => ColumnKind::Text,
        FieldKind::YesNo(_) | FieldKind::Consent => ColumnKind::Boolean,
        FieldKind::Information(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::starters::starters;
    use crate::form::test_forms::form_of;
    use serde_json::json;

    #[test]
    fn every_field_with_an_answer_is_a_column_of_its_type() {
        let form = form_of(json!([
            { "id": "whole", "kind": { "number": {} } },
            { "id": "exact", "kind": { "number": { "decimals": 2 } }, "sensitive": true },
            { "id": "born", "kind": { "date": {} } },
            { "id": "agreed", "kind": "consent" },
            { "id": "words", "kind": { "information": { "text": { "en": "Read" } } } },
            { "id": "ticks", "kind": { "choice": { "style": "several", "options": [] } } },
            { "id": "pick", "kind": { "choice": { "style": "select", "options": [] } } },
            { "id": "at", "kind": { "time": {} } }
        ]));
        let found: Vec<_> =
            columns(&form).into_iter().map(|column| (column.name, column.kind, column.sealed)).collect();
        let column = |name: &str, kind| (name.to_owned(), kind, name == "exact");
        assert_eq!(
            found,
            [
                column("whole", ColumnKind::Integer),
                column("exact", ColumnKind::Decimal),
                column("born", ColumnKind::Date),
                column("agreed", ColumnKind::Boolean),
                column("ticks", ColumnKind::List),
                column("pick", ColumnKind::Text),
                column("at", ColumnKind::Text),
            ]
        );
    }

    #[test]
    fn a_scored_form_has_columns_for_it() {
        let scored: Vec<_> = starters()
            .iter()
            .filter_map(|starter| starter.schema().ok())
            .filter(|schema| columns(schema).iter().any(|column| column.name == SCORE_BAND))
            .collect();
        assert_eq!(scored.len(), 1);
    }
}
