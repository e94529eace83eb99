//! Tables, lists of facts, ways and what happened.

use std::future;

use leptos::context::Provider;
use leptos::prelude::*;

use super::specimen;
use crate::api::ApiError;
use crate::components::card::Card;
use crate::components::crumbs::{Breadcrumb, Crumb, Crumbs};
use crate::components::detail_list::{DetailList, detail};
use crate::components::empty::Empty;
use crate::components::forward_pager::{ForwardPager, ForwardPosition};
use crate::components::icon::Sign;
use crate::components::loaded::Loaded;
use crate::components::pager::{Pager, Position};
use crate::components::skeleton::SkeletonLines;
use crate::components::status::{Mood, Status};
use crate::components::stepper::{StepItem, StepState, Stepper};
use crate::components::table::{Column, Table};
use crate::components::tabs::{Tab, Tabs};
use crate::components::timeline::{Happening, Timeline};
use crate::read::Read;

static COLUMNS: [Column; 3] = [Column::text("Campaign"), Column::text("State"), Column::number("Recipients")];

pub fn specimens() -> AnyView {
    view! { {tables()} {loading()} {ways()} {facts()} {happenings()} }.into_any()
}

fn tables() -> AnyView {
    let row = |(name, mood, word, count): (&'static str, Mood, &'static str, &'static str)| {
        let [campaign, state, recipients] = COLUMNS;
        view! {
            <tr>
                {campaign.heading(name)} {state.cell(view! { <Status mood=mood word=word /> })}
                {recipients.cell(count)}
            </tr>
        }
        .into_any()
    };
    let rows = [
        ("Flu 2026, lungs", Mood::Active, "Running", "112,431"),
        ("A campaign with a name that is so long that it does not fit into its column", Mood::Good, "Completed", "7"),
    ];
    let position = |previous: Option<&str>, next: Option<&str>| Position {
        words: "51–100 of 150,000".to_owned(),
        previous: previous.map(str::to_owned),
        next: next.map(str::to_owned),
    };
    let forward = |first: Option<&str>, next: Option<&str>| ForwardPosition {
        words: "51–100 of 54,190".to_owned(),
        first: first.map(str::to_owned),
        next: next.map(str::to_owned),
    };
    let content = view! {
        <Table caption="Campaigns" columns=&COLUMNS>
            {rows.map(row).into_iter().collect_view()}
        </Table>
        <Table caption="Campaigns, while newer rows are on their way" columns=&COLUMNS pending=Signal::stored(true)>
            {rows.map(row).into_iter().collect_view()}
        </Table>
        <Pager position=Signal::stored(position(Some("/gallery"), Some("/gallery"))) />
        <Pager position=Signal::stored(position(None, Some("/gallery"))) />
        <ForwardPager position=Signal::stored(forward(Some("/gallery"), Some("/gallery"))) />
        <ForwardPager position=Signal::stored(forward(Some("/gallery"), None)) />
    };
    specimen("Tables", content)
}

fn loading() -> AnyView {
    let failed = Read::new(|| future::ready(Err::<i32, _>(ApiError::Offline)));
    let waiting = Read::new(future::pending::<Result<i32, ApiError>>);
    let nothing = || Box::new(|_| ().into_any());
    let content = view! {
        <SkeletonLines lines=3 />
        <Card title="A card that loads">
            <Loaded read=waiting lines=3 show=nothing() />
        </Card>
        <Card title="A card that could not be loaded">
            <Loaded read=failed lines=3 show=nothing() />
        </Card>
        <Card title="A card with nothing in it">
            <Empty title="No reports yet" advice="A report is made from a campaign.">
                <a class="button" href="/gallery">
                    "Go to the campaigns"
                </a>
            </Empty>
        </Card>
    };
    specimen("Loading, failed, empty", content)
}

fn ways() -> AnyView {
    let tab = |label: &str, current| Tab::new(label, "/gallery", current);
    let tabs =
        ["Overview", "Recipients", "Messages", "Settings", "History"].map(|label| tab(label, label == "Messages"));
    let step = |label: &str, state| StepItem {
        label: label.to_owned(),
        state,
        href: (state != StepState::Ahead).then(|| "/gallery".to_owned()),
    };
    let steps = vec![
        step("Patients", StepState::Done),
        step("Messages", StepState::Wrong),
        step("Schedule", StepState::Current),
        step("Check", StepState::Ahead),
    ];
    let way = |steps: Vec<Crumb>| {
        let crumbs = Crumbs::new();
        crumbs.show(move || steps.clone());
        view! {
            <Provider value=crumbs>
                <Breadcrumb />
            </Provider>
        }
        .into_any()
    };
    let long =
        "A campaign with a name that is so long that it does not fit beside the search and the name of the person";
    let content = view! {
        {way(vec![Crumb::link("Campaigns", "/gallery"), Crumb::link(long, "/gallery"), Crumb::here("Recipients")])}
        {way(Vec::new())}
        <Tabs label="Campaign" tabs=tabs.to_vec() />
        <Stepper label="New campaign" steps=steps />
    };
    specimen("Ways", content)
}

fn facts() -> AnyView {
    let content = view! {
        <DetailList>
            {detail("NHS number", "999 123 4567")} {detail("Born", "3 Apr 1951")}
            {detail("Email", "a.very.long.address.that.does.not.fit.at.all@a-practice-with-a-long-name.example")}
        </DetailList>
    };
    specimen("Facts", content)
}

fn happenings() -> AnyView {
    let happening = |sign, mood, title: &str, body: &str| Happening {
        when: "Mon 23 Nov 2026, 08:00".to_owned(),
        sign,
        mood,
        title: title.to_owned(),
        body: body.to_owned(),
        href: (mood == Mood::Good).then(|| "/gallery".to_owned()),
    };
    let all = vec![
        happening(Sign::Tick, Mood::Good, "Acknowledged", "Flu 2026, lungs"),
        happening(Sign::Link, Mood::Neutral, "Opened the link", "Likely a machine"),
        happening(Sign::Email, Mood::Warning, "Email in doubt", "It is not known whether it was sent"),
        happening(Sign::Phone, Mood::Bad, "Text failed", "The number does not exist"),
    ];
    specimen("What happened", view! { <Timeline happenings=all /> })
}
