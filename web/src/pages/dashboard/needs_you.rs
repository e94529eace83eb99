//! What needs a hand, over all campaigns that are shown.

use leptos::prelude::*;

use super::feed::{Feed, shown};
use crate::api::campaigns::{CampaignFigures, DashboardCampaigns};
use crate::components::icon::{Icon, Sign};
use crate::number;
use crate::text::needs_you as words;

/// How many of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Concerns {
    uncertain: i32,
    failed: i32,
    unreachable: i32,
}

impl Concerns {
    fn of(data: &DashboardCampaigns) -> Self {
        shown(data).fold(Self::default(), Self::and)
    }

    fn and(self, campaign: &CampaignFigures) -> Self {
        let channels = &campaign.counts.channels;
        Self {
            uncertain: self.uncertain + channels.iter().map(|line| line.uncertain).sum::<i32>(),
            failed: self.failed + channels.iter().map(|line| line.failed).sum::<i32>(),
            unreachable: self.unreachable + campaign.counts.unreachable,
        }
    }
}

#[component]
pub fn NeedsYou(feed: Feed) -> impl IntoView {
    let concerns = Memo::new(move |_| feed.read().latest().map(|data| Concerns::of(&data)));
    let lines = move || {
        concerns.get().map(|concerns| {
            if concerns == Concerns::default() {
                view! {
                    <p class="needs-you__nothing">
                        <Icon sign=Sign::Tick />
                        {words::NOTHING}
                    </p>
                }
                .into_any()
            } else {
                view! {
                    <ul class="needs-you__list">
                        {line(concerns.uncertain, words::uncertain, words::UNCERTAIN_WHY)}
                        {line(concerns.failed, words::failed, words::FAILED_WHY)}
                        {line(concerns.unreachable, words::unreachable, words::UNREACHABLE_WHY)}
                    </ul>
                }
                .into_any()
            }
        })
    };
    let is_urgent = move || concerns.get().is_some_and(|concerns| concerns != Concerns::default());
    // Without figures nothing can be said; why there are none is said below.
    let is_unknown = Memo::new(move |_| feed.read().failure().is_some() && concerns.get().is_none());
    move || {
        (!is_unknown.get()).then(|| {
            view! {
                <section
                    class="needs-you"
                    class:needs-you--urgent=is_urgent
                    aria-labelledby="needs-you"
                >
                    <h2 class="needs-you__title" id="needs-you">
                        {words::TITLE}
                    </h2>
                    {lines}
                </section>
            }
        })
    }
}

fn line(count: i32, what: fn(i32, &str) -> String, why: &'static str) -> Option<AnyView> {
    (count > 0).then(|| {
        view! {
            <li>
                <strong>{what(count, &number::count(count))}</strong>
                <span class="needs-you__why">{why}</span>
            </li>
        }
        .into_any()
    })
}
