//! How the rows of a run fall into groups: by age, by postcode area, by number of messages sent.

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;

use crate::api::reports::{self, RunGroups, RunGroupsVariables};
use crate::components::bar_list::{Bar, BarList};
use crate::components::card::Card;
use crate::components::loaded::Loaded;
use crate::read::Read;
use crate::session::Session;
use crate::text::report_run as words;

#[component]
pub fn Groups(id: cynic::Id) -> impl IntoView {
    let session = Session::current();
    let read = Read::new(move || session.run(RunGroups::build(RunGroupsVariables { id: id.clone() })));
    let show = |answer: Signal<Arc<RunGroups>>| {
        let content = move || {
            answer.with(|answer| {
                answer.report_run.as_ref().map(|groups| {
                    view! {
                        <div class="run-groups">
                            {group(words::BY_AGE, &groups.age)}
                            {group(words::BY_AREA, &groups.area)}
                            {group(words::BY_WAVES, &groups.waves)}
                        </div>
                    }
                })
            })
        };
        content.into_any()
    };
    view! {
        <Card title=words::GROUPS>
            <Loaded read=read lines=5 show=Box::new(show) />
        </Card>
    }
    .into_any()
}

fn group(title: &'static str, bars: &[reports::Bar]) -> AnyView {
    let bars: Vec<Bar> = bars.iter().map(|bar| Bar::new(&bar.label, bar.rows)).collect();
    view! {
        <section>
            <h3 class="run-groups__title">{title}</h3>
            <BarList bars=bars />
        </section>
    }
    .into_any()
}
