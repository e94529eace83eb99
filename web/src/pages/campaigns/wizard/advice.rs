//! What is worth a second look in a message while it is written, under its editor: words that tell of a condition,
//! characters that make a text dear, and what it takes for the patient with the longest name.

use std::time::Duration;

use cynic::QueryBuilder;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use shared::template::check_template;

use super::Wizard;
use super::discretion::{carries_name, telling_word};
use super::form::shared_channel;
use crate::api::campaigns::Channel;
use crate::api::drafts::TemplateInput;
use crate::api::texts::{AdviceKind, AdviceVariables, Advise, AdvisedTemplate, TemplateAdvice};
use crate::components::button::{Button, Weight};
use crate::components::notice::{Notice, Tone};
use crate::number;
use crate::read::Read;
use crate::text::variants as words;
use crate::text::writing;

/// How long after the last key the server is asked.
const PAUSE: Duration = Duration::from_millis(400);

/// A message on the screen. It is a handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Draft {
    pub channel: Channel,
    /// Only an email's is looked at.
    pub subject: RwSignal<String>,
    pub body: RwSignal<String>,
}

impl Draft {
    /// As it is now; nothing while it could not be saved. Tracks.
    pub fn template(self) -> Option<TemplateInput> {
        let subject = (self.channel == Channel::Email).then(|| self.subject.get());
        let body = self.body.get();
        let right = check_template(shared_channel(self.channel), subject.as_deref(), &body).is_ok();
        right.then_some(TemplateInput { channel: self.channel, subject, body })
    }

    /// What is read at a glance, on a locked screen too.
    fn shown(self) -> RwSignal<String> {
        if self.channel == Channel::Email { self.subject } else { self.body }
    }
}

pub fn advice(wizard: Wizard, draft: Draft) -> AnyView {
    let session = wizard.session.get_value();
    let asked = settled(move || draft.template());
    let name = wizard.form.fields().name;
    let read = Read::new(move || {
        let template = asked.get();
        let campaign = Some(name.get());
        async move {
            match template {
                Some(template) => {
                    let variables = AdviceVariables { templates: vec![template], campaign };
                    let answer = session.run(Advise::build(variables)).await?;
                    Ok(answer.template_advice.into_iter().next())
                }
                None => Ok(None),
            }
        }
    });
    let advised = Memo::new(move |_| read.latest().as_deref().cloned().flatten());
    view! {
        <div class="advice" aria-live="polite" aria-label=words::LOOKING role="group">
            {telling(draft, name, advised)} {dear(draft, advised)} {longest(advised)}
        </div>
    }
    .into_any()
}

/// The words that tell of a condition: those known here at once, the server's when it has answered.
fn telling(draft: Draft, name: RwSignal<String>, advised: Memo<Option<AdvisedTemplate>>) -> AnyView {
    let found = Memo::new(move |_| {
        let text = draft.shown().get();
        let carried = if carries_name(&text) { name.get() } else { String::new() };
        let known = [telling_word(&text), telling_word(&carried)];
        let mut found: Vec<String> = Vec::new();
        let of_server = of_kind(advised.get(), AdviceKind::TellsOfCondition).filter_map(|advice| advice.what);
        for word in known.into_iter().flatten().map(str::to_owned).chain(of_server) {
            let is_it = |known: &String| known.to_lowercase() == word.to_lowercase();
            // The server's answer may be older than what is typed.
            let is_there = |text: &str| text.to_lowercase().contains(&word.to_lowercase());
            if !found.iter().any(is_it) && (is_there(&text) || is_there(&carried)) {
                found.push(word);
            }
        }
        let is_typed = |word: &String| text.to_lowercase().contains(&word.to_lowercase());
        found.into_iter().map(|word| (is_typed(&word), word)).collect::<Vec<_>>()
    });
    let notice = |(is_typed, word): (bool, String)| {
        let said = if is_typed { writing::names_condition(&word) } else { writing::name_tells(&word) };
        view! { <Notice tone=Tone::Warning message=said /> }
    };
    let view = move || found.get().into_iter().map(notice).collect_view();
    view.into_any()
}

/// The characters that make a text dear, each with what to write instead.
fn dear(draft: Draft, advised: Memo<Option<AdvisedTemplate>>) -> AnyView {
    let body = draft.body;
    let found = Memo::new(move |_| {
        let pair = |advice: TemplateAdvice| Some((advice.what?, advice.replacement.unwrap_or_default()));
        of_kind(advised.get(), AdviceKind::ForcesUcs2).filter_map(pair).collect::<Vec<_>>()
    });
    let line = move |(character, by): (String, String)| {
        let is_typed = {
            let character = character.clone();
            Memo::new(move |_| body.with(|body| body.contains(&character)))
        };
        let said = words::dear(&character);
        let mend = move || {
            if !is_typed.get() {
                return view! { <span>{words::FROM_NAME}</span> }.into_any();
            }
            if by.is_empty() {
                return ().into_any();
            }
            let (from, to) = (character.clone(), by.clone());
            let label = words::replace(&character, &by);
            let press = Callback::new(move |()| body.update(|body| *body = body.replace(&from, &to)));
            view! {
                <Button weight=Weight::Quiet on_press=press>
                    {label.clone()}
                </Button>
            }
            .into_any()
        };
        view! { <p class="advice__dear"><span>{said}</span> {mend}</p> }.into_any()
    };
    let all = Memo::new(move |_| {
        let mendable =
            |(character, by): &&(String, String)| !by.is_empty() && body.with(|body| body.contains(character));
        found.with(|found| found.iter().filter(mendable).count() > 1)
    });
    let all = move || {
        all.get().then(|| {
            let press = Callback::new(move |()| body.update(|body| *body = shared::sms::simplify(body)));
            view! {
                <div>
                    <Button on_press=press>{words::REPLACE_ALL}</Button>
                </div>
            }
        })
    };
    view! {
        {move || found.get().into_iter().map(line).collect_view()}
        {all}
    }
    .into_any()
}

fn longest(advised: Memo<Option<AdvisedTemplate>>) -> AnyView {
    let view = move || {
        let advised = advised.get()?;
        let segments = advised.segments?;
        let units = advised.units.map(number::count).unwrap_or_default();
        let said = words::longest(segments, &number::count(segments), &units);
        Some(view! { <p class="advice__longest">{said}</p> })
    };
    view.into_any()
}

fn of_kind(advised: Option<AdvisedTemplate>, kind: AdviceKind) -> impl Iterator<Item = TemplateAdvice> {
    let advice = advised.map(|advised| advised.advice).unwrap_or_default();
    advice.into_iter().filter(move |one| one.kind == kind)
}

/// A value once it has not changed for a moment.
fn settled(value: impl Fn() -> Option<TemplateInput> + Send + Sync + 'static) -> Memo<Option<TemplateInput>> {
    let settled = RwSignal::new(untrack(&value));
    let timer = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move || {
        let value = value();
        if let Some(earlier) = timer.get_value() {
            earlier.clear();
        }
        let settle = move || {
            // The editor may be gone by now, and its signals with it.
            let _ = settled.try_set(value);
        };
        timer.set_value(set_timeout_with_handle(settle, PAUSE).ok());
    });
    on_cleanup(move || {
        if let Some(earlier) = timer.try_get_value().flatten() {
            earlier.clear();
        }
    });
    Memo::new(move |_| settled.get())
}
