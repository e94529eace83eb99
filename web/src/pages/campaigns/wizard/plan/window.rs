//! At which hours messages leave, and how fast.

use leptos::prelude::*;

use super::fields::PlanFields;
use super::typed::{ANY_HOUR, DAYS, FROM, SOME_HOURS, SPREAD, UNTIL};
use crate::api::plan::Day;
use crate::components::card::Card;
use crate::components::check::Check;
use crate::components::error_summary::{FormError, error_of};
use crate::components::field::{Field, Input};
use crate::components::field_frame::error_line;
use crate::components::radio_group::{RadioGroup, RadioOption};
use crate::text::plan as words;

pub fn window(plan: PlanFields, errors: RwSignal<Vec<FormError>>) -> AnyView {
    let options = vec![
        RadioOption::new(ANY_HOUR, words::ANY_HOUR, words::ANY_HOUR_HINT),
        RadioOption::new(SOME_HOURS, words::SOME_HOURS, words::SOME_HOURS_HINT),
    ];
    let is_limited = Memo::new(move |_| plan.window.with(|window| window == SOME_HOURS));
    let hours = move || is_limited.get().then(|| hours(plan, errors));
    view! {
        <Card title=words::TITLE.to_owned()>
            <div class="wizard__fields">
                <RadioGroup id="plan-window" legend=words::WINDOW options=options chosen=plan.window />
                {hours}
                <Field
                    id=SPREAD
                    label=words::SPREAD
                    hint=words::SPREAD_HINT
                    input=Input::Number
                    value=plan.spread
                    error=error_of(errors, SPREAD)
                />
            </div>
        </Card>
    }
    .into_any()
}

fn hours(plan: PlanFields, errors: RwSignal<Vec<FormError>>) -> AnyView {
    let boxes = plan
        .days
        .into_iter()
        .zip(DAYS)
        .zip(Day::ALL)
        .map(|((day, id), name)| view! { <Check id=id label=words::day(name) checked=day /> })
        .collect_view();
    view! {
        <fieldset class="plan-days">
            <legend class="field__label">{words::DAYS}</legend>
            {error_line(&DAYS[0].into(), error_of(errors, DAYS[0]))}
            {boxes}
        </fieldset>
        <div class="wizard__moment">
            <Field
                id=FROM
                label=words::FROM
                input=Input::Time
                value=plan.from
                error=error_of(errors, FROM)
            />
            <Field
                id=UNTIL
                label=words::UNTIL
                hint=words::UNTIL_HINT
                input=Input::Time
                value=plan.until
                error=error_of(errors, UNTIL)
            />
        </div>
        <Check id="plan-bank-holidays" label=words::BANK_HOLIDAYS checked=plan.on_bank_holidays />
    }
    .into_any()
}
