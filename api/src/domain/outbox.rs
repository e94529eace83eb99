//! What the local channels delivered, out of the files that `docs/outbox.md` describes, the newest first.

use std::{io, path::PathBuf};

use anyhow::Context;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use shared::{channel::Channel, permission::Permission};

use super::{
    Actor, Result,
    audit::{self, Entry},
    settings,
};
use crate::{
    clients::{email, outbox_back::Backward, sms},
    config::{EmailTransport, SmsTransport},
    state::App,
};

/// Bytes of each file that one request reads: about 8,000 texts or 2,000 emails, in some 20 ms.
const BUDGET: u64 = 4 * 1024 * 1024;

/// What is wanted.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub channel: Option<Channel>,
    /// A part of the address or number, exactly as the outbox has it.
    pub search: Option<String>,
}

/// How far the files have been read back from their ends; `None` for not at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    email: Option<u64>,
    sms: Option<u64>,
}

impl Place {
    fn of(self, channel: Channel) -> Option<u64> {
        match channel {
            Channel::Email => self.email,
            Channel::Sms => self.sms,
        }
    }

    fn with(mut self, channel: Channel, place: u64) -> Self {
        match channel {
            Channel::Email => self.email = Some(place),
            Channel::Sms => self.sms = Some(place),
        }
        self
    }
}

/// A message that would have left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivered {
    pub channel: Channel,
    pub id: String,
    pub from: String,
    pub to: String,
    pub subject: Option<String>,
    pub text: String,
    pub html: Option<String>,
    pub at: DateTime<Utc>,
}

/// Messages with the place behind each, and where to go on.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub messages: Vec<(Delivered, Place)>,
    /// Where this request stopped; `None` when there is nothing older. A search may stop with nothing found.
    pub next: Option<Place>,
}

/// Looks into the outbox from `after` back in time; the look leaves an audit event.
pub async fn read(app: &App, actor: &Actor, filter: Filter, after: Place, limit: usize) -> Result<Page> {
    actor.require(Permission::ViewOutbox)?;
    let mut detail = json!({ "channel": filter.channel.map(Channel::as_str), "searched": filter.search.is_some() });
    let practice = settings::practice(app).await;
    let files = files(app, &practice.name, &filter);
    let search = filter.search.unwrap_or_default();
    let reading = tokio::task::spawn_blocking(move || page(&files, search.trim(), after, limit, BUDGET)).await;
    let page = reading.context("reading the outbox ended early")?.context("the outbox cannot be read")?;
    detail["shown"] = json!(page.messages.len());
    let event = Entry { action: "outbox.viewed", subject: None, detail };
    audit::record_alone(&app.database, app.clock.timestamp(), actor, event).await?;
    Ok(page)
}

/// A file of the outbox and who its messages are from where the lines do not say.
#[derive(Clone, Debug)]
struct Source {
    channel: Channel,
    path: PathBuf,
    from: String,
}

/// Files of the channels that deliver here; what an older configuration left behind is not shown.
fn files(app: &App, practice: &str, filter: &Filter) -> Vec<Source> {
    let (folder, config) = (app.config.outbox_dir(), &app.config);
    let sender = config.sms.sender_id.clone().unwrap_or_else(|| practice.to_owned());
    let all = [
        (
            Channel::Email,
            config.email.transport == EmailTransport::Local,
            email::local::FILE,
            config.email.from.clone(),
        ),
        (Channel::Sms, config.sms.transport == SmsTransport::Local, sms::local::FILE, sender),
    ];
    all.into_iter()
        .filter(|(channel, local, ..)| *local && filter.channel.is_none_or(|wanted| wanted == *channel))
        .map(|(channel, _, file, from)| Source { channel, path: folder.join(file), from })
        .collect()
}

/// The fields of a line of either file.
#[derive(Deserialize)]
struct Written {
    id: String,
    from: Option<String>,
    to: String,
    subject: Option<String>,
    body: String,
    html: Option<String>,
    at: DateTime<Utc>,
}

