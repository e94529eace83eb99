//! Deletes one answer for good, once it has been confirmed.

use cynic::MutationBuilder;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::api::forms::{EraseFormResponse, EraseFormResponseInput, EraseFormResponseVariables};
use crate::components::button::Button;
use crate::components::dialog::Confirm;
use crate::components::toast::Toasts;
use crate::session::Session;
use crate::text::form_answer as words;
use crate::write::Write;

/// The button and its dialog; afterwards the list of answers is shown.
#[component]
pub fn EraseAnswer(id: String, list: String) -> impl IntoView {
    let session = Session::current();
    let toasts = Toasts::current();
    let navigate = use_navigate();
    let open = RwSignal::new(false);
    let erase = Write::new(move |variables: EraseFormResponseVariables| async move {
        session.run(EraseFormResponse::build(variables)).await.map(|answer| answer.erase_form_response)
    })
    .on_done(move |_| {
        toasts.done(words::ERASED);
        navigate(&list, NavigateOptions::default());
    });
    let ask = Callback::new(move |()| open.set(true));
    let confirm = Callback::new(move |()| {
        let input = EraseFormResponseInput { id: cynic::Id::new(&id) };
        erase.send(EraseFormResponseVariables { input });
    });
    view! {
        <Button on_press=ask>{words::ERASE}</Button>
        <Confirm
            open=open
            title=words::ERASE_TITLE
            text=words::ERASE_TEXT
            verb=words::ERASE
            danger=true
            pending=erase.pending()
            failure=Signal::derive(move || erase.complaint())
            on_confirm=confirm
        />
    }
    .into_any()
}
