//! What is wrong with a form, at its top, each error a link to its field. It takes the focus when it appears.

use leptos::prelude::*;

use super::field_frame::Words;
use crate::browser;
use crate::text;

/// One error of a form: the `id` of the field, or nothing for the form as a whole, and a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError {
    pub field: Option<Words>,
    pub sentence: String,
}

impl FormError {
    pub fn of(field: impl Into<Words>, sentence: impl Into<String>) -> Self {
        Self { field: Some(field.into()), sentence: sentence.into() }
    }

    pub fn general(sentence: impl Into<String>) -> Self {
        Self { field: None, sentence: sentence.into() }
    }
}

/// The error of one field, for the field itself to show.
pub fn error_of(errors: RwSignal<Vec<FormError>>, field: impl Into<Words>) -> Signal<Option<String>> {
    let field = field.into();
    Signal::derive(move || {
        let of_field = |error: &&FormError| error.field.as_ref() == Some(&field);
        errors.with(|errors| errors.iter().find(of_field).map(|error| error.sentence.clone()))
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
            let target = format!("#{field}");
            let href = target.clone();
            let jump = move |event: leptos::ev::MouseEvent| {
                // Not a place of the app: the address stays as it is.
                event.prevent_default();
                event.stop_propagation();
                browser::focus(&target);
            };
            view! {
                <li>
                    <a href=href on:click=jump>
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
