//! Answers of other steps, carried from page to page, so that the server keeps nothing of what is not sent.

use maud::{Markup, html};
use shared::form::{Field, FieldKind, Given};

use super::{Sheet, names};

/// Hidden inputs for every answer whose field is not asked on the page itself.
pub(super) fn carried(sheet: &Sheet<'_>, is_here: impl Fn(&str) -> bool) -> Markup {
    let fields = sheet.schema.fields().filter(|field| field.kind.takes_answer() && !is_here(&field.id));
    html! {
        @for field in fields {
            @let given = sheet.answers.get(&field.id).or_else(|| unseen_default(field));
            @if field.kind.is_seen() {
                @if let Some(given) = given { (hidden(field, given)) }
            } @else {
                (unseen(field, given, sheet.is_shown_elsewhere()))
            }
            @if sheet.earlier.is_some_and(|earlier| earlier.taken_back.contains(&field.id)) {
                input type="hidden" name={ (names::TAKE_BACK) (field.id) } value="yes";
            }
        }
    }
}

/// What stands in a field that nobody sees, for rules that ask about it.
fn unseen_default(field: &Field) -> Option<&Given> {
    field.default.as_ref().filter(|_| !field.kind.is_seen())
}

/// A field that nobody sees. Where the script of the page takes it out of the address, there is room for it.
pub(super) fn unseen(field: &Field, given: Option<&Given>, is_brought: bool) -> Markup {
    let text = match given {
        Some(Given::Text(text)) => text.clone(),
        Some(Given::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    html! {
        @if is_brought {
            input type="hidden" name=(field.id) value=(text) data-brought data-unkept[field.sensitive];
        } @else if let Some(given) = given {
            (hidden(field, given))
        }
    }
}

/// One answer, as the reader of posted forms takes it back.
pub(super) fn hidden(field: &Field, given: &Given) -> Markup {
    let (id, kind) = (&field.id, &field.kind);
    let input = |name: &str, value: &str| {
        html! { input type="hidden" name=(name) value=(value) data-unkept[field.sensitive]; }
    };
    match given {
        Given::Text(text) => input(id, text),
        Given::Number(number) => input(id, &number.to_string()),
        Given::YesNo(yes) => input(id, if *yes { "yes" } else { "no" }),
        Given::List(items) => html! { @for item in items { (input(id, item)) } },
        Given::Date(boxes) if matches!(kind, FieldKind::Date(_)) => html! {
            (input(&format!("{id}-day"), &boxes.day))
            (input(&format!("{id}-month"), &boxes.month))
            (input(&format!("{id}-year"), &boxes.year))
        },
        Given::File(file) => input(&format!("{}{id}", names::FILE), &file.key),
        Given::Date(_) | Given::Other => html! {},
    }
}
