//! All answers in the preview, to be looked at before they are sent, as on the page.

use leptos::prelude::*;
use shared::form::{Field, FormSchema, Language, display};

use super::run::Run;
use super::submit;
use crate::components::button::{Button, Weight};
use crate::text::form_preview as words;

pub fn review(run: Run, schema: &FormSchema, language: &Language) -> AnyView {
    let (clean, visible) = (run.clean(schema, language), run.visible.get_untracked());
    let line = |page: usize, field: &Field| {
        let label = schema.text(&field.label, language).to_owned();
        let answer = clean.get(&field.id).map(|value| display(schema, field, value, language));
        let answer = answer.unwrap_or_else(|| words::NOT_ANSWERED.to_owned());
        let name = words::change(&label);
        view! {
            <div class="preview__answer">
                <dt>{label}</dt>
                <dd>{answer}</dd>
                <dd>
                    <button
                        type="button"
                        class="problems__go"
                        aria-label=name
                        on:click=move |_| run.change(page)
                    >
                        {words::CHANGE}
                    </button>
                </dd>
            </div>
        }
        .into_any()
    };
    let mut lines = Vec::new();
    for (at, page) in schema.pages.iter().enumerate() {
        let fields = page.sections.iter().flat_map(|section| &section.fields);
        let asked = |field: &&Field| field.kind.takes_answer() && field.kind.is_seen() && visible.contains(&field.id);
        lines.extend(fields.filter(asked).map(|field| line(at, field)));
    }
    let verb = submit(schema, language);
    let send = Callback::new(move |()| run.send());
    view! {
        <h3 class="preview__title">{words::REVIEW}</h3>
        <dl class="preview__answers">{lines}</dl>
        <div class="form__actions">
            <Button weight=Weight::Primary on_press=send>
                {verb.clone()}
            </Button>
        </div>
    }
    .into_any()
}
