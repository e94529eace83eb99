//! What was decided before the launch: the rule as a sentence, the messages as they look, the dates.

use std::sync::Arc;

use cynic::{MutationBuilder, QueryBuilder};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::permission::Permission;

use super::{Here, versions};
use crate::api::campaign::{CampaignInput, CampaignInputVariables, CampaignSettings, CampaignVariables, Settings};
use crate::api::campaigns::{CampaignState, Channel};
use crate::api::drafts::DeleteCampaignDraft;
use crate::api::scalars::DateTime;
use crate::api::texts::Variant;
use crate::components::button::{Button, Weight};
use crate::components::card::Card;
use crate::components::detail_list::{DetailList, detail};
use crate::components::dialog::Confirm;
use crate::components::loaded::Loaded;
use crate::components::mail::Mail;
use crate::components::phone::Phone;
use crate::components::toast::Toasts;
use crate::pages::campaigns::plan_card::plan_card;
use crate::read::Read;
use crate::routes::{self, Place};
use crate::session::Session;
use crate::text::campaign_settings as words;
use crate::text::variants as others;
use crate::write::Write;
use crate::{london, text, time};

pub fn settings(here: &Here) -> AnyView {
    let session = here.session;
    let id = cynic::Id::new(here.id.clone());
    let figures = here.figures;
    // The dates change with the state.
    let state = Memo::new(move |_| figures.with(|figures| figures.state));
    let feed = here.feed;
    let read = Read::new(move || {
        state.track();
        feed.changes();
        session.run(CampaignSettings::build(CampaignVariables { id: id.clone() }))
    });
    let show = move |answer: Signal<Arc<CampaignSettings>>| {
        let view = move || answer.with(|answer| answer.campaign.as_ref().map(|campaign| cards(campaign, session)));
        view.into_any()
    };
    view! {
        <Loaded read=read lines=8 show=Box::new(show) />
        {versions::versions(here)}
    }
    .into_any()
}

fn cards(campaign: &Settings, session: Session) -> AnyView {
    let may_edit = campaign.state == CampaignState::Draft && untrack(|| session.may(Permission::EditCampaigns));
    let id = campaign.id.inner().to_owned();
    let is_sent = campaign.launched_at.is_some().then(|| id.clone());
    let draft = may_edit.then(|| draft_actions(id, session));
    let plan = plan_card(session, &campaign.plan, &campaign.channels, is_sent);
    view! {
        <div class="campaign-settings">
            {facts(campaign)} {plan} {texts(campaign)}
        </div>
        {draft}
    }
    .into_any()
}

fn facts(campaign: &Settings) -> AnyView {
    let moment = |term: &'static str, at: &Option<DateTime>| at.as_ref().map(|at| detail(term, time::moment(at)));
    // What the practice decided is in its own time.
    let decided = |term: &'static str, at: &Option<DateTime>| at.as_ref().map(|at| detail(term, london::show(at)));
    let lines = vec![
        Some(detail(words::RULE, text::alone(&campaign.cohort))),
        Some(detail(words::PURPOSE, campaign.kind.clone())),
        Some(detail(words::CHANNELS, words::channels(&campaign.channels))),
        Some(detail(words::MADE_BY, campaign.created_by.clone())),
        Some(detail(words::MADE, time::moment(&campaign.created_at))),
        decided(words::PLANNED, &campaign.planned_at),
        decided(words::SCHEDULED, &campaign.scheduled_at),
        moment(words::LAUNCHED, &campaign.launched_at),
        decided(words::EXPIRES, &campaign.expires_at),
        moment(words::COMPLETED, &campaign.completed_at),
    ];
    view! {
        <Card title=words::FACTS.to_owned()>
            <DetailList>{lines}</DetailList>
        </Card>
    }
    .into_any()
}

/// The messages as they were written, with words in place of what each patient has there.
fn texts(campaign: &Settings) -> AnyView {
    let template = |channel| campaign.templates.iter().find(move |template| template.channel == channel);
    let mail = template(Channel::Email).map(|template| {
        let subject = text::templates::in_words(template.subject.as_deref().unwrap_or_default());
        view! { <Mail subject=subject text=text::templates::in_words(&template.body) /> }
    });
    let phone =
        template(Channel::Sms).map(|template| view! { <Phone text=text::templates::in_words(&template.body) /> });
    let nothing = campaign.templates.is_empty().then(|| view! { <p>{words::NO_TEXT}</p> });
    let others = campaign.variants.iter().map(variant).collect_view();
    view! {
        <Card title=words::WHAT.to_owned()>
            <div class="previews">{mail} {phone} {nothing}</div>
            {others}
        </Card>
    }
    .into_any()
}

fn variant(variant: &Variant) -> AnyView {
    let title = others::whose(text::channel(variant.channel), variant.wave, &variant.language);
    let subject = variant.subject.clone().unwrap_or_default();
    versions::shown(&title, variant.channel == Channel::Email, subject, variant.body.clone())
}

fn draft_actions(id: String, session: Session) -> AnyView {
    let toasts = Toasts::current();
    let navigate = use_navigate();
    let asking = RwSignal::new(false);
    let write = {
        let id = id.clone();
        Write::new(move |()| {
            let input = CampaignInput { id: cynic::Id::new(id.clone()) };
            let answer = session.run(DeleteCampaignDraft::build(CampaignInputVariables { input }));
            async move { answer.await.map(|answer| answer.delete_campaign_draft) }
        })
        // False when it was gone already, which is what was asked for.
        .on_done(move |_| {
            toasts.done(words::DELETED);
            navigate(Place::Campaigns.path(), leptos_router::NavigateOptions::default());
        })
    };
    view! {
        <div class="form-actions">
            <a class="button button--primary" href=routes::edit_campaign(&id, "who")>
                {words::EDIT}
            </a>
            <Button weight=Weight::Danger on_press=Callback::new(move |()| asking.set(true))>
                {words::DELETE}
            </Button>
        </div>
        <Confirm
            open=asking
            title=words::DELETE_TITLE.to_owned()
            text=words::DELETE_TEXT.to_owned()
            verb=words::DELETE.to_owned()
            danger=true
            pending=write.pending()
            failure=Signal::derive(move || write.complaint())
            on_confirm=Callback::new(move |()| write.send(()))
        />
    }
    .into_any()
}
