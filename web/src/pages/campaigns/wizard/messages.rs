//! The second step: the email and the text side by side, as they are written and as they will look.

use leptos::prelude::*;
use shared::sms::segments;
use shared::template::{PLACEHOLDERS, TemplateError, check_template};

use super::advice::{Draft, advice};
use super::form::{Typed, shared_channel};
use super::preview::{invented, last_good};
use super::real::RealPatient;
use super::test_send::TestSend;
use super::{Wizard, ask_form, variants};
use crate::api::campaigns::Channel;
use crate::browser;
use crate::components::card::Card;
use crate::components::check::Check;
use crate::components::error_summary::{FormError, error_of};
use crate::components::field::Field;
use crate::components::field_frame::Words;
use crate::components::mail::Mail;
use crate::components::menu::{Menu, MenuItem};
use crate::components::phone::Phone;
use crate::components::select::{Choice, Select};
use crate::components::text_area::TextArea;
use crate::number;
use crate::pages::campaigns::prices;
use crate::text::writing as words;

pub const SEND_EMAIL: &str = "send-email";
const SUBJECT: &str = "email-subject";
pub const EMAIL_BODY: &str = "email-body";
pub const SMS_BODY: &str = "sms-body";

/// Lines of the two bodies.
const EMAIL_ROWS: u32 = 16;
const SMS_ROWS: u32 = 6;

pub fn problems(typed: &Typed) -> Vec<FormError> {
    if typed.channels().is_empty() {
        return vec![FormError::of(SEND_EMAIL, words::CHANNEL_MISSING)];
    }
    let problem = |template: crate::api::drafts::TemplateInput| {
        let error =
            check_template(shared_channel(template.channel), template.subject.as_deref(), &template.body).err()?;
        Some(FormError::of(field_of(template.channel, &error), sentence(&error)))
    };
    let mut problems: Vec<FormError> = typed.templates().into_iter().filter_map(problem).collect();
    problems.extend(variants::problems(&typed.variants, &typed.channels()));
    problems
}

/// The field that an error is about.
fn field_of(channel: Channel, error: &TemplateError) -> &'static str {
    match channel {
        Channel::Email if is_of_subject(error) => SUBJECT,
        Channel::Email => EMAIL_BODY,
        Channel::Sms => SMS_BODY,
    }
}

/// Whether an error is about the subject.
pub fn is_of_subject(error: &TemplateError) -> bool {
    match error {
        TemplateError::Empty { part }
        | TemplateError::TooLong { part, .. }
        | TemplateError::UnknownPlaceholder { part, .. }
        | TemplateError::Unclosed { part, .. }
        | TemplateError::Statement { part, .. } => *part == "subject",
        TemplateError::LinkInSubject { .. } | TemplateError::SubjectLines | TemplateError::SmsSubject => true,
        _ => false,
    }
}

/// The error as a sentence of its own.
pub fn sentence(error: &TemplateError) -> String {
    crate::text::rule::wrong(&error.to_string())
}

pub fn messages(wizard: Wizard) -> AnyView {
    let Wizard { form, errors, .. } = wizard;
    let form = form.fields();
    let real = RealPatient::new(wizard);
    let tests = TestSend::new(wizard);
    view! {
        <div class="wizard__halves">
            <Card title=words::EMAIL.to_owned()>
                <div class="wizard__fields">
                    <Check
                        id=SEND_EMAIL
                        label=words::SEND_EMAIL
                        checked=form.email
                        error=error_of(errors, SEND_EMAIL)
                    />
                    {move || form.email.get().then(|| email(wizard, tests))}
                </div>
            </Card>
            <Card title=words::SMS.to_owned()>
                <div class="wizard__fields">
                    <Check id="send-sms" label=words::SEND_SMS checked=form.sms />
                    {move || form.sms.get().then(|| sms(wizard, tests))}
                </div>
            </Card>
        </div>
        {variants::variants(wizard, tests)}
        {ask_form::ask_form(wizard)}
        {real.view()}
        {tests.dialog()}
    }
    .into_any()
}

fn email(wizard: Wizard, tests: TestSend) -> AnyView {
    let Wizard { form, errors, .. } = wizard;
    let form = form.fields();
    let rendered = Memo::new(move |_| {
        let message = invented(wizard, Channel::Email).ok()?;
        Some((message.subject.unwrap_or_default(), message.body))
    });
    let shown = last_good(rendered);
    let draft = Draft { channel: Channel::Email, subject: form.subject, body: form.email_body };
    view! {
        {start_from(wizard, Channel::Email)}
        <Field id=SUBJECT label=words::SUBJECT value=form.subject error=error_of(errors, SUBJECT) />
        {insert(SUBJECT.into(), form.subject, words::INSERT_SUBJECT, true)}
        <TextArea
            id=EMAIL_BODY
            label=words::EMAIL_BODY
            rows=EMAIL_ROWS
            value=form.email_body
            error=error_of(errors, EMAIL_BODY)
        />
        {insert(EMAIL_BODY.into(), form.email_body, words::INSERT, false)}
        {advice(wizard, draft)}
        {tests.button(draft)}
        <Mail
            subject=Signal::derive(move || shown.get().0)
            text=Signal::derive(move || shown.get().1)
        />
    }
    .into_any()
}

