//! What a campaign may cost, who of a household is written to, and what becomes of a message in doubt.

use leptos::prelude::*;

use super::fields::PlanFields;
use super::typed::{BUDGET, DOUBT_HOURS, HOLD, PER_CONTACT_POINT, PER_PATIENT, SEND_AGAIN};
use crate::components::card::Card;
use crate::components::error_summary::{FormError, error_of};
use crate::components::field::{Field, Input};
use crate::components::radio_group::{RadioGroup, RadioOption};
use crate::text::plan as words;

pub fn decisions(plan: PlanFields, errors: RwSignal<Vec<FormError>>) -> AnyView {
    let households = vec![
        RadioOption::new(PER_PATIENT, words::PER_PATIENT, words::PER_PATIENT_HINT),
        RadioOption::new(PER_CONTACT_POINT, words::PER_CONTACT_POINT, words::PER_CONTACT_POINT_HINT),
    ];
    let doubts = vec![
        RadioOption::new(SEND_AGAIN, words::SEND_AGAIN, words::SEND_AGAIN_HINT),
        RadioOption::new(HOLD, words::HOLD, words::HOLD_HINT),
    ];
    view! {
        <Card title=words::DECISIONS.to_owned()>
            <div class="wizard__fields">
                <Field
                    id=BUDGET
                    label=words::BUDGET
                    hint=words::BUDGET_HINT
                    input=Input::Amount
                    value=plan.budget
                    error=error_of(errors, BUDGET)
                />
                <RadioGroup
                    id="plan-household"
                    legend=words::HOUSEHOLD
                    options=households
                    chosen=plan.household
                />
                <RadioGroup id="plan-doubt" legend=words::DOUBT options=doubts chosen=plan.doubt />
                <Field
                    id=DOUBT_HOURS
                    label=words::DOUBT_HOURS
                    hint=words::DOUBT_HOURS_HINT
                    input=Input::Number
                    value=plan.doubt_hours
                    error=error_of(errors, DOUBT_HOURS)
                />
            </div>
        </Card>
    }
    .into_any()
}
