//! Another name or role for somebody. Nobody changes their own role.

use cynic::MutationBuilder;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::Desk;
use super::invite::{ROLE, role_of, role_options, role_value};
use crate::api::staff::{ChangeUser, ChangeUserInput, ChangeUserVariables, User};
use crate::components::button::{Button, Weight};
use crate::components::dialog::Dialog;
use crate::components::error_summary::{ErrorSummary, FormError, error_of};
use crate::components::field::Field;
use crate::components::radio_group::RadioGroup;
use crate::components::toast::Toasts;
use crate::draft::Draft;
use crate::session::Session;
use crate::text::{common, people as words};
use crate::write::Write;

const NAME: &str = "changed-name";
const DRAFT: &str = "person.change";

#[component]
pub fn ChangePerson(desk: Desk) -> impl IntoView {
    let session = Session::current();
    let toasts = Toasts::current();
    let errors = RwSignal::new(Vec::new());
    let save = Write::new(move |variables: ChangeUserVariables| async move {
        session.run(ChangeUser::build(variables)).await.map(|answer| answer.change_user.user.id)
    })
    .on_failure(move |error| errors.set(vec![FormError::general(error.sentence())]))
    .on_done(move |_| {
        desk.changing.set(false);
        toasts.done(words::CHANGED);
        desk.staff.again();
    });
    let (name, role) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let id = Memo::new(move |_| desk.person.with(|person| person.as_ref().map(|person| person.id.inner().to_owned())));
    let begin = move |typed: Option<[String; 3]>| {
        errors.set(Vec::new());
        if let Some([_, typed_name, chosen]) = typed {
            name.set(typed_name);
            role.set(chosen);
        } else if let Some(person) = desk.person.get_untracked() {
            name.set(person.name);
            role.set(role_value(person.role).to_owned());
        }
    };
    let typed = move || [id.get().unwrap_or_default(), name.get(), role.get()];
    // Whom it is about is known again once the list is there.
    let about = Draft::restore::<[String; 3]>(DRAFT).map(|[id, ..]| id);
    let begin = Draft::keep_while_open_again(DRAFT, desk.changing, begin, typed);
    Effect::new(move || {
        let Some(about) = about.as_ref().filter(|_| desk.person.get_untracked().is_none()) else { return };
        if let Some(staff) = desk.staff.latest() {
            let person = staff.users.iter().find(|user| user.id.inner() == about);
            desk.person.set(person.cloned());
        }
    });
    let form = move || {
        desk.person.get().map(|person| {
            begin.run(());
            form(&person, name, role, errors, save)
        })
    };
    view! {
        <Dialog open=desk.changing title=words::CHANGE_TITLE>
            {form}
        </Dialog>
    }
    .into_any()
}

fn form(
    person: &User,
    name: RwSignal<String>,
    role: RwSignal<String>,
    errors: RwSignal<Vec<FormError>>,
    save: Write<ChangeUserVariables, cynic::Id>,
) -> AnyView {
    let is_me = Session::current().viewer().is_some_and(|viewer| viewer.id == person.id);
    let known = (person.id.clone(), person.name.clone(), person.role);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (id, known_name, known_role) = &known;
        let typed = name.with_untracked(|name| name.trim().to_owned());
        if typed.is_empty() {
            errors.set(vec![FormError::of(NAME, words::NAME_MISSING)]);
            return;
        }
        errors.set(Vec::new());
        let chosen = role.with_untracked(|role| role_of(role));
        let input = ChangeUserInput {
            id: id.clone(),
            name: (typed != *known_name).then_some(typed),
            role: (chosen != *known_role).then_some(chosen),
        };
        save.send(ChangeUserVariables { input });
    };
    let roles = (!is_me).then(|| {
        view! {
            <RadioGroup
                id=ROLE
                legend=words::ROLE_QUESTION
                options=role_options()
                chosen=role
            />
        }
    });
    view! {
        <form class="dialog__form" novalidate on:submit=submit>
            <ErrorSummary errors=errors />
            <Field id=NAME label=words::FULL_NAME value=name error=error_of(errors, NAME) />
            {roles}
            <div class="dialog__actions">
                <Button
                    weight=Weight::Primary
                    submit=true
                    pending=save.pending()
                    pending_label=common::SAVING
                >
                    {common::SAVE}
                </Button>
            </div>
        </form>
    }
    .into_any()
}
