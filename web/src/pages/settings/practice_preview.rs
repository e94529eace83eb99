//! A small picture of the page that patients see, while its words are typed.

use leptos::prelude::*;

use crate::api::practice::PracticeDetails;
use crate::components::card::Card;
use crate::text::practice as words;

/// What is typed into the form.
#[derive(Clone, Copy)]
pub struct Typed {
    pub name: RwSignal<String>,
    pub phone: RwSignal<String>,
    pub hours: RwSignal<String>,
    pub booking: RwSignal<String>,
}

/// The same as values: name, phone, opening hours, booking link.
pub type Values = [String; 4];

/// What the server knows.
pub fn known_values(known: &PracticeDetails) -> Values {
    let PracticeDetails { name, phone, opening_hours, booking_link } = known.clone();
    [name, phone, opening_hours, booking_link.unwrap_or_default()]
}

impl Typed {
    pub fn new([name, phone, hours, booking]: Values) -> Self {
        Self {
            name: RwSignal::new(name),
            phone: RwSignal::new(phone),
            hours: RwSignal::new(hours),
            booking: RwSignal::new(booking),
        }
    }

    pub fn fill(self, [name, phone, hours, booking]: Values) {
        self.name.set(name);
        self.phone.set(phone);
        self.hours.set(hours);
        self.booking.set(booking);
    }

    /// Tracks.
    pub fn values(self) -> Values {
        [self.name.get(), self.phone.get(), self.hours.get(), self.booking.get()]
    }
}

#[component]
pub fn PracticePreview(typed: Typed) -> impl IntoView {
    let name = move || {
        typed.name.with(|name| if name.trim().is_empty() { words::PREVIEW_NAME.to_owned() } else { name.clone() })
    };
    let call = move || {
        let (phone, hours) = (typed.phone.get(), typed.hours.get());
        (!phone.trim().is_empty()).then(|| {
            let hours = (!hours.trim().is_empty()).then(|| format!(" ({hours})"));
            view! { <p>{words::PREVIEW_CALL} " " <strong>{phone}</strong> {hours}</p> }
        })
    };
    let book = move || {
        typed.booking.with(|link| !link.trim().is_empty()).then(|| {
            view! { <p class="practice-preview__link">{words::PREVIEW_BOOK}</p> }
        })
    };
    view! {
        <Card title=words::PREVIEW>
            <div class="practice-preview">
                <p class="practice-preview__practice">{name}</p>
                <p class="practice-preview__title">{words::PREVIEW_TITLE} " " {name}</p>
                <p class="practice-preview__text" aria-hidden="true"></p>
                <p class="practice-preview__text" aria-hidden="true"></p>
                <p class="practice-preview__button">{words::PREVIEW_BUTTON}</p>
                {call}
                {book}
            </div>
            <p class="field__hint">{words::PREVIEW_NOTE}</p>
        </Card>
    }
    .into_any()
}
