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

    fn is_dangerous(self) -> bool {
        matches!(self, Self::Reset | Self::Disable)
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

    async fn run(self, session: Session, id: cynic::Id) -> Result<Outcome, ApiError> {
        let variables = UserVariables { input: UserInput { id } };
        let changed = match self {
            Self::NewLink => {
                let link = session.run(RenewInvitation::build(variables)).await?.renew_invitation;
                return Ok(Outcome::Link(Arc::new(link)));
            }
            Self::Reset => session.run(ResetSecondFactor::build(variables)).await?.reset_second_factor,
            Self::Disable => session.run(DisableUser::build(variables)).await?.disable_user,
            Self::Enable => session.run(EnableUser::build(variables)).await?.enable_user,
        };
        Ok(Outcome::Changed(changed.user.id))
    }
}

/// What has come of it.
enum Outcome {
    /// To be shown once.
    Link(Arc<Invitation>),
    /// Whose account it was.
    Changed(cynic::Id),
}

#[component]
pub fn Asking(desk: Desk) -> impl IntoView {
    let session = Session::current();
    let toasts = Toasts::current();
    let act = Write::new(move |(ask, id): (Ask, cynic::Id)| ask.run(session, id)).on_done(move |outcome| {
        desk.asking.set(false);
        desk.staff.again();
        match outcome.as_ref() {
            Outcome::Link(link) => desk.link.set(Some(Arc::clone(link))),
            Outcome::Changed(id) => {
                let is_asked =
                    desk.person.with_untracked(|person| person.as_ref().is_some_and(|asked| asked.id == *id));
                if is_asked {
                    toasts.done(desk.ask.get_untracked().done());
                }
            }
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
    // Made anew for each question: some are dangerous, some are not.
    move || {
        view! {
            <Confirm
                open=desk.asking
                title=verb
                text=text
                verb=verb
                danger=desk.ask.get().is_dangerous()
                pending=act.pending()
                failure=failure
                on_confirm=confirm
            />
        }
    }
}
