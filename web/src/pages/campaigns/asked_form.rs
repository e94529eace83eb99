//! The form that a campaign asks, by its name and version, and the way to what was answered.

use cynic::QueryBuilder;
use leptos::prelude::*;
use shared::permission::Permission;

use crate::api::forms::{Pinned, PinnedVariables};
use crate::read::Read;
use crate::session::Session;
use crate::text::plan as words;
use crate::{browser, routes};

/// A sentence; with the id of a campaign that is on its way, a link to its answers.
pub fn asked_form(session: Session, version: &cynic::Id, campaign: Option<String>) -> AnyView {
    if !untrack(|| session.may(Permission::ViewForms)) {
        return words::FORM.into_any();
    }
    let version = version.clone();
    let read = Read::new(move || session.run(Pinned::build(PinnedVariables { id: version.clone() })));
    let sees_answers = untrack(|| session.may(Permission::ViewAnswers));
    let view = move || {
        let answer = read.latest();
        let Some(found) = answer.as_ref().and_then(|answer| answer.form_version.as_ref()) else {
            return words::FORM.into_any();
        };
        let form = found.form.id.inner();
        let answers = campaign.as_ref().filter(|_| sees_answers).map(|campaign| {
            let href = browser::address(&routes::form_room(form, "answers"), &[("campaign", campaign.as_str())]);
            view! { <a href=href>{words::FORM_ANSWERS}</a> }
        });
        view! {
            {words::FORM_BEFORE}
            <a href=routes::form(form)>{found.form.name.clone()}</a>
            {words::form_after(found.number)}
            " "
            {answers}
        }
        .into_any()
    };
    view.into_any()
}
