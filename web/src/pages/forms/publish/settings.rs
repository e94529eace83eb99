//! What the form is called in the app, the last part of its address, and whether answers can be changed.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::form::is_slug;
use shared::permission::Permission;

use crate::api::ApiError;
use crate::api::forms::{SaveFormDraftInput, Standing};
use crate::components::button::{Button, Weight};
use crate::components::card::Card;
use crate::components::check::Check;
use crate::components::detail_list::{DetailList, detail};
use crate::components::error_summary::{ErrorSummary, FormError, error_of};
use crate::components::field::Field;
use crate::components::toast::Toasts;
use crate::draft::Draft;
use crate::pages::forms::one::Here;
use crate::text::{common, form_publish as words};
use crate::write::Write;

const NAME: &str = "settings-name";
const SLUG: &str = "settings-slug";

/// What is typed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Typed {
    name: String,
    slug: String,
    changeable: bool,
}

pub fn settings(here: Here) -> AnyView {
    let Some(form) = untrack(|| here.now()) else { return ().into_any() };
    if !untrack(|| here.session.may(Permission::EditForms)) {
        return view! {
            <Card title=words::SETTINGS>
                <DetailList>
                    {detail(words::NAME, form.name.clone())} {detail(words::SLUG, form.slug.clone())}
                </DetailList>
            </Card>
        }
        .into_any();
    }
    fields(here, &form)
}

fn fields(here: Here, form: &Standing) -> AnyView {
    let toasts = Toasts::current();
    // Links to it are in use once it was published.
    let has_fixed_address = !form.versions.is_empty();
    let key = StoredValue::new(format!("form.{}.settings", form.id.inner()));
    let known = Typed { name: form.name.clone(), slug: form.slug.clone(), changeable: form.changeable };
    let typed = key.with_value(|key| Draft::restore::<Typed>(key)).unwrap_or_else(|| known.clone());
    let (name, slug) = (RwSignal::new(typed.name), RwSignal::new(typed.slug));
    let changeable = RwSignal::new(typed.changeable);
    let errors = RwSignal::new(Vec::<FormError>::new());
    Effect::new(move |before: Option<()>| {
        let typed = Typed { name: name.get(), slug: slug.get(), changeable: changeable.get() };
        if before.is_some() {
            key.with_value(|key| Draft::save(key, &typed));
        }
    });
    let save = Write::new(move |typed: Typed| async move {
        let input = |draft_version| SaveFormDraftInput {
            id: here.id(),
            draft_version,
            draft: None,
            name: Some(typed.name.trim().to_owned()),
            slug: (!has_fixed_address).then(|| typed.slug.trim().to_owned()),
            is_public: None,
            changeable: Some(typed.changeable),
        };
        here.saver.change(input).await
    })
    .on_failure(move |error: ApiError| {
        errors.set(vec![told(&error)]);
    })
    .on_done(move |_| {
        key.with_value(|key| Draft::forget(key));
        toasts.done(words::SAVED);
        here.standing.again();
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed =
            Typed { name: name.get_untracked(), slug: slug.get_untracked(), changeable: changeable.get_untracked() };
        let problems = problems_of(&typed, has_fixed_address);
        if problems.is_empty() {
            save.send(typed);
        }
        errors.set(problems);
    };
    let slug_field = (!has_fixed_address).then(|| {
        view! {
            <Field
                id=SLUG
                label=words::SLUG
                hint=words::SLUG_HINT
                value=slug
                error=error_of(errors, SLUG)
            />
        }
    });
    view! {
        <Card title=words::SETTINGS>
            <form class="form" novalidate on:submit=submit>
                <ErrorSummary errors=errors />
                <Field
                    id=NAME
                    label=words::NAME
                    hint=words::NAME_HINT
                    value=name
                    error=error_of(errors, NAME)
                />
                {slug_field}
                <Check
                    id="settings-changeable"
                    label=words::CHANGEABLE
                    hint=words::CHANGEABLE_HINT
                    checked=changeable
                />
                <div class="form__actions">
                    <Button
                        weight=Weight::Secondary
                        submit=true
                        pending=save.pending()
                        pending_label=common::SAVING
                    >
                        {common::SAVE}
                    </Button>
                </div>
            </form>
        </Card>
    }
    .into_any()
}

fn problems_of(typed: &Typed, has_fixed_address: bool) -> Vec<FormError> {
    let mut problems = Vec::new();
    if typed.name.trim().is_empty() {
        problems.push(FormError::of(NAME, words::NAME_MISSING));
    }
    if !has_fixed_address && !is_slug(typed.slug.trim()) {
        problems.push(FormError::of(SLUG, words::SLUG_WRONG));
    }
    problems
}

/// What the server refused, at the field that it names.
fn told(error: &ApiError) -> FormError {
    let field = match error {
        ApiError::Refused(refusal) => refusal.field.as_deref(),
        _ => None,
    };
    let sentence = error.sentence();
    match field {
        Some("name") => FormError::of(NAME, sentence),
        Some("slug") => FormError::of(SLUG, sentence),
        _ => FormError::general(sentence),
    }
}
