//! Recipients to put under load: one campaign, made by set-based SQL.

use anyhow::bail;
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};
use shared::{ids::RecipientId, template};

use crate::state::App;

const NUMBERS: &str = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)";

/// Makes `count` recipients of a running campaign; returns the paths of their pages.
pub async fn fill(app: &App, count: u32) -> anyhow::Result<Vec<String>> {
    let database = &app.database;
    if entity::patient::Entity::find().count(database.reader()).await? > 0 {
        bail!("the measurement wants an empty database; set RECALL_DATA_DIR to a new folder");
    }
    let now = app.clock.timestamp().0;
    let day = 86_400_000; // milliseconds
    let campaign = "INSERT INTO campaign (id, name, kind, state, rule, channels, wave, expires_at, created_by, created_at) \
                    VALUES (1, 'Measurement', 'flu', 'running', '{}', '[\"email\"]', 0, ?, 'bench', ?)";
    let text = "INSERT INTO template (campaign_id, channel, subject, body, created_at) VALUES (1, 'email', ?, ?, ?)";
    let patients = format!(
        "INSERT INTO patient (id, source, given_name, family_name, name_key, sex, status, content_hash, created_at, updated_at) \
         {NUMBERS} SELECT i, 'bench', 'Ada', 'Byron', 'byron', 'female', 'active', ?, 1, 1 FROM n"
    );
    let recipients = format!(
        "INSERT INTO recipient (id, campaign_id, patient_id, link_version, created_at) \
         {NUMBERS} SELECT i, 1, i, 1, 1 FROM n"
    );
    let (subject, body) = (template::default_email_subject(), template::default_email_body());
    let transaction = database.begin().await?;
    for statement in [
        database.statement(campaign, [(now + day).into(), now.into()]),
        database.statement(text, [subject.into(), body.into(), now.into()]),
        database.statement(&patients, [i64::from(count).into(), vec![0_u8].into()]),
        database.statement(&recipients, [i64::from(count).into()]),
    ] {
        transaction.execute_raw(statement).await?;
    }
    transaction.commit().await?;
    let link = |id: u32| format!("/m/{}", app.keys.link_token(RecipientId::from(i64::from(id)), 1));
    Ok((1..=count).map(link).collect())
}
