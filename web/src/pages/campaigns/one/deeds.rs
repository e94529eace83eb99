//! What can be done to a campaign as a whole: only what makes sense in its state and what the person may do.

use cynic::{MutationBuilder, QueryBuilder};
use leptos::prelude::*;
use shared::permission::Permission;

use super::feed::Feed;
use crate::api::ApiError;
use crate::api::campaign::{
    CampaignInput, CampaignInputVariables, CampaignOverview, CampaignVariables, CancelCampaign, PauseCampaign,
    ResumeCampaign, RetryFailedMessages, SendReminder,
};
use crate::api::campaigns::{CampaignFigures, CampaignState};
use crate::components::button::{Button, Weight};
use crate::components::dialog::Confirm;
use crate::components::icon::Sign;
use crate::components::menu::{Menu, MenuItem};
use crate::components::toast::Toasts;
use crate::number;
use crate::session::Session;
use crate::text::deed as words;
use crate::write::Write;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Pause,
    Resume,
    Remind,
    Retry,
    Cancel,
}

/// The deeds and their dialogs. It is a handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Deeds {
    feed: Feed,
    may: bool,
    write: Write<Deed, (Deed, CampaignFigures)>,
    /// What is asked about in the dialog.
    asked: RwSignal<Deed>,
    asking: RwSignal<bool>,
    cancelling: RwSignal<bool>,
}

impl Deeds {
    pub fn new(session: Session, feed: Feed, id: &str) -> Self {
        let id = cynic::Id::new(id);
        let toasts = Toasts::current();
        let asking = RwSignal::new(false);
        let cancelling = RwSignal::new(false);
        // The wave before a reminder whose answer was lost: if there is a later one by now, it was sent.
        let lost = StoredValue::new(None::<i32>);
        let write = Write::new(move |deed| {
            let before = lost.get_value().filter(|_| deed == Deed::Remind);
            run(session, deed, id.clone(), before)
        });
        let write = write
            .on_done(move |outcome| {
                let (deed, figures) = &*outcome;
                lost.set_value(None);
                asking.set(false);
                cancelling.set(false);
                feed.put(figures.clone());
                toasts.done(deed.done());
            })
            .on_failure(move |error| {
                if error.is_lost_answer() && lost.get_value().is_none() {
                    lost.set_value(wave(feed));
                }
                // Where a dialog is open, it says so itself.
                if !asking.get_untracked() && !cancelling.get_untracked() {
                    toasts.failed(&error);
                }
            });
        let may = untrack(|| session.may(Permission::LaunchCampaigns));
        Self { feed, may, write, asked: RwSignal::new(Deed::Remind), asking, cancelling }
    }

    /// Whether the person may do any of them.
    pub fn are_allowed(self) -> bool {
        self.may
    }

    /// The figures as they are now. Tracks.
    fn figures(self) -> Option<CampaignFigures> {
        self.feed.read().latest().and_then(|answer| answer.campaign.clone())
    }

    /// The number a deed touches. Tracks.
    fn touches(self, deed: Deed) -> i32 {
        self.figures().map_or(0, |figures| deed.touches(&figures))
    }

    pub fn ask(self, deed: Deed) {
        match deed {
            Deed::Pause | Deed::Resume => self.write.send(deed),
            Deed::Cancel => self.cancelling.set(true),
            Deed::Remind | Deed::Retry => {
                self.asked.set(deed);
                self.asking.set(true);
            }
        }
    }

    /// The buttons of the page's head, and the dialogs they open.
    pub fn buttons(self) -> Option<AnyView> {
        self.may.then(|| view! { <div class="deeds">{self.row()} {self.dialogs()}</div> }.into_any())
    }

    fn row(self) -> AnyView {
        let offered = Memo::new(move |_| self.figures().map_or_else(Vec::new, |figures| offered(&figures)));
        let view = move || {
            let offered = offered.get();
            let mut shown = Vec::new();
            let mut more = Vec::new();
            for deed in offered {
                match deed {
                    Deed::Retry | Deed::Cancel => {
                        let item = MenuItem::new(deed.verb(), move || self.ask(deed));
                        more.push(if deed == Deed::Cancel { item.danger() } else { item });
                    }
                    _ => shown.push(self.button(deed)),
                }
            }
            let menu = (!more.is_empty()).then(|| view! { <Menu label=words::MORE sign=Sign::More items=more /> });
            view! { {shown} {menu} }
        };
        view.into_any()
    }

    fn button(self, deed: Deed) -> AnyView {
        // One of them is the page's primary: Pause is never, so that it is not pressed by mistake.
        let weight = if deed == Deed::Pause { Weight::Secondary } else { Weight::Primary };
        view! {
            <Button weight=weight pending=self.write.pending() on_press=Callback::new(move |()| self.ask(deed))>
                {deed.verb()}
            </Button>
        }
        .into_any()
    }

