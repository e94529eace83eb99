//! The third step: when and how it is sent, which reminders follow, and until when the links work.

use leptos::prelude::*;

use super::form::{LATER, NOW, Typed};
use super::{Wizard, plan};
use crate::components::card::Card;
use crate::components::error_summary::{FormError, error_of};
use crate::components::field::{Field, Input};
use crate::components::radio_group::{RadioGroup, RadioOption};
use crate::text::schedule as words;
use crate::{london, time};

const WHEN: &str = "send-when";
pub const DAY: &str = "send-day";
const TIME: &str = "send-time";
pub const EXPIRES: &str = "links-until";

pub fn problems(typed: &Typed) -> Vec<FormError> {
    problems_at(typed, time::now_ms())
}

/// What is wrong at this moment of the browser's clock, in milliseconds since 1970.
fn problems_at(typed: &Typed, now_ms: f64) -> Vec<FormError> {
    let mut problems = Vec::new();
    let today = london::day_after(now_ms, 0);
    let mut first_day = today.as_str();
    match typed.when.as_str() {
        LATER => {
            if london::show_day(&typed.day).is_none() {
                problems.push(FormError::of(DAY, words::DAY_MISSING));
            } else if let Some(at) = typed.at() {
                // Both are written in UTC and compare as text.
                if at.0 <= london::utc(now_ms).0 {
                    problems.push(FormError::of(DAY, words::PAST));
                }
                first_day = &typed.day;
            } else {
                problems.push(FormError::of(TIME, words::TIME_MISSING));
            }
        }
        NOW => {}
        _ => problems.push(FormError::of(WHEN, words::CHOOSE)),
    }
    if london::show_day(&typed.expires).is_none() {
        problems.push(FormError::of(EXPIRES, words::DAY_MISSING));
    } else if typed.expires.as_str() <= first_day {
        problems.push(FormError::of(EXPIRES, words::EXPIRES_EARLY));
    }
    problems.extend(typed.plan.problems(&typed.channels()));
    problems
}

pub fn schedule(wizard: Wizard) -> AnyView {
    let Wizard { form, errors, .. } = wizard;
    let form = form.fields();
    let options = vec![
        RadioOption::new(NOW, words::NOW, words::NOW_HINT),
        RadioOption::new(LATER, words::LATER, words::LATER_HINT),
    ];
    let is_later = Memo::new(move |_| form.when.with(|when| when == LATER));
    let moment = move || {
        is_later.get().then(|| {
            view! {
                <div class="wizard__moment">
                    <Field id=DAY label=words::DAY input=Input::Date value=form.day error=error_of(errors, DAY) />
                    <Field
                        id=TIME
                        label=words::TIME
                        hint=words::TIME_HINT
                        input=Input::Time
                        value=form.time
                        error=error_of(errors, TIME)
                    />
                </div>
            }
        })
    };
    let in_words = move || {
        let at = is_later.get().then(|| london::moment(&form.day.get(), &form.time.get())).flatten();
        let until = london::show_day(&form.expires.get());
        view! {
            {at.map(|at| view! { <p>{words::sends(&london::show(&at))}</p> })}
            {until.map(|day| view! { <p>{words::until(&day)}</p> })}
        }
    };
    let by_both = Signal::derive(move || form.email.get() && form.sms.get());
    view! {
        <Card title=crate::text::wizard::SCHEDULE.to_owned()>
            <div class="wizard__fields">
                <RadioGroup
                    id=WHEN
                    legend=words::WHEN
                    options=options
                    chosen=form.when
                    error=error_of(errors, WHEN)
                />
                {moment}
                <Field
                    id=EXPIRES
                    label=words::EXPIRES
                    hint=words::EXPIRES_HINT
                    input=Input::Date
                    value=form.expires
                    error=error_of(errors, EXPIRES)
                />
                <div class="wizard__words" aria-live="polite">
                    {in_words}
                </div>
            </div>
        </Card>
        {plan::window(form.plan, errors)}
        {plan::reminders(form.plan, by_both, errors)}
        {plan::decisions(form.plan, errors)}
    }
    .into_any()
}
