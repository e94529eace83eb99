//! One template: a new one, or one of the library.

use std::sync::Arc;

use cynic::{MutationBuilder, QueryBuilder};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};
use serde::{Deserialize, Serialize};

use super::body::{BODY, BodyField};
use super::check::{self, Part};
use super::delete::DeleteTemplate;
use super::length::Length;
use crate::api::campaigns::Channel;
use crate::api::saved_templates::{
    SaveTemplate, SaveTemplateInput, SaveTemplateVariables, SavedTemplate, SavedTemplates,
};
use crate::api::{ApiError, Reason};
use crate::components::button::{Button, Weight};
use crate::components::card::Card;
use crate::components::empty::Empty;
use crate::components::error_summary::{ErrorSummary, FormError, error_of};
use crate::components::field::Field;
use crate::components::guard::Guarded;
use crate::components::loaded::Loaded;
use crate::components::radio_group::{RadioGroup, RadioOption};
use crate::components::restored::Restored;
use crate::components::toast::Toasts;
use crate::draft::Draft;
use crate::pages::settings::SectionPage;
use crate::read::Read;
use crate::routes::{self, Section};
use crate::session::Session;
use crate::text::{self, common, templates as words};
use crate::write::{RequestKey, Write};

const NAME: &str = "template-name";
const CHANNEL: &str = "template-channel";
const SUBJECT: &str = "template-subject";

const EMAIL: &str = "email";
const SMS: &str = "sms";

/// What is typed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Values {
    name: String,
    channel: String,
    subject: String,
    body: String,
}

#[derive(Clone, Copy)]
struct Form {
    name: RwSignal<String>,
    channel: RwSignal<String>,
    subject: RwSignal<String>,
    body: RwSignal<String>,
    errors: RwSignal<Vec<FormError>>,
    /// One form saves one template, however often an answer is lost.
    key: RequestKey,
}

#[component]
pub fn TemplatePage() -> impl IntoView {
    let section = Section::Templates;
    view! {
        <Guarded title=section.name() needs=section.permission()>
            {template()}
        </Guarded>
    }
    .into_any()
}

fn template() -> AnyView {
    let session = Session::current();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).unwrap_or_default());
    let read = Read::new(move || session.run(SavedTemplates::build(())));
    let found = move |answer: &SavedTemplates, id: &str| {
        answer.saved_templates.iter().find(|template| template.id.inner() == id).cloned()
    };
    let title = Signal::derive(move || {
        let known = read.latest().and_then(|answer| found(&answer, &id.get())).map(|template| template.name);
        known.unwrap_or_else(|| words::NEW.to_owned())
    });
    let show = move |answer: Signal<Arc<SavedTemplates>>| {
        let content = move || {
            let id = id.get();
            let known = answer.with_untracked(|answer| found(answer, &id));
            if known.is_some() || id == routes::NEW { editor(known) } else { gone() }
        };
        content.into_any()
    };
    view! {
        <SectionPage section=Section::Templates title=title>
            <Loaded read=read lines=10 show=Box::new(show) />
        </SectionPage>
    }
    .into_any()
}

fn editor(known: Option<SavedTemplate>) -> AnyView {
    let session = Session::current();
    let toasts = Toasts::current();
    let navigate = use_navigate();
    let key =
        known.as_ref().map_or_else(|| "template.new".to_owned(), |known| format!("template.{}", known.id.inner()));
    let saved = StoredValue::new(Values::of(known.as_ref()));
    let before = Draft::restore::<Values>(&key).filter(|before| saved.with_value(|saved| saved != before));
    let restored = RwSignal::new(before.is_some());
    let form = Form::new(before.unwrap_or_else(|| saved.get_value()));
    let key = StoredValue::new(key);
    // Kept as long as it is something else than what is saved.
    Effect::new(move || {
        let values = form.values();
        let is_saved = saved.with_value(|saved| *saved == values);
        key.with_value(|key| if is_saved { Draft::forget(key) } else { Draft::save(key, &values) });
    });
    let start_afresh = Callback::new(move |()| form.fill(saved.get_value()));
    let save = Write::new(move |variables: SaveTemplateVariables| async move {
        session.run(SaveTemplate::build(variables)).await.map(|answer| answer.save_template.template.id)
    })
    .on_failure(move |error| form.errors.set(vec![explain(&error)]))
    .on_done(move |_| {
        key.with_value(|key| Draft::forget(key));
        toasts.done(words::SAVED);
        navigate(Section::Templates.path(), NavigateOptions::default());
    });
    let id = known.as_ref().map(|known| known.id.clone());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let problems = form.check();
        if problems.is_empty() {
            save.send(form.variables(id.clone()));
        }
        form.errors.set(problems);
    };
    let deleting = RwSignal::new(false);
    let delete = known.map(|known| {
        view! {
            <Button on_press=Callback::new(move |()| deleting.set(true))>{words::DELETE}</Button>
            <DeleteTemplate open=deleting template=known />
        }
        .into_any()
    });
    view! {
        <Card title=words::NAME>
            <form class="form" novalidate on:submit=submit>
                <ErrorSummary errors=form.errors />
                <Restored restored=restored on_discard=start_afresh />
                {fields(form)}
                <div class="form__actions">
                    <Button
                        weight=Weight::Primary
                        submit=true
                        pending=save.pending()
                        pending_label=common::SAVING
                    >
                        {words::SAVE}
                    </Button>
                    <a class="button" href=Section::Templates.path()>
                        {common::CANCEL}
                    </a>
                    {delete}
                </div>
            </form>
        </Card>
    }
    .into_any()
}

