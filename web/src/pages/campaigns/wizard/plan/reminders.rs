//! The reminders that go by themselves: added and removed, each with its days and its channels.

use leptos::prelude::*;

use super::fields::{PlanFields, ReminderRow};
use super::typed::{channel_id, days_id};
use crate::api::campaigns::Channel;
use crate::browser;
use crate::components::button::{Button, Weight};
use crate::components::card::Card;
use crate::components::check::Check;
use crate::components::error_summary::{FormError, error_of};
use crate::components::field::{Field, Input};
use crate::components::field_frame::{Words, error_line};
use crate::components::icon::{Icon, Sign};
use crate::text;
use crate::text::plan as words;

/// Where the keyboard goes on when a reminder has been taken away.
const ADD: &str = ".reminders__add button";

/// `by_both` is whether the campaign is sent by email and by text.
pub fn reminders(plan: PlanFields, by_both: Signal<bool>, errors: RwSignal<Vec<FormError>>) -> AnyView {
    let rows = plan.reminders;
    let add = Callback::new(move |()| {
        let key = plan.add_reminder();
        request_animation_frame(move || browser::focus(&format!("#{}", days_id(key))));
    });
    let none = Memo::new(move |_| rows.with(Vec::is_empty));
    let none = move || none.get().then(|| view! { <p>{words::NO_REMINDERS}</p> });
    view! {
        <Card title=words::REMINDERS.to_owned()>
            <div class="wizard__fields">
                <p class="field__hint">{words::REMINDERS_HINT}</p>
                {none}
                <ol class="reminders">
                    <For
                        each=move || rows.get()
                        key=|row| row.key
                        children=move |row| reminder(plan, row, by_both, errors)
                    />
                </ol>
                <div class="reminders__add">
                    <Button on_press=add>
                        <Icon sign=Sign::Plus />
                        {words::ADD_REMINDER}
                    </Button>
                </div>
            </div>
        </Card>
    }
    .into_any()
}

fn reminder(plan: PlanFields, row: ReminderRow, by_both: Signal<bool>, errors: RwSignal<Vec<FormError>>) -> AnyView {
    let ReminderRow { key, after_days, email, sms } = row;
    let place =
        Memo::new(move |_| plan.reminders.with(|rows| rows.iter().position(|one| one.key == key)).unwrap_or_default());
    let remove = Callback::new(move |()| {
        plan.remove_reminder(key);
        request_animation_frame(|| browser::focus(ADD));
    });
    let by = move || by_both.get().then(|| channels(key, email, sms, errors));
    view! {
        <li>
            <fieldset class="reminders__one">
                <legend class="reminders__title">{move || words::reminder(place.get())}</legend>
                <Field
                    id=days_id(key)
                    label=words::AFTER_DAYS
                    input=Input::Number
                    value=after_days
                    error=error_of(errors, days_id(key))
                />
                {by}
                <Button weight=Weight::Quiet on_press=remove>
                    {move || words::remove_reminder(place.get())}
                </Button>
            </fieldset>
        </li>
    }
    .into_any()
}

fn channels(key: u32, email: RwSignal<bool>, sms: RwSignal<bool>, errors: RwSignal<Vec<FormError>>) -> AnyView {
    let first: Words = channel_id(key).into();
    let error = error_line(&first, error_of(errors, first.clone()));
    view! {
        <fieldset class="reminders__by">
            <legend class="field__label">{words::REMIND_BY}</legend>
            {error}
            <Check id=first label=text::channel(Channel::Email) checked=email />
            <Check id=format!("reminder-{key}-sms") label=text::channel(Channel::Sms) checked=sms />
        </fieldset>
    }
    .into_any()
}
