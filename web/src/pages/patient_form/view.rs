//! The form itself: its fields in one column, what is wrong at its top, and what was typed kept over a lost session.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::check::{self, Checked};
use super::conditions::Conditions;
use super::contacts::Contacts;
use super::fields::{AddressFields, PersonFields};
use super::form::Form;
use super::typed::Typed;
use crate::api::{ApiError, Reason};
use crate::components::button::{Button, Weight};
use crate::components::error_summary::{ErrorSummary, FormError};
use crate::components::field_frame::{described_by, frame};
use crate::components::icon::{Icon, Sign};
use crate::components::restored::Restored;
use crate::components::select::Choice;
use crate::components::toast::Toasts;
use crate::draft::Draft;
use crate::text::patient_form as words;
use crate::write::Write;
use crate::{routes, time};

/// What the form is used for.
pub struct Purpose {
    /// The key of its draft.
    pub draft: String,
    pub verb: &'static str,
    pub pending: &'static str,
    /// What is said once it is done.
    pub done: &'static str,
    /// What is worth knowing before.
    pub note: Option<&'static str>,
}

pub fn patient_form(fresh: &Typed, write: Write<Checked, cynic::Id>, purpose: Purpose) -> AnyView {
    let Purpose { draft, verb, pending, done, note } = purpose;
    let draft = StoredValue::new(draft);
    let typed_before = draft.with_value(|key| Draft::restore::<Typed>(key)).filter(|typed| typed.differs_from(fresh));
    let restored = RwSignal::new(typed_before.is_some());
    let form = Form::new(typed_before.as_ref().unwrap_or(fresh));
    let fresh = StoredValue::new(fresh.clone());
    keep_draft(form, fresh, draft);
    let errors = RwSignal::new(Vec::<FormError>::new());
    let toasts = Toasts::current();
    let navigate = use_navigate();
    let write = write
        .on_done(move |id| {
            draft.with_value(|key| Draft::forget(key));
            toasts.done(done);
            navigate(&routes::patient(id.inner()), NavigateOptions::default());
        })
        .on_failure(move |error| errors.set(vec![explain(&error, &form.typed())]));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match check::check(&untrack(|| form.typed()), &time::today()) {
            Ok(record) => {
                errors.set(Vec::new());
                write.send(record);
            }
            Err(problems) => errors.set(problems),
        }
    };
    let start_afresh = Callback::new(move |()| {
        fresh.with_value(|fresh| form.fill(fresh));
        errors.set(Vec::new());
    });
    view! {
        <form class="patient-form" novalidate on:submit=submit>
            <Restored restored=restored on_discard=start_afresh />
            {note.map(|note| view! { <p class="patient-form__note">{note}</p> })}
            <ErrorSummary errors=errors />
            <PersonFields form=form errors=errors />
            <Contacts form=form errors=errors />
            <AddressFields form=form errors=errors />
            <Conditions form=form errors=errors />
            <div class="patient-form__actions">
                <Button
                    weight=Weight::Primary
                    submit=true
                    pending=write.pending()
                    pending_label=pending
                >
                    {verb}
                </Button>
            </div>
        </form>
    }
    .into_any()
}

/// Keeps what is typed as long as it is something else than what the form began with.
fn keep_draft(form: Form, fresh: StoredValue<Typed>, draft: StoredValue<String>) {
    Effect::new(move || {
        let typed = form.typed();
        let is_typed = fresh.with_value(|fresh| typed.differs_from(fresh));
        draft.with_value(|key| if is_typed { Draft::save(key, &typed) } else { Draft::forget(key) });
    });
}

/// The server's refusal at the field it names.
fn explain(error: &ApiError, typed: &Typed) -> FormError {
    if let ApiError::Refused(refusal) = error {
        let field = refusal.field.as_deref().and_then(|named| check::field_of(named, typed));
        // The only thing of a patient that nobody else may have.
        let field = field.or_else(|| (refusal.reason == Reason::Conflict).then(|| check::NHS_NUMBER.to_owned()));
        if let Some(field) = field {
            return FormError::of(field, error.sentence());
        }
    }
    FormError::general(error.sentence())
}

/// A part of the form with its heading.
#[component]
pub fn Part(title: &'static str, #[prop(optional)] hint: Option<&'static str>, children: Children) -> impl IntoView {
    view! {
        <fieldset class="card form-part">
            <legend class="form-part__title">{title}</legend>
            {hint.map(|hint| view! { <p class="field__hint">{hint}</p> })}
            {children()}
        </fieldset>
    }
    .into_any()
}

/// A choice out of a short list, as a field of the form with what is wrong about it.
#[component]
pub fn ChoiceField(
    id: String,
    label: &'static str,
    choices: Vec<Choice>,
    value: RwSignal<String>,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let option = |choice: Choice| {
        let of_choice = choice.value.clone();
        view! {
            <option value=choice.value selected=move || value.with(|value| *value == of_choice)>
                {choice.label}
            </option>
        }
    };
    let described = described_by(&id.clone().into(), &"".into(), error);
    let control = view! {
        <div class="select__frame">
            <select
                class="input"
                id=id.clone()
                aria-describedby=described
                on:change:target=move |event| value.set(event.target().value())
            >
                {choices.into_iter().map(option).collect_view()}
            </select>
            <Icon sign=Sign::Down />
        </div>
    };
    frame("field", id.into(), label.into(), "".into(), error, control.into_any())
}

/// The button that takes a row away.
pub fn remove_button(what: &str, remove: Callback<()>) -> AnyView {
    let label = words::remove(what);
    view! {
        <button
            type="button"
            class="icon-button"
            aria-label=label.clone()
            title=label
            on:click=move |_| remove.run(())
        >
            <Icon sign=Sign::Close />
        </button>
    }
    .into_any()
}
