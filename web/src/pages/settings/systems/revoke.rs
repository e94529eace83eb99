//! Takes the credentials of a system away, once it has been confirmed.

use cynic::MutationBuilder;
use leptos::prelude::*;

use super::Desk;
use crate::api::Reason;
use crate::api::clients::{ApiClientInput, RevokeApiClient, RevokeApiClientVariables};
use crate::components::dialog::Confirm;
use crate::components::toast::Toasts;
use crate::session::Session;
use crate::text::{common, systems as words};
use crate::write::Write;

#[component]
pub fn RevokeSystem(desk: Desk) -> impl IntoView {
    let session = Session::current();
    let toasts = Toasts::current();
    let revoke = Write::new(move |variables: RevokeApiClientVariables| async move {
        session.run(RevokeApiClient::build(variables)).await.map(|answer| answer.revoke_api_client.client.id)
    })
    .on_done(move |_| {
        desk.revoking.set(false);
        toasts.done(words::REVOKED);
        desk.clients.again();
    })
    .on_already(Reason::AlreadyRevoked, move || {
        desk.revoking.set(false);
        toasts.done(common::ALREADY_DONE);
        desk.clients.again();
    });
    let text = Signal::derive(move || {
        let name = desk.client.with(|client| client.as_ref().map(|client| client.name.clone()));
        words::revoke_text(&name.unwrap_or_default())
    });
    let confirm = Callback::new(move |()| {
        if let Some(id) = desk.client.with_untracked(|client| client.as_ref().map(|client| client.id.clone())) {
            revoke.send(RevokeApiClientVariables { input: ApiClientInput { id } });
        }
    });
    view! {
        <Confirm
            open=desk.revoking
            title=words::REVOKE_VERB
            text=text
            verb=words::REVOKE_VERB
            danger=true
            pending=revoke.pending()
            failure=Signal::derive(move || revoke.complaint())
            on_confirm=confirm
        />
    }
    .into_any()
}
