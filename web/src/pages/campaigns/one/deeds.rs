//! The buttons, the menu and the dialogs of what can be done to a campaign, and the decision about messages in doubt:
//! one at a time, and while one is under way all of them say so.

use std::time::Duration;

use cynic::{MutationBuilder, QueryBuilder};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::permission::Permission;

use super::deed::{Deed, run};
use super::feed::Feed;
use crate::api::Reason;
use crate::api::campaign::{CampaignVariables, ResolveUncertain, ResolveUncertainInput, ResolveUncertainVariables};
use crate::api::campaigns::{CampaignFigures, CampaignState};
use crate::api::outlook::CampaignToRemind;
use crate::attention::Attention;
use crate::components::button::{Button, Weight};
use crate::components::dialog::Confirm;
use crate::components::icon::Sign;
use crate::components::menu::{Menu, MenuItem};
use crate::components::toast::Toasts;
use crate::number;
use crate::session::Session;
use crate::text::{common, deed as words};
use crate::write::{self, Write};

/// For how long a button that has come where its opposite stood takes no press: the second one of somebody who
/// pressed twice comes within this time.
const SETTLING: Duration = Duration::from_millis(600);

/// The deeds and their dialogs. It is a handle: copying it is free.
#[derive(Clone, Copy)]
pub struct Deeds {
    session: Session,
    id: StoredValue<cynic::Id>,
    feed: Feed,
    may: bool,
    write: Write<Deed, (Deed, CampaignFigures)>,
    decision: Write<ResolveUncertainInput, ResolveUncertain>,
    /// What `write` was sent for last.
    sent: RwSignal<Option<Deed>>,
    /// What is asked about in the dialog.
    asked: RwSignal<Deed>,
    /// How many a reminder would go to, once it is known.
    to_remind: RwSignal<Option<i32>>,
    asking: RwSignal<bool>,
    cancelling: RwSignal<bool>,
}

impl Deeds {
    pub fn new(session: Session, feed: Feed, id: &str) -> Self {
        let id = cynic::Id::new(id);
        let campaign = StoredValue::new(id.clone());
        let toasts = Toasts::current();
        let attention = Attention::current();
        let asking = RwSignal::new(false);
        let cancelling = RwSignal::new(false);
        // Kept until a reminder is known to be sent: one whose answer was lost is not sent twice.
        let reminder = StoredValue::new(write::request_id());
        let settled = move |figures: &CampaignFigures| {
            feed.has_been_changed(figures.clone());
            attention.again();
        };
        let already = move || {
            asking.set(false);
            feed.has_changed_before();
            attention.again();
            toasts.done(common::ALREADY_DONE);
        };
        let write = Write::new(move |deed| run(session, deed, id.clone(), reminder.get_value()))
            .on_done(move |outcome| {
                let (deed, figures) = &*outcome;
                if *deed == Deed::Remind {
                    reminder.set_value(write::request_id());
                }
                asking.set(false);
                cancelling.set(false);
                settled(figures);
                toasts.done(deed.done());
            })
            .on_failure(move |error| {
                // Where a dialog is open, it says so itself.
                if !asking.get_untracked() && !cancelling.get_untracked() {
                    toasts.failed(&error);
                }
                // It may have been done all the same, or by somebody else.
                feed.read().again();
            })
            .on_already(Reason::NothingFailed, already);
        let decision = Write::new(move |input: ResolveUncertainInput| {
            session.run(ResolveUncertain::build(ResolveUncertainVariables { input }))
        })
        .on_done(move |answer| {
            settled(&answer.resolve_uncertain.campaign);
            toasts.done(words::RESOLVED);
        })
        .on_already(Reason::NothingUncertain, already);
        let may = untrack(|| session.may(Permission::LaunchCampaigns));
        let (sent, asked) = (RwSignal::new(None), RwSignal::new(Deed::Remind));
        let to_remind = RwSignal::new(None);
        Self { session, id: campaign, feed, may, write, decision, sent, asked, to_remind, asking, cancelling }
    }

    /// Whether the person may do any of them.
    pub fn are_allowed(self) -> bool {
        self.may
    }

    /// Whether any of them is under way, the decision too. Tracks.
    pub fn busy(self) -> Signal<bool> {
        let (write, decision) = (self.write.pending(), self.decision.pending());
        Signal::derive(move || write.get() || decision.get())
    }

