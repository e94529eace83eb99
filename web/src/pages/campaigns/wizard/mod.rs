//! The way to a new campaign, and on with a draft: who, messages, schedule, check. The draft is on the server from the
//! first step on; what is typed in between is kept in the tab.

mod advice;
mod answer;
mod ask_form;
pub mod asked;
pub mod builder;
mod check;
mod condition;
mod count;
mod discretion;
mod form;
mod home;
mod launch;
mod messages;
mod plan;
mod plan_check;
mod preview;
pub mod purpose;
mod real;
mod refused;
pub mod rule;
mod samples;
mod schedule;
mod step;
pub mod term;
mod test_send;
mod variants;
mod who;

use std::sync::Arc;

use cynic::{MutationBuilder, QueryBuilder};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};
use shared::permission::Permission;

use crate::api::ApiError;
use crate::api::campaign::{CampaignSettings, CampaignVariables, Settings};
use crate::api::campaigns::CampaignState;
use crate::api::drafts::{
    CreateCampaign, CreateCampaignVariables, Library, SaveCampaignDraft, SaveCampaignDraftInput,
    SaveCampaignDraftVariables,
};
use crate::api::forms::FormChoice;
use crate::api::prices::PriceList;
use crate::components::button::{Button, Weight};
use crate::components::crumbs::{Crumb, Crumbs};
use crate::components::error_summary::{ErrorSummary, FormError};
use crate::components::guard::Guarded;
use crate::components::loaded::Loaded;
use crate::components::notice::{Notice, Tone};
use crate::components::page::Page;
use crate::components::restored::Restored;
use crate::components::stepper::{StepItem, StepState, Stepper};
use crate::pages::campaigns::prices;
use crate::read::Read;
use crate::routes;
use crate::session::Session;
use crate::text::wizard as words;
use crate::write::Write;
use asked::AskedForm;
use count::Count;
use form::{Form, Origin, Typed};
use step::Step;

/// Where the form of a campaign that is not on the server yet is kept.
const NEW: &str = "campaign.new";

/// The campaign that is being written, for all steps. It is a handle: copying it is free.
#[derive(Clone, Copy)]
struct Wizard {
    session: StoredValue<Session>,
    /// Nothing until the draft is on the server.
    id: StoredValue<Option<String>>,
    form: Form,
    library: Read<Library>,
    prices: Read<PriceList>,
    count: Count,
    /// All forms, for who may see them.
    forms: Read<Vec<FormChoice>>,
    /// What of them a rule can ask for.
    asked: Memo<Vec<AskedForm>>,
    errors: RwSignal<Vec<FormError>>,
    /// What the server has, as far as is known here.
    saved: StoredValue<Option<Typed>>,
    /// What starting afresh begins with.
    given: StoredValue<Typed>,
    /// Whether what was left in this tab is on the screen, and upon what it was typed.
    restored: RwSignal<bool>,
    origin: Origin,
}

impl Wizard {
    /// `saved` is what the server has; else the form begins as given.
    fn start(session: Session, id: Option<String>, otherwise: Typed, saved: Option<Typed>) -> Self {
        let given = StoredValue::new(otherwise.clone());
        let (form, origin) = Form::restore(&key(id.as_deref()), otherwise);
        let library = Read::new(move || session.run(Library::build(())));
        let prices = prices::read(session);
        let count = Count::start(session, form);
        let forms = Read::new(move || asked::all_forms(session));
        let asked = asked::asked(session, form, forms);
        let errors = RwSignal::new(Vec::new());
        Self {
            session: StoredValue::new(session),
            id: StoredValue::new(id),
            form,
            library,
            prices,
            count,
            forms,
            asked,
            errors,
            saved: StoredValue::new(saved),
            given,
            restored: RwSignal::new(origin != Origin::Given),
            origin,
        }
    }

    /// Says that what was left in this tab is on the screen.
    fn kept(self) -> AnyView {
        let start_afresh = Callback::new(move |()| {
            self.form.put(self.given.get_value());
            self.errors.set(Vec::new());
            // The form hears of the change after this, and would keep it.
            request_animation_frame(move || Form::forget(&key(self.id.get_value().as_deref())));
        });
        view! { <Restored restored=self.restored overtaken=self.origin == Origin::Overtaken on_discard=start_afresh /> }
            .into_any()
    }

