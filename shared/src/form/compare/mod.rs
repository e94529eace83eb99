//! Two versions of a form: what changed, and which answers stay comparable.

mod words;

use std::collections::BTreeMap;

use crate::form::column::column_kind;
use crate::form::field::{ChoiceOption, FieldKind};
use crate::form::schema::{Field, FormSchema};
use crate::form::text::Language;

/// What changed in one field, or in the form as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The title, languages, pages, thanks or anything else outside of the fields.
    Form,
    Added {
        field: String,
    },
    Removed {
        field: String,
    },
    /// At another place among the fields that both versions have.
    Moved {
        field: String,
    },
    Label {
        field: String,
        before: String,
        after: String,
    },
    /// A text to read.
    Reads {
        field: String,
    },
    Kind {
        field: String,
        before: &'static str,
        after: &'static str,
    },
    OptionsAdded {
        field: String,
        options: Vec<String>,
    },
    OptionsRemoved {
        field: String,
        options: Vec<String>,
    },
    OptionLabels {
        field: String,
        options: Vec<String>,
    },
    /// Points of options or numbers.
    Points {
        field: String,
    },
    /// Length, range, pattern, file types and the like.
    Limits {
        field: String,
    },
    Required {
        field: String,
    },
    /// When it is shown.
    Shown {
        field: String,
    },
    Sensitive {
        field: String,
        after: bool,
    },
    /// Hint, messages, default.
    Details {
        field: String,
    },
    /// The bands, or whether there is a score at all.
    Scoring,
}

/// Whether answers to a field of both versions can stand in one column and one chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparable {
    /// The same question with the same possible answers.
    Yes,
    /// The same type, and yet read them with care: the words, the options, the limits or who is asked changed.
    WithCare,
    /// In one version only, or of another type, or sealed in one of them.
    No,
}

/// The difference of two versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    pub changes: Vec<Change>,
    /// Of every field with an answer in either version, by its id.
    pub comparable: BTreeMap<String, Comparable>,
    /// Whether the scores of both can be compared; none where neither has one.
    pub score: Option<Comparable>,
}

/// What the newer version changed; labels are named in the newer version's first language.
pub fn compare(before: &FormSchema, after: &FormSchema) -> Comparison {
    let mut changes = Vec::new();
    if without_fields(before) != without_fields(after) {
        changes.push(Change::Form);
    }
    let old: BTreeMap<&str, &Field> = before.fields().map(|field| (field.id.as_str(), field)).collect();
    let new: BTreeMap<&str, &Field> = after.fields().map(|field| (field.id.as_str(), field)).collect();
    let mut comparable = BTreeMap::new();
    for field in before.fields().filter(|field| !new.contains_key(field.id.as_str())) {
        changes.push(Change::Removed { field: field.id.clone() });
        comparable.insert(field.id.clone(), Comparable::No);
    }
    let moved = moved(before, after);
    let rules = |schema: &FormSchema| -> BTreeMap<String, Vec<crate::form::rule::Rule>> {
        schema.placed().map(|placed| (placed.field.id.clone(), placed.show_rules().cloned().collect())).collect()
    };
    let (old_rules, new_rules) = (rules(before), rules(after));
    let language = after.default_language();
    for field in after.fields() {
        let Some(earlier) = old.get(field.id.as_str()) else {
            changes.push(Change::Added { field: field.id.clone() });
            comparable.insert(field.id.clone(), Comparable::No);
            continue;
        };
        if moved.contains(&field.id.as_str()) {
            changes.push(Change::Moved { field: field.id.clone() });
        }
        let mut own = field_changes(earlier, field, (before, after), &language);
        if old_rules.get(&field.id) != new_rules.get(&field.id) {
            own.push(Change::Shown { field: field.id.clone() });
        }
        comparable.insert(field.id.clone(), field_comparable(earlier, field, &own));
        changes.extend(own);
    }
    comparable.retain(|id, _| {
        [old.get(id.as_str()), new.get(id.as_str())].iter().flatten().any(|field| field.kind.takes_answer())
    });
    let score = score_comparable(before, after, &changes, &comparable);
    if before.scoring != after.scoring {
        changes.push(Change::Scoring);
    }
    Comparison { changes, comparable, score }
}

/// The form around its fields.
fn without_fields(schema: &FormSchema) -> FormSchema {
    let mut bare = schema.clone();
    bare.scoring = None;
    for section in bare.pages.iter_mut().flat_map(|page| &mut page.sections) {
        section.fields.clear();
    }
    bare
}

/// Fields that both have, at another place among those.
fn moved<'a>(before: &'a FormSchema, after: &'a FormSchema) -> Vec<&'a str> {
    let common = |schema: &'a FormSchema, other: &FormSchema| -> Vec<&'a str> {
        schema.fields().map(|field| field.id.as_str()).filter(|id| other.field(id).is_some()).collect()
    };
    let (old, new) = (common(before, after), common(after, before));
    new.iter().zip(&old).filter(|(new, old)| new != old).map(|(new, _)| *new).collect()
}

