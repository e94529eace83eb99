//! Who may sign in: the list, invitations, roles, and what to do when somebody is locked out or leaves.

mod actions;
mod change;
mod invite;
mod link;
mod rows;

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;

use super::SectionPage;
use crate::api::staff::{Invitation, Staff, User};
use crate::components::button::{Button, Weight};
use crate::components::loaded::Loaded;
use crate::read::Read;
use crate::routes::Section;
use crate::session::Session;
use crate::text::people as words;
use actions::{Ask, Asking};
use change::ChangePerson;
use invite::InvitePerson;
use link::LinkOnce;
use rows::PeopleRows;

/// What the page is about to do, shared by its dialogs. It is a handle: copying it is free.
#[derive(Clone, Copy)]
struct Desk {
    staff: Read<Staff>,
    /// The person that a dialog is about.
    person: RwSignal<Option<User>>,
    inviting: RwSignal<bool>,
    changing: RwSignal<bool>,
    asking: RwSignal<bool>,
    /// What is asked.
    ask: RwSignal<Ask>,
    /// A link that has just been made, to be shown once.
    link: RwSignal<Option<Arc<Invitation>>>,
}

impl Desk {
    /// Asks whether to do this with the person.
    fn confirm(self, person: &User, ask: Ask) {
        self.person.set(Some(person.clone()));
        self.ask.set(ask);
        self.asking.set(true);
    }

    fn change(self, person: &User) {
        self.person.set(Some(person.clone()));
        self.changing.set(true);
    }
}

#[component]
pub fn PeoplePage() -> impl IntoView {
    let inviting = RwSignal::new(false);
    let invite = move || {
        view! {
            <Button weight=Weight::Primary on_press=Callback::new(move |()| inviting.set(true))>
                {words::INVITE}
            </Button>
        }
    };
    view! {
        <SectionPage section=Section::People aside=invite>
            {people(inviting)}
        </SectionPage>
    }
    .into_any()
}

fn people(inviting: RwSignal<bool>) -> AnyView {
    let session = Session::current();
    let desk = Desk {
        staff: Read::new(move || session.run(Staff::build(()))),
        person: RwSignal::new(None),
        inviting,
        changing: RwSignal::new(false),
        asking: RwSignal::new(false),
        ask: RwSignal::new(Ask::Disable),
        link: RwSignal::new(None),
    };
    let show = move |staff: Signal<Arc<Staff>>| view! { <PeopleRows desk=desk staff=staff /> }.into_any();
    view! {
        <Loaded read=desk.staff lines=6 show=Box::new(show) />
        <InvitePerson desk=desk />
        <ChangePerson desk=desk />
        <Asking desk=desk />
        <LinkOnce desk=desk />
    }
    .into_any()
}
