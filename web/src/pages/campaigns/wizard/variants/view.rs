//! The card of the variants: added, removed, and written with the same help as the messages for everybody.

use leptos::prelude::*;

use super::fields::VariantRow;
use super::typed::{CHANNELS, TypedVariant, channel, field_id, value};
use crate::api::campaigns::Channel;
use crate::browser;
use crate::components::button::{Button, Weight};
use crate::components::card::Card;
use crate::components::error_summary::error_of;
use crate::components::field::Field;
use crate::components::icon::{Icon, Sign};
use crate::components::select::{Choice, Select};
use crate::components::text_area::TextArea;
use crate::pages::campaigns::wizard::Wizard;
use crate::pages::campaigns::wizard::advice::{Draft, advice};
use crate::pages::campaigns::wizard::messages::insert;
use crate::pages::campaigns::wizard::test_send::TestSend;
use crate::text;
use crate::text::variants as words;

/// Where the keyboard goes on when a variant has been taken away.
const ADD: &str = ".variants__add button";

/// Reminders that are offered where fewer are planned: they may be sent by hand too.
const REMINDERS: usize = 3;

const ROWS: u32 = 8;

pub fn variants(wizard: Wizard, tests: TestSend) -> AnyView {
    let fields = wizard.form.fields();
    let variants = fields.variants;
    let add = Callback::new(move |()| {
        let key = variants.add(first(wizard));
        request_animation_frame(move || browser::focus(&format!("#{}", field_id(key, "language"))));
    });
    // Those of a channel that is not chosen are kept, and come back with it.
    let shown = Memo::new(move |_| {
        let (email, sms) = (fields.email.get(), fields.sms.get());
        let is_used = |row: &VariantRow| match channel(&row.channel.get()) {
            Channel::Email => email,
            Channel::Sms => sms,
        };
        variants.rows.get().into_iter().filter(is_used).collect::<Vec<_>>()
    });
    let none = Memo::new(move |_| shown.with(Vec::is_empty));
    let none = move || none.get().then(|| view! { <p>{words::NONE}</p> });
    view! {
        <Card title=words::TITLE.to_owned()>
            <div class="wizard__fields">
                <p class="field__hint">{words::EXPLAIN}</p>
                {none}
                <For
                    each=move || shown.get()
                    key=|row| row.key
                    children=move |row| variant(wizard, shown, row, tests)
                />
                <div class="variants__add">
                    <Button on_press=add>
                        <Icon sign=Sign::Plus />
                        {words::ADD}
                    </Button>
                </div>
            </div>
        </Card>
    }
    .into_any()
}

/// A new one begins with the message for everybody.
fn first(wizard: Wizard) -> TypedVariant {
    let typed = wizard.form.now();
    let by = typed.channels().first().copied().unwrap_or(Channel::Email);
    let body = if by == Channel::Email { typed.email_body } else { typed.sms_body };
    TypedVariant {
        key: 0,
        channel: value(by).into(),
        wave: "0".into(),
        language: String::new(),
        subject: typed.subject,
        body,
    }
}

fn variant(wizard: Wizard, shown: Memo<Vec<VariantRow>>, row: VariantRow, tests: TestSend) -> AnyView {
    let fields = wizard.form.fields();
    let variants = fields.variants;
    let key = row.key;
    let place = Memo::new(move |_| shown.with(|rows| rows.iter().position(|one| one.key == key)).unwrap_or_default());
    let remove = Callback::new(move |()| {
        variants.remove(key);
        request_animation_frame(|| browser::focus(ADD));
    });
    let channels = Signal::derive(move || {
        let chosen = [(fields.email.get(), CHANNELS[0]), (fields.sms.get(), CHANNELS[1])];
        let chosen = chosen.into_iter().filter(|(is_chosen, _)| *is_chosen);
        chosen.map(|(_, (value, channel))| Choice::new(value, text::channel(channel))).collect::<Vec<_>>()
    });
    let waves = Signal::derive(move || {
        let planned = fields.plan.reminders.with(Vec::len).max(REMINDERS);
        let chosen = row.wave.with_untracked(|wave| wave.parse::<usize>().unwrap_or(0));
        let wave = |wave: usize| {
            let number = i32::try_from(wave).unwrap_or(i32::MAX);
            Choice::new(wave.to_string(), words::from_wave(number))
        };
        (0..=planned.max(chosen)).map(wave).collect::<Vec<_>>()
    });
    let languages = Signal::stored(languages(&row.language.get_untracked()));
    let by = Memo::new(move |_| row.channel.with(|value| channel(value)));
    let text = move || message(wizard, row, by.get(), tests);
    view! {
        <fieldset class="variant">
            <legend class="reminders__title">{move || words::position(place.get())}</legend>
            <div class="variant__for">
                <Select
                    id=field_id(key, "channel")
                    label=words::CHANNEL
                    choices=channels
                    chosen=row.channel
                    on_choose=Callback::new(move |value| row.channel.set(value))
                />
                <Select
                    id=field_id(key, "language")
                    label=words::LANGUAGE
                    choices=languages
                    chosen=row.language
                    on_choose=Callback::new(move |value| row.language.set(value))
                    error=error_of(wizard.errors, field_id(key, "language"))
                />
                <Select
                    id=field_id(key, "wave")
                    label=words::WAVE
                    choices=waves
                    chosen=row.wave
                    on_choose=Callback::new(move |value| row.wave.set(value))
                />
            </div>
            {text}
            <div>
                <Button weight=Weight::Quiet on_press=remove>
                    {move || words::remove(place.get())}
                </Button>
            </div>
        </fieldset>
    }
    .into_any()
}

/// Everybody's first; a language that is not in the list, such as `pt-br`, stays as it is.
fn languages(current: &str) -> Vec<Choice> {
    let known = text::LANGUAGES.iter().map(|(code, name)| Choice::new(*code, *name));
    let is_known = current.is_empty() || text::LANGUAGES.iter().any(|(code, _)| *code == current);
    let other = (!is_known).then(|| Choice::new(current, text::language_with_code(current)));
    std::iter::once(Choice::new("", words::EVERYBODY)).chain(known).chain(other).collect()
}

/// The editor of one: an email has a subject.
fn message(wizard: Wizard, row: VariantRow, by: Channel, tests: TestSend) -> AnyView {
    let errors = wizard.errors;
    let subject_id = field_id(row.key, "subject");
    let body_id = field_id(row.key, "body");
    let subject = (by == Channel::Email).then(|| {
        view! {
            <Field
                id=subject_id.clone()
                label=words::SUBJECT
                value=row.subject
                error=error_of(errors, subject_id.clone())
            />
            {insert(subject_id.into(), row.subject, text::writing::INSERT_SUBJECT, true)}
        }
    });
    let draft = Draft { channel: by, subject: row.subject, body: row.body };
    view! {
        {subject}
        <TextArea
            id=body_id.clone()
            label=words::BODY
            rows=ROWS
            value=row.body
            error=error_of(errors, body_id.clone())
        />
        {insert(body_id.into(), row.body, text::writing::INSERT, false)}
        {advice(wizard, draft)}
        {tests.button(draft)}
    }
    .into_any()
}
