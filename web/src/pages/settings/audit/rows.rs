//! The lines of the log, each with its detail to open.

use std::sync::Arc;

use leptos::prelude::*;
use shared::ids::{ApiClientId, CampaignId, PatientId, ReportId, ReportRunId, UserId};
use shared::permission::Permission;

use crate::api::audit::{AuditEvent, AuditPage};
use crate::components::table::{Column, Table};
use crate::session::Session;
use crate::text::audit as words;
use crate::{routes, time};

static COLUMNS: [Column; 5] = [
    Column::text(words::WHEN),
    Column::text(words::WHO),
    Column::text(words::ACTION),
    Column::text(words::SUBJECT),
    Column::text(words::DETAIL),
];

#[component]
pub fn AuditRows(#[prop(into)] page: Signal<Arc<AuditPage>>, #[prop(into)] pending: Signal<bool>) -> impl IntoView {
    let session = Session::current();
    let rows = move || page.with(|page| page.audit_events.nodes.iter().map(|event| row(session, event)).collect_view());
    view! {
        <Table caption=words::CAPTION columns=&COLUMNS pending=pending>
            {rows}
        </Table>
    }
    .into_any()
}

fn row(session: Session, event: &AuditEvent) -> AnyView {
    let [when, who, action, subject, more] = COLUMNS;
    view! {
        <tr>
            {when.heading(view! { <span class="audit-when">{time::moment(&event.at)}</span> })} {who.cell(actor(event))}
            {action.cell(words::action(&event.action))}
            {subject.cell(subject_link(session, event))}
            {more.cell(detail(event))}
        </tr>
    }
    .into_any()
}

/// The name of who did it; of a command or a job also which one.
fn actor(event: &AuditEvent) -> AnyView {
    let name = event.actor_name.clone();
    if event.actor.parse::<UserId>().is_ok() || event.actor.parse::<ApiClientId>().is_ok() {
        return name.into_any();
    }
    view! {
        {name}
        " "
        <small>{event.actor.clone()}</small>
    }
    .into_any()
}

/// What something was done to, as a link where one may go there.
fn subject_link(session: Session, event: &AuditEvent) -> AnyView {
    let Some(subject) = event.subject.as_deref() else {
        return view! {
            <span aria-hidden="true">"–"</span>
            <span class="visually-hidden">{words::NOTHING}</span>
        }
        .into_any();
    };
    let target = if subject.parse::<PatientId>().is_ok() {
        Some((routes::patient(subject), Permission::ViewPatients))
    } else if subject.parse::<CampaignId>().is_ok() {
        Some((routes::campaign(subject), Permission::ViewCampaigns))
    } else if subject.parse::<ReportId>().is_ok() {
        Some((routes::report(subject), Permission::ViewReports))
    } else if subject.parse::<ReportRunId>().is_ok() {
        Some((routes::report_run(subject), Permission::ViewReports))
    } else {
        None
    };
    let words = event.subject_name.clone().unwrap_or_else(|| words::subject(subject));
    match target.filter(|(_, needed)| untrack(|| session.may(*needed))) {
        Some((href, _)) => view! { <a href=href>{words}</a> }.into_any(),
        None => words.into_any(),
    }
}

fn detail(event: &AuditEvent) -> AnyView {
    let facts = facts(&event.detail);
    let reference = event.subject.clone().map(|subject| (words::REFERENCE.to_owned(), subject));
    let line = |(name, value): (String, String)| view! { <li><strong>{name}</strong> " " {value}</li> };
    let lines = if facts.is_empty() && reference.is_none() {
        view! { <p>{words::NO_DETAIL}</p> }.into_any()
    } else {
        let lines = reference.into_iter().chain(facts).map(line).collect_view();
        view! { <ul class="plain-list">{lines}</ul> }.into_any()
    };
    view! {
        <details class="audit-detail">
            <summary>{words::SHOW}</summary>
            {lines}
            <p class="audit-detail__hash">{words::HASH} " " <code>{event.hash.clone()}</code></p>
        </details>
    }
    .into_any()
}

/// The fields of a JSON object by name; a text without its quotes.
fn facts(detail: &str) -> Vec<(String, String)> {
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(detail).unwrap_or_default();
    let value = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    };
    object.into_iter().map(|(name, field)| (name.replace('_', " "), value(field))).collect()
}

#[cfg(test)]
mod tests {
    use super::facts;

    #[test]
    fn details_are_read_as_names_and_values() {
        let facts = facts(r#"{"rows": 7, "file_name": "a.csv"}"#);
        assert!(facts.contains(&("rows".into(), "7".into())));
        assert!(facts.contains(&("file name".into(), "a.csv".into())));
        assert!(super::facts("null").is_empty());
    }
}
