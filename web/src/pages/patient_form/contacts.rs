//! Phones and emails: as many as there are.

use leptos::prelude::*;

use super::check::contact_id;
use super::form::{ContactRow, Form};
use super::view::{Part, remove_button};
use crate::browser;
use crate::components::button::Button;
use crate::components::error_summary::{FormError, error_of};
use crate::components::field::{Field, Input};
use crate::components::icon::{Icon, Sign};
use crate::text::patient_form as words;

#[component]
pub fn Contacts(form: Form, errors: RwSignal<Vec<FormError>>) -> impl IntoView {
    let add = move |is_email| {
        Callback::new(move |()| {
            let key = form.add_contact(is_email);
            request_animation_frame(move || browser::focus(&format!("#{}", contact_id(key))));
        })
    };
    let is_empty = Memo::new(move |_| form.contacts.with(Vec::is_empty));
    let note = move || is_empty.get().then(|| view! { <p class="field__hint">{words::NO_CONTACT}</p> });
    view! {
        <Part title=words::CONTACT>
            {note}
            <For
                each=move || form.contacts.get()
                key=|row| row.key
                children=move |row| contact(form, errors, row)
            />
            <div class="form-part__add">
                <Button on_press=add(false)>
                    <Icon sign=Sign::Plus />
                    {words::ADD_PHONE}
                </Button>
                <Button on_press=add(true)>
                    <Icon sign=Sign::Plus />
                    {words::ADD_EMAIL}
                </Button>
            </div>
        </Part>
    }
    .into_any()
}

fn contact(form: Form, errors: RwSignal<Vec<FormError>>, row: ContactRow) -> AnyView {
    let ContactRow { key, is_email, value } = row;
    // Its number among those of its kind when it was added: a label does not change under the hands.
    let number = form.contacts.with_untracked(|rows| {
        rows.iter().filter(|other| other.is_email == is_email).position(|other| other.key == key)
    });
    let number = number.map_or(1, |position| position + 1);
    let (label, input) =
        if is_email { (words::email(number), Input::ContactEmail) } else { (words::phone(number), Input::Phone) };
    let remove = Callback::new(move |()| form.remove_contact(key));
    view! {
        <div class="form-part__row">
            <Field
                id=contact_id(key)
                label=label.clone()
                input=input
                value=value
                error=error_of(errors, contact_id(key))
            />
            {remove_button(&label, remove)}
        </div>
    }
    .into_any()
}
