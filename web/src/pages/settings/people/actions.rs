//! What is asked before it is done with somebody's account.

use std::sync::Arc;

use cynic::MutationBuilder;
use leptos::prelude::*;

use super::Desk;
use crate::api::ApiError;
use crate::api::staff::{
    DisableUser, EnableUser, Invitation, RenewInvitation, ResetSecondFactor, UserInput, UserVariables,
};
use crate::components::dialog::Confirm;
use crate::components::toast::Toasts;
use crate::session::Session;
use crate::text::people as words;
use crate::write::Write;

/// What can be done with somebody's account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    NewLink,
    Reset,
    Disable,
    Enable,
}

impl Ask {
    fn verb(self) -> &'static str {
        match self {
            Self::NewLink => words::NEW_LINK_VERB,
            Self::Reset => words::RESET_VERB,
            Self::Disable => words::DISABLE_VERB,
            Self::Enable => words::ENABLE_VERB,
        }
    }

    fn text(self, name: &str) -> String {
        match self {
            Self::NewLink => words::new_link_text(name),
            Self::Reset => words::reset_text(name),
            Self::Disable => words::disable_text(name),
            Self::Enable => words::enable_text(name),
        }
    }

    /// What to say afterwards; a new link speaks for itself.
    fn done(self) -> &'static str {
        match self {
            Self::NewLink => "",
            Self::Reset => words::RESET_DONE,
            Self::Disable => words::DISABLED,
            Self::Enable => words::ENABLED,
        }
    }

    async fn run(self, session: Session, id: cynic::Id) -> Result<Option<Invitation>, ApiError> {
        let variables = UserVariables { input: UserInput { id } };
        match self {
            Self::NewLink => {
                return session
                    .run(RenewInvitation::build(variables))
                    .await
                    .map(|answer| Some(answer.renew_invitation));
            }
            Self::Reset => session.run(ResetSecondFactor::build(variables)).await.map(drop)?,
            Self::Disable => session.run(DisableUser::build(variables)).await.map(drop)?,
            Self::Enable => session.run(EnableUser::build(variables)).await.map(drop)?,
        }
        Ok(None)
    }
}

#[component]
pub fn Asking(desk: Desk) -> impl IntoView {
    let session = Session::current();
    let toasts = Toasts::current();
    let act = Write::new(move |(ask, id): (Ask, cynic::Id)| ask.run(session, id)).on_done(move |link| {
        desk.asking.set(false);
        desk.staff.again();
        match link.as_ref() {
            Some(link) => desk.link.set(Some(Arc::new(link.clone()))),
            None => toasts.done(desk.ask.get_untracked().done()),
        }
    });
    let verb = Signal::derive(move || desk.ask.get().verb().to_owned());
    let text = Signal::derive(move || {
        let name = desk.person.with(|person| person.as_ref().map(|person| person.name.clone()));
        desk.ask.get().text(&name.unwrap_or_default())
    });
    let confirm = Callback::new(move |()| {
        if let Some(id) = desk.person.with_untracked(|person| person.as_ref().map(|person| person.id.clone())) {
            act.send((desk.ask.get_untracked(), id));
        }
    });
    // The failure of another question is none of this one's.
    let asked = RwSignal::new(None::<Ask>);
    let confirm = Callback::new(move |()| {
        asked.set(Some(desk.ask.get_untracked()));
        confirm.run(());
    });
    let failure = Signal::derive(move || act.complaint().filter(|_| asked.get() == Some(desk.ask.get())));
    Effect::new(move || {
        if desk.asking.get() {
            asked.set(None);
        }
    });
    view! {
        <Confirm
            open=desk.asking
            title=verb
            text=text
            verb=verb
            danger=true
            pending=act.pending()
            failure=failure
            on_confirm=confirm
        />
    }
    .into_any()
}