    /// The word for what is under way. Tracks.
    fn doing(self) -> Option<&'static str> {
        if self.decision.pending().get() {
            return Some(words::RESOLVING);
        }
        self.sent.get().filter(|_| self.write.pending().get()).map(Deed::doing)
    }

    /// What the button of a deed says. Tracks.
    pub fn label(self, deed: Deed) -> &'static str {
        let is_it = self.write.pending().get() && self.sent.get() == Some(deed);
        if is_it { deed.doing() } else { deed.verb() }
    }

    /// The decision about messages in doubt.
    pub fn decision(self) -> Write<ResolveUncertainInput, ResolveUncertain> {
        self.decision
    }

    /// Goes up with everything that was done here. Tracks.
    pub fn changes(self) -> u32 {
        self.feed.changes()
    }

    /// The figures as they are now. Tracks.
    fn figures(self) -> Option<CampaignFigures> {
        self.feed.read().latest().and_then(|answer| answer.campaign.as_ref().map(|one| one.figures.clone()))
    }

    /// The number a deed touches. Tracks.
    fn touches(self, deed: Deed) -> i32 {
        self.figures().map_or(0, |figures| deed.touches(&figures))
    }

    /// Whether it makes sense now and the person may do it.
    pub fn offers(self, deed: Deed) -> Memo<bool> {
        Memo::new(move |_| self.may && self.figures().is_some_and(|figures| deed.is_offered(&figures)))
    }

    pub fn ask(self, deed: Deed) {
        self.write.forget_failure();
        match deed {
            Deed::Pause | Deed::Resume => self.send(deed),
            Deed::Cancel => self.cancelling.set(true),
            Deed::Remind | Deed::Retry => {
                if deed == Deed::Remind {
                    self.count_to_remind();
                }
                self.asked.set(deed);
                self.asking.set(true);
            }
        }
    }

    /// Not everybody who has not acknowledged can be reminded; only the server knows who can.
    fn count_to_remind(self) {
        self.to_remind.set(None);
        let asked = CampaignToRemind::build(CampaignVariables { id: self.id.get_value() });
        spawn_local(async move {
            let answer = self.session.run(asked).await.ok();
            let count = answer.and_then(|answer| answer.campaign).and_then(|campaign| campaign.to_remind);
            let _ = self.to_remind.try_set(count);
        });
    }

    fn send(self, deed: Deed) {
        if !self.busy().get_untracked() {
            self.sent.set(Some(deed));
            self.write.send(deed);
        }
    }

    /// The buttons of the page's head, and the dialogs they open.
    pub fn buttons(self) -> Option<AnyView> {
        self.may.then(|| {
            let shown = Deed::ALL.into_iter().filter(|deed| !deed.is_aside());
            let shown = shown.map(|deed| self.button(deed)).collect_view();
            view! { <div class="deeds">{shown} {self.more()} {self.dialogs()}</div> }.into_any()
        })
    }

    /// There while it makes sense. One that stays is not made anew when another comes or goes.
    pub fn button(self, deed: Deed) -> AnyView {
        // Nothing before the figures are there.
        let offered = Memo::new(move |_| self.figures().map(|figures| self.may && deed.is_offered(&figures)));
        let was_offered = StoredValue::new(None::<bool>);
        // One of them is the page's primary: Pause is never, so that it is not pressed by mistake.
        let primary = matches!(deed, Deed::Resume | Deed::Remind);
        let weight = if primary { Weight::Primary } else { Weight::Secondary };
        let view = move || {
            let offered = offered.get();
            let comes_now = was_offered.get_value() == Some(false);
            was_offered.set_value(offered);
            offered.unwrap_or(false).then(|| {
                let settling = settling(comes_now && deed.has_opposite());
                let busy = self.busy();
                let pending = Signal::derive(move || busy.get() || settling.get());
                view! {
                    <Button weight=weight pending=pending on_press=Callback::new(move |()| self.ask(deed))>
                        {move || self.label(deed)}
                    </Button>
                }
            })
        };
        view.into_any()
    }

    /// The menu stays while there is anything in it, open or not; only its items come and go.
    fn more(self) -> AnyView {
        let aside: Vec<_> =
            Deed::ALL.into_iter().filter(|deed| deed.is_aside()).map(|deed| (deed, self.offers(deed))).collect();
        let offered =
            Memo::new(move |_| aside.iter().filter(|(_, is)| is.get()).map(|(deed, _)| *deed).collect::<Vec<_>>());
        let busy = Signal::derive(move || self.doing().map(str::to_owned));
        let items = Signal::derive(move || {
            let item = |deed: Deed| {
                let item = MenuItem::new(deed.verb(), move || self.ask(deed)).busy(busy);
                if deed == Deed::Cancel { item.danger() } else { item }
            };
            offered.get().into_iter().map(item).collect::<Vec<_>>()
        });
        let any = Memo::new(move |_| offered.with(|offered| !offered.is_empty()));
        let view = move || any.get().then(|| view! { <Menu label=words::MORE sign=Sign::More items=items /> });
        view.into_any()
    }

    fn dialogs(self) -> AnyView {
        let busy = self.busy();
        let failure = Signal::derive(move || self.write.complaint());
        let remind = move || self.asked.get() == Deed::Remind;
        let number = move || {
            let counted = self.to_remind.get().filter(|_| remind());
            let count = counted.unwrap_or_else(|| self.touches(self.asked.get()));
            (count, number::count(count))
        };
        let title = Signal::derive(move || if remind() { words::REMIND_TITLE } else { words::RETRY_TITLE }.to_owned());
        let body = Signal::derive(move || {
            let (count, number) = number();
            if remind() { words::remind_text(count, &number) } else { words::retry_text(count, &number) }
        });
        let verb = Signal::derive(move || {
            if let Some(doing) = self.doing() {
                return doing.to_owned();
            }
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
        let asked = self.asked;
        view! {
            <Confirm
                open=self.asking
                title=title
                text=body
                verb=verb
                pending=busy
                failure=failure
                on_confirm=Callback::new(move |()| self.send(asked.get_untracked()))
            />
            <Confirm
                open=self.cancelling
                title=words::CANCEL_TITLE.to_owned()
                text=cancel_text
                verb=Signal::derive(move || self.doing().unwrap_or(words::CANCEL).to_owned())
                danger=true
                typed=words::CANCEL_WORD.to_owned()
                pending=busy
                failure=failure
                on_confirm=Callback::new(move |()| self.send(Deed::Cancel))
            />
        }
        .into_any()
    }
}

/// True for a moment where `starts` is set.
fn settling(starts: bool) -> RwSignal<bool> {
    let settling = RwSignal::new(starts);
    if starts {
        // The button may be gone by then.
        set_timeout(
            move || {
                let _ = settling.try_set(false);
            },
            SETTLING,
        );
    }
    settling
}
