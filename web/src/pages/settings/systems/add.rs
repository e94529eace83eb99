//! Credentials for another external system: its name, and what it may do.

use cynic::MutationBuilder;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use shared::permission::Permission;

use super::Desk;
use crate::api::clients::{AddApiClient, AddApiClientInput, AddApiClientPayload, AddApiClientVariables};
use crate::components::button::{Button, Weight};
use crate::components::check::Check;
use crate::components::dialog::Dialog;
use crate::components::error_summary::{ErrorSummary, FormError, error_of};
use crate::components::field::Field;
use crate::draft::Draft;
use crate::session::Session;
use crate::text::systems as words;
use crate::write::{Write, request_id};

const NAME: &str = "system-name";

/// What is typed; it outlives the dialog, so that closing it by mistake loses nothing.
#[derive(Clone, Copy)]
struct Form {
    name: RwSignal<String>,
    /// In the order of [`Permission::ALL`].
    scopes: StoredValue<Vec<(Permission, RwSignal<bool>)>>,
    /// The same over all retries, so that one press makes one system.
    request: StoredValue<String>,
    errors: RwSignal<Vec<FormError>>,
}

#[component]
pub fn AddSystem(desk: Desk) -> impl IntoView {
    let session = Session::current();
    let scopes = Permission::ALL.iter().map(|permission| (*permission, RwSignal::new(false))).collect();
    let form = Form {
        name: RwSignal::new(String::new()),
        scopes: StoredValue::new(scopes),
        request: StoredValue::new(request_id()),
        errors: RwSignal::new(Vec::new()),
    };
    Draft::keep_while_open("system.new", desk.adding, move |typed| form.fill(typed), move || form.typed());
    let add = Write::new(move |variables: AddApiClientVariables| async move {
        session.run(AddApiClient::build(variables)).await.map(|answer| answer.add_api_client)
    })
    .on_failure(move |error| form.errors.set(vec![FormError::general(error.sentence())]))
    .on_done(move |made| {
        desk.adding.set(false);
        form.clear();
        desk.clients.again();
        desk.made.set(Some(made));
    });
    view! {
        <Dialog open=desk.adding title=words::ADD wide=true>
            {move || fields(form, add)}
        </Dialog>
    }
    .into_any()
}

fn fields(form: Form, add: Write<AddApiClientVariables, AddApiClientPayload>) -> AnyView {
    form.errors.set(Vec::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let problems = form.check();
        if problems.is_empty() {
            add.send(form.variables());
        }
        form.errors.set(problems);
    };
    view! {
        <form class="dialog__form" novalidate on:submit=submit>
            <ErrorSummary errors=form.errors />
            <Field
                id=NAME
                label=words::NAME_LABEL
                hint=words::NAME_HINT
                value=form.name
                error=error_of(form.errors, NAME)
            />
            {scopes(form)}
            <div class="dialog__actions">
                <Button
                    weight=Weight::Primary
                    submit=true
                    pending=add.pending()
                    pending_label=words::ADDING
                >
                    {words::ADD_VERB}
                </Button>
            </div>
        </form>
    }
    .into_any()
}

/// The permissions by their subject, in their order.
fn scopes(form: Form) -> AnyView {
    let all = form.scopes.get_value();
    let mut subjects: Vec<(&'static str, Vec<AnyView>)> = Vec::new();
    for (permission, checked) in all {
        let scope = permission.as_str();
        let (subject, _) = scope.split_once(':').unwrap_or((scope, ""));
        let check = view! { <Check id=box_id(permission) label=permission.description() hint=scope checked=checked /> }
            .into_any();
        match subjects.last_mut() {
            Some((known, checks)) if *known == subject => checks.push(check),
            _ => subjects.push((subject, vec![check])),
        }
    }
    let groups = subjects
        .into_iter()
        .map(|(subject, checks)| {
            view! {
                <fieldset class="scopes__group">
                    <legend class="field__label">{words::subject(subject)}</legend>
                    {checks}
                </fieldset>
            }
        })
        .collect_view();
    let missing = error_of(form.errors, first_box());
    view! {
        <div class="scopes" role="group" aria-labelledby="scopes-label">
            <p class="field__label" id="scopes-label">
                {words::SCOPES_LABEL}
            </p>
            <p class="field__hint">{words::SCOPES_HINT}</p>
            {move || missing.get().map(|sentence| view! { <p class="field__error">{sentence}</p> })}
            <div class="scopes__groups">{groups}</div>
        </div>
    }
    .into_any()
}

fn box_id(permission: Permission) -> String {
    format!("scope-{}", permission.as_str().replace(':', "-"))
}

/// Where the summary of errors leads to.
fn first_box() -> String {
    Permission::ALL.first().map_or_else(String::new, |permission| box_id(*permission))
}

impl Form {
    /// The name and the chosen scopes. Tracks.
    fn typed(self) -> (String, Vec<String>) {
        let scopes = self.scopes.get_value().into_iter().filter(|(_, checked)| checked.get());
        (self.name.get(), scopes.map(|(permission, _)| permission.as_str().to_owned()).collect())
    }

    fn fill(self, (name, chosen): (String, Vec<String>)) {
        self.name.set(name);
        for (permission, checked) in self.scopes.get_value() {
            checked.set(chosen.iter().any(|scope| scope == permission.as_str()));
        }
    }

    fn chosen(self) -> Vec<String> {
        self.scopes.with_value(|scopes| {
            let chosen = scopes.iter().filter(|(_, checked)| checked.get_untracked());
            chosen.map(|(permission, _)| permission.as_str().to_owned()).collect()
        })
    }

    fn check(self) -> Vec<FormError> {
        let mut problems = Vec::new();
        if self.name.with_untracked(|name| name.trim().is_empty()) {
            problems.push(FormError::of(NAME, words::NAME_MISSING));
        }
        if self.chosen().is_empty() {
            problems.push(FormError::of(first_box(), words::SCOPES_MISSING));
        }
        problems
    }

    fn variables(self) -> AddApiClientVariables {
        AddApiClientVariables {
            input: AddApiClientInput {
                name: self.name.with_untracked(|name| name.trim().to_owned()),
                scopes: self.chosen(),
                request_id: Some(self.request.get_value()),
            },
        }
    }

    fn clear(self) {
        self.name.set(String::new());
        self.scopes.with_value(|scopes| scopes.iter().for_each(|(_, checked)| checked.set(false)));
        self.request.set_value(request_id());
    }
}
