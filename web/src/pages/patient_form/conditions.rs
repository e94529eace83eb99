//! Coded conditions: as many as there are.

use leptos::prelude::*;
use shared::coding::CodeSystem;

use super::check::condition_id;
use super::choices;
use super::form::{ConditionRow, Form};
use super::view::{ChoiceField, Part, remove_button};
use crate::browser;
use crate::components::button::Button;
use crate::components::error_summary::{FormError, error_of};
use crate::components::field::{Field, Input};
use crate::components::icon::{Icon, Sign};
use crate::text::patient_form as words;

#[component]
pub fn Conditions(form: Form, errors: RwSignal<Vec<FormError>>) -> impl IntoView {
    let add = Callback::new(move |()| {
        let key = form.add_condition(CodeSystem::SnomedCt.uri());
        request_animation_frame(move || browser::focus(&format!("#{}", condition_id(key, "code"))));
    });
    view! {
        <Part title=words::CONDITIONS>
            <For
                each=move || form.conditions.get()
                key=|row| row.key
                children=move |row| condition(form, errors, row)
            />
            <div class="form-part__add">
                <Button on_press=add>
                    <Icon sign=Sign::Plus />
                    {words::ADD_CONDITION}
                </Button>
            </div>
        </Part>
    }
    .into_any()
}

fn condition(form: Form, errors: RwSignal<Vec<FormError>>, row: ConditionRow) -> AnyView {
    let key = row.key;
    let position = form.conditions.with_untracked(|rows| rows.iter().position(|other| other.key == key));
    let name = words::condition(position.map_or(1, |position| position + 1));
    let remove = Callback::new(move |()| form.remove_condition(key));
    let system = condition_id(key, "system");
    let field = move |field: &'static str, label: &'static str, hint: &'static str, input, value| {
        let id = condition_id(key, field);
        view! { <Field id=id.clone() label=label hint=hint input=input value=value error=error_of(errors, id) /> }
            .into_any()
    };
    view! {
        <fieldset class="form-part__group">
            <legend class="form-part__group-title">{name.clone()}</legend>
            {remove_button(&name, remove)}
            <div class="form-part__pair">
                <ChoiceField
                    id=system.clone()
                    label=words::SYSTEM
                    choices=choices::systems(&row.system.get_untracked())
                    value=row.system
                    error=error_of(errors, system)
                />
                {field("code", words::CODE, "", Input::Text, row.code)}
            </div>
            {field("term", words::TERM, words::TERM_HINT, Input::Text, row.term)}
            <div class="form-part__pair">
                {field("onset", words::ONSET, words::ONSET_HINT, Input::Number, row.onset)}
                {field(
                    "abatement",
                    words::ABATEMENT,
                    words::ABATEMENT_HINT,
                    Input::Number,
                    row.abatement,
                )}
            </div>
        </fieldset>
    }
    .into_any()
}
