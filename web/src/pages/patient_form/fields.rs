//! The fields of the person and of the address.

use leptos::prelude::*;

use super::check::{
    ADDRESS, BIRTH_DATE, FAMILY_NAME, GIVEN_NAME, LANGUAGE, NHS_NUMBER, POSTCODE, SEX, STATUS, nhs_number_problem,
};
use super::choices;
use super::form::Form;
use super::view::{ChoiceField, Part};
use crate::components::error_summary::{FormError, error_of};
use crate::components::field::{Field, Input};
use crate::components::icon::{Icon, Sign};
use crate::components::radio_group::RadioGroup;
use crate::components::select::Select;
use crate::components::text_area::TextArea;
use crate::text::patient_form as words;

/// Digits of an NHS number: from here on, what is typed is checked at once.
const NHS_DIGITS: usize = 10;

#[component]
pub fn PersonFields(form: Form, errors: RwSignal<Vec<FormError>>) -> impl IntoView {
    let choose_status = Callback::new(move |status| form.status.set(status));
    view! {
        <Part title=words::PERSON>
            <div class="form-part__pair">
                <Field
                    id=GIVEN_NAME
                    label=words::GIVEN_NAME
                    value=form.given_name
                    error=error_of(errors, GIVEN_NAME)
                />
                <Field
                    id=FAMILY_NAME
                    label=words::FAMILY_NAME
                    value=form.family_name
                    error=error_of(errors, FAMILY_NAME)
                />
            </div>
            <Field
                id=BIRTH_DATE
                label=words::BIRTH_DATE
                hint=words::BIRTH_DATE_HINT
                input=Input::Number
                value=form.birth_date
                error=error_of(errors, BIRTH_DATE)
            />
            <NhsNumberField form=form errors=errors />
            <RadioGroup
                id=SEX
                legend=words::SEX
                options=Signal::stored(choices::sexes())
                chosen=form.sex
            />
            <Select
                id=STATUS
                label=words::STATUS
                choices=Signal::stored(choices::statuses())
                chosen=form.status
                on_choose=choose_status
            />
        </Part>
    }
    .into_any()
}

/// Says as soon as all digits are there whether they can be right.
#[component]
fn NhsNumberField(form: Form, errors: RwSignal<Vec<FormError>>) -> impl IntoView {
    let sent = error_of(errors, NHS_NUMBER);
    let is_complete = Memo::new(move |_| {
        form.nhs_number.with(|typed| typed.chars().filter(char::is_ascii_digit).count() >= NHS_DIGITS)
    });
    let error = Signal::derive(move || {
        let at_once = if is_complete.get() { form.nhs_number.with(|typed| nhs_number_problem(typed)) } else { None };
        at_once.or_else(|| sent.get())
    });
    let is_right = Memo::new(move |_| is_complete.get() && error.with(Option::is_none));
    let note = move || {
        is_right.get().then(|| {
            view! {
                <span class="form-part__right">
                    <Icon sign=Sign::Tick />
                    {words::NHS_NUMBER_RIGHT}
                </span>
            }
        })
    };
    view! {
        <div class="form-part__checked">
            <Field
                id=NHS_NUMBER
                label=words::NHS_NUMBER
                hint=words::NHS_NUMBER_HINT
                input=Input::Number
                value=form.nhs_number
                error=error
            />
            <p role="status">{note}</p>
        </div>
    }
    .into_any()
}

#[component]
pub fn AddressFields(form: Form, errors: RwSignal<Vec<FormError>>) -> impl IntoView {
    view! {
        <Part title=words::ADDRESS_GROUP>
            <TextArea
                id=ADDRESS
                label=words::ADDRESS
                hint=words::ADDRESS_HINT
                rows=3
                value=form.address
                error=error_of(errors, ADDRESS)
            />
            <div class="form-part__pair">
                <Field
                    id=POSTCODE
                    label=words::POSTCODE
                    value=form.postcode
                    error=error_of(errors, POSTCODE)
                />
                <ChoiceField
                    id=LANGUAGE.to_owned()
                    label=words::LANGUAGE
                    choices=choices::languages(&form.language.get_untracked())
                    value=form.language
                    error=error_of(errors, LANGUAGE)
                />
            </div>
        </Part>
    }
    .into_any()
}
