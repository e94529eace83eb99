//! The signed time at which a page was made: programs are faster than people, and one page is answered once.

use std::time::Duration;

use aws_lc_rs::constant_time;
use entity::time::Timestamp;
use shared::ids::FormId;

use crate::{
    clients::random::token,
    domain::audit::{hex, unhex},
    state::App,
};

const CONTEXT: &str = "form stamp";
const NONCE: usize = 22; // base62 letters: 128 bits
const OLDEST: Duration = Duration::from_hours(7 * 24); // no page stays open longer with something typed into it

/// What a stamp says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    pub made_at: Timestamp,
    /// Of this page alone.
    pub nonce: String,
}

/// A stamp for a page of this form, made now.
pub fn issue(app: &App, form: FormId) -> String {
    let made_at = app.clock.timestamp();
    let nonce = token(&*app.random, NONCE);
    let mac = hex(&mac(app, form, made_at, &nonce));
    format!("{}.{nonce}.{mac}", made_at.0)
}

/// What a stamp says, where it is ours, for this form, and neither too old nor of the future.
pub fn read(app: &App, form: FormId, stamp: &str) -> Option<Stamp> {
    let mut parts = stamp.splitn(3, '.');
    let made_at = Timestamp(parts.next()?.parse().ok()?);
    let nonce = parts.next()?;
    let given = unhex(parts.next()?)?;
    let genuine = constant_time::verify_slices_are_equal(&given, &mac(app, form, made_at, nonce)).is_ok();
    let now = app.clock.timestamp();
    let in_time = made_at <= now && now <= made_at.plus(OLDEST);
    (genuine && in_time && nonce.len() == NONCE).then(|| Stamp { made_at, nonce: nonce.to_owned() })
}

fn mac(app: &App, form: FormId, made_at: Timestamp, nonce: &str) -> [u8; 16] {
    app.keys.keyed_hash(CONTEXT, format!("{form}.{}.{nonce}", made_at.0).as_bytes())
}

impl Stamp {
    /// Whether the page was made so long ago that a person can have filled it in.
    pub fn is_old_enough(&self, app: &App) -> bool {
        let fewest = Duration::from_secs(app.config.forms.fewest_seconds.into());
        self.made_at.plus(fewest) <= app.clock.timestamp()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::TestApp;

    #[tokio::test]
    async fn a_stamp_is_ours_of_its_form_and_of_its_time() {
        let test = TestApp::start().await;
        let (app, form) = (&test.app, FormId::from(7));
        let text = issue(app, form);
        let stamp = read(app, form, &text).unwrap();
        assert!(!stamp.is_old_enough(app), "just made");
        test.clock.advance(Duration::from_secs(3));
        assert!(stamp.is_old_enough(app));
        assert_ne!(stamp.nonce, read(app, form, &issue(app, form)).unwrap().nonce);
        assert_eq!(read(app, FormId::from(8), &text), None, "of another form");
        let later = text.replacen(&stamp.made_at.0.to_string(), &(stamp.made_at.0 - 1).to_string(), 1);
        assert_eq!(read(app, form, &later), None, "made older than it is");
        for wrong in ["", "1", "1.a", "1.a.b", "..", "x.y.z"] {
            assert_eq!(read(app, form, wrong), None, "{wrong}");
        }
        test.clock.advance(OLDEST);
        assert_eq!(read(app, form, &text), None, "too old");
    }
}