fn sms(wizard: Wizard, tests: TestSend) -> AnyView {
    let Wizard { form, errors, .. } = wizard;
    let form = form.fields();
    let rendered = Memo::new(move |_| invented(wizard, Channel::Sms).ok().map(|message| (String::new(), message.body)));
    let shown = last_good(rendered);
    let draft = Draft { channel: Channel::Sms, subject: form.subject, body: form.sms_body };
    view! {
        {start_from(wizard, Channel::Sms)}
        <TextArea
            id=SMS_BODY
            label=words::SMS_BODY
            rows=SMS_ROWS
            value=form.sms_body
            error=error_of(errors, SMS_BODY)
        />
        {insert(SMS_BODY.into(), form.sms_body, words::INSERT, false)}
        <div class="size" aria-live="polite">
            {move || rendered.get().map(|(_, text)| size(wizard, &text))}
        </div>
        {prices::note(wizard.prices, &[Channel::Sms])}
        {advice(wizard, draft)}
        {tests.button(draft)}
        <Phone text=Signal::derive(move || shown.get().1) />
    }
    .into_any()
}

/// How many segments, and what they will cost.
fn size(wizard: Wizard, text: &str) -> AnyView {
    let counted = segments(text);
    let each = i32::try_from(counted.segments).unwrap_or(i32::MAX);
    let units = i64::try_from(counted.units).unwrap_or(i64::MAX);
    let size = words::size(each, &number::count(each), &number::grouped(units));
    let cost = wizard.count.latest().and_then(|preview| {
        let patients = preview.with_phone;
        let units = u64::try_from(patients).unwrap_or(0) * u64::try_from(each).unwrap_or(0);
        let cost = prices::cost(wizard.prices, Channel::Sms, units)?;
        Some(view! { <p>{words::cost(&cost, &number::count(patients))}</p> })
    });
    view! {
        <p class="size__number">{size}</p>
        {cost}
    }
    .into_any()
}

/// The saved texts of a channel, where there are any.
fn start_from(wizard: Wizard, channel: Channel) -> AnyView {
    let form = wizard.form.fields();
    let of_channel = move || {
        let library = wizard.library.latest();
        let saved = library.iter().flat_map(|library| library.saved_templates.clone());
        saved.filter(|saved| saved.channel == channel).collect::<Vec<_>>()
    };
    let choices = Signal::derive(move || {
        let first = Choice::new("", words::START_NONE);
        let saved = of_channel().into_iter().map(|saved| Choice::new(saved.id.into_inner(), saved.name));
        std::iter::once(first).chain(saved).collect::<Vec<_>>()
    });
    let chosen = RwSignal::new(String::new());
    let choose = Callback::new(move |id: String| {
        if let Some(saved) = untrack(of_channel).into_iter().find(|saved| saved.id.inner() == id) {
            match channel {
                Channel::Email => {
                    form.subject.set(saved.subject.unwrap_or_default());
                    form.email_body.set(saved.body);
                }
                Channel::Sms => form.sms_body.set(saved.body),
            }
        }
        chosen.set(id);
    });
    let id = if channel == Channel::Email { "email-start" } else { "sms-start" };
    let view = move || {
        choices.with(|choices| choices.len() > 1).then(|| {
            view! { <Select id=id label=words::START choices=choices chosen=chosen on_choose=choose /> }
        })
    };
    view.into_any()
}

/// The placeholders, each inserted where the cursor is. A link cannot be pressed in a subject.
pub fn insert(id: Words, value: RwSignal<String>, label: &'static str, is_subject: bool) -> AnyView {
    let offered = PLACEHOLDERS.iter().filter(|name| !is_subject || !matches!(**name, "link" | "booking_link"));
    let item = |name: &&'static str| {
        let (name, id) = (*name, id.clone());
        MenuItem::new(words::placeholder(name), move || insert_at_cursor(&id, value, &format!("{{{{ {name} }}}}")))
    };
    let items: Vec<MenuItem> = offered.map(item).collect();
    view! { <div class="insert"><Menu label=label.to_owned() items=items /></div> }.into_any()
}

fn insert_at_cursor(id: &str, value: RwSignal<String>, text: &str) {
    let (changed, cursor) = value.with_untracked(|value| {
        // The cursor counts in UTF-16 units, as the browser does.
        let mut units: Vec<u16> = value.encode_utf16().collect();
        let (start, end) = browser::selection(id).unwrap_or((units.len(), units.len()));
        let start = start.min(units.len());
        let end = end.clamp(start, units.len());
        units.splice(start..end, text.encode_utf16());
        (String::from_utf16_lossy(&units), start + text.encode_utf16().count())
    });
    value.set(changed);
    let id = id.to_owned();
    // After the field has taken the text, and the menu has given the focus back.
    request_animation_frame(move || browser::put_cursor(&id, cursor));
}
