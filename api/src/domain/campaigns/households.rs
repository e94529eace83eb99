//! One message for each contact point, where several patients of a campaign share one.

use entity::values::ContactKind;
use sea_orm::{ActiveEnum, ConnectionTrait};
use shared::{
    channel::{Channel, MessageState},
    ids::CampaignId,
};

use super::{audience::Queued, counts};
use crate::{
    database::Engine,
    domain::{Result, cohorts::kind_of, messages::reason},
};

/// Holds back the messages of a wave that was queued just now to all but the first patient of a contact point, and
/// returns what is left.
pub(super) async fn one_a_contact_point(
    transaction: &impl ConnectionTrait,
    campaign: CampaignId,
    wave: i32,
    channel: Channel,
    queued: Queued,
) -> Result<Queued> {
    let kind: ContactKind = kind_of(channel);
    let sql = "WITH addressed AS (SELECT m.id AS id, m.recipient_id AS recipient_id, (SELECT v.value_index \
           FROM contact_point v WHERE v.patient_id = r.patient_id AND v.kind = ? AND NOT EXISTS \
             (SELECT 1 FROM suppression x WHERE x.kind = v.kind AND x.value_index = v.value_index) \
           ORDER BY v.position, v.id LIMIT 1) AS point \
         FROM message m JOIN recipient r ON r.id = m.recipient_id \
         WHERE m.state = 'queued' AND m.channel = ? AND m.campaign_id = ? AND m.wave = ?), \
       ranked AS (SELECT id, ROW_NUMBER() OVER (PARTITION BY point ORDER BY recipient_id) AS place FROM addressed) \
       UPDATE message SET state = 'suppressed', reason = ? WHERE id IN (SELECT id FROM ranked WHERE place > 1)";
    let values =
        [kind.to_value().into(), channel.as_str().into(), campaign.get().into(), wave.into(), reason::HOUSEHOLD.into()];
    let done = transaction.execute_raw(Engine::of(transaction).statement(sql, values)).await?;
    let held = i64::try_from(done.rows_affected()).unwrap_or(i64::MAX);
    let (from, to) = (MessageState::Queued, MessageState::Suppressed);
    counts::move_messages(transaction, campaign, wave, channel, from, to, held).await?;
    Ok(Queued { queued: queued.queued - held, suppressed: queued.suppressed + held })
}
