//! The button that sends: with a fresh code, with the number it touches, and never twice.

use cynic::{MutationBuilder, QueryBuilder};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::form::Form;
use super::{Wizard, key};
use crate::api::campaign::CampaignVariables;
use crate::api::campaigns::CampaignState;
use crate::api::drafts::{CampaignStanding, LaunchCampaign, LaunchCampaignInput, LaunchCampaignVariables};
use crate::api::scalars::DateTime;
use crate::api::{ApiError, Reason};
use crate::attention::Attention;
use crate::code;
use crate::components::button::{Button, Weight};
use crate::components::error_summary::{ErrorSummary, FormError, error_of};
use crate::components::field::{Field, Input};
use crate::components::toast::Toasts;
use crate::session::Session;
use crate::text::check as words;
use crate::write::Write;
use crate::{london, number, routes};

const CODE: &str = "launch-code";

/// Sends to so many patients, now or at a moment.
pub fn launch(wizard: Wizard, patients: i32, at: Option<DateTime>) -> AnyView {
    let Some(id) = wizard.id.get_value() else {
        return ().into_any();
    };
    let toasts = Toasts::current();
    let attention = Attention::current();
    let navigate = use_navigate();
    let code = RwSignal::new(String::new());
    let errors = RwSignal::new(Vec::<FormError>::new());
    let number = number::count(patients);
    let (verb, said) = match &at {
        Some(at) => (words::schedule(&london::show(at)), words::scheduled(&london::show(at))),
        None => (words::send(patients, &number), words::begun(patients, &number)),
    };
    let attempt = Attempt { session: wizard.session.get_value(), id: id.clone(), at, lost: StoredValue::new(false) };
    let write = Write::new(move |code| attempt.clone().run(code))
        .on_done(move |_| {
            Form::forget(&key(Some(&id)));
            toasts.done(said.clone());
            attention.again();
            navigate(&routes::campaign(&id), NavigateOptions { replace: true, ..NavigateOptions::default() });
        })
        .on_failure(move |error| errors.set(vec![code::explain(CODE, &error)]));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match code.with_untracked(|typed| code::digits(typed)) {
            Some(code) => {
                errors.set(Vec::new());
                write.send(code);
            }
            None => errors.set(vec![code::missing(CODE)]),
        }
    };
    view! {
        <form class="card wizard__fields" novalidate on:submit=submit>
            <ErrorSummary errors=errors />
            <Field
                id=CODE
                label=words::CODE
                hint=words::CODE_HINT
                input=Input::OneTimeCode
                value=code
                error=error_of(errors, CODE)
            />
            <div>
                <Button weight=Weight::Primary submit=true pending=write.pending() pending_label=words::SENDING>
                    {verb.clone()}
                </Button>
            </div>
        </form>
    }
    .into_any()
}

#[derive(Clone)]
struct Attempt {
    session: Session,
    id: String,
    at: Option<DateTime>,
    /// An earlier attempt may have been carried out although its answer never came.
    lost: StoredValue<bool>,
}

impl Attempt {
    /// The state the campaign came to.
    async fn run(self, code: String) -> Result<CampaignState, ApiError> {
        let id = cynic::Id::new(self.id.clone());
        if self.lost.get_value()
            && let Some(state) = self.launched_state(id.clone()).await?
        {
            return Ok(state);
        }
        let input = LaunchCampaignInput { id, code, at: self.at.clone() };
        match self.session.run(LaunchCampaign::build(LaunchCampaignVariables { input })).await {
            Ok(answer) => Ok(answer.launch_campaign.campaign.state),
            // The lost attempt has done it after all.
            Err(error) if self.lost.get_value() && error.reason() == Some(Reason::AlreadyLaunched) => {
                Ok(CampaignState::Running)
            }
            Err(error) => {
                if error.is_lost_answer() {
                    self.lost.set_value(true);
                }
                Err(error)
            }
        }
    }

    /// Asked first, because the code of the lost attempt has been used up if it was carried out.
    async fn launched_state(&self, id: cynic::Id) -> Result<Option<CampaignState>, ApiError> {
        let answer = self.session.run(CampaignStanding::build(CampaignVariables { id })).await?;
        Ok(answer.campaign.map(|campaign| campaign.state).filter(|state| *state != CampaignState::Draft))
    }
}