fn fields(form: Form) -> AnyView {
    let channels = vec![
        RadioOption::new(EMAIL, text::channel(Channel::Email), ""),
        RadioOption::new(SMS, text::channel(Channel::Sms), ""),
    ];
    let is_email = Memo::new(move |_| form.channel.with(|channel| channel == EMAIL));
    let subject = move || {
        is_email.get().then(|| {
            view! {
                <Field
                    id=SUBJECT
                    label=words::SUBJECT
                    value=form.subject
                    error=error_of(form.errors, SUBJECT)
                />
            }
        })
    };
    let length = move || (!is_email.get()).then(|| view! { <Length body=form.body /> });
    view! {
        <Field
            id=NAME
            label=words::NAME_LABEL
            hint=words::NAME_HINT
            value=form.name
            error=error_of(form.errors, NAME)
        />
        <RadioGroup
            id=CHANNEL
            legend=words::CHANNEL_LABEL
            options=channels
            chosen=form.channel
        />
        {subject}
        <BodyField body=form.body error=error_of(form.errors, BODY) />
        {length}
    }
    .into_any()
}

fn gone() -> AnyView {
    view! {
        <section class="card">
            <Empty title=words::GONE advice=words::GONE_ADVICE>
                <a class="button" href=Section::Templates.path()>
                    {words::TO_LIST}
                </a>
            </Empty>
        </section>
    }
    .into_any()
}

impl Values {
    fn of(known: Option<&SavedTemplate>) -> Self {
        let channel = match known.map(|known| known.channel) {
            Some(Channel::Sms) => SMS,
            _ => EMAIL,
        };
        Self {
            name: known.map(|known| known.name.clone()).unwrap_or_default(),
            channel: channel.to_owned(),
            subject: known.and_then(|known| known.subject.clone()).unwrap_or_default(),
            body: known.map(|known| known.body.clone()).unwrap_or_default(),
        }
    }
}

impl Form {
    fn new(Values { name, channel, subject, body }: Values) -> Self {
        Self {
            name: RwSignal::new(name),
            channel: RwSignal::new(channel),
            subject: RwSignal::new(subject),
            body: RwSignal::new(body),
            errors: RwSignal::new(Vec::new()),
            key: RequestKey::new(),
        }
    }

    fn fill(self, Values { name, channel, subject, body }: Values) {
        self.name.set(name);
        self.channel.set(channel);
        self.subject.set(subject);
        self.body.set(body);
        self.errors.set(Vec::new());
    }

    /// Tracks.
    fn values(self) -> Values {
        let Self { name, channel, subject, body, .. } = self;
        Values { name: name.get(), channel: channel.get(), subject: subject.get(), body: body.get() }
    }

    fn channel(self) -> Channel {
        if self.channel.with_untracked(|channel| channel == SMS) { Channel::Sms } else { Channel::Email }
    }

    fn check(self) -> Vec<FormError> {
        let mut problems = Vec::new();
        if self.name.with_untracked(|name| name.trim().is_empty()) {
            problems.push(FormError::of(NAME, words::NAME_MISSING));
        }
        let (subject, body) = (self.subject.get_untracked(), self.body.get_untracked());
        if let Some((part, sentence)) = check::problem(self.channel(), &subject, &body) {
            let field = match part {
                Part::Subject => SUBJECT,
                Part::Body => BODY,
            };
            problems.push(FormError::of(field, sentence));
        }
        problems
    }

    fn variables(self, id: Option<cynic::Id>) -> SaveTemplateVariables {
        let channel = self.channel();
        SaveTemplateVariables {
            input: SaveTemplateInput {
                id,
                name: self.name.with_untracked(|name| name.trim().to_owned()),
                channel,
                subject: (channel == Channel::Email)
                    .then(|| self.subject.with_untracked(|text| text.trim().to_owned())),
                body: self.body.get_untracked(),
                request_id: self.key.of(""),
            },
        }
    }
}

fn explain(error: &ApiError) -> FormError {
    match error {
        // The name is taken.
        ApiError::Refused(refusal) if refusal.reason == Reason::Conflict => FormError::of(NAME, error.sentence()),
        ApiError::Refused(refusal) if refusal.reason == Reason::InvalidInput => {
            match refusal.field.as_deref().and_then(|field| field.rsplit('.').next()) {
                Some("name") => FormError::of(NAME, error.sentence()),
                Some("subject") => FormError::of(SUBJECT, error.sentence()),
                Some("body") => FormError::of(BODY, error.sentence()),
                _ => FormError::general(error.sentence()),
            }
        }
        _ => FormError::general(error.sentence()),
    }
}