    /// The names and titles of the code sets; none until they have arrived. Tracks.
    fn titles(self) -> Vec<(String, String)> {
        let library = self.library.latest();
        let sets = library.iter().flat_map(|library| &library.code_sets);
        sets.map(|set| (set.name.clone(), set.title.clone())).collect()
    }

    /// What launched campaigns were for; nothing until it has arrived. Tracks.
    fn purposes(self) -> Option<Vec<String>> {
        let library = self.library.latest()?;
        Some(purpose::in_use(library.campaigns.nodes.iter().map(|campaign| &campaign.kind)))
    }

    /// Saves all that can be saved, and tells the id of the draft.
    async fn save(self) -> Result<String, ApiError> {
        let typed = self.form.now();
        let id = self.id.get_value();
        match id {
            Some(id) if self.saved.with_value(|saved| saved.as_ref() == Some(&typed)) => Ok(id),
            Some(id) => {
                let id = self.change(typed.changes(&id)).await?;
                self.saved.set_value(Some(typed));
                Ok(id)
            }
            None => match typed.creation() {
                Some(input) => {
                    let created =
                        self.session.get_value().run(CreateCampaign::build(CreateCampaignVariables { input })).await?;
                    let id = created.create_campaign.campaign.id.into_inner();
                    // A retry gives the draft that the first attempt made, from what was typed then. The messages
                    // have not been looked at yet.
                    self.change(SaveCampaignDraftInput { templates: None, ..typed.changes(&id) }).await
                }
                // The first step does not let go on without a rule.
                None => Err(ApiError::Outdated),
            },
        }
    }

    async fn change(self, input: SaveCampaignDraftInput) -> Result<String, ApiError> {
        let saved =
            self.session.get_value().run(SaveCampaignDraft::build(SaveCampaignDraftVariables { input })).await?;
        let campaign = saved.save_campaign_draft.campaign;
        self.form.is_saved_as(Typed::of(&campaign));
        Ok(campaign.id.into_inner())
    }
}

fn key(id: Option<&str>) -> String {
    id.map_or_else(|| NEW.to_owned(), |id| format!("campaign.{id}"))
}

#[component]
pub fn NewCampaignPage() -> impl IntoView {
    view! {
        <Guarded title=words::NEW needs=Permission::EditCampaigns>
            {new_campaign()}
        </Guarded>
    }
    .into_any()
}

fn new_campaign() -> AnyView {
    let wizard = Wizard::start(Session::current(), None, Typed::new(), None);
    Crumbs::current().show(|| vec![Crumb::here(words::NEW)]);
    view! { <Page title=words::NEW.to_owned()>{wizard.kept()} {step(wizard, Step::Who)}</Page> }.into_any()
}

#[component]
pub fn EditCampaignPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    view! {
        <Guarded title=words::EDIT needs=Permission::EditCampaigns>
            {move || edit(id.get())}
        </Guarded>
    }
    .into_any()
}

fn edit(id: String) -> AnyView {
    let session = Session::current();
    let params = use_params_map();
    let current = Memo::new(move |_| Step::of_path(&params.with(|params| params.get("step").unwrap_or_default())));
    let read = {
        let id = cynic::Id::new(id.clone());
        Read::new(move || session.run(CampaignSettings::build(CampaignVariables { id: id.clone() })))
    };
    let name = Memo::new(move |_| {
        let latest = read.latest();
        latest.as_ref().and_then(|answer| answer.campaign.as_ref()).map(|one| one.name.clone())
    });
    let title = Signal::derive(move || name.get().unwrap_or_else(|| words::EDIT.to_owned()));
    Crumbs::current().show(move || name.get().map(Crumb::here).into_iter().collect());
    let show = move |answer: Signal<Arc<CampaignSettings>>| {
        let first = answer.with_untracked(|answer| answer.campaign.clone());
        match first {
            Some(settings) if settings.state == CampaignState::Draft => steps(session, &settings, current),
            _ => launched(&id),
        }
    };
    view! {
        <Page title=title>
            <Loaded read=read lines=10 show=Box::new(show) />
        </Page>
    }
    .into_any()
}

fn steps(session: Session, settings: &Settings, current: Memo<Step>) -> AnyView {
    let typed = Typed::of(settings);
    // A message that is not written yet begins with the usual text, which the server does not have.
    let saved = (settings.templates.len() == settings.channels.len()).then(|| typed.clone());
    let wizard = Wizard::start(session, Some(settings.id.inner().to_owned()), typed, saved);
    let view = move || step(wizard, current.get());
    view! { {wizard.kept()} {view} }.into_any()
}

