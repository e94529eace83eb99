//! What is wrong with a form, at its top, each error a link to its field. It takes the focus when it appears.

use leptos::prelude::*;

use crate::browser;
use crate::text;

/// One error of a form: the `id` of the field, or nothing for the form as a whole, and a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError {
    pub field: Option<&'static str>,
    pub sentence: String,
}

impl FormError {
    pub fn of(field: &'static str, sentence: impl Into<String>) -> Self {
        Self { field: Some(field), sentence: sentence.into() }
    }

    pub fn general(sentence: impl Into<String>) -> Self {
        Self { field: None, sentence: sentence.into() }
    }
}

/// The error of one field, for the field itself to show.
pub fn error_of(errors: RwSignal<Vec<FormError>>, field: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || {
        errors.with(|errors| errors.iter().find(|error| error.field == Some(field)).map(|error| error.sentence.clone()))
    })
}

#[component]
pub fn ErrorSummary(errors: RwSignal<Vec<FormError>>) -> impl IntoView {
    Effect::new(move || {
        if errors.with(|errors| !errors.is_empty()) {
            // After it has been drawn.
            request_animation_frame(|| browser::focus(".error-summary"));
        }
    });
    let line = |error: FormError| match error.field {
        Some(field) => {
            let jump = move |event: leptos::ev::MouseEvent| {
                // Not a place of the app: the address stays as it is.
                event.prevent_default();
                event.stop_propagation();
                browser::focus(&format!("#{field}"));
            };
            view! {
                <li>
                    <a href=format!("#{field}") on:click=jump>
                        {error.sentence}
                    </a>
                </li>
            }
            .into_any()
        }
        None => view! { <li>{error.sentence}</li> }.into_any(),
    };
    move || {
        let errors = errors.get();
        (!errors.is_empty()).then(|| {
            view! {
                <div class="error-summary" role="alert" tabindex="-1">
                    <p class="error-summary__title">{text::form::PROBLEM}</p>
                    <ul>{errors.into_iter().map(line).collect_view()}</ul>
                </div>
            }
        })
    }
}
