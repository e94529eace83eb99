//! The way to what the audit log has of one record, for those who may read the log.

use leptos::prelude::*;
use shared::permission::Permission;

use crate::routes;
use crate::session::Session;
use crate::text::audit as words;

#[component]
pub fn WhoLooked(
    /// The id of the record, which is how the log refers to it.
    #[prop(into)]
    subject: String,
) -> impl IntoView {
    let may = untrack(|| Session::current().may(Permission::ViewAudit));
    let link = may.then(|| {
        view! {
            <p class="no-print">
                <a href=routes::audit_of(&subject)>{words::WHO_LOOKED}</a>
            </p>
        }
    });
    link.into_any()
}
