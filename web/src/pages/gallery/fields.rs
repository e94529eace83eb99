//! What forms are made of.

use leptos::prelude::*;

use super::specimen;
use crate::components::check::Check;
use crate::components::error_summary::{ErrorSummary, FormError};
use crate::components::field::{Field, Input};
use crate::components::radio_group::{RadioGroup, RadioOption};
use crate::components::select::{Choice, Select};
use crate::components::text_area::TextArea;

const KINDS: [(&str, &str, Input); 12] = [
    ("text", "Name", Input::Text),
    ("own-email", "Email address", Input::Email),
    ("contact-email", "Email of the patient", Input::ContactEmail),
    ("phone", "Phone", Input::Phone),
    ("number", "How many", Input::Number),
    ("date", "Born", Input::Date),
    ("time", "From", Input::Time),
    ("web", "Booking link", Input::WebAddress),
    ("current", "Password", Input::CurrentPassword),
    ("new", "New password", Input::NewPassword),
    ("otp", "Code", Input::OneTimeCode),
    ("empty", "Without a hint", Input::Text),
];

pub fn specimens() -> AnyView {
    view! { {fields()} {errors()} {choices()} }.into_any()
}

fn fields() -> AnyView {
    let field = |(id, label, input): (&'static str, &'static str, Input)| {
        let hint = if id == "empty" { "" } else { "A hint under the label says what is wanted." };
        let value = RwSignal::new(String::new());
        view! { <Field id=id label=label hint=hint input=input value=value /> }.into_any()
    };
    let content = view! {
        {KINDS.map(field).into_iter().collect_view()}
        <TextArea
            id="message"
            label="Text message"
            hint="One segment holds 160 characters."
            value=RwSignal::new("Dear {{ given_name }}, please book your flu vaccination.".to_owned())
        />
    };
    specimen("Fields", content)
}

fn errors() -> AnyView {
    let sentence = "Enter the postcode as it is on a letter, such as FY1 1AA";
    let error = Signal::stored(Some(sentence.to_owned()));
    let errors = RwSignal::new(vec![
        FormError::of("wrong-postcode", sentence),
        FormError::general("The record has been changed by somebody else meanwhile. Look at it again."),
    ]);
    let options = vec![RadioOption::new("yes", "Yes", ""), RadioOption::new("no", "No", "")];
    let content = view! {
        <ErrorSummary errors=errors />
        <Field
            id="wrong-postcode"
            label="Postcode"
            hint="Of the patient's home."
            value=RwSignal::new("FY1".to_owned())
            error=error
        />
        <TextArea id="wrong-text" label="Reason" value=RwSignal::new(String::new()) error=error />
        <Check id="wrong-check" label="I have told the patient" checked=RwSignal::new(false) error=error />
        <RadioGroup
            id="wrong-radio"
            legend="Has it arrived?"
            options=options
            chosen=RwSignal::new(String::new())
            error=error
        />
    };
    specimen("Errors of a form", content)
}

fn choices() -> AnyView {
    let options = vec![
        RadioOption::new("now", "Now", "The first messages go out within a minute."),
        RadioOption::new("later", "At a time of your choice", "You can stop it until then."),
        RadioOption::new("never", "Keep it as a draft", ""),
    ];
    let chosen = RwSignal::new("now".to_owned());
    let status = RwSignal::new("active".to_owned());
    let content = view! {
        <Select
            id="gallery-status"
            label="Status"
            choices=vec![Choice::new("", "Any"), Choice::new("active", "Active"), Choice::new("left", "Left the practice")]
            chosen=status
            on_choose=Callback::new(move |value| status.set(value))
        />
        <RadioGroup
            id="gallery-when"
            legend="When is it to be sent?"
            hint="Within the hours you have set."
            options=options
            chosen=chosen
        />
        <Check
            id="gallery-email"
            label="Email"
            hint="108,002 patients have one that can be used."
            checked=RwSignal::new(true)
        />
        <Check id="gallery-sms" label="Text message" checked=RwSignal::new(false) />
    };
    specimen("Choices", content)
}
