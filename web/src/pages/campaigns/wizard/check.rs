//! The last step: who gets it and who does not, what it costs and how long it takes, how it looks, and what happens next.

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;
use shared::permission::Permission;

use super::samples::sample;
use super::{Step, Wizard, clause, launch, plan_check};
use crate::api::campaign::CampaignVariables;
use crate::api::campaigns::Channel;
use crate::api::drafts::{CampaignCheck, CampaignEstimate, Check, MessagePreview, Money};
use crate::components::card::Card;
use crate::components::detail_list::{DetailList, detail};
use crate::components::loaded::Loaded;
use crate::components::notice::{Notice, Tone};
use crate::pages::campaigns::approval;
use crate::pages::campaigns::plan_card::plan_card;
use crate::pages::campaigns::prices;
use crate::read::Read;
use crate::routes;
use crate::text::check as words;
use crate::{london, number, text};

pub fn check(wizard: Wizard) -> AnyView {
    let typed = wizard.form.now();
    let wrong: Vec<Step> = Step::ALL.into_iter().filter(|step| !step.problems(&typed).is_empty()).collect();
    if !wrong.is_empty() {
        return wrong.into_iter().map(|step| unfinished(wizard, step)).collect_view().into_any();
    }
    let session = wizard.session.get_value();
    // What is checked is what the server has: anything not saved yet goes there first.
    let read = Read::new(move || async move {
        let id = cynic::Id::new(wizard.save().await?);
        session.run(CampaignCheck::build(CampaignVariables { id })).await
    });
    let show = move |answer: Signal<Arc<CampaignCheck>>| {
        let view = move || answer.with(|answer| answer.campaign.as_ref().map(|check| checked(wizard, check)));
        view.into_any()
    };
    view! { <Loaded read=read lines=12 show=Box::new(show) /> }.into_any()
}

/// A step that must be gone back to.
fn unfinished(wizard: Wizard, step: Step) -> AnyView {
    let message = match step {
        Step::Who | Step::Check => words::FIX_WHO,
        Step::Messages => words::FIX_MESSAGES,
        Step::Schedule => words::FIX_SCHEDULE,
    };
    let href = routes::edit_campaign(&wizard.id.get_value().unwrap_or_default(), step.path());
    view! {
        <Notice tone=Tone::Warning message=message.to_owned()>
            <a class="button" href=href>
                {step.name()}
            </a>
        </Notice>
    }
    .into_any()
}

fn checked(wizard: Wizard, check: &Check) -> AnyView {
    let estimate = &check.estimate;
    let reached = reached(estimate);
    let heading = text::count::patients(reached, &number::count(reached));
    let may = untrack(|| wizard.session.get_value().may(Permission::LaunchCampaigns));
    let at = wizard.form.now().at();
    let action = if reached == 0 {
        view! { <Notice tone=Tone::Warning message=words::NOBODY.to_owned() /> }.into_any()
    } else if may {
        let at = at.clone();
        let launch = ViewFn::from(move || launch::launch(wizard, reached, at.clone()));
        approval::before(wizard.session.get_value(), check.id.inner(), launch)
    } else {
        view! { <Notice tone=Tone::Info message=words::NOT_ALLOWED.to_owned() /> }.into_any()
    };
    let first = at.as_ref().map_or_else(|| words::STEP_NOW.to_owned(), |at| words::step_later(&london::show(at)));
    let rule = clause(&check.cohort).to_owned();
    let (who, cost, samples) = (who(estimate), cost(estimate), samples(&check.samples));
    let (budget, plan) = (plan_check::budget(check), plan(wizard, check));
    view! {
        <h2 class="check__title">{words::TITLE}</h2>
        <div class="wizard__halves">
            <Card title=words::WHO.to_owned()>
                <p class="count__number">{heading}</p>
                <p class="check__rule">{rule}</p>
                {who}
            </Card>
            <Card title=words::COST.to_owned()>
                {cost} {budget} {prices::note(wizard.prices, &[Channel::Email, Channel::Sms])}
            </Card>
            {plan}
            <Card title=words::NEXT.to_owned()>
                <ol class="check__next">
                    <li>{first}</li>
                    <li>{words::STEP_WATCH}</li>
                    <li>{words::STEP_ACK}</li>
                </ol>
            </Card>
        </div>
        <Card title=words::SAMPLES.to_owned()>{samples}</Card>
        {action}
    }
    .into_any()
}

fn plan(wizard: Wizard, check: &Check) -> AnyView {
    plan_card(wizard.session.get_value(), &check.plan, &wizard.form.now().channels(), None)
}

/// Who gets at least one message.
fn reached(estimate: &CampaignEstimate) -> i32 {
    estimate.email_and_text + estimate.email_only + estimate.text_only
}

fn who(estimate: &CampaignEstimate) -> AnyView {
    let left_out: Vec<String> = estimate
        .left_out
        .iter()
        .filter(|one| one.patients > 0)
        .map(|one| words::left_out(one.reason, &number::count(one.patients)))
        .collect();
    let left_out = if left_out.is_empty() { words::NOBODY_LEFT_OUT.to_owned() } else { left_out.join(" · ") };
    let why = estimate.out_of_reach.iter().map(|one| words::out_of_reach(one.reason, &number::count(one.patients)));
    let unreachable: Vec<String> = std::iter::once(number::count(estimate.unreachable)).chain(why).collect();
    let unreachable = unreachable.join(" · ");
    let lines = vec![
        detail(words::BOTH, number::count(estimate.email_and_text)),
        detail(words::EMAIL_ONLY, number::count(estimate.email_only)),
        detail(words::TEXT_ONLY, number::count(estimate.text_only)),
        detail(words::NEITHER, unreachable),
        detail(words::LEFT_OUT, left_out),
    ];
    view! { <DetailList>{lines}</DetailList> }.into_any()
}

fn cost(estimate: &CampaignEstimate) -> AnyView {
    let count = number::count;
    let price = |money: &Money| number::money(&money.amount, &money.currency);
    let emails = words::emails(estimate.emails, &count(estimate.emails), &price(&estimate.email_cost));
    let texts =
        words::texts(estimate.texts, &count(estimate.texts), &count(estimate.segments), &price(&estimate.sms_cost));
    let lines = vec![
        (estimate.emails > 0).then(|| detail(words::EMAIL_COST, emails)),
        (estimate.texts > 0).then(|| detail(words::SMS_COST, texts)),
        Some(detail(words::TOTAL, price(&estimate.cost))),
        Some(detail(words::DURATION, text::duration(estimate.duration_seconds))),
        plan_check::finishes(estimate),
    ];
    view! { <DetailList>{lines}</DetailList> }.into_any()
}

fn samples(samples: &[MessagePreview]) -> AnyView {
    if samples.is_empty() {
        return view! { <p>{words::NO_SAMPLES}</p> }.into_any();
    }
    view! { <div class="samples">{samples.iter().map(sample).collect_view()}</div> }.into_any()
}
