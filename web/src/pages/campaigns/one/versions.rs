//! What the messages of a campaign were each time they were saved.

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;
use serde::Deserialize;

use super::Here;
use crate::api::campaign::CampaignVariables;
use crate::api::texts::{CampaignVersions, TemplateVersion};
use crate::components::card::Card;
use crate::components::loaded::Loaded;
use crate::components::mail::Mail;
use crate::components::phone::Phone;
use crate::read::Read;
use crate::text::variants as words;
use crate::{number, text, time};

/// One text of a version, as the server keeps it.
#[derive(Deserialize)]
struct Kept {
    channel: String,
    wave: i32,
    language: String,
    #[serde(default)]
    subject: String,
    body: String,
}

pub fn versions(here: &Here) -> AnyView {
    let session = here.session;
    let id = cynic::Id::new(here.id.clone());
    let read = Read::new(move || session.run(CampaignVersions::build(CampaignVariables { id: id.clone() })));
    let show = move |answer: Signal<Arc<CampaignVersions>>| {
        let list = move || {
            answer.with(|answer| {
                let versions: Vec<AnyView> = answer
                    .campaign
                    .iter()
                    .flat_map(|campaign| campaign.template_versions.iter().map(version))
                    .collect();
                if versions.is_empty() {
                    view! { <p>{words::NO_VERSIONS}</p> }.into_any()
                } else {
                    view! { <ul class="versions">{versions}</ul> }.into_any()
                }
            })
        };
        list.into_any()
    };
    view! {
        <Card title=words::VERSIONS.to_owned()>
            <Loaded read=read lines=3 show=Box::new(show) />
        </Card>
    }
    .into_any()
}

/// Closed at first: what it says is drawn when it is opened.
fn version(version: &TemplateVersion) -> AnyView {
    let title = words::version(&number::count(version.version), &time::moment(&version.saved_at), &version.saved_by);
    let kept = version.templates_json.clone();
    let open = RwSignal::new(false);
    let content = move || open.get().then(|| texts(&kept));
    view! {
        <li>
            <details on:toggle:target=move |event| open.set(event.target().open())>
                <summary>{title}</summary>
                <div class="versions__texts">{content}</div>
            </details>
        </li>
    }
    .into_any()
}

fn texts(json: &str) -> AnyView {
    let kept: Vec<Kept> = serde_json::from_str(json).unwrap_or_default();
    kept.into_iter().map(one).collect_view().into_any()
}

fn one(kept: Kept) -> AnyView {
    let is_email = kept.channel == "email";
    let channel = text::channel(if is_email {
        crate::api::campaigns::Channel::Email
    } else {
        crate::api::campaigns::Channel::Sms
    });
    shown(&words::whose(channel, kept.wave, &kept.language), is_email, kept.subject, kept.body)
}

/// A message as it was written, placeholders and all, under what it is.
pub fn shown(title: &str, is_email: bool, subject: String, body: String) -> AnyView {
    let message = if is_email {
        view! { <Mail subject=subject text=body /> }.into_any()
    } else {
        view! { <Phone text=body /> }.into_any()
    };
    view! {
        <section class="variant-shown">
            <h3 class="campaign-page__part">{title.to_owned()}</h3>
            {message}
        </section>
    }
    .into_any()
}
