//! What patients are told about the practice.

use std::sync::Arc;

use cynic::{MutationBuilder, QueryBuilder};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::SectionPage;
use super::practice_preview::{PracticePreview, Typed, Values, known_values};
use crate::api::practice::{PracticeDetails, PracticeQuery, SavePractice, SavePracticeInput, SavePracticeVariables};
use crate::api::{ApiError, Reason};
use crate::components::button::{Button, Weight};
use crate::components::card::Card;
use crate::components::error_summary::{ErrorSummary, FormError, error_of};
use crate::components::field::{Field, Input};
use crate::components::loaded::Loaded;
use crate::components::restored::Restored;
use crate::components::toast::Toasts;
use crate::draft::Draft;
use crate::read::Read;
use crate::routes::Section;
use crate::session::Session;
use crate::text::{common, practice as words};
use crate::write::Write;

const NAME: &str = "practice-name";
const PHONE: &str = "practice-phone";
const HOURS: &str = "practice-hours";
const BOOKING: &str = "practice-booking";

/// The key of what was typed and not saved.
const DRAFT: &str = "settings.practice";

#[component]
pub fn PracticePage() -> impl IntoView {
    view! { <SectionPage section=Section::Practice>{practice()}</SectionPage> }.into_any()
}

fn practice() -> AnyView {
    let session = Session::current();
    let read = Read::new(move || session.run(PracticeQuery::build(())));
    let show = |answer: Signal<Arc<PracticeQuery>>| form(&answer.get_untracked().practice);
    view! { <Loaded read=read lines=8 show=Box::new(show) /> }.into_any()
}

fn form(known: &PracticeDetails) -> AnyView {
    let session = Session::current();
    let toasts = Toasts::current();
    let saved = StoredValue::new(known_values(known));
    let before = Draft::restore::<Values>(DRAFT).filter(|before| saved.with_value(|saved| saved != before));
    let restored = RwSignal::new(before.is_some());
    let typed = Typed::new(before.unwrap_or_else(|| saved.get_value()));
    let errors = RwSignal::new(Vec::new());
    // Kept as long as it is something else than what is saved.
    Effect::new(move || {
        let values = typed.values();
        if saved.with_value(|saved| *saved == values) { Draft::forget(DRAFT) } else { Draft::save(DRAFT, &values) }
    });
    let start_afresh = Callback::new(move |()| {
        typed.fill(saved.get_value());
        errors.set(Vec::new());
    });
    let save = Write::new(move |variables: SavePracticeVariables| async move {
        session.run(SavePractice::build(variables)).await.map(|answer| answer.save_practice.practice)
    })
    .on_failure(move |error| errors.set(vec![explain(&error)]))
    .on_done(move |practice| {
        saved.set_value(known_values(&practice));
        Draft::forget(DRAFT);
        restored.set(false);
        toasts.done(words::SAVED);
        // The name of the practice above every page comes with the session. Where that fails, the next renewal brings it.
        spawn_local(async move {
            let _ = session.renew().await;
        });
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let problems = check(typed);
        if problems.is_empty() {
            save.send(SavePracticeVariables { input: input(typed) });
        }
        errors.set(problems);
    };
    view! {
        <div class="practice">
            <Card title=words::DETAILS>
                <form class="form" novalidate on:submit=submit>
                    <Restored restored=restored on_discard=start_afresh />
                    <ErrorSummary errors=errors />
                    <p>{words::EXPLAIN}</p>
                    <Field
                        id=NAME
                        label=words::NAME
                        hint=words::NAME_HINT
                        value=typed.name
                        error=error_of(errors, NAME)
                    />
                    <Field
                        id=PHONE
                        label=words::PHONE
                        hint=words::PHONE_HINT
                        input=Input::Phone
                        value=typed.phone
                        error=error_of(errors, PHONE)
                    />
                    <Field
                        id=HOURS
                        label=words::HOURS
                        hint=words::HOURS_HINT
                        value=typed.hours
                        error=error_of(errors, HOURS)
                    />
                    <Field
                        id=BOOKING
                        label=words::BOOKING
                        hint=words::BOOKING_HINT
                        input=Input::WebAddress
                        value=typed.booking
                        error=error_of(errors, BOOKING)
                    />
                    <div>
                        <Button
                            weight=Weight::Primary
                            submit=true
                            pending=save.pending()
                            pending_label=common::SAVING
                        >
                            {words::SAVE}
                        </Button>
                    </div>
                </form>
            </Card>
            <PracticePreview typed=typed />
        </div>
    }
    .into_any()
}

fn check(typed: Typed) -> Vec<FormError> {
    let is_empty = |value: RwSignal<String>| value.with_untracked(|value| value.trim().is_empty());
    let mut problems = Vec::new();
    if is_empty(typed.name) {
        problems.push(FormError::of(NAME, words::NAME_MISSING));
    }
    if is_empty(typed.phone) {
        problems.push(FormError::of(PHONE, words::PHONE_MISSING));
    }
    if !is_empty(typed.booking) && typed.booking.with_untracked(|link| !link.trim().starts_with("https://")) {
        problems.push(FormError::of(BOOKING, words::BOOKING_WRONG));
    }
    problems
}

fn input(typed: Typed) -> SavePracticeInput {
    let text = |value: RwSignal<String>| value.with_untracked(|value| value.trim().to_owned());
    SavePracticeInput {
        name: text(typed.name),
        phone: text(typed.phone),
        opening_hours: text(typed.hours),
        booking_link: Some(text(typed.booking)).filter(|link| !link.is_empty()),
    }
}

fn explain(error: &ApiError) -> FormError {
    let field = match error {
        ApiError::Refused(refusal) if refusal.reason == Reason::InvalidInput => refusal.field.as_deref(),
        _ => None,
    };
    let field = match field.and_then(|field| field.rsplit('.').next()) {
        Some("name") => NAME,
        Some("phone") => PHONE,
        Some("openingHours") => HOURS,
        Some("bookingLink") => BOOKING,
        _ => return FormError::general(error.sentence()),
    };
    FormError::of(field, error.sentence())
}
