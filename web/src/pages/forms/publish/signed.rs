//! A link to a form that is not public, good until the end of a day.

use std::sync::Arc;

use cynic::MutationBuilder;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::api::forms::{SignFormLink, SignFormLinkInput, SignFormLinkVariables};
use crate::components::button::Button;
use crate::components::copy::Copy;
use crate::components::field::{Field, Input};
use crate::components::notice::{Notice, Tone};
use crate::pages::forms::one::Here;
use crate::text::form_publish as words;
use crate::write::Write;
use crate::{london, time};

/// How long a link is good where nobody says otherwise.
const DAYS: i32 = 30;

pub fn link(here: Here) -> AnyView {
    let session = here.session;
    let day = RwSignal::new(london::day_after(time::now_ms(), DAYS));
    let error = RwSignal::new(None::<String>);
    // The link with its last day, whatever day is typed afterwards.
    let sign = Write::new(move |(day, variables): (String, SignFormLinkVariables)| async move {
        session.run(SignFormLink::build(variables)).await.map(|answer| (answer.sign_form_link.url, day))
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let until = london::moment(&day.get_untracked(), "23:59");
        let until = until.filter(|until| time::epoch_ms(until).is_some_and(|until| until > time::now_ms()));
        error.set(until.is_none().then(|| words::UNTIL_WRONG.to_owned()));
        if let Some(until) = until {
            let variables = SignFormLinkVariables { input: SignFormLinkInput { id: here.id(), until } };
            sign.send((day.get_untracked(), variables));
        }
    };
    let failed = move || sign.complaint().map(|message| view! { <Notice tone=Tone::Error message=message /> });
    let made = move || {
        sign.done().map(|made: Arc<(String, String)>| {
            let (url, day) = made.as_ref().clone();
            let day = london::show_day(&day).unwrap_or(day);
            view! {
                <Copy label=words::SIGNED_LABEL value=url />
                <p class="field__hint">{words::good_until(&day)}</p>
            }
        })
    };
    view! {
        <form class="publishing__part" novalidate on:submit=submit>
            <h3 class="publishing__title">{words::SIGNED}</h3>
            <Field
                id="signed-until"
                label=words::UNTIL
                hint=words::SIGNED_HINT
                input=Input::Date
                value=day
                error=error
            />
            {failed}
            <div class="form__actions">
                <Button submit=true pending=sign.pending() pending_label=words::SIGNING>
                    {words::SIGN}
                </Button>
            </div>
            {made}
        </form>
    }
    .into_any()
}
