//! The approval of a large launch by a second person: whether it is needed, whether it is there, and how to give it.

use std::sync::Arc;

use cynic::{MutationBuilder, QueryBuilder};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use shared::permission::Permission;

use crate::api::ApiError;
use crate::api::campaign::CampaignVariables;
use crate::api::campaigns::CampaignState;
use crate::api::outlook::{ApproveCampaign, ApproveCampaignInput, ApproveCampaignVariables, CampaignApproval, Consent};
use crate::components::button::{Button, Weight};
use crate::components::card::Card;
use crate::components::field::{Field, Input};
use crate::components::loaded::Loaded;
use crate::components::notice::{Notice, Tone};
use crate::components::status::{Mood, Status};
use crate::components::toast::Toasts;
use crate::read::Read;
use crate::session::Session;
use crate::text::{consent as words, second_factor};
use crate::write::Write;
use crate::{code, routes, time};

const CODE: &str = "approval-code";

/// The card on the campaign's page; nothing where one person may decide.
pub fn card(session: Session, id: &str) -> AnyView {
    let read = read(session, id);
    let show = move |answer: Signal<Arc<CampaignApproval>>| {
        let view = move || needed(&answer.get()).map(|approval| approval_card(session, read, &approval));
        view.into_any()
    };
    view! { <Loaded read=read lines=2 show=Box::new(show) /> }.into_any()
}

/// The card before `launch`, which is offered once nothing is missing.
pub fn before(session: Session, id: &str, launch: ViewFn) -> AnyView {
    let read = read(session, id);
    let show = move |answer: Signal<Arc<CampaignApproval>>| {
        let launch = launch.clone();
        let ready = Memo::new(move |_| needed(&answer.get()).is_none_or(|approval| is_ready(&approval)));
        let card = move || needed(&answer.get()).map(|approval| approval_card(session, read, &approval));
        let launch = move || ready.get().then(|| launch.run());
        view! {
            {card}
            {launch}
        }
        .into_any()
    };
    view! { <Loaded read=read lines=3 show=Box::new(show) /> }.into_any()
}

fn read(session: Session, id: &str) -> Read<CampaignApproval> {
    let id = cynic::Id::new(id);
    Read::new(move || session.run(CampaignApproval::build(CampaignVariables { id: id.clone() })))
}

/// The approval of a campaign that is to be launched and takes one.
fn needed(answer: &CampaignApproval) -> Option<Consent> {
    let waits = |one: &&Consent| matches!(one.state, CampaignState::Draft | CampaignState::Scheduled);
    answer.campaign.as_ref().filter(waits).filter(|one| one.needs_approval).cloned()
}

/// Whether whoever looks may launch it: not the one who approved it.
fn is_ready(approval: &Consent) -> bool {
    approval.approved_at.is_some() && !approval.approved_by_me
}

fn approval_card(session: Session, read: Read<CampaignApproval>, approval: &Consent) -> AnyView {
    let approved = approval.approved_at.as_ref();
    let (mood, word) = if approved.is_some() { (Mood::Good, words::APPROVED) } else { (Mood::Warning, words::WAITING) };
    let who = match (approved, &approval.approved_by) {
        (Some(_), _) if approval.approved_by_me => words::BY_YOU.to_owned(),
        (Some(at), Some(by)) => words::by(by, &time::moment(at)),
        _ if approval.created_by_me => words::OWN.to_owned(),
        _ => String::new(),
    };
    let may = untrack(|| session.may(Permission::LaunchCampaigns));
    let offered = approved.is_none() && !approval.created_by_me && may;
    let form = offered.then(|| form(session, read, approval));
    let ask = (approved.is_none() && !offered).then(|| view! { <p>{words::ASK}</p> });
    let who = (!who.is_empty()).then(|| view! { <p>{who}</p> });
    view! {
        <Card
            title=words::TITLE.to_owned()
            aside=move || view! { <Status mood=mood word=word.to_owned() /> }
        >
            <div class="approval">
                <p>{words::NEEDED}</p>
                {who}
                {ask}
                {form}
            </div>
        </Card>
    }
    .into_any()
}

fn form(session: Session, read: Read<CampaignApproval>, approval: &Consent) -> AnyView {
    let toasts = Toasts::current();
    let id = approval.id.clone();
    let settings = routes::campaign_room(id.inner(), "settings");
    let code = RwSignal::new(String::new());
    let (wrong, refused) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let write = Write::new(move |code: String| {
        let input = ApproveCampaignInput { id: id.clone(), code };
        session.run(ApproveCampaign::build(ApproveCampaignVariables { input }))
    })
    .on_done(move |answer| {
        toasts.done(words::DONE);
        read.put_last(Arc::new(CampaignApproval { campaign: Some(answer.approve_campaign.campaign.clone()) }));
    })
    .on_failure(move |error: ApiError| {
        if code::is_wrong(&error) {
            wrong.set(Some(error.sentence()));
        } else if error.is_lost_answer() {
            // It may have been carried out all the same: then the form goes, and what is said of it stays.
            toasts.failed(&error);
            read.again();
        } else {
            refused.set(Some(error.sentence()));
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = code.with_untracked(|typed| code::digits(typed));
        wrong.set(typed.is_none().then(|| second_factor::CODE_MISSING.to_owned()));
        refused.set(None);
        if let Some(code) = typed {
            write.send(code);
        }
    };
    let failed = move || refused.get().map(|message| view! { <Notice tone=Tone::Error message=message /> });
    view! {
        <form class="approval" novalidate on:submit=submit>
            <p>{words::READ} " " <a href=settings>{words::SETTINGS}</a></p>
            <Field
                id=CODE
                label=words::CODE
                hint=words::CODE_HINT
                input=Input::OneTimeCode
                value=code
                error=wrong
            />
            {failed}
            <div>
                <Button weight=Weight::Primary submit=true pending=write.pending() pending_label=words::APPROVING>
                    {words::APPROVE}
                </Button>
            </div>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::scalars::DateTime;

    fn approval() -> Consent {
        Consent {
            id: cynic::Id::new("campaign-1"),
            state: CampaignState::Draft,
            needs_approval: true,
            approved_at: None,
            approved_by: None,
            approved_by_me: false,
            created_by_me: false,
        }
    }

    #[test]
    fn whoever_approved_it_does_not_launch_it() {
        assert!(!is_ready(&approval()));
        let approved = Consent { approved_at: Some(DateTime("2026-11-23T08:00:00Z".into())), ..approval() };
        assert!(is_ready(&approved));
        assert!(!is_ready(&Consent { approved_by_me: true, ..approved }));
    }

    #[test]
    fn what_is_launched_or_small_asks_nobody() {
        let of = |approval| needed(&CampaignApproval { campaign: Some(approval) });
        assert!(of(approval()).is_some());
        assert_eq!(of(Consent { state: CampaignState::Running, ..approval() }), None);
        assert_eq!(of(Consent { needs_approval: false, ..approval() }), None);
    }
}
