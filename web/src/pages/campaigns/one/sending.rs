//! How far the sending has come, how fast it goes, and how long it will take: measured on the answers as they come.

use std::collections::VecDeque;
use std::sync::Arc;

use leptos::prelude::*;

use crate::api::campaigns::{CampaignFigures, CampaignState};
use crate::components::card::Card;
use crate::components::progress::Progress;
use crate::text::sending as words;
use crate::{number, text, time};

/// The rate is that of the last so many milliseconds: long enough to be calm, short enough to follow a pause.
const WINDOW_MS: f64 = 15_000.0;

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

/// The latest stands with their moments.
#[derive(Debug, Default)]
struct Pace {
    seen: VecDeque<(f64, Stand)>,
}

impl Pace {
    fn see(&mut self, now_ms: f64, stand: Stand) {
        // A new wave counts anew.
        if self.seen.back().is_some_and(|(_, last)| last.total != stand.total || last.done > stand.done) {
            self.seen.clear();
        }
        self.seen.push_back((now_ms, stand));
        while self.seen.len() > 2 && self.seen.front().is_some_and(|(at, _)| now_ms - at > WINDOW_MS) {
            self.seen.pop_front();
        }
    }

    /// Messages a second, once two answers have told.
    fn rate(&self) -> Option<f64> {
        let ((begin, first), (end, last)) = (self.seen.front()?, self.seen.back()?);
        let seconds = (end - begin) / 1000.0;
        (seconds >= 1.0).then(|| f64::from(last.done - first.done) / seconds)
    }
}

#[component]
pub fn SendingCard(figures: Signal<Arc<CampaignFigures>>) -> impl IntoView {
    let current = Memo::new(move |_| figures.with(|figures| (stand(figures), figures.state)));
    let pace = StoredValue::new(Pace::default());
    let said = Memo::new(move |_| {
        let (stand, state) = current.get();
        pace.update_value(|pace| pace.see(time::now_ms(), stand));
        let rate = pace.with_value(Pace::rate).filter(|_| state == CampaignState::Running);
        sentence(stand, rate, state)
    });
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

fn sentence(stand: Stand, rate: Option<f64>, state: CampaignState) -> String {
    let mut said = words::of(&number::count(stand.done), &number::count(stand.total));
    let mut add = |part: &str| {
        said.push_str(" · ");
        said.push_str(part);
    };
    match (state, rate) {
        (CampaignState::Paused, _) => add(words::PAUSED),
        (_, None) => add(words::MEASURING),
        (_, Some(rate)) if rate < 0.05 => {}
        (_, Some(rate)) => {
            #[expect(clippy::cast_possible_truncation, reason = "far below the limits, and saturating")]
            let left = (f64::from(stand.total - stand.done) / rate) as i32;
            #[expect(clippy::cast_possible_truncation, reason = "far below the limits, and saturating")]
            let whole = rate.round() as i64;
            let rate = if rate < 10.0 { format!("{rate:.1}") } else { number::grouped(whole) };
            add(&words::rate(&rate));
            add(&words::left(&text::duration(left)));
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(done: i32) -> Stand {
        Stand { done, total: 1_000 }
    }

    #[test]
    fn the_rate_is_that_of_the_last_seconds() {
        let mut pace = Pace::default();
        pace.see(0.0, at(0));
        assert_eq!(pace.rate(), None);
        pace.see(2_000.0, at(100));
        assert_eq!(pace.rate(), Some(50.0));
        pace.see(20_000.0, at(100));
        pace.see(30_000.0, at(200));
        assert_eq!(pace.rate(), Some(10.0));
    }

    #[test]
    fn a_new_wave_counts_anew() {
        let mut pace = Pace::default();
        pace.see(0.0, at(900));
        pace.see(2_000.0, Stand { done: 0, total: 500 });
        assert_eq!(pace.rate(), None);
    }

    #[test]
    fn progress_is_said_with_rate_and_time_left() {
        let said = sentence(Stand { done: 61_220, total: 108_000 }, Some(2_140.0), CampaignState::Running);
        assert_eq!(said, "61,220 of 108,000 · 2,140 a second · less than a minute left");
        let paused = sentence(at(10), Some(5.0), CampaignState::Paused);
        assert!(paused.ends_with(words::PAUSED), "{paused}");
    }
}
