//! The filters of the log. They write the address; the list reads it.

use cynic::QueryBuilder;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::address::Address;
use crate::api::audit::AuditChoices;
use crate::components::button::Button;
use crate::components::field::{Field, Input};
use crate::components::select::{Choice, Select};
use crate::paging::PageAt;
use crate::read::Read;
use crate::session::Session;
use crate::text::audit as words;

#[component]
pub fn Filters(address: Memo<Address>) -> impl IntoView {
    let navigate = use_navigate();
    let known = address.get_untracked();
    let (action, who, subject) = (RwSignal::new(known.action), RwSignal::new(known.who), RwSignal::new(known.subject));
    let (from, to) = (RwSignal::new(known.from), RwSignal::new(known.to));
    // The address may change by itself, e.g. by going back.
    Effect::new(move || {
        let Address { action: an_action, who: somebody, subject: something, from: first, to: last, .. } = address.get();
        for (field, value) in [(action, an_action), (who, somebody), (subject, something), (from, first), (to, last)] {
            if field.with_untracked(|typed| typed.trim() != value) {
                field.set(value);
            }
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let next = Address {
            action: action.get_untracked(),
            who: who.get_untracked(),
            subject: subject.get_untracked(),
            from: from.get_untracked(),
            to: to.get_untracked(),
            page: PageAt::First,
        };
        navigate(&next.href(), NavigateOptions { scroll: false, ..NavigateOptions::default() });
    };
    view! {
        <search>
            <form class="audit-filters" aria-label=words::FILTERS on:submit=submit>
                <Choices action=action who=who />
                <Field id="audit-subject" label=words::REFERENCE value=subject />
                <Field id="audit-from" label=words::FROM input=Input::Date value=from />
                <Field id="audit-to" label=words::TO input=Input::Date value=to />
                <Button submit=true>{words::APPLY}</Button>
            </form>
        </search>
    }
    .into_any()
}

/// The actions and the people come from the server. Without them the list works all the same, just without these filters.
#[component]
fn Choices(action: RwSignal<String>, who: RwSignal<String>) -> impl IntoView {
    let session = Session::current();
    let read = Read::new(move || session.run(AuditChoices::build(())));
    let actions = Signal::derive(move || {
        let answer = read.latest();
        let known = answer.iter().flat_map(|answer| &answer.audit_actions);
        let mut actions: Vec<Choice> = known.map(|action| Choice::new(action, words::action(action))).collect();
        actions.sort_by(|one, other| one.label.cmp(&other.label));
        actions.insert(0, Choice::new("", words::ANY_ACTION));
        actions
    });
    let people = Signal::derive(move || {
        let answer = read.latest();
        let known = answer.iter().flat_map(|answer| &answer.audit_actors);
        let anybody = Choice::new("", words::ANYBODY);
        std::iter::once(anybody).chain(known.map(|actor| Choice::new(&actor.id, &actor.name))).collect::<Vec<_>>()
    });
    view! {
        <Select
            id="audit-action"
            label=words::ACTION
            choices=actions
            chosen=action
            on_choose=Callback::new(move |chosen| action.set(chosen))
        />
        <Select
            id="audit-who"
            label=words::WHO_LABEL
            choices=people
            chosen=who
            on_choose=Callback::new(move |chosen| who.set(chosen))
        />
    }
    .into_any()
}
