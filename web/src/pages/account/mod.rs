//! One's own account: who one is, password, recovery codes, colours.

mod appearance;
mod password;
mod recovery;

use leptos::prelude::*;

use crate::components::card::Card;
use crate::components::detail_list::{DetailList, detail};
use crate::components::page::Page;
use crate::session::Session;
use crate::text;
use crate::text::account as words;
use appearance::AppearanceCard;
use password::PasswordCard;
use recovery::RecoveryCard;

#[component]
pub fn AccountPage() -> impl IntoView {
    view! {
        <Page title=words::TITLE>
            <div class="account-page">
                <Myself />
                <AppearanceCard />
                <RecoveryCard />
                <PasswordCard />
            </div>
        </Page>
    }
    .into_any()
}

#[component]
fn Myself() -> impl IntoView {
    let session = Session::current();
    let facts = move || {
        session.viewer().map(|viewer| {
            view! {
                <DetailList>
                    {detail(words::NAME, viewer.name.clone())} {detail(words::EMAIL, viewer.email.clone())}
                    {detail(words::ROLE, text::role(viewer.role))}
                </DetailList>
                <p class="account-page__note">{words::WHO_CHANGES}</p>
            }
        })
    };
    view! { <Card title=words::MYSELF>{facts}</Card> }.into_any()
}
