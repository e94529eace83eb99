//! How many opened their link and how many acknowledged, day by day in London.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{campaign, time::Timestamp, values::EventKind};
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::{
    database::Engine,
    domain::{Result, day},
};

/// Midnight in London is on the full hour of UTC, so hours can be added up to days here.
const HOUR: i64 = 3_600_000; // milliseconds

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimelinePoint {
    pub date: NaiveDate,
    pub followed: i64,
    pub acknowledged: i64,
}

#[derive(FromQueryResult)]
struct Bucket {
    kind: EventKind,
    hour: i64,
    n: i64,
}

/// A point for every day from the launch to the last event; none before the launch. Read from the
/// index over campaign, kind and time alone.
pub async fn timeline(connection: &impl ConnectionTrait, campaign: &campaign::Model) -> Result<Vec<TimelinePoint>> {
    let Some(launched_at) = campaign.launched_at else {
        return Ok(Vec::new());
    };
    let sql = format!(
        "SELECT kind, at / {HOUR} AS hour, COUNT(*) AS n FROM recipient_event \
         WHERE campaign_id = ? AND kind IN ('followed', 'acknowledged') GROUP BY kind, at / {HOUR}"
    );
    let statement = Engine::of(connection).statement(&sql, [campaign.id.into()]);
    let buckets = Bucket::find_by_statement(statement).all(connection).await?;

    let mut days: BTreeMap<NaiveDate, TimelinePoint> = BTreeMap::new();
    let first = day::of(launched_at.to_utc());
    let day_of = |bucket: &Bucket| day::of(Timestamp(bucket.hour.saturating_mul(HOUR)).to_utc());
    let last = buckets.iter().map(day_of).max().unwrap_or(first);
    for date in first.iter_days().take_while(|date| *date <= last) {
        days.insert(date, TimelinePoint { date, followed: 0, acknowledged: 0 });
    }
    for bucket in &buckets {
        let date = day_of(bucket);
        let point = days.entry(date).or_insert(TimelinePoint { date, followed: 0, acknowledged: 0 });
        match bucket.kind {
            EventKind::Followed => point.followed += bucket.n,
            EventKind::Acknowledged => point.acknowledged += bucket.n,
            EventKind::OptedOut | EventKind::NotMe | EventKind::LinkRevoked => {}
        }
    }
    Ok(days.into_values().collect())
}
