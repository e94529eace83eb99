//! The table of people.

use std::sync::Arc;

use leptos::prelude::*;

use super::Desk;
use super::actions::Ask;
use crate::api::staff::{Staff, User, UserState};
use crate::components::icon::Sign;
use crate::components::menu::{Menu, MenuItem};
use crate::components::status::{Mood, Status};
use crate::components::table::{Column, Table};
use crate::session::Session;
use crate::text::people as words;
use crate::{text, time};

static COLUMNS: [Column; 6] = [
    Column::text(words::NAME),
    Column::text(words::ROLE),
    Column::text(words::STATE),
    Column::text(words::LAST_SIGN_IN),
    Column::text(words::SECOND_FACTOR),
    Column::text(words::ACTIONS),
];

#[component]
pub fn PeopleRows(desk: Desk, #[prop(into)] staff: Signal<Arc<Staff>>) -> impl IntoView {
    let session = Session::current();
    let rows = move || {
        let viewer = session.viewer();
        let is_me = |user: &User| viewer.as_ref().is_some_and(|viewer| viewer.id == user.id);
        staff.with(|staff| staff.users.iter().map(|user| row(desk, user, is_me(user))).collect_view())
    };
    view! {
        <Table caption=words::CAPTION columns=&COLUMNS>
            {rows}
        </Table>
    }
    .into_any()
}

fn row(desk: Desk, user: &User, is_me: bool) -> AnyView {
    let [name, role, state, last, factor, actions] = COLUMNS;
    let me = is_me.then(|| view! { <span class="people__me">" (" {words::YOU} ")"</span> });
    let signed_in = user.last_sign_in_at.as_ref().map_or_else(|| words::NEVER.to_owned(), time::moment);
    let enrolled = if user.second_factor { words::ENROLLED } else { words::NOT_ENROLLED };
    view! {
        <tr>
            {name
                .heading(
                    view! {
                        {user.name.clone()}
                        {me}
                        <span class="people__more">{user.email.clone()}</span>
                    },
                )} {role.cell(text::role(user.role))} {state.cell(standing(user))} {last.cell(signed_in)}
            {factor.cell(enrolled)} {actions.cell(menu(desk, user, is_me))}
        </tr>
    }
    .into_any()
}

fn standing(user: &User) -> AnyView {
    let mood = match user.state {
        UserState::Active => Mood::Good,
        UserState::Invited => Mood::Active,
        UserState::Disabled => Mood::Neutral,
    };
    let until = user.invitation_expires_at.as_ref().filter(|_| user.state == UserState::Invited);
    let until = until.map(|at| words::invited_until(&time::moment(at)));
    // What is over says nothing any more.
    let locked = user.locked_until.as_ref().filter(|at| time::epoch_ms(at).is_some_and(|at| at > time::now_ms()));
    let locked = locked.map(|at| words::locked_until(&time::moment(at)));
    let more = until.into_iter().chain(locked).map(|line| view! { <span class="people__more">{line}</span> });
    view! {
        <span>
            <Status mood=mood word=words::state(user.state) />
            {more.collect_view()}
        </span>
    }
    .into_any()
}

/// Nobody takes away their own way in.
fn menu(desk: Desk, user: &User, is_me: bool) -> AnyView {
    let person = user.clone();
    let change = MenuItem::new(words::CHANGE, {
        let person = person.clone();
        move || desk.change(&person)
    });
    let ask = move |label: &str, ask: Ask| {
        let person = person.clone();
        MenuItem::new(label, move || desk.confirm(&person, ask))
    };
    let mut items = vec![change];
    if !is_me {
        match user.state {
            UserState::Disabled => items.push(ask(words::ENABLE, Ask::Enable)),
            UserState::Invited | UserState::Active => {
                items.push(ask(words::NEW_LINK, Ask::NewLink));
                if user.second_factor {
                    items.push(ask(words::RESET, Ask::Reset));
                }
                items.push(ask(words::DISABLE, Ask::Disable).danger());
            }
        }
    }
    view! { <Menu label=words::actions_for(&user.name) sign=Sign::More items=items /> }.into_any()
}
