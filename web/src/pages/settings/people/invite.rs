//! The invitation of somebody new.

use cynic::MutationBuilder;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use shared::email::EmailAddress;

use super::Desk;
use crate::api::identity::Role;
use crate::api::staff::{Invitation, InviteUser, InviteUserInput, InviteUserVariables};
use crate::api::{ApiError, Reason};
use crate::components::button::{Button, Weight};
use crate::components::dialog::Dialog;
use crate::components::error_summary::{ErrorSummary, FormError, error_of};
use crate::components::field::{Field, Input};
use crate::components::radio_group::{RadioGroup, RadioOption};
use crate::draft::Draft;
use crate::session::Session;
use crate::text;
use crate::text::people as words;
use crate::write::{RequestKey, Write};

const EMAIL: &str = "person-email";
const NAME: &str = "person-name";
pub const ROLE: &str = "person-role";

/// The roles as a form calls them, the least first.
const ROLES: [(&str, Role); 4] = [
    ("viewer", Role::Viewer),
    ("manager", Role::Manager),
    ("auditor", Role::Auditor),
    ("administrator", Role::Administrator),
];

/// The roles with what each may do.
pub fn role_options() -> Vec<RadioOption> {
    ROLES.iter().map(|(value, role)| RadioOption::new(*value, text::role(*role), words::role_hint(*role))).collect()
}

/// How a form calls a role.
pub fn role_value(role: Role) -> &'static str {
    ROLES.iter().find(|(_, known)| *known == role).map_or("", |(value, _)| value)
}

/// The role that was chosen.
pub fn role_of(value: &str) -> Role {
    ROLES.iter().find(|(known, _)| *known == value).map_or(Role::Viewer, |(_, role)| *role)
}

/// What is typed; it outlives the dialog, so that closing it by mistake loses nothing.
#[derive(Clone, Copy)]
struct Form {
    email: RwSignal<String>,
    name: RwSignal<String>,
    role: RwSignal<String>,
    errors: RwSignal<Vec<FormError>>,
    key: RequestKey,
}

#[component]
pub fn InvitePerson(desk: Desk) -> impl IntoView {
    let session = Session::current();
    let form = Form {
        email: RwSignal::new(String::new()),
        name: RwSignal::new(String::new()),
        role: RwSignal::new(role_value(Role::Viewer).to_owned()),
        errors: RwSignal::new(Vec::new()),
        key: RequestKey::new(),
    };
    let fill = move |[name, email, role]: [String; 3]| {
        form.name.set(name);
        form.email.set(email);
        form.role.set(role);
    };
    let typed = move || [form.name.get(), form.email.get(), form.role.get()];
    Draft::keep_while_open("person.new", desk.inviting, fill, typed);
    let invite = Write::new(move |variables: InviteUserVariables| async move {
        session.run(InviteUser::build(variables)).await.map(|answer| answer.invite_user)
    })
    .on_failure(move |error| form.errors.set(vec![explain(&error)]))
    .on_done(move |link| {
        form.key.has_succeeded();
        desk.inviting.set(false);
        form.email.set(String::new());
        form.name.set(String::new());
        desk.staff.again();
        desk.link.set(Some(link));
    });
    view! {
        <Dialog open=desk.inviting title=words::INVITE>
            {move || fields(form, invite)}
        </Dialog>
    }
    .into_any()
}

fn fields(form: Form, invite: Write<InviteUserVariables, Invitation>) -> AnyView {
    form.errors.set(Vec::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let problems = form.check();
        if problems.is_empty() {
            invite.send(form.variables());
        }
        form.errors.set(problems);
    };
    view! {
        <form class="dialog__form" novalidate on:submit=submit>
            <ErrorSummary errors=form.errors />
            <Field
                id=NAME
                label=words::FULL_NAME
                value=form.name
                error=error_of(form.errors, NAME)
            />
            <Field
                id=EMAIL
                label=words::EMAIL
                hint=words::EMAIL_HINT
                input=Input::ContactEmail
                value=form.email
                error=error_of(form.errors, EMAIL)
            />
            <RadioGroup
                id=ROLE
                legend=words::ROLE_QUESTION
                options=role_options()
                chosen=form.role
            />
            <div class="dialog__actions">
                <Button
                    weight=Weight::Primary
                    submit=true
                    pending=invite.pending()
                    pending_label=words::INVITING
                >
                    {words::INVITE_VERB}
                </Button>
            </div>
        </form>
    }
    .into_any()
}

impl Form {
    fn check(self) -> Vec<FormError> {
        let mut problems = Vec::new();
        if self.name.with_untracked(|name| name.trim().is_empty()) {
            problems.push(FormError::of(NAME, words::NAME_MISSING));
        }
        if self.email.with_untracked(|email| email.trim().parse::<EmailAddress>().is_err()) {
            problems.push(FormError::of(EMAIL, words::EMAIL_MISSING));
        }
        problems
    }

    fn variables(self) -> InviteUserVariables {
        let email = self.email.with_untracked(|email| email.trim().to_owned());
        InviteUserVariables {
            input: InviteUserInput {
                request_id: self.key.of(&email),
                email,
                name: self.name.with_untracked(|name| name.trim().to_owned()),
                role: self.role.with_untracked(|role| role_of(role)),
            },
        }
    }
}

fn explain(error: &ApiError) -> FormError {
    match error.reason() {
        // The address is taken, or the server knows better what an address is.
        Some(Reason::Conflict | Reason::InvalidInput) => FormError::of(EMAIL, error.sentence()),
        _ => FormError::general(error.sentence()),
    }
}
