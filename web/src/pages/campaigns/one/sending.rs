//! How far the sending of a wave has come, how fast it goes, how long it will take, and when it goes on: as the server,
//! which watches it, tells.

use std::sync::Arc;

use leptos::prelude::*;

use crate::api::campaigns::{CampaignFigures, CampaignState, Sending};
use crate::components::card::Card;
use crate::components::progress::Progress;
use crate::text::sending as words;
use crate::{london, number, text};

/// Below this many messages a second nothing is said of the speed: it stands still, or as good as.
const SLOWEST: f64 = 0.05;

/// How many messages of the current wave are done, of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Stand {
    done: i32,
    total: i32,
}

fn stand(figures: &CampaignFigures) -> Stand {
    let lines = figures.counts.channels.iter().filter(|line| line.wave == figures.wave);
    lines.fold(Stand::default(), |stand, line| Stand {
        done: stand.done + line.total - line.queued - line.sending,
        total: stand.total + line.total,
    })
}

#[component]
pub fn SendingCard(figures: Signal<Arc<CampaignFigures>>) -> impl IntoView {
    let current = Memo::new(move |_| figures.with(|figures| (stand(figures), figures.state)));
    let said = Memo::new(move |_| figures.with(|figures| sentence(stand(figures), figures.state, &figures.sending)));
    let goes_on = Memo::new(move |_| {
        let (stand, state) = current.get();
        state.is_live() && stand.done < stand.total
    });
    let state = Memo::new(move |_| current.get().1);
    let view = move || {
        if goes_on.get() {
            let value = Signal::derive(move || f64::from(current.get().0.done));
            let max = Signal::derive(move || f64::from(current.get().0.total));
            view! { <Progress label=words::TITLE.to_owned() value=value max=max words=said /> }.into_any()
        } else {
            let state = state.get();
            view! { <p>{if state.is_live() { words::DONE } else { text::campaign_state(state) }}</p> }.into_any()
        }
    };
    view! { <Card title=words::TITLE.to_owned()>{view}</Card> }.into_any()
}

fn sentence(stand: Stand, state: CampaignState, sending: &Sending) -> String {
    let mut said = words::of(&number::count(stand.done), &number::count(stand.total));
    let mut add = |part: &str| {
        said.push_str(" · ");
        said.push_str(part);
    };
    if state == CampaignState::Paused {
        add(words::PAUSED);
        return said;
    }
    if sending.is_open {
        if let Some(rate) = sending.per_second.filter(|rate| *rate >= SLOWEST) {
            add(&words::rate(&spoken(rate)));
        }
    } else {
        let opens = sending.opens_at.as_ref();
        add(&opens.map_or_else(|| words::CLOSED.to_owned(), |at| words::opens(&london::show(at))));
    }
    if let Some(seconds) = sending.seconds_left {
        add(&words::left(&text::duration(seconds)));
    }
    said
}

fn spoken(rate: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "far below the limits, and saturating")]
    let whole = rate.round() as i64;
    if rate < 10.0 { format!("{rate:.1}") } else { number::grouped(whole) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::scalars::DateTime;

    const OPEN: Sending =
        Sending { waiting: 46_780, per_second: Some(2_140.0), seconds_left: Some(22), is_open: true, opens_at: None };

    fn said(state: CampaignState, sending: &Sending) -> String {
        sentence(Stand { done: 61_220, total: 108_000 }, state, sending)
    }

    #[test]
    fn progress_is_said_with_rate_and_time_left() {
        let running = said(CampaignState::Running, &OPEN);
        assert_eq!(running, "61,220 of 108,000 · 2,140 a second · less than a minute left");
        assert_eq!(
            said(CampaignState::Running, &Sending { per_second: None, seconds_left: None, ..OPEN }),
            "61,220 of 108,000"
        );
        let paused = said(CampaignState::Paused, &OPEN);
        assert!(paused.ends_with(words::PAUSED), "{paused}");
    }

    #[test]
    fn a_closed_window_says_when_it_opens() {
        let opens_at = Some(DateTime("2026-11-23T09:00:00Z".into()));
        let closed = Sending { is_open: false, per_second: Some(0.0), opens_at, seconds_left: Some(57_600), ..OPEN };
        let said = said(CampaignState::Running, &closed);
        assert!(said.contains("it goes on Mon 23 Nov 2026, 09:00."), "{said}");
        assert!(said.ends_with("about 16 hours left") && !said.contains("a second"), "{said}");
    }
}