/// One file on its way back, with the next message that is wanted.
struct Reading<'s> {
    source: &'s Source,
    back: Backward,
    /// With the place behind its line.
    next: Option<(Delivered, u64)>,
}

impl Reading<'_> {
    /// Finds the next message, where it is not known yet.
    fn look(&mut self, search: &str) -> io::Result<()> {
        while self.next.is_none() {
            let Some(line) = self.back.previous()? else { break };
            // A line that is none of ours is passed over: people may have edited the file.
            let Ok(written) = serde_json::from_slice::<Written>(&line.text) else { continue };
            if written.to.contains(search) {
                self.next = Some((delivered(self.source, written), line.end));
            }
        }
        Ok(())
    }

    /// The place behind the next message, or behind what was looked through.
    fn place(&self) -> u64 {
        self.next.as_ref().map_or(self.back.end(), |(_, end)| *end)
    }

    /// Whether the budget ended before it was known what is next.
    fn is_stuck(&self) -> bool {
        self.next.is_none() && self.back.end() > 0
    }
}

fn delivered(source: &Source, written: Written) -> Delivered {
    Delivered {
        channel: source.channel,
        id: written.id,
        from: written.from.unwrap_or_else(|| source.from.clone()),
        to: written.to,
        subject: written.subject,
        text: written.body,
        html: written.html,
        at: written.at,
    }
}

