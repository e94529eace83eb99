//! Answers to a form, newest first, as far as a filter lets them through.

use std::sync::Arc;

use entity::{form_response, time::Timestamp};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use serde_json::{Value as Json, json};
use shared::{
    form::FieldKind,
    ids::{CampaignId, FormId, FormResponseId, FormVersionId, PatientId},
    permission::Permission,
};

use super::{
    super::versions::Version,
    asked::{answer_is, newest_with},
    tally::{NO, YES},
};
use crate::{
    database::{Engine, ids},
    domain::{Actor, Error, Result, audit},
    state::App,
};

/// Which answers are wanted; what is `None` does not matter.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub version: Option<FormVersionId>,
    pub campaign: Option<CampaignId>,
    pub patient: Option<PatientId>,
    /// Sent at this time or after it.
    pub from: Option<Timestamp>,
    /// Sent before this time.
    pub until: Option<Timestamp>,
    /// The band its score is in.
    pub band: Option<String>,
    pub field: Option<FieldIs>,
}

/// What was answered to a field that is not sealed; of several, one of them.
#[derive(Clone, Debug)]
pub struct FieldIs {
    pub field: String,
    /// A text, a number, true or false.
    pub value: Json,
}

/// At most `limit` answers older than `before`. Leaves one audit event for them all. What is sealed stays so.
pub async fn list(
    app: &App,
    actor: &Actor,
    form: FormId,
    filter: &Filter,
    before: Option<FormResponseId>,
    limit: u64,
) -> Result<Vec<form_response::Model>> {
    actor.require(Permission::ViewAnswers)?;
    let column = form_response::Column::FormId;
    let mut query = form_response::Entity::find().filter(column.eq(form.get()));
    if let Some(before) = before {
        query = query.filter(form_response::Column::Id.lt(before.get()));
    }
    if let Some(version) = filter.version {
        query = query.filter(form_response::Column::FormVersionId.eq(version.get()));
    }
    if let Some(campaign) = filter.campaign {
        query = query.filter(form_response::Column::CampaignId.eq(campaign.get()));
    }
    if let Some(patient) = filter.patient {
        query = query.filter(form_response::Column::PatientId.eq(patient.get()));
    }
    if let Some(from) = filter.from {
        query = query.filter(form_response::Column::SubmittedAt.gte(from));
    }
    if let Some(until) = filter.until {
        query = query.filter(form_response::Column::SubmittedAt.lt(until));
    }
    if let Some(band) = &filter.band {
        query = query.filter(form_response::Column::ScoreBand.eq(band.as_str()));
    }
    let mut nobody = false;
    if let Some(wanted) = &filter.field {
        let versions = app.forms.published(&app.database, form).await?;
        check(&versions, wanted)?;
        nobody = was_never_answered(app, &versions, wanted).await?;
        query = query.filter(answered(app.database.engine(), wanted));
    }
    let rows = if nobody {
        Vec::new()
    } else {
        query.order_by_desc(form_response::Column::Id).limit(limit).all(app.database.reader()).await?
    };
    let entry = audit::Entry {
        action: "form_response.listed",
        subject: Some(form.to_string()),
        detail: json!({ "rows": rows.len() }),
    };
    audit::record_alone(&app.database, app.clock.timestamp(), actor, entry).await?;
    Ok(rows)
}

/// At most `limit` answers of a patient older than `before`, to whichever form. Leaves one audit event for them all.
/// What is sealed stays so.
pub async fn of_patient(
    app: &App,
    actor: &Actor,
    patient: PatientId,
    before: Option<FormResponseId>,
    limit: u64,
) -> Result<Vec<form_response::Model>> {
    actor.require(Permission::ViewAnswers)?;
    let mut query = form_response::Entity::find().filter(form_response::Column::PatientId.eq(patient.get()));
    if let Some(before) = before {
        query = query.filter(form_response::Column::Id.lt(before.get()));
    }
    let rows = query.order_by_desc(form_response::Column::Id).limit(limit).all(app.database.reader()).await?;
    let entry = audit::Entry {
        action: "form_response.listed",
        subject: Some(patient.to_string()),
        detail: json!({ "rows": rows.len() }),
    };
    audit::record_alone(&app.database, app.clock.timestamp(), actor, entry).await?;
    Ok(rows)
}

/// Whether answers can be looked for by this.
fn check(versions: &[Arc<Version>], wanted: &FieldIs) -> Result<()> {
    match newest_with(versions.iter().map(|version| &version.schema), &wanted.field) {
        Some(field) if field.sensitive => {
            let message = format!("The answers to {:?} are sealed: they cannot be looked for.", wanted.field);
            return Err(Error::invalid("filter.field", message));
        }
        Some(_) => {}
        None => return Err(Error::invalid("filter.field", "There is no field of this name.")),
    }
    if wanted.value.is_object() || wanted.value.is_array() || wanted.value.is_null() {
        return Err(Error::invalid("filter.value", "Give a text, a number, true or false."));
    }
    Ok(())
}

/// Whether the tallies know that nobody gave this answer. Of many answers a list of none is the one that takes longest to
/// look for. Only choices and yes and no are tallied by the value that is looked for.
async fn was_never_answered(app: &App, versions: &[Arc<Version>], wanted: &FieldIs) -> Result<bool> {
    #[derive(FromQueryResult)]
    struct Row {
        n: i64,
    }
    let value = match &wanted.value {
        Json::String(value) if !value.is_empty() => value.clone(),
        Json::Bool(yes) => if *yes { YES } else { NO }.to_owned(),
        _ => return Ok(false),
    };
    let is_tallied = |version: &Arc<Version>| {
        version.schema.field(&wanted.field).is_none_or(|field| {
            let by_value = match field.kind {
                FieldKind::Choice(_) => wanted.value.is_string(),
                FieldKind::YesNo(_) | FieldKind::Consent => wanted.value.is_boolean(),
                _ => false,
            };
            by_value && !field.sensitive
        })
    };
    if !versions.iter().all(is_tallied) {
        return Ok(false);
    }
    let sql = format!(
        "SELECT CAST(COALESCE(SUM(n), 0) AS bigint) AS n FROM form_tally WHERE {} AND field = ? AND value = ?",
        app.database.engine().is_among("form_version_id")
    );
    let these = ids(versions.iter().map(|version| version.id.get()));
    let statement = app.database.statement(&sql, [these, wanted.field.clone().into(), value.into()]);
    Ok(Row::find_by_statement(statement).one(app.database.reader()).await?.is_some_and(|row| row.n == 0))
}

/// SQL for an answer to one field.
fn answered(engine: Engine, wanted: &FieldIs) -> Expr {
    let places = match engine {
        Engine::Sqlite => ["?", "?"],
        Engine::Postgres => ["$1", "$2"],
    };
    let sql = answer_is(engine, "form_response.answers", places);
    Expr::cust_with_values(sql, [wanted.field.clone(), wanted.value.to_string()])
}
