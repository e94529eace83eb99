//! The campaigns a patient is in, how far they came in each, and the end of a link that went astray.

use cynic::MutationBuilder;
use leptos::prelude::*;
use shared::permission::Permission;

use crate::api::patient::{PatientDetail, PatientRecipient, RevokeLink, RevokeLinkInput, RevokeLinkVariables};
use crate::components::button::{Button, Weight};
use crate::components::dialog::Confirm;
use crate::components::status::{Mood, Status};
use crate::components::toast::Toasts;
use crate::read::Read;
use crate::routes;
use crate::session::Session;
use crate::text;
use crate::text::patient as words;
use crate::time;
use crate::write::{RequestKey, Write};

#[component]
pub fn Campaigns(read: Read<PatientDetail>, recipients: Vec<PatientRecipient>) -> impl IntoView {
    if recipients.is_empty() {
        return view! { <p>{words::NO_CAMPAIGNS}</p> }.into_any();
    }
    let session = Session::current();
    let toasts = Toasts::current();
    let open = RwSignal::new(false);
    // The recipient whose link is to be revoked, and the name of the campaign.
    let chosen = RwSignal::new(None::<(cynic::Id, String)>);
    let key = RequestKey::new();
    let write = Write::new(move |id: cynic::Id| {
        let input = RevokeLinkInput { request_id: key.of(id.inner()), id };
        let revoked = session.run(RevokeLink::build(RevokeLinkVariables { input }));
        async move { revoked.await.map(|answer| answer.revoke_link.recipient.id) }
    })
    .on_done(move |_| {
        key.has_succeeded();
        open.set(false);
        toasts.done(words::REVOKED);
        read.again();
    });
    let title = Signal::derive(move || {
        chosen.with(|chosen| chosen.as_ref().map_or_else(String::new, |(_, campaign)| words::revoke_title(campaign)))
    });
    let revoke = Callback::new(move |()| {
        if let Some((id, _)) = chosen.get_untracked() {
            write.send(id);
        }
    });
    let may_see = untrack(|| session.may(Permission::ViewCampaigns));
    let may_revoke = untrack(|| session.may(Permission::LaunchCampaigns));
    let ask = Callback::new(move |subject| {
        chosen.set(Some(subject));
        open.set(true);
    });
    let items = recipients.iter().map(|recipient| line(recipient, may_see, may_revoke.then_some(ask))).collect_view();
    view! {
        <ul class="patient__list">{items}</ul>
        <Confirm
            open=open
            title=title
            text=words::REVOKE_TEXT
            verb=words::REVOKE
            danger=true
            pending=write.pending()
            failure=Signal::derive(move || write.complaint())
            on_confirm=revoke
        />
    }
    .into_any()
}

fn line(recipient: &PatientRecipient, may_see: bool, ask: Option<Callback<(cynic::Id, String)>>) -> AnyView {
    let campaign = &recipient.campaign;
    let name = if may_see {
        view! { <a href=routes::campaign(campaign.id.inner())>{campaign.name.clone()}</a> }.into_any()
    } else {
        campaign.name.clone().into_any()
    };
    let (mood, word) = stand(recipient);
    let revoke = ask.filter(|_| recipient.first_sent_at.is_some() && campaign.state.is_live()).map(|ask| {
        let subject = (recipient.id.clone(), campaign.name.clone());
        let press = Callback::new(move |()| ask.run(subject.clone()));
        view! {
            <Button weight=Weight::Quiet on_press=press>
                {words::REVOKE}
            </Button>
        }
    });
    view! {
        <li class="patient__campaign">
            <div class="patient__stand">
                <p>
                    {name} " "
                    <span class="patient__small">"· " {text::campaign_state(campaign.state)}</span>
                </p>
                <Status mood=mood word=word />
            </div>
            {revoke}
        </li>
    }
    .into_any()
}

/// How far the patient came, in a few words.
fn stand(recipient: &PatientRecipient) -> (Mood, String) {
    if let Some(at) = &recipient.acknowledged_at {
        (Mood::Good, words::acknowledged_at(&time::moment(at)))
    } else if let Some(at) = &recipient.followed_at {
        (Mood::Active, words::opened_at(&time::moment(at)))
    } else if let Some(at) = &recipient.first_sent_at {
        (Mood::Neutral, words::sent_at(&time::moment(at)))
    } else if let Some(reason) = &recipient.unreachable_reason {
        (Mood::Warning, words::unreachable(&words::reason(reason)))
    } else {
        (Mood::Neutral, words::NOT_SENT.to_owned())
    }
}