    fn dialogs(self) -> AnyView {
        let failure = Signal::derive(move || self.write.complaint());
        let remind = move || self.asked.get() == Deed::Remind;
        let number = move || {
            let count = self.touches(self.asked.get());
            (count, number::count(count))
        };
        let title = Signal::derive(move || if remind() { words::REMIND_TITLE } else { words::RETRY_TITLE }.to_owned());
        let body = Signal::derive(move || {
            let (count, number) = number();
            if remind() { words::remind_text(count, &number) } else { words::retry_text(count, &number) }
        });
        let verb = Signal::derive(move || {
            let (count, number) = number();
            if remind() { words::remind_verb(count, &number) } else { words::retry_verb(count, &number) }
        });
        let cancel_text = Signal::derive(move || {
            if self.figures().is_some_and(|figures| figures.state == CampaignState::Scheduled) {
                words::CANCEL_SCHEDULED.to_owned()
            } else {
                let count = self.touches(Deed::Cancel);
                words::cancel_text(count, &number::count(count))
            }
        });
        let write = self.write;
        let asked = self.asked;
        view! {
            <Confirm
                open=self.asking
                title=title
                text=body
                verb=verb
                pending=write.pending()
                failure=failure
                on_confirm=Callback::new(move |()| write.send(asked.get_untracked()))
            />
            <Confirm
                open=self.cancelling
                title=words::CANCEL_TITLE.to_owned()
                text=cancel_text
                verb=words::CANCEL.to_owned()
                danger=true
                typed=words::CANCEL_WORD.to_owned()
                pending=write.pending()
                failure=failure
                on_confirm=Callback::new(move |()| write.send(Deed::Cancel))
            />
        }
        .into_any()
    }
}

impl Deed {
    fn verb(self) -> &'static str {
        match self {
            Self::Pause => words::PAUSE,
            Self::Resume => words::RESUME,
            Self::Remind => words::REMIND,
            Self::Retry => words::RETRY,
            Self::Cancel => words::CANCEL,
        }
    }

    fn done(self) -> &'static str {
        match self {
            Self::Pause => words::PAUSED,
            Self::Resume => words::RESUMED,
            Self::Remind => words::REMINDED,
            Self::Retry => words::RETRIED,
            Self::Cancel => words::CANCELLED,
        }
    }

    /// Patients for a reminder, messages for the rest.
    fn touches(self, figures: &CampaignFigures) -> i32 {
        let lines = &figures.counts.channels;
        match self {
            Self::Remind => figures.counts.non_respondents,
            Self::Retry => lines.iter().map(|line| line.failed).sum(),
            Self::Pause | Self::Resume | Self::Cancel => lines.iter().map(|line| line.queued).sum(),
        }
    }
}

/// What makes sense now, in the order of the buttons.
pub fn offered(figures: &CampaignFigures) -> Vec<Deed> {
    let waits = figures.counts.channels.iter().any(|line| line.queued + line.sending > 0);
    let mut deeds = Vec::new();
    match figures.state {
        CampaignState::Running => {
            deeds.push(Deed::Pause);
            // A reminder waits for the wave before it.
            if !waits && Deed::Remind.touches(figures) > 0 {
                deeds.push(Deed::Remind);
            }
            if Deed::Retry.touches(figures) > 0 {
                deeds.push(Deed::Retry);
            }
            deeds.push(Deed::Cancel);
        }
        CampaignState::Paused => deeds.extend([Deed::Resume, Deed::Cancel]),
        CampaignState::Scheduled => deeds.push(Deed::Cancel),
        CampaignState::Draft | CampaignState::Completed | CampaignState::Cancelled => {}
    }
    deeds
}

fn wave(feed: Feed) -> Option<i32> {
    feed.read().latest_untracked().and_then(|answer| answer.campaign.as_ref().map(|one| one.wave))
}

async fn run(
    session: Session,
    deed: Deed,
    id: cynic::Id,
    wave_before: Option<i32>,
) -> Result<(Deed, CampaignFigures), ApiError> {
    if let Some(before) = wave_before {
        let now = session.run(CampaignOverview::build(CampaignVariables { id: id.clone() })).await?;
        if let Some(figures) = now.campaign.filter(|figures| figures.wave > before) {
            return Ok((deed, figures));
        }
    }
    let variables = CampaignInputVariables { input: CampaignInput { id } };
    let changed = match deed {
        Deed::Pause => session.run(PauseCampaign::build(variables)).await?.pause_campaign,
        Deed::Resume => session.run(ResumeCampaign::build(variables)).await?.resume_campaign,
        Deed::Remind => session.run(SendReminder::build(variables)).await?.send_reminder,
        Deed::Retry => session.run(RetryFailedMessages::build(variables)).await?.retry_failed_messages,
        Deed::Cancel => session.run(CancelCampaign::build(variables)).await?.cancel_campaign,
    };
    Ok((deed, changed.campaign))
}
