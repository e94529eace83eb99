//! The waves of a campaign: those that were queued, by whom, and the reminders that are still to come.

use std::sync::Arc;

use leptos::prelude::*;

use super::Here;
use crate::api::outlook::{CampaignWaves, PlannedReminder, Wave, WaveCause};
use crate::components::card::Card;
use crate::components::icon::Sign;
use crate::components::loaded::Loaded;
use crate::components::status::Mood;
use crate::components::timeline::{Happening, Timeline};
use crate::read::Read;
use crate::text::plan::waves as words;
use crate::{number, time};

pub fn waves(here: &Here, read: Read<CampaignWaves>) -> AnyView {
    let figures = here.figures;
    // Those to remind grow fewer by the minute, and are known here as soon as they do.
    let to_remind = Memo::new(move |_| figures.with(|figures| figures.counts.non_respondents));
    let show = move |answer: Signal<Arc<CampaignWaves>>| {
        let happenings = Memo::new(move |_| {
            answer.with(|answer| {
                let parts = answer.campaign.iter();
                let queued = parts.clone().flat_map(|campaign| campaign.waves.iter().map(queued));
                let planned = |one: &PlannedReminder| planned(one, to_remind.get());
                let planned = parts.flat_map(|campaign| campaign.planned_reminders.iter().map(planned));
                queued.chain(planned).collect::<Vec<_>>()
            })
        });
        view! { <Timeline happenings=happenings /> }.into_any()
    };
    view! {
        <Card title=words::TITLE.to_owned()>
            <Loaded read=read lines=3 show=Box::new(show) />
        </Card>
    }
    .into_any()
}

fn queued(wave: &Wave) -> Happening {
    let sign = if wave.cause == WaveCause::Person { Sign::Person } else { Sign::Campaigns };
    Happening {
        when: time::moment(&wave.queued_at),
        sign,
        mood: Mood::Good,
        title: words::title(wave.number, &wave.channels),
        body: words::cause(wave.cause).to_owned(),
        href: None,
    }
}

/// `to_remind` is how many have not acknowledged now; it says nothing before the launch. Not all of them can be reached.
fn planned(reminder: &PlannedReminder, to_remind: i32) -> Happening {
    let whom = reminder
        .recipients
        .map(|count| count.min(to_remind))
        .map(|count| words::would_go_to(count, &number::count(count)));
    Happening {
        when: words::due(reminder.due_at.as_ref()),
        sign: Sign::Clock,
        mood: Mood::Neutral,
        title: words::title(reminder.wave, &reminder.channels),
        body: whom.unwrap_or_default(),
        href: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::campaigns::Channel;
    use crate::api::scalars::DateTime;

    #[test]
    fn a_planned_reminder_says_when_and_to_how_many() {
        let reminder = PlannedReminder {
            wave: 1,
            channels: vec![Channel::Sms],
            due_at: Some(DateTime("2026-11-30T08:00:00Z".into())),
            recipients: Some(54_195),
        };
        assert!(planned(&reminder, 54_200).body.contains("54,195 patients"), "not all of them can be reached");
        let said = planned(&reminder, 54_190);
        assert_eq!(said.title, "First reminder, by text");
        assert_eq!(said.when, "Planned, Mon 30 Nov 2026, 08:00 at the earliest");
        assert!(said.body.contains("54,190 patients"), "{}", said.body);
    }
}
