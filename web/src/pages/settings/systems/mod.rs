//! External systems: who has credentials, for what, and since when unused.

mod add;
mod revoke;
mod secret;

use std::sync::Arc;

use cynic::QueryBuilder;
use leptos::prelude::*;
use shared::permission::Permission;

use super::SectionPage;
use crate::api::clients::{AddApiClientPayload, ApiClient, ApiClients};
use crate::components::button::{Button, Weight};
use crate::components::empty::Empty;
use crate::components::loaded::Loaded;
use crate::components::status::{Mood, Status};
use crate::components::table::{Column, Table};
use crate::read::Read;
use crate::routes::Section;
use crate::session::Session;
use crate::text::systems as words;
use crate::time;
use add::AddSystem;
use revoke::RevokeSystem;
use secret::SecretOnce;

static COLUMNS: [Column; 5] = [
    Column::text(words::NAME),
    Column::text(words::SCOPES),
    Column::text(words::ADDED),
    Column::text(words::USED),
    Column::text(words::STATE),
];

/// What the page is about to do, shared by its dialogs. It is a handle: copying it is free.
#[derive(Clone, Copy)]
struct Desk {
    clients: Read<ApiClients>,
    adding: RwSignal<bool>,
    /// Credentials that have just been made, to be shown once.
    made: RwSignal<Option<Arc<AddApiClientPayload>>>,
    revoking: RwSignal<bool>,
    /// The system to be revoked.
    client: RwSignal<Option<ApiClient>>,
}

#[component]
pub fn SystemsPage() -> impl IntoView {
    let adding = RwSignal::new(false);
    let add = move || {
        view! {
            <Button weight=Weight::Primary on_press=Callback::new(move |()| adding.set(true))>
                {words::ADD}
            </Button>
        }
    };
    view! {
        <SectionPage section=Section::Systems aside=add>
            {systems(adding)}
        </SectionPage>
    }
    .into_any()
}

fn systems(adding: RwSignal<bool>) -> AnyView {
    let session = Session::current();
    let desk = Desk {
        clients: Read::new(move || session.run(ApiClients::build(()))),
        adding,
        made: RwSignal::new(None),
        revoking: RwSignal::new(false),
        client: RwSignal::new(None),
    };
    let show = move |answer: Signal<Arc<ApiClients>>| {
        let content = move || {
            answer.with(|answer| {
                if answer.api_clients.is_empty() {
                    view! {
                        <section class="card">
                            <Empty title=words::NONE advice=words::NONE_ADVICE />
                        </section>
                    }
                    .into_any()
                } else {
                    let rows = answer.api_clients.iter().map(|client| row(desk, client)).collect_view();
                    view! {
                        <Table caption=words::CAPTION columns=&COLUMNS>
                            {rows}
                        </Table>
                    }
                    .into_any()
                }
            })
        };
        content.into_any()
    };
    view! {
        <Loaded read=desk.clients lines=5 show=Box::new(show) />
        <AddSystem desk=desk />
        <SecretOnce desk=desk />
        <RevokeSystem desk=desk />
    }
    .into_any()
}

fn row(desk: Desk, client: &ApiClient) -> AnyView {
    let [name, scopes, added, used, state] = COLUMNS;
    let may = client.scopes.iter().map(|scope| view! { <li>{scope_in_words(scope)}</li> }).collect_view();
    let last = client.last_used_at.as_ref().map_or_else(|| words::NEVER.to_owned(), time::moment);
    view! {
        <tr>
            {name
                .heading(
                    view! {
                        {client.name.clone()}
                        <span class="people__more">{client.client_id.clone()}</span>
                    },
                )} {scopes.cell(view! { <ul class="plain-list">{may}</ul> })}
            {added.cell(time::moment(&client.created_at))} {used.cell(last)}
            {state.cell(standing(desk, client))}
        </tr>
    }
    .into_any()
}

/// The description of a permission; a scope of a later server as it is written.
fn scope_in_words(scope: &str) -> String {
    scope.parse::<Permission>().map_or_else(|_| scope.to_owned(), |known| known.description().to_owned())
}

fn standing(desk: Desk, client: &ApiClient) -> AnyView {
    if let Some(at) = &client.revoked_at {
        let words = words::revoked_on(&time::moment(at));
        return view! { <Status mood=Mood::Neutral word=words /> }.into_any();
    }
    let name = client.name.clone();
    let client = client.clone();
    let ask = Callback::new(move |()| {
        desk.client.set(Some(client.clone()));
        desk.revoking.set(true);
    });
    view! {
        <div class="stack">
            <Status mood=Mood::Good word=words::IN_USE />
            <Button on_press=ask>
                {words::REVOKE}
                <span class="visually-hidden">" " {name.clone()}</span>
            </Button>
        </div>
    }
    .into_any()
}
