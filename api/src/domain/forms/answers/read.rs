//! One answer with what is sealed of it, opened.

use std::sync::Arc;

use anyhow::Context;
use entity::form_response;
use sea_orm::EntityTrait;
use serde_json::{Value as Json, json};
use shared::{
    form::CleanAnswers,
    ids::{FormId, FormResponseId},
    permission::Permission,
};

use super::{super::versions::Version, SEALED};
use crate::{
    domain::{Actor, Error, Result, audit},
    state::App,
};

/// An answer, and the version it was given to.
pub struct Read {
    pub row: form_response::Model,
    pub version: Arc<Version>,
    pub answers: CleanAnswers,
}

/// Reads one answer whole. Leaves an audit event.
pub async fn read(app: &App, actor: &Actor, id: FormResponseId) -> Result<Read> {
    actor.require(Permission::ViewAnswers)?;
    let row = form_response::Entity::find_by_id(id.get()).one(app.database.reader()).await?;
    let row = row.ok_or(Error::NotFound("answer to a form"))?;
    let version = app.forms.get(&app.database, row.form_version_id.into()).await?;
    let answers = answers_of(app, &version, &row)?;
    let entry = audit::Entry {
        action: "form_response.read",
        subject: Some(id.to_string()),
        detail: json!({ "form": FormId::from(row.form_id), "patient": row.patient_id.map(shared::ids::PatientId::from) }),
    };
    audit::record_alone(&app.database, app.clock.timestamp(), actor, entry).await?;
    Ok(Read { row, version, answers })
}

/// All answers of a row, those of sensitive fields among them.
pub fn answers_of(app: &App, version: &Version, row: &form_response::Model) -> Result<CleanAnswers> {
    let mut all = row.answers.clone();
    if let Some(sealed) = &row.sealed {
        let opened = app.keys.open(SEALED, sealed).context("sealed answers do not open")?;
        let opened: Json = serde_json::from_slice(&opened).context("sealed answers are no JSON")?;
        if let (Some(all), Json::Object(opened)) = (all.as_object_mut(), opened) {
            all.extend(opened);
        }
    }
    let answers = CleanAnswers::read(&version.schema, &all);
    Ok(answers.with_context(|| format!("the answers of form-response-{} cannot be read", row.id))?)
}