/// It is no draft any more.
fn launched(id: &str) -> AnyView {
    let href = routes::campaign(id);
    view! {
        <Notice tone=Tone::Info message=words::LAUNCHED.to_owned()>
            <a class="button" href=href>
                {words::TO_CAMPAIGN}
            </a>
        </Notice>
    }
    .into_any()
}

/// One step with the way through all of them above it.
fn step(wizard: Wizard, step: Step) -> AnyView {
    // What was wrong in another step is said there.
    wizard.errors.set(Vec::new());
    let content = match step {
        Step::Who => who::who(wizard),
        Step::Messages => messages::messages(wizard),
        Step::Schedule => schedule::schedule(wizard),
        Step::Check => return view! { {stepper(wizard, step)} {check::check(wizard)} }.into_any(),
    };
    view! {
        {stepper(wizard, step)}
        {form(wizard, step, content)}
    }
    .into_any()
}

fn stepper(wizard: Wizard, current: Step) -> AnyView {
    let id = wizard.id.get_value();
    // Where one is does not change with what is typed; only what is wrong with the steps behind does.
    let typed = wizard.form.now();
    let item = |step: Step| {
        let state = match step {
            _ if step == current => StepState::Current,
            _ if (step as usize) > current as usize => StepState::Ahead,
            _ if step.problems(&typed).is_empty() => StepState::Done,
            _ => StepState::Wrong,
        };
        let href = id.as_ref().map(|id| routes::edit_campaign(id, step.path()));
        StepItem { label: step.name().to_owned(), state, href }
    };
    let items: Vec<StepItem> = Step::ALL.into_iter().map(item).collect();
    view! { <Stepper label=words::NEW steps=items /> }.into_any()
}

/// The frame of a step that is filled in: its errors, its fields, and the way on.
fn form(wizard: Wizard, step: Step, content: AnyView) -> AnyView {
    let errors = wizard.errors;
    let navigate = use_navigate();
    let write = Write::new(move |()| wizard.save());
    let write = write
        .on_done(move |id| {
            Form::forget(&key(wizard.id.get_value().as_deref()));
            wizard.restored.set(false);
            let options = NavigateOptions::default();
            // The step before the first save has another address, which is not to be gone back to.
            let options = NavigateOptions { replace: wizard.id.get_value().is_none(), ..options };
            navigate(&routes::edit_campaign(&id, step.next().path()), options);
        })
        .on_failure(move |error| {
            let is_shown = |id: &str| document().get_element_by_id(id).is_some();
            errors.set(vec![refused::explain(&error, &wizard.form.now(), is_shown)]);
        });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let problems = step.problems(&wizard.form.now());
        let right = problems.is_empty();
        errors.set(problems);
        if right {
            write.send(());
        }
    };
    view! {
        <form class="wizard" novalidate on:submit=submit>
            <ErrorSummary errors=errors />
            {content}
            <div class="form-actions">
                {back(wizard, step)}
                <Button weight=Weight::Primary submit=true pending=write.pending() pending_label=words::SAVING>
                    {words::GO_ON}
                </Button>
            </div>
        </form>
    }
    .into_any()
}

/// The step before, where there is one.
fn back(wizard: Wizard, step: Step) -> Option<AnyView> {
    let before = (step as usize).checked_sub(1).map(|index| Step::ALL[index])?;
    let href = routes::edit_campaign(&wizard.id.get_value()?, before.path());
    Some(
        view! {
            <a class="button" href=href>
                {words::BACK}
            </a>
        }
        .into_any(),
    )
}

/// The sentence of a draft's rule, as a heading says it: "patients …" without the first word.
fn clause(sentence: &str) -> &str {
    sentence.strip_prefix("patients ").unwrap_or(sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_found_by_their_address() {
        for step in Step::ALL {
            assert_eq!(Step::of_path(step.path()), step);
        }
        assert_eq!(Step::of_path("nowhere"), Step::Who);
        assert_eq!(Step::Check.next(), Step::Check);
    }

    #[test]
    fn a_heading_says_patients_once() {
        assert_eq!(clause("patients aged 18 or over"), "aged 18 or over");
        assert_eq!(clause("everybody"), "everybody");
    }
}