fn page(sources: &[Source], search: &str, after: Place, limit: usize, budget: u64) -> io::Result<Page> {
    let mut readings = Vec::new();
    for source in sources {
        let back = Backward::open(&source.path, after.of(source.channel), budget)?;
        readings.push(Reading { source, back, next: None });
    }
    let place = |readings: &[Reading<'_>]| {
        readings.iter().fold(after, |place, reading| place.with(reading.source.channel, reading.place()))
    };
    let mut page = Page::default();
    loop {
        for reading in &mut readings {
            reading.look(search)?;
        }
        // What one file has next may be newer than what the others have, so nothing is given before it is known.
        let stuck = readings.iter().any(Reading::is_stuck);
        if stuck || page.messages.len() == limit {
            let more = stuck || readings.iter().any(|reading| reading.next.is_some());
            page.next = more.then(|| place(&readings));
            return Ok(page);
        }
        let newest = readings.iter_mut().max_by_key(|reading| reading.next.as_ref().map(|(message, _)| message.at));
        let Some((message, _)) = newest.and_then(|reading| reading.next.take()) else { return Ok(page) };
        page.messages.push((message, place(&readings)));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use entity::audit_event;
    use proptest::prelude::*;
    use sea_orm::{EntityTrait, QueryOrder};
    use shared::permission::Role;

    use super::*;
    use crate::{
        clients::{
            email::{Email, EmailSender},
            sms::Sms,
        },
        testing::TestApp,
    };

    const WIDE: u64 = 8 * 1024 * 1024;

    /// Sources in a folder, a message of `(channel, second)` each.
    fn written(folder: &std::path::Path, messages: &[(Channel, i64)]) -> Vec<Source> {
        let source = |channel: Channel| Source {
            channel,
            path: folder.join(format!("{channel}.jsonl")),
            from: "Practice".to_owned(),
        };
        for (number, (channel, second)) in messages.iter().enumerate() {
            let at = DateTime::from_timestamp(*second, 0).unwrap();
            let line = json!({ "id": format!("message-{number}"), "to": format!("+4477009{number:05}"), "body": "x", "at": at });
            let mut file = std::fs::OpenOptions::new().append(true).create(true).open(source(*channel).path).unwrap();
            std::io::Write::write_all(&mut file, format!("{line}\n").as_bytes()).unwrap();
        }
        vec![source(Channel::Email), source(Channel::Sms)]
    }

    fn pages(sources: &[Source], search: &str, limit: usize, budget: u64) -> Vec<i64> {
        let (mut seconds, mut after) = (Vec::new(), Place::default());
        loop {
            let page = page(sources, search, after, limit, budget).unwrap();
            assert!(page.messages.len() <= limit);
            seconds.extend(page.messages.iter().map(|(message, _)| message.at.timestamp()));
            match page.next {
                None => return seconds,
                Some(next) => after = next,
            }
        }
    }

    #[tokio::test]
    async fn messages_are_shown_as_they_would_have_left_and_the_look_is_written_down() {
        let test = TestApp::start().await;
        let email = Email {
            id: "message-1".into(),
            to: "ada@example.org".parse().unwrap(),
            subject: "Flu".into(),
            text: "Dear Ada".into(),
            html: None,
            unsubscribe: None,
        };
        EmailSender::send(test.app.email.as_ref(), &email).await.unwrap();
        let sms = Sms { message: 2.into(), to: "07700 900001".parse().unwrap(), body: "Hello".into() };
        test.app.sms.send(&sms).await.unwrap();
        std::fs::write(test.app.config.outbox_dir().join("notes.txt"), "no message").unwrap();
        let gwen = Actor::user(1.into(), "Gwen", Role::Manager);
        let seen = read(&test.app, &gwen, Filter::default(), Place::default(), 10).await.unwrap();
        assert_eq!(seen.next, None);
        let told: Vec<_> =
            seen.messages.iter().map(|(message, _)| (message.to.as_str(), message.text.as_str())).collect();
        assert_eq!(told, [("+447700900001", "Hello"), ("ada@example.org", "Dear Ada")]);
        let filter = Filter { channel: Some(Channel::Sms), search: Some("900002".to_owned()) };
        assert!(read(&test.app, &gwen, filter, Place::default(), 10).await.unwrap().messages.is_empty());
        let last = audit_event::Entity::find().order_by_desc(audit_event::Column::Id);
        let last = last.one(test.app.database.reader()).await.unwrap().unwrap();
        let detail = json!({ "channel": "sms", "searched": true, "shown": 0 });
        assert_eq!((last.action.as_str(), last.detail), ("outbox.viewed", detail));
        let viewer = Actor::user(2.into(), "Vera", Role::Viewer);
        let refused = read(&test.app, &viewer, Filter::default(), Place::default(), 10).await.unwrap_err();
        assert_eq!(refused.code(), "FORBIDDEN");
    }

    #[test]
    fn a_line_that_is_no_message_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let sources = written(folder.path(), &[(Channel::Sms, 1), (Channel::Sms, 2)]);
        let path = &sources[1].path;
        let text = std::fs::read_to_string(path).unwrap().replace("message-0", "message-0\"\n{");
        std::fs::write(path, text).unwrap();
        assert_eq!(pages(&sources, "", 10, WIDE), [2]);
    }

    #[test]
    fn a_search_that_finds_nothing_within_its_budget_says_where_to_go_on() {
        let folder = tempfile::tempdir().unwrap();
        let many: Vec<_> = (0..5000).map(|second| (Channel::Sms, second)).collect();
        let sources = written(folder.path(), &many);
        let search = "+447700900000"; // of the oldest
        let first = page(&sources, search, Place::default(), 10, 200_000).unwrap();
        assert!(first.messages.is_empty() && first.next.is_some());
        assert_eq!(pages(&sources, search, 10, 200_000), [0]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn pages_of_any_length_give_every_message_once_the_newest_first(
            texts in proptest::collection::vec(any::<bool>(), 0..60),
            limit in 1..20_usize,
        ) {
            let folder = tempfile::tempdir().unwrap();
            let channel = |text: bool| if text { Channel::Sms } else { Channel::Email };
            let messages: Vec<_> = texts.into_iter().map(channel).zip(0..).collect();
            let sources = written(folder.path(), &messages);
            let mut given = pages(&sources, "", limit, WIDE);
            given.reverse();
            prop_assert_eq!(given, messages.into_iter().map(|(_, second)| second).collect::<Vec<i64>>());
        }
    }
}