fn field_changes(old: &Field, new: &Field, forms: (&FormSchema, &FormSchema), language: &Language) -> Vec<Change> {
    let mut changes = Vec::new();
    let field = || new.id.clone();
    if old.label != new.label {
        let before = forms.0.text(&old.label, language).to_owned();
        changes.push(Change::Label { field: field(), before, after: forms.1.text(&new.label, language).to_owned() });
    }
    if old.kind != new.kind {
        changes.extend(kind_changes(&old.kind, &new.kind, &new.id));
    }
    if (old.required, &old.required_if) != (new.required, &new.required_if) {
        changes.push(Change::Required { field: field() });
    }
    if old.sensitive != new.sensitive {
        changes.push(Change::Sensitive { field: field(), after: new.sensitive });
    }
    let details = |field: &Field| {
        (field.hint.clone(), field.name.clone(), field.missing.clone(), field.wrong.clone(), field.default.clone())
    };
    if details(old) != details(new) {
        changes.push(Change::Details { field: field() });
    }
    changes
}

fn kind_changes(old: &FieldKind, new: &FieldKind, id: &str) -> Vec<Change> {
    let field = || id.to_owned();
    let mut changes = Vec::new();
    if old.title() != new.title() {
        changes.push(Change::Kind { field: field(), before: old.title(), after: new.title() });
    }
    let (FieldKind::Choice(old_choice), FieldKind::Choice(new_choice)) = (old, new) else {
        if matches!((old, new), (FieldKind::Information(_), FieldKind::Information(_))) {
            changes.push(Change::Reads { field: field() });
        } else if changes.is_empty() {
            let points = without_points(old.clone()) == without_points(new.clone());
            changes.push(if points { Change::Points { field: field() } } else { Change::Limits { field: field() } });
        }
        return changes;
    };
    let missing = |from: &[ChoiceOption], in_other: &[ChoiceOption]| -> Vec<String> {
        let gone = from.iter().filter(|option| in_other.iter().all(|other| other.value != option.value));
        gone.map(|option| option.value.clone()).collect()
    };
    let added = missing(&new_choice.options, &old_choice.options);
    let removed = missing(&old_choice.options, &new_choice.options);
    let both = || new_choice.options.iter().filter_map(|option| Some((old_choice.option(&option.value)?, option)));
    let relabelled: Vec<String> =
        both().filter(|(old, new)| old.label != new.label).map(|(_, new)| new.value.clone()).collect();
    if both().any(|(old, new)| old.points != new.points) {
        changes.push(Change::Points { field: field() });
    }
    let limits = (old_choice.at_least, old_choice.at_most) != (new_choice.at_least, new_choice.at_most);
    if limits || both().any(|(old, new)| old.exclusive != new.exclusive) {
        changes.push(Change::Limits { field: field() });
    }
    if !added.is_empty() {
        changes.push(Change::OptionsAdded { field: field(), options: added });
    }
    if !removed.is_empty() {
        changes.push(Change::OptionsRemoved { field: field(), options: removed });
    }
    if !relabelled.is_empty() {
        changes.push(Change::OptionLabels { field: field(), options: relabelled });
    }
    if changes.is_empty() && old != new {
        changes.push(Change::Details { field: field() });
    }
    changes
}

fn without_points(mut kind: FieldKind) -> FieldKind {
    match &mut kind {
        FieldKind::Number(limits) => limits.points = None,
        FieldKind::Scale(scale) => scale.points = None,
        FieldKind::YesNo(points) => *points = crate::form::field::YesNo::default(),
        _ => {}
    }
    kind
}

fn field_comparable(old: &Field, new: &Field, changes: &[Change]) -> Comparable {
    // A file has a column of text, and is none.
    let is_file = |field: &Field| matches!(field.kind, FieldKind::File(_));
    let columns = column_kind(&old.kind) == column_kind(&new.kind) && is_file(old) == is_file(new);
    if !columns || old.sensitive != new.sensitive {
        return Comparable::No;
    }
    let same = changes.iter().all(|change| {
        matches!(
            change,
            Change::Details { .. } | Change::Required { .. } | Change::Points { .. } | Change::Sensitive { .. }
        )
    });
    if same { Comparable::Yes } else { Comparable::WithCare }
}

fn score_comparable(
    before: &FormSchema,
    after: &FormSchema,
    changes: &[Change],
    comparable: &BTreeMap<String, Comparable>,
) -> Option<Comparable> {
    let scored = |schema: &FormSchema| schema.scoring.is_some();
    match (scored(before), scored(after)) {
        (false, false) => None,
        (true, true) => {
            let scored = |id: &str| {
                [before, after].iter().any(|schema| schema.field(id).is_some_and(|field| field.kind.is_scored()))
            };
            let points = changes.iter().any(|change| matches!(change, Change::Points { .. }));
            let worst = comparable.iter().filter(|(id, _)| scored(id)).map(|(_, comparable)| *comparable);
            Some(worst.fold(if points { Comparable::No } else { Comparable::Yes }, |worst, one| match (worst, one) {
                (Comparable::No, _) | (_, Comparable::No) => Comparable::No,
                (Comparable::WithCare, _) | (_, Comparable::WithCare) => Comparable::WithCare,
                _ => Comparable::Yes,
            }))
        }
        _ => Some(Comparable::No),
    }
}

#[cfg(test)]
mod tests;
