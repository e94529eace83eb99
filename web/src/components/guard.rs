//! A page that not everyone may see. The navigation does not offer it; an address typed or passed on still leads here.

use leptos::prelude::*;
use shared::permission::Permission;

use super::notice::{Notice, Tone};
use super::page::Page;
use crate::session::Session;
use crate::text;

#[component]
pub fn Guarded(
    title: &'static str,
    needs: Permission,
    /// Not built, and so not read from the server, unless the person may see it.
    children: Children,
) -> impl IntoView {
    if untrack(|| Session::current().may(needs)) {
        children().into_any()
    } else {
        view! {
            <Page title=title>
                <Notice tone=Tone::Warning message=text::error::FORBIDDEN />
            </Page>
        }
        .into_any()
    }
}
