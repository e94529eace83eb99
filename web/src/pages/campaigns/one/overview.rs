//! How a campaign goes: the funnel, the sending, the days, and the ledger that adds up.

use cynic::QueryBuilder;
use leptos::prelude::*;
use shared::permission::Permission;

use super::sending::SendingCard;
use super::{Here, cost, funnels, letters, waves};
use crate::api::campaign::CampaignVariables;
use crate::api::campaigns::{CampaignState, TimelinePoint};
use crate::api::outlook::CampaignWaves;
use crate::components::card::Card;
use crate::components::chart::{Columns, Point};
use crate::components::empty::Empty;
use crate::components::ledger::Ledger;
use crate::components::notice::{Notice, Tone};
use crate::pages::campaigns::approval;
use crate::pages::campaigns::asked_form::asked_form;
use crate::read::Read;
use crate::text::campaign as steps;
use crate::text::campaign_page as words;
use crate::text::plan;
use crate::{london, number, routes, time};

pub fn overview(here: Here) -> AnyView {
    let figures = here.figures;
    let stage = Memo::new(move |_| figures.with(|figures| (figures.launched_at.is_some(), figures.state)));
    let launched = Memo::new(move |_| stage.get().0);
    let view = move || {
        if launched.get() {
            running(&here)
        } else {
            stage.track();
            waiting(&here)
        }
    };
    view.into_any()
}

/// Before the launch: what it waits for.
fn waiting(here: &Here) -> AnyView {
    let figures = here.figures.get_untracked();
    let (advice, href) = match (figures.state, &figures.scheduled_at) {
        (CampaignState::Scheduled, Some(at)) => (words::scheduled(&london::show(at)), None),
        (CampaignState::Draft, _) => (words::DRAFT_ADVICE.to_owned(), Some(routes::edit_campaign(&here.id, "who"))),
        _ => (words::CANCELLED.to_owned(), None),
    };
    let writes = untrack(|| here.session.may(Permission::EditCampaigns));
    let link = href.filter(|_| writes).map(|href| {
        view! {
            <a class="button button--primary" href=href>
                {words::FINISH}
            </a>
        }
    });
    view! {
        <section class="card">
            <Empty title=words::NOT_LAUNCHED advice=advice>
                {link}
            </Empty>
        </section>
        {approval::card(here.session, &here.id)}
    }
    .into_any()
}

fn running(here: &Here) -> AnyView {
    let figures = here.figures;
    let lines = Memo::new(move |_| figures.with(|figures| figures.counts.channels.clone()));
    let messages = if here.sees_patients { routes::campaign_room(&here.id, "messages") } else { String::new() };
    let read = outlook(here);
    let budget = Signal::derive(move || {
        let answer = read.latest();
        answer.as_ref().and_then(|answer| answer.campaign.as_ref()?.plan.budget.clone())
    });
    view! {
        {hands(here)}
        {letters::letters(here)}
        <div class="campaign-page">
            <div class="campaign-page__side">
                {funnels::funnels(here)}
                {form(here, read)}
                <SendingCard live=here.live />
                {cost::cost(here, budget)}
            </div>
            <div class="campaign-page__main">{days(here)} {waves::waves(here, read)}</div>
        </div>
        <Card title=words::LEDGER.to_owned()>
            <Ledger lines=lines list=messages />
        </Card>
    }
    .into_any()
}

/// The form that its recipients are asked to fill in, where there is one.
fn form(here: &Here, read: Read<CampaignWaves>) -> AnyView {
    let (session, id) = (here.session, here.id.clone());
    let asked = Memo::new(move |_| {
        let answer = read.latest();
        answer.as_ref().and_then(|answer| answer.campaign.as_ref()?.plan.form_version_id.clone())
    });
    let view = move || {
        asked.get().map(|version| {
            let said = asked_form(session, &version, Some(id.clone()));
            view! {
                <Card title=plan::FORM_TITLE.to_owned()>
                    <p>{said}</p>
                </Card>
            }
        })
    };
    view.into_any()
}

/// What changes with a wave: asked again with each, and with what is done here.
fn outlook(here: &Here) -> Read<CampaignWaves> {
    let Here { session, feed, figures, .. } = *here;
    let id = cynic::Id::new(here.id.clone());
    let stand = Memo::new(move |_| figures.with(|figures| (figures.state, figures.wave)));
    Read::new(move || {
        stand.track();
        feed.changes();
        session.run(CampaignWaves::build(CampaignVariables { id: id.clone() }))
    })
}

/// What needs a hand, each a link to the list behind it.
fn hands(here: &Here) -> AnyView {
    let figures = here.figures;
    let counts = Memo::new(move |_| {
        figures.with(|figures| {
            let lines = &figures.counts.channels;
            let uncertain: i32 = lines.iter().map(|line| line.uncertain).sum();
            let failed: i32 = lines.iter().map(|line| line.failed).sum();
            (uncertain, failed)
        })
    });
    let id = here.id.clone();
    let linked = here.sees_patients;
    let notice = move |message: String, state: &str| {
        let link = linked.then(|| {
            let href = routes::campaign_messages(&id, state);
            view! { <a href=href>{words::MESSAGES}</a> }
        });
        view! {
            <Notice tone=Tone::Warning message=message>
                {link}
            </Notice>
        }
        .into_any()
    };
    let view = move || {
        let (uncertain, failed) = counts.get();
        let uncertain =
            (uncertain > 0).then(|| notice(words::in_doubt(uncertain, &number::count(uncertain)), "UNCERTAIN"));
        let failed = (failed > 0).then(|| notice(words::failed(failed, &number::count(failed)), "FAILED"));
        view! { {uncertain} {failed} }
    };
    view.into_any()
}

/// The answers day by day, once there is one.
fn days(here: &Here) -> AnyView {
    let figures = here.figures;
    let points = move |value: fn(&TimelinePoint) -> i32| {
        Memo::new(move |_| {
            figures.with(|figures| {
                let point = |point: &TimelinePoint| Point { label: time::short_day(&point.date), value: value(point) };
                figures.timeline.iter().map(point).collect::<Vec<_>>()
            })
        })
    };
    let followed = points(|point| point.followed);
    let acknowledged = points(|point| point.acknowledged);
    let content = move || {
        if followed.with(Vec::is_empty) {
            view! { <p class="campaign__quiet">{steps::NO_DAYS}</p> }.into_any()
        } else {
            view! {
                <div class="campaign-page__days">
                    <Columns title=words::FOLLOWED_DAYS x_name=steps::DAY y_name=steps::FOLLOWED points=followed />
                    <Columns title=steps::DAYS x_name=steps::DAY y_name=steps::ACKNOWLEDGED points=acknowledged />
                </div>
            }
            .into_any()
        }
    };
    view! { <Card title=words::DAYS.to_owned()>{content}</Card> }.into_any()
}
