//! The messages as a real patient would get them, rendered by the server: found by name or number, and recorded there.

use cynic::QueryBuilder;
use leptos::prelude::*;
use shared::permission::Permission;

use super::Wizard;
use super::samples::sample;
use crate::api::ApiError;
use crate::api::drafts::{FindPatient, FindPatientVariables, MessagePreview, PreviewForPatient, PreviewVariables};
use crate::components::button::Button;
use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::notice::{Notice, Tone};
use crate::text::writing as words;
use crate::write::Write;

#[derive(Clone, Copy)]
pub struct RealPatient {
    may: bool,
    open: RwSignal<bool>,
    search: RwSignal<String>,
    missing: RwSignal<Option<String>>,
    write: Write<String, Option<MessagePreview>>,
}

impl RealPatient {
    pub fn new(wizard: Wizard) -> Self {
        Self {
            may: untrack(|| wizard.session.get_value().may(Permission::ViewPatients)),
            open: RwSignal::new(false),
            search: RwSignal::new(String::new()),
            missing: RwSignal::new(None),
            write: Write::new(move |search| look(wizard, search)),
        }
    }

    pub fn view(self) -> Option<AnyView> {
        self.may.then(|| {
            view! {
                <div>
                    <Button on_press=Callback::new(move |()| self.open.set(true))>{words::REAL}</Button>
                    <Dialog open=self.open title=words::REAL_TITLE.to_owned() wide=true>
                        {self.content()}
                    </Dialog>
                </div>
            }
            .into_any()
        })
    }

    fn show(self) {
        let search = self.search.get_untracked();
        let missing = search.trim().is_empty();
        self.missing.set(missing.then(|| words::REAL_MISSING.to_owned()));
        if !missing {
            self.write.send(search.trim().to_owned());
        }
    }

    fn content(self) -> AnyView {
        let found = move || {
            if let Some(sentence) = self.write.complaint() {
                return view! { <Notice tone=Tone::Error message=sentence /> }.into_any();
            }
            match self.write.done().as_deref() {
                None => ().into_any(),
                Some(None) => view! { <Notice tone=Tone::Info message=words::REAL_NOBODY.to_owned() /> }.into_any(),
                Some(Some(preview)) => sample(preview),
            }
        };
        // Not a form: it stands inside the one of the step. Enter looks all the same.
        let enter = move |event: leptos::ev::KeyboardEvent| {
            if event.key() == "Enter" {
                event.prevent_default();
                self.show();
            }
        };
        view! {
            <div class="real">
                <div on:keydown=enter>
                    <Field
                        id="real-patient"
                        label=words::REAL_FIELD
                        hint=words::REAL_HINT
                        value=self.search
                        error=self.missing
                    />
                </div>
                <div>
                    <Button pending=self.write.pending() on_press=Callback::new(move |()| self.show())>
                        {words::REAL_SHOW}
                    </Button>
                </div>
                <div aria-live="polite">{found}</div>
            </div>
        }
        .into_any()
    }
}

async fn look(wizard: Wizard, search: String) -> Result<Option<MessagePreview>, ApiError> {
    let session = wizard.session.get_value();
    let found = session.run(FindPatient::build(FindPatientVariables { search })).await?;
    let Some(patient) = found.patients.nodes.into_iter().next() else {
        return Ok(None);
    };
    let variables = PreviewVariables { templates: wizard.form.now().templates(), patient_id: patient.id };
    session.run(PreviewForPatient::build(variables)).await.map(|answer| Some(answer.message_preview))
}
