//! What patients read about the practice: as saved in the app, else as configured.
//!
//! Every message and every patient page needs it, so each process keeps a copy and reads it again
//! when it is a few seconds old: another process's change is seen that late at most.

use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use entity::time::Timestamp;
use serde_json::json;
use shared::permission::Permission;

use super::store;
use crate::{
    config::PracticeConfig,
    domain::{Actor, Error, Result, audit},
    queue::{job::Job, store::enqueue},
    state::App,
};

const NAME: &str = "practice";
const FRESH: Duration = Duration::from_secs(5); // one small read in this time is nothing; patients reload later

const NAME_MAX: usize = 100; // characters; an SMS names the practice and has room for about 40
const PHONE_MAX: usize = 40; // characters
const HOURS_MAX: usize = 200; // characters; a line or two on the patient page
const LINK_MAX: usize = 500; // characters

/// This process's copy of what was saved; cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct PracticeCopy(Arc<RwLock<Option<Known>>>);

#[derive(Clone, Debug)]
struct Known {
    read_at: Timestamp,
    saved: Option<Arc<PracticeConfig>>,
}

impl PracticeCopy {
    fn get(&self) -> Option<Known> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, known: Known) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(known);
    }
}

/// The practice as it is now, a few seconds late at most. Where the database cannot be read it is what
/// was read last.
pub async fn practice(app: &App) -> Arc<PracticeConfig> {
    let now = app.clock.timestamp();
    let known = app.practice.get();
    let stale = |known: &Known| now >= known.read_at.plus(FRESH) || now < known.read_at;
    let saved = match known {
        Some(known) if !stale(&known) => known.saved,
        known => {
            let last = known.and_then(|known| known.saved);
            // Others go on with the old copy while this one reads.
            app.practice.set(Known { read_at: now, saved: last.clone() });
            let saved = match store::read(app.database.reader(), NAME).await {
                Ok(saved) => saved.map(Arc::new),
                Err(error) => {
                    tracing::error!(%error, "the practice's details could not be read; the last ones known are used");
                    last
                }
            };
            app.practice.set(Known { read_at: now, saved: saved.clone() });
            saved
        }
    };
    saved.unwrap_or_else(|| Arc::new(app.config.practice.clone()))
}

/// Saves it for all processes; from here on the configuration no longer counts.
pub async fn save_practice(app: &App, actor: &Actor, wanted: PracticeConfig) -> Result<Arc<PracticeConfig>> {
    actor.require(Permission::ManageSettings)?;
    let practice = Arc::new(checked(&wanted)?);
    let now = app.clock.timestamp();
    let transaction = app.database.begin().await?;
    let before: Option<PracticeConfig> = store::read(&transaction, NAME).await?;
    let before = before.unwrap_or_else(|| app.config.practice.clone());
    store::write(&transaction, NAME, practice.as_ref(), actor, now).await?;
    let detail = json!({ "before": before, "after": practice.as_ref() });
    let entry = audit::Entry { action: "practice.saved", subject: None, detail };
    audit::record(&transaction, now, actor, entry).await?;
    enqueue(&transaction, &Job::RefreshFormPages {}, None).await?; // they name it
    transaction.commit().await?;
    app.practice.set(Known { read_at: now, saved: Some(practice.clone()) });
    Ok(practice)
}

fn checked(wanted: &PracticeConfig) -> Result<PracticeConfig> {
    let phone = line("phone", "a phone number, as 01632 960000", &wanted.phone, PHONE_MAX)?;
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    if digits < 3 || !phone.chars().all(|c| c.is_ascii_digit() || " +()-.".contains(c)) {
        let message = "Write the phone number in digits and spaces, as 01632 960000.";
        return Err(Error::invalid("phone", message));
    }
    Ok(PracticeConfig {
        name: line("name", "the name patients know the practice by", &wanted.name, NAME_MAX)?,
        phone,
        opening_hours: line("openingHours", "when the phone is answered", &wanted.opening_hours, HOURS_MAX)?,
        booking_link: wanted
            .booking_link
            .as_deref()
            .map(str::trim)
            .filter(|link| !link.is_empty())
            .map(link)
            .transpose()?,
    })
}

fn line(field: &str, what: &str, text: &str, longest: usize) -> Result<String> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > longest || text.chars().any(char::is_control) {
        return Err(Error::invalid(field, format!("Give {what}: 1 to {longest} characters on one line.")));
    }
    Ok(text.to_owned())
}

/// Patients press it on a public page, so it is `https` and nothing else.
fn link(text: &str) -> Result<String> {
    let refuse = || {
        let message = "Give the whole address of the booking page, as https://booking.example.org/practice.";
        Error::invalid("bookingLink", message)
    };
    let rest = text.strip_prefix("https://").ok_or_else(refuse)?;
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let named = host.contains('.') && host.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-');
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'<>`{}\\^|".contains(&byte));
    let good = named && plain && text.len() <= LINK_MAX;
    if good { Ok(text.to_owned()) } else { Err(refuse()) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use shared::permission::Role;

    use super::*;
    use crate::testing::TestApp;

    fn harbour() -> PracticeConfig {
        PracticeConfig {
            name: " Harbour Street Health Centre ".into(),
            phone: "020 7946 0018".into(),
            opening_hours: "Every day, 8 am to 8 pm".into(),
            booking_link: Some(" ".into()),
        }
    }

    #[tokio::test]
    async fn what_is_saved_counts_before_the_configuration_at_once() {
        let test = TestApp::start().await;
        assert_eq!(practice(&test.app).await.name, "Medicare");
        save_practice(&test.app, &Actor::command("test"), harbour()).await.unwrap();
        let now = practice(&test.app).await;
        assert_eq!((now.name.as_str(), now.booking_link.as_deref()), ("Harbour Street Health Centre", None));
    }

    #[tokio::test]
    async fn another_process_sees_it_within_seconds() {
        let test = TestApp::start().await;
        let other = App { practice: PracticeCopy::default(), ..test.app.clone() };
        assert_eq!(practice(&other).await.name, "Medicare");
        save_practice(&test.app, &Actor::command("test"), harbour()).await.unwrap();
        test.clock.advance(FRESH);
        assert_eq!(practice(&other).await.name, "Harbour Street Health Centre");
    }

    #[tokio::test]
    async fn what_patients_could_not_use_is_refused_by_its_field() {
        let test = TestApp::start().await;
        let manager = Actor::user(7.into(), "Manager", Role::Manager);
        assert_eq!(save_practice(&test.app, &manager, harbour()).await.unwrap_err().code(), "FORBIDDEN");
        let wrong = [
            ("name", PracticeConfig { name: " ".into(), ..harbour() }),
            ("name", PracticeConfig { name: "Two\nlines".into(), ..harbour() }),
            ("phone", PracticeConfig { phone: "call us".into(), ..harbour() }),
            ("openingHours", PracticeConfig { opening_hours: "x".repeat(201), ..harbour() }),
            ("bookingLink", PracticeConfig { booking_link: Some("javascript:alert(1)".into()), ..harbour() }),
            ("bookingLink", PracticeConfig { booking_link: Some("http://booking.example.org".into()), ..harbour() }),
            ("bookingLink", PracticeConfig { booking_link: Some("https://booking example.org".into()), ..harbour() }),
        ];
        for (wanted, practice) in wrong {
            let error = save_practice(&test.app, &Actor::command("test"), practice).await.unwrap_err();
            assert!(matches!(&error, Error::Invalid { field, .. } if field == wanted), "{wanted}: {error:?}");
        }
    }
}
