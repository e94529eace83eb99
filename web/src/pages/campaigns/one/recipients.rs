//! The recipients of a campaign by how far they came, page by page.

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use super::Here;
use super::newest::newest;
use crate::api::campaign::{
    Person, RecipientFilter, RecipientPage, RecipientPageVariables, RecipientRow, RecipientRows, RecipientState,
};
use crate::api::scalars::DateTime;
use crate::components::empty::Empty;
use crate::components::loaded::Loaded;
use crate::components::pager::{Pager, Position};
use crate::components::select::{Choice, Select};
use crate::components::table::{Column, Table};
use crate::paging::{Arguments, PageAt};
use crate::read::Read;
use crate::text::recipients as words;
use crate::{browser, routes, text, time};

/// The values of the filter, which are those of the address too.
static STATES: [(&str, RecipientState, &str); 6] = [
    ("SENT", RecipientState::Sent, words::ARE_SENT),
    ("FOLLOWED", RecipientState::Followed, words::HAVE_FOLLOWED),
    ("ACKNOWLEDGED", RecipientState::Acknowledged, words::HAVE_ACKNOWLEDGED),
    ("NON_RESPONDENT", RecipientState::NonRespondent, words::HAVE_NOT),
    ("NOT_SENT", RecipientState::NotSent, words::NOT_SENT),
    ("UNREACHABLE", RecipientState::Unreachable, words::UNREACHABLE),
];

static COLUMNS: [Column; 5] = [
    Column::text(words::PATIENT),
    Column::text(words::BORN),
    Column::text(words::SENT),
    Column::text(words::FOLLOWED),
    Column::text(words::ACKNOWLEDGED),
];

/// What the list shows, as its address says it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Address {
    state: String,
    page: PageAt,
}

impl Address {
    fn href(&self, id: &str) -> String {
        let page = self.page.parameters();
        let page = page.iter().map(|(name, value)| (*name, value.as_str()));
        let parameters: Vec<(&str, &str)> = std::iter::once(("state", self.state.as_str())).chain(page).collect();
        browser::address(&routes::campaign_room(id, "recipients"), &parameters)
    }

    fn variables(&self, id: &str) -> RecipientPageVariables {
        let state = STATES.iter().find(|(value, ..)| *value == self.state).map(|(_, state, _)| *state);
        let Arguments { first, after, last, before } = self.page.arguments();
        RecipientPageVariables { id: cynic::Id::new(id), filter: RecipientFilter { state }, first, after, last, before }
    }
}

pub fn recipients(here: Here) -> AnyView {
    let query = use_query_map();
    let navigate = use_navigate();
    let address = Memo::new(move |_| {
        query.with(|query| Address {
            state: query.get("state").unwrap_or_default(),
            page: PageAt::read(|name| query.get(name)),
        })
    });
    let Here { id, session, figures, feed, .. } = here;
    let is_launched = Memo::new(move |_| figures.with(|figures| figures.launched_at.is_some()));
    let read = {
        let id = id.clone();
        Read::new(move || {
            feed.changes();
            session.run(RecipientPage::build(address.with(|address| address.variables(&id))))
        })
    };
    let choose = {
        let id = id.clone();
        Callback::new(move |state| {
            let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(&Address { state, page: PageAt::First }.href(&id), options);
        })
    };
    let choices: Vec<Choice> = std::iter::once(Choice::new("", words::ALL))
        .chain(STATES.iter().map(|(value, _, label)| Choice::new(*value, *label)))
        .collect();
    let counts = Memo::new(move |_| {
        figures.with(|figures| {
            let counts = &figures.counts;
            vec![counts.recipients, counts.sent, counts.followed, counts.acknowledged, counts.unreachable]
        })
    });
    let show = move |page: Signal<Arc<RecipientPage>>| {
        let pending = Signal::derive(move || read.is_pending());
        let again = Callback::new(move |()| read.again());
        let newest = newest(counts, move || page.track(), pending, again);
        let list = list(address, read, page, is_launched, id.clone());
        view! { {newest} {list} }.into_any()
    };
    view! {
        <div class="narrow">
            <Select
                id="recipient-state"
                label=words::SHOW
                choices=choices
                chosen=Signal::derive(move || address.with(|address| address.state.clone()))
                on_choose=choose
            />
        </div>
        <Loaded read=read lines=10 show=Box::new(show) />
    }
    .into_any()
}

fn rows_of(page: &RecipientPage) -> Option<&RecipientRows> {
    page.campaign.as_ref().map(|campaign| &campaign.recipients)
}

fn list(
    address: Memo<Address>,
    read: Read<RecipientPage>,
    page: Signal<Arc<RecipientPage>>,
    is_launched: Memo<bool>,
    id: String,
) -> AnyView {
    let is_empty = Memo::new(move |_| page.with(|page| rows_of(page).is_none_or(|rows| rows.nodes.is_empty())));
    let pending = Signal::derive(move || read.is_pending());
    // The position of an answer is that of what was asked for, not of what is being asked for now.
    let position = Memo::new(move |before: Option<&Position>| match before {
        Some(before) if read.is_pending() => before.clone(),
        _ => page.with(|page| {
            let here = address.get_untracked();
            let href = |at| Address { page: at, ..here.clone() }.href(&id);
            match rows_of(page) {
                Some(rows) => here.page.position(&rows.page_info, rows.nodes.len(), rows.total_count, href),
                None => Position { words: String::new(), previous: None, next: None },
            }
        }),
    });
    let content = move || {
        if is_empty.get() {
            let advice = if is_launched.get() { words::NONE_ADVICE } else { words::BEFORE_LAUNCH };
            view! {
                <section class="card">
                    <Empty title=words::NONE advice=advice />
                </section>
            }
            .into_any()
        } else {
            let rows = move || page.with(|page| rows_of(page).map(|rows| rows.nodes.iter().map(row).collect_view()));
            view! {
                <Table caption=words::CAPTION columns=&COLUMNS pending=pending>
                    {rows}
                </Table>
                <Pager position=position />
            }
            .into_any()
        }
    };
    content.into_any()
}

fn row(recipient: &RecipientRow) -> AnyView {
    let [patient, born, sent, followed, acknowledged] = COLUMNS;
    let day = recipient.patient.birth_date.as_ref().map(time::day);
    // Why nothing was sent stands where the date would be.
    let first = match (&recipient.first_sent_at, &recipient.unreachable_reason) {
        (None, Some(reason)) => crate::text::messages::reason(reason),
        (at, _) => moment(at.as_ref()),
    };
    view! {
        <tr>
            {patient.heading(person(&recipient.patient))} {born.cell(day)} {sent.cell(first)}
            {followed.cell(moment(recipient.followed_at.as_ref()))}
            {acknowledged.cell(moment(recipient.acknowledged_at.as_ref()))}
        </tr>
    }
    .into_any()
}

fn moment(at: Option<&DateTime>) -> String {
    at.map_or_else(|| words::NOT_YET.to_owned(), time::moment)
}

/// A patient's name, leading to the patient.
pub fn person(person: &Person) -> AnyView {
    view! { <a href=routes::patient(person.id.inner())>{name(person)}</a> }.into_any()
}

pub fn name(person: &Person) -> String {
    text::listed(&person.family_name, &person.given_name)
}
