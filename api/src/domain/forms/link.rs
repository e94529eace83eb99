//! Signed links to forms that are not public: whoever has one may answer until it expires.

use aws_lc_rs::constant_time;
use chrono::{DateTime, Utc};
use entity::time::Timestamp;
use serde_json::json;
use shared::{form::FormState, ids::FormId, permission::Permission};

use super::{find::find, versions::Live};
use crate::{
    domain::{
        Actor, Error, Result,
        audit::{self, hex, unhex},
    },
    state::App,
};

const CONTEXT: &str = "form link";

/// What a signed link says beside the address of its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pass {
    pub until: Timestamp,
    /// Hexadecimal digits.
    pub signature: String,
}

impl Pass {
    /// As it stands behind an address.
    pub fn query(&self) -> String {
        format!("until={}&key={}", self.until.0, self.signature)
    }
}

/// The address of a published form with a pass until then.
pub async fn signed_link(app: &App, actor: &Actor, id: FormId, until: DateTime<Utc>) -> Result<String> {
    actor.require(Permission::PublishForms)?;
    let now = app.clock.now();
    if until <= now {
        return Err(Error::invalid("until", "The link would be out of date already; give a time to come."));
    }
    let form = find(app.database.reader(), id).await?;
    if form.state != FormState::Published {
        return Err(Error::refused("NOT_PUBLISHED", "Only a published form has an address. Publish it first."));
    }
    let until = Timestamp::from(until);
    let pass = Pass { until, signature: hex(&sign(app, form.id, until)) };
    let entry = audit::Entry {
        action: "form.link_signed",
        subject: Some(id.to_string()),
        detail: json!({ "until": until.to_utc() }),
    };
    audit::record_alone(&app.database, now.into(), actor, entry).await?;
    Ok(format!("{}/f/{}?{}", app.config.http.base_url(), form.slug, pass.query()))
}

/// Whether somebody who comes with this pass, or without any, may answer the form.
pub fn may_enter(app: &App, form: &Live, pass: Option<&Pass>) -> bool {
    let signed = pass.is_some_and(|pass| {
        let signature = unhex(&pass.signature).unwrap_or_default();
        app.clock.timestamp() < pass.until
            && constant_time::verify_slices_are_equal(&signature, &sign(app, form.id, pass.until)).is_ok()
    });
    form.is_public || signed
}

fn sign(app: &App, form: i64, until: Timestamp) -> [u8; 16] {
    app.keys.keyed_hash(CONTEXT, format!("{form}.{}", until.0).as_bytes())
}
