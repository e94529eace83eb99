//! The form as the page will show it, drawn from what is being built. Filling it in checks answers and follows rules, with
//! the same code as the page; nothing is stored.

mod field;
mod review;
mod run;

use leptos::prelude::*;
use shared::form::{FormSchema, Language};

use super::editor::Editor;
use crate::components::button::{Button, Weight};
use crate::components::icon::{Icon, Sign};
use crate::components::select::{Choice, Select};
use crate::text;
use crate::text::form_preview as words;
use run::{Run, Stage};

/// `wide` tells whether it is shown as on a desktop.
pub fn preview(editor: Editor, wide: RwSignal<bool>) -> AnyView {
    let run = Run::start(editor.schema);
    let width = |label: &'static str, is_wide: bool| {
        view! {
            <button
                type="button"
                class="preview__width"
                aria-pressed=move || (wide.get() == is_wide).to_string()
                on:click=move |_| wide.set(is_wide)
            >
                {label}
            </button>
        }
    };
    let start_over = Callback::new(move |()| run.start_over());
    let languages = Memo::new(move |_| editor.schema.with(|schema| schema.languages.clone()));
    let language = move || (languages.with(Vec::len) > 1).then(|| language(run, languages));
    let content = move || {
        // Drawn anew when the form or the page changes, and not with each letter that is typed into it.
        let schema = editor.schema.get();
        let (at, stage) = (run.at.get(), run.stage.get());
        let language = run.language.get();
        untrack(|| match stage {
            Stage::Asking => page(run, &schema, at, &language),
            Stage::Review => review::review(run, &schema, &language),
            Stage::Sent => done(run, &schema, &language),
        })
    };
    view! {
        <section class="card preview" class:preview--wide=wide aria-labelledby="preview-title">
            <header class="preview__head">
                <h2 class="card__title" id="preview-title">
                    {words::TITLE}
                </h2>
                <div class="preview__widths" role="group" aria-label=words::WIDTH>
                    {width(words::PHONE, false)} {width(words::DESKTOP, true)}
                </div>
            </header>
            <p class="field__hint">{words::HINT}</p>
            <div class="preview__tools">
                {language}
                <Button weight=Weight::Quiet on_press=start_over>
                    {words::START_OVER}
                </Button>
            </div>
            <div class="preview__frame">
                <div
                    class="preview__page"
                    lang=move || run.language.get().to_string()
                    dir=move || run.language.get().direction()
                >
                    {content}
                </div>
            </div>
        </section>
    }
    .into_any()
}

fn language(run: Run, languages: Memo<Vec<Language>>) -> AnyView {
    let choices = Signal::derive(move || {
        languages.with(|languages| {
            let choice = |language: &Language| Choice::new(language.as_str(), text::language(language.as_str()));
            languages.iter().map(choice).collect::<Vec<_>>()
        })
    });
    let chosen = Signal::derive(move || run.language.get().as_str().to_owned());
    let choose = Callback::new(move |code: String| {
        if let Ok(language) = code.parse() {
            run.language.set(language);
        }
    });
    view! {
        <Select id="preview-language" label=words::LANGUAGE choices=choices chosen=chosen on_choose=choose />
    }
    .into_any()
}

fn page(run: Run, schema: &FormSchema, at: usize, language: &Language) -> AnyView {
    let Some(shown) = schema.pages.get(at) else {
        return view! { <p class="field__hint">{words::NOTHING}</p> }.into_any();
    };
    let title = schema.text(&schema.title, language).to_owned();
    let introduction = (at == 0).then(|| paragraphs(schema.text(&schema.introduction, language)));
    let heading = schema.text(&shown.title, language).to_owned();
    let sections = shown.sections.iter().map(|section| {
        let heading = schema.text(&section.title, language).to_owned();
        let introduction = paragraphs(schema.text(&section.introduction, language));
        let ids: Vec<String> = section.fields.iter().map(|field| field.id.clone()).collect();
        let is_shown = Memo::new(move |_| run.visible.with(|visible| ids.iter().any(|id| visible.contains(id))));
        let fields = section.fields.iter().map(|field| field::field(run, schema, field, language)).collect_view();
        view! {
            <div hidden=move || !is_shown.get()>
                {(!heading.is_empty()).then(|| view! { <h4 class="preview__section">{heading}</h4> })}
                {introduction} {fields}
            </div>
        }
    });
    let sections = sections.collect_view();
    let progress = move || {
        let (number, of) = run.progress();
        (of > 1).then(|| view! { <p class="preview__step">{words::step(number, of)}</p> })
    };
    let sends = Memo::new(move |_| run.sends());
    let send = StoredValue::new(submit(schema, language));
    let go_on = Callback::new(move |()| run.go_on());
    let back = Callback::new(move |()| run.go_back());
    view! {
        {progress}
        <h3 class="preview__title">{title}</h3>
        {(!heading.is_empty()).then(|| view! { <p class="preview__heading">{heading}</p> })}
        {summary(run)}
        {introduction}
        {sections}
        <div class="form__actions">
            <Button weight=Weight::Primary on_press=go_on>
                {move || if sends.get() { send.get_value() } else { words::GO_ON.to_owned() }}
            </Button>
            {(at > 0).then(|| view! { <Button on_press=back>{words::BACK}</Button> })}
        </div>
    }
    .into_any()
}

/// The words on the button that sends.
fn submit(schema: &FormSchema, language: &Language) -> String {
    let own = schema.text(&schema.submit, language);
    if own.is_empty() { words::SEND.to_owned() } else { own.to_owned() }
}

/// What is wrong, at the top, as the page says it.
fn summary(run: Run) -> AnyView {
    let view = move || {
        let problems = run.problems.get();
        let line = |problem: shared::form::Problem| {
            let target = format!("#{}", field::element_id(&problem.field));
            view! {
                <li>
                    <button
                        type="button"
                        class="problems__go"
                        on:click=move |_| crate::browser::focus(&target)
                    >
                        {problem.message}
                    </button>
                </li>
            }
        };
        (!problems.is_empty()).then(|| {
            view! {
                <div class="preview__summary" role="alert">
                    <p class="preview__wrong">
                        <Icon sign=Sign::Warning />
                        {words::PROBLEM}
                    </p>
                    <ul>{problems.into_iter().map(line).collect_view()}</ul>
                </div>
            }
        })
    };
    view.into_any()
}

fn done(run: Run, schema: &FormSchema, language: &Language) -> AnyView {
    let own = paragraphs(schema.text(&schema.thanks, language));
    let score = run.score(schema, language).map(|(points, band)| {
        view! {
            <p class="preview__score">{points}</p>
            {band.map(|band| view! { <p>{band}</p> })}
        }
    });
    view! {
        <h3 class="preview__title">{words::THANKS}</h3>
        <p class="preview__done">{words::THANKS_TEXT}</p>
        {own}
        {score}
        <p class="field__hint" role="status">
            {words::SENT}
        </p>
    }
    .into_any()
}

/// A text in paragraphs: an empty line begins a new one.
fn paragraphs(text: &str) -> AnyView {
    let paragraph = |paragraph: &str| view! { <p class="preview__paragraph">{paragraph.to_owned()}</p> };
    let all = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    all.map(paragraph).collect_view().into_any()
}
