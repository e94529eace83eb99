//! A test of a message to oneself: one dialog for all editors of the step.

use cynic::MutationBuilder;
use leptos::prelude::*;

use super::Wizard;
use super::advice::Draft;
use crate::api::campaigns::Channel;
use crate::api::drafts::TemplateInput;
use crate::api::texts::{SendTestMessage, SendTestMessageInput, SendTestMessageVariables};
use crate::api::{ApiError, Refusal};
use crate::components::button::{Button, Weight};
use crate::components::dialog::Dialog;
use crate::components::field::{Field, Input};
use crate::components::notice::{Notice, Tone};
use crate::components::toast::Toasts;
use crate::draft;
use crate::text::variants as words;
use crate::write::{RequestKey, Write};

const PHONE: &str = "test-phone";
const KEY: &str = "test-message";

/// It is a handle: copying it is free.
#[derive(Clone, Copy)]
pub struct TestSend {
    open: RwSignal<bool>,
    /// What is sent.
    template: RwSignal<Option<TemplateInput>>,
    phone: RwSignal<String>,
    error: RwSignal<Option<String>>,
    /// Kept until what became of the test is known: one whose answer was lost is not sent twice.
    key: RequestKey,
    write: Write<SendTestMessageInput, String>,
}

impl TestSend {
    pub fn new(wizard: Wizard) -> Self {
        let session = wizard.session.get_value();
        let toasts = Toasts::current();
        let (open, template) = (RwSignal::new(false), RwSignal::new(None));
        let (phone, error) = (RwSignal::new(String::new()), RwSignal::new(None));
        let key = RequestKey::new();
        let write = Write::new(move |input| {
            let sent = session.run(SendTestMessage::build(SendTestMessageVariables { input }));
            async move { sent.await.map(|answer| answer.send_test_message.to) }
        })
        .on_done(move |to| {
            key.has_succeeded();
            open.set(false);
            toasts.done(words::test_sent(&to));
        })
        .on_failure(move |refused| {
            // An answer came: the next test is another, sent by somebody who knows of this one.
            if !refused.is_lost_answer() {
                key.has_succeeded();
            }
            if is_of_phone(&refused) {
                error.set(Some(refused.sentence()));
            }
        });
        Self { open, template, phone, error, key, write }
    }

    /// Under an editor, while what is in it could be sent.
    pub fn button(self, draft: Draft) -> AnyView {
        let ready = Memo::new(move |_| draft.template().is_some());
        let press = Callback::new(move |()| {
            self.write.forget_failure();
            self.error.set(None);
            self.template.set(untrack(|| draft.template()));
            self.open.set(true);
        });
        let view = move || {
            ready.get().then(|| {
                view! {
                    <div>
                        <Button on_press=press>{words::TEST}</Button>
                    </div>
                }
            })
        };
        view.into_any()
    }

    /// The dialog; once in the step.
    pub fn dialog(self) -> AnyView {
        let fill = move |(channel, subject, body, phone): (bool, Option<String>, String, String)| {
            let channel = if channel { Channel::Sms } else { Channel::Email };
            self.template.set(Some(TemplateInput { channel, subject, body }));
            self.phone.set(phone);
        };
        let typed = move || {
            let template = self.template.get();
            let is_text = template.as_ref().is_some_and(|template| template.channel == Channel::Sms);
            let (subject, body) = template.map(|template| (template.subject, template.body)).unwrap_or_default();
            (is_text, subject, body, self.phone.get())
        };
        draft::Draft::keep_while_open(KEY, self.open, fill, typed);
        view! {
            <Dialog open=self.open title=words::TEST_TITLE.to_owned()>
                {self.content()}
            </Dialog>
        }
        .into_any()
    }

    fn send(self) {
        let Some(template) = self.template.get_untracked() else { return };
        let phone =
            (template.channel == Channel::Sms).then(|| self.phone.with_untracked(|phone| phone.trim().to_owned()));
        let missing = phone.as_ref().is_some_and(String::is_empty);
        self.error.set(missing.then(|| words::TEST_PHONE_MISSING.to_owned()));
        if !missing {
            let thing = [Some(&template.body), template.subject.as_ref(), phone.as_ref()];
            let thing = thing.into_iter().flatten().fold(String::new(), |thing, part| thing + part + "\n");
            let request_id = self.key.of(&thing);
            self.write.send(SendTestMessageInput { template, phone, request_id });
        }
    }

    fn content(self) -> AnyView {
        let is_text =
            Memo::new(move |_| self.template.with(|one| one.as_ref().is_some_and(|one| one.channel == Channel::Sms)));
        let phone = move || {
            is_text.get().then(|| {
                view! {
                    <Field
                        id=PHONE
                        label=words::TEST_PHONE
                        hint=words::TEST_PHONE_HINT
                        input=Input::Phone
                        value=self.phone
                        error=self.error
                    />
                }
            })
        };
        let failed = move || {
            let beside = self.error.with(Option::is_some);
            let why = self.write.complaint().filter(|_| !beside);
            why.map(|why| view! { <Notice tone=Tone::Error message=why /> })
        };
        // Not a form: it stands inside the one of the step. Enter sends all the same.
        let enter = move |event: leptos::ev::KeyboardEvent| {
            if event.key() == "Enter" {
                event.prevent_default();
                self.send();
            }
        };
        view! {
            <div class="real">
                <p>{move || if is_text.get() { words::TEST_SMS } else { words::TEST_EMAIL }}</p>
                <div on:keydown=enter>{phone}</div>
                {failed}
                <div>
                    <Button
                        weight=Weight::Primary
                        pending=self.write.pending()
                        pending_label=words::TEST_SENDING
                        on_press=Callback::new(move |()| self.send())
                    >
                        {words::TEST_SEND}
                    </Button>
                </div>
            </div>
        }
        .into_any()
    }
}

fn is_of_phone(error: &ApiError) -> bool {
    matches!(error, ApiError::Refused(Refusal { field: Some(field), .. }) if field == "phone")
}
