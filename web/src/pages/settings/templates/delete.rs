//! Deletes a template, once it has been confirmed.

use cynic::MutationBuilder;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::api::saved_templates::{self, DeleteTemplateInput, DeleteTemplateVariables, SavedTemplate};
use crate::components::dialog::Confirm;
use crate::components::toast::Toasts;
use crate::routes::Section;
use crate::session::Session;
use crate::text::templates as words;
use crate::write::Write;

#[component]
pub fn DeleteTemplate(open: RwSignal<bool>, template: SavedTemplate) -> impl IntoView {
    let session = Session::current();
    let toasts = Toasts::current();
    let navigate = use_navigate();
    let delete = Write::new(move |variables: DeleteTemplateVariables| async move {
        session.run(saved_templates::DeleteTemplate::build(variables)).await.map(|answer| answer.delete_template)
    })
    .on_done(move |_| {
        toasts.done(words::DELETED);
        navigate(Section::Templates.path(), NavigateOptions::default());
    });
    let SavedTemplate { id, name, .. } = template;
    let confirm = Callback::new(move |()| {
        delete.send(DeleteTemplateVariables { input: DeleteTemplateInput { id: id.clone() } });
    });
    view! {
        <Confirm
            open=open
            title=words::delete_title(&name)
            text=words::DELETE_TEXT
            verb=words::DELETE_VERB
            danger=true
            pending=delete.pending()
            failure=Signal::derive(move || delete.complaint())
            on_confirm=confirm
        />
    }
    .into_any()
}
