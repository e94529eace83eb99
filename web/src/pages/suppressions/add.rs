//! Stopping messages to a number or an address by hand: somebody rang.

use cynic::MutationBuilder;
use leptos::prelude::*;

use crate::api::patients::ContactKind;
use crate::api::suppressions::{AddSuppression, AddSuppressionInput, AddSuppressionVariables, SuppressionPage};
use crate::api::{ApiError, Reason, Refusal};
use crate::components::button::{Button, Weight};
use crate::components::dialog::Confirm;
use crate::components::field::{Field, Input};
use crate::components::radio_group::{RadioGroup, RadioOption};
use crate::components::text_area::TextArea;
use crate::components::toast::Toasts;
use crate::draft::Draft;
use crate::read::Read;
use crate::session::Session;
use crate::text::{common, stopped as words};
use crate::write::Write;

const KEY: &str = "suppression.new";
const VALUE: &str = "suppression-value";
const NOTE: &str = "suppression-note";

const PHONE: &str = "phone";
const EMAIL: &str = "email";

/// As the server has it, in characters.
const LONGEST_NOTE: usize = 500;

/// What is wrong with a reason that is written here.
pub fn problem_of_note(note: &str) -> Option<String> {
    match note.trim().chars().count() {
        0 => Some(words::NOTE_MISSING.into()),
        length if length > LONGEST_NOTE => Some(words::NOTE_LONG.into()),
        _ => None,
    }
}

/// The button of the page's head, and its dialog.
#[component]
pub fn Add(read: Read<SuppressionPage>) -> impl IntoView {
    let session = Session::current();
    let toasts = Toasts::current();
    let open = RwSignal::new(false);
    let (kind, value, note) =
        (RwSignal::new(PHONE.to_owned()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (of_value, of_note) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let fill = move |(a_kind, a_value, a_note): (String, String, String)| {
        kind.set(a_kind);
        value.set(a_value);
        note.set(a_note);
    };
    Draft::keep_while_open(KEY, open, fill, move || (kind.get(), value.get(), note.get()));
    let write = Write::new(move |input| {
        let added = session.run(AddSuppression::build(AddSuppressionVariables { input }));
        async move { added.await.map(|answer| answer.add_suppression.suppression.id) }
    })
    .on_done(move |_| {
        open.set(false);
        value.set(String::new());
        note.set(String::new());
        toasts.done(words::ADDED);
        read.again();
    })
    .on_already(Reason::Conflict, move || {
        open.set(false);
        toasts.done(common::ALREADY_DONE);
        read.again();
    })
    .on_failure(move |error| {
        let sentence = error.sentence();
        match field(&error) {
            Some("note") => of_note.set(Some(sentence)),
            Some(_) => of_value.set(Some(sentence)),
            // It may have been added although no answer came: the list shows it behind the dialog.
            None if error.is_lost_answer() => read.again(),
            None => {}
        }
    });
    let confirm = Callback::new(move |()| {
        let (typed, why) = (value.get_untracked(), note.get_untracked());
        of_value.set(typed.trim().is_empty().then(|| words::VALUE_MISSING.to_owned()));
        of_note.set(problem_of_note(&why));
        if of_value.with_untracked(Option::is_none) && of_note.with_untracked(Option::is_none) {
            let is_phone = kind.with_untracked(|kind| kind == PHONE);
            let kind = if is_phone { ContactKind::Phone } else { ContactKind::Email };
            write.send(AddSuppressionInput { kind, value: typed, note: why });
        }
    });
    let ask = Callback::new(move |()| {
        write.forget_failure();
        of_value.set(None);
        of_note.set(None);
        open.set(true);
    });
    // What stands beside a field is not said twice.
    let failure = Signal::derive(move || {
        let beside = of_value.with(Option::is_some) || of_note.with(Option::is_some);
        write.complaint().filter(|_| !beside)
    });
    let is_phone = Memo::new(move |_| kind.with(|kind| kind == PHONE));
    let contact = move || {
        let (label, hint, input) = if is_phone.get() {
            (words::PHONE_LABEL, words::PHONE_HINT, Input::Phone)
        } else {
            (words::EMAIL_LABEL, words::EMAIL_HINT, Input::ContactEmail)
        };
        view! { <Field id=VALUE label=label hint=hint input=input value=value error=of_value /> }
    };
    view! {
        <Button weight=Weight::Primary on_press=ask>
            {words::ADD}
        </Button>
        <Confirm
            open=open
            title=words::ADD
            text=words::ADD_TEXT
            verb=words::ADD_VERB
            pending=write.pending()
            failure=failure
            on_confirm=confirm
        >
            <RadioGroup id="suppression-which" legend=words::WHICH options=kinds() chosen=kind />
            {contact}
            <TextArea id=NOTE label=words::NOTE hint=words::NOTE_HINT rows=3 value=note error=of_note />
        </Confirm>
    }
    .into_any()
}

fn kinds() -> Vec<RadioOption> {
    vec![RadioOption::new(PHONE, words::PHONE, ""), RadioOption::new(EMAIL, words::EMAIL, "")]
}

/// The field of the input that the server means. That it is on the list already is said beside the number.
fn field(error: &ApiError) -> Option<&str> {
    match error {
        ApiError::Refused(Refusal { reason: Reason::Conflict, .. }) => Some("value"),
        ApiError::Refused(refusal) => refusal.field.as_deref(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_a_sentence_and_not_a_book() {
        assert_eq!(problem_of_note(" \n"), Some(words::NOTE_MISSING.into()));
        assert_eq!(problem_of_note("She rang."), None);
        assert_eq!(problem_of_note(&"x".repeat(501)), Some(words::NOTE_LONG.into()));
    }
}
