//! A made-up running campaign, for measurements and tests: every patient is real to the database
//! and to nobody else.

use entity::{campaign, template, time::Timestamp, values::ContactKind};
use sea_orm::{ActiveEnum, ActiveValue::Set, ConnectionTrait, EntityTrait, Value};
use serde_json::json;
use shared::{
    channel::{CampaignState, Channel, MessageState},
    ids::CampaignId,
    template::{default_email_body, default_email_subject, default_sms},
};

use crate::{
    domain::{
        Result,
        campaigns::counts::{self, Stage},
        patients::columns,
    },
    state::App,
};

const ONE_YEAR_MS: i64 = 365 * 24 * 3_600_000;

/// Makes `patients` patients with a phone number and an email address, and a running campaign with
/// a queued text and a queued email to each of them. For a database without patients.
pub async fn running_campaign(app: &App, patients: i64) -> Result<CampaignId> {
    running_campaign_by(app, patients, Channel::ALL).await
}

/// [`running_campaign`] with messages of these channels only.
pub async fn running_campaign_by(app: &App, patients: i64, channels: &[Channel]) -> Result<CampaignId> {
    let transaction = app.database.begin().await?;
    let now = app.clock.timestamp();
    people(&transaction, app, patients, now).await?;
    let campaign = campaign::ActiveModel {
        name: Set("Flu 2026".to_owned()),
        kind: Set("flu".to_owned()),
        state: Set(CampaignState::Running),
        rule: Set(json!({ "all": [] })),
        channels: Set(json!(channels)),
        wave: Set(0),
        expires_at: Set(Timestamp(now.0 + ONE_YEAR_MS)),
        created_by: Set("sample".to_owned()),
        created_at: Set(now),
        launched_at: Set(Some(now)),
        ..Default::default()
    };
    let id = campaign::Entity::insert(campaign).exec(&transaction).await?.last_insert_id;
    for (channel, subject, body) in
        [(Channel::Email, default_email_subject(), default_email_body()), (Channel::Sms, "", default_sms())]
    {
        let template = template::ActiveModel {
            campaign_id: Set(id),
            channel: Set(channel),
            subject: Set(subject.to_owned()),
            body: Set(body.to_owned()),
            created_at: Set(now),
            ..Default::default()
        };
        template::Entity::insert(template).exec_without_returning(&transaction).await?;
    }
    audience(&transaction, app, id, Audience { patients, channels, now }).await?;
    transaction.commit().await?;
    Ok(CampaignId::from(id))
}

async fn people(transaction: &impl ConnectionTrait, app: &App, n: i64, now: Timestamp) -> Result<()> {
    let sql = "INSERT INTO patient (source, local_id, given_name, family_name, name_key, sex, status, content_hash, created_at, updated_at) \
               WITH RECURSIVE numbers(n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n < CAST(? AS BIGINT)) \
               SELECT 'sample', 'sample-' || n, 'Jo', 'Sample', 'sample jo', 'unknown', 'active', ?, ?, ? FROM numbers";
    let values: [Value; 4] = [n.into(), Vec::<u8>::new().into(), now.0.into(), now.0.into()];
    transaction.execute_raw(app.database.statement(sql, values)).await?;
    for (kind, context, value) in
        [(ContactKind::Phone, columns::PHONE, "+447700900123"), (ContactKind::Email, columns::EMAIL, "jo@example.org")]
    {
        let sealed = app.keys.seal(context, value.as_bytes(), &*app.random);
        let index = app.keys.blind_index(context, value).to_vec();
        let sql = "INSERT INTO contact_point (patient_id, kind, position, value_sealed, value_index) \
                   SELECT id, ?, 0, ?, ? FROM patient WHERE source = 'sample'";
        let values = [kind.to_value().into(), sealed.into(), index.into()];
        transaction.execute_raw(app.database.statement(sql, values)).await?;
    }
    Ok(())
}

struct Audience<'a> {
    patients: i64,
    channels: &'a [Channel],
    now: Timestamp,
}

async fn audience(
    transaction: &impl ConnectionTrait,
    app: &App,
    campaign: i64,
    Audience { patients: n, channels, now }: Audience<'_>,
) -> Result<()> {
    let statement = |sql: &str, values: Vec<Value>| app.database.statement(sql, values);
    let sql = "INSERT INTO recipient (campaign_id, patient_id, link_version, created_at) \
               SELECT ?, id, 1, ? FROM patient WHERE source = 'sample' ORDER BY id";
    transaction.execute_raw(statement(sql, vec![campaign.into(), now.0.into()])).await?;
    let id = CampaignId::from(campaign);
    counts::add_recipients(transaction, id, Stage::Recipients, 0, n).await?;
    for &channel in channels {
        let sql = "INSERT INTO message (campaign_id, recipient_id, wave, channel, state, attempts, epoch, available_at, created_at, updated_at) \
                   SELECT campaign_id, id, 0, ?, 'queued', 0, 0, 0, ?, ? FROM recipient WHERE campaign_id = ? ORDER BY id";
        let values = vec![channel.as_str().into(), now.0.into(), now.0.into(), campaign.into()];
        transaction.execute_raw(statement(sql, values)).await?;
        counts::add_messages(transaction, id, 0, channel, MessageState::Queued, n).await?;
    }
    Ok(())
}
