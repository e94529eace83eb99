//! What patients do with their links: some through the very pages, the crowd by the same rules underneath.

use axum::{
    Router,
    body::Body,
    http::{Method, Request, StatusCode},
};
use entity::{recipient, values::EventKind};
use indicatif::ProgressBar;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::ids::{CampaignId, RecipientId};
use tower::ServiceExt;

use crate::{domain::acknowledgements, graphql, http, state::App};

const THROUGH_PAGES: usize = 500; // recipients whose GET and POST go through the router
const PAGE: u64 = 5_000; // recipients read at once

/// How many of those who were sent something, and have not acknowledged yet, do what.
#[derive(Clone, Copy, Debug)]
pub struct Habits {
    /// Of all: open the link.
    pub follow: f64,
    /// Of those who open it: press the button.
    pub acknowledge: f64,
}

/// After the first message.
pub const FIRST_WAVE: Habits = Habits { follow: 0.60, acknowledge: 0.75 };
/// After the reminder.
pub const SECOND_WAVE: Habits = Habits { follow: 0.30, acknowledge: 0.60 };

/// Lets the recipients of a campaign act; returns how many links were opened.
pub async fn act(app: &App, campaign: CampaignId, habits: Habits, seed: u64, bar: &ProgressBar) -> anyhow::Result<u64> {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let router = http::router(app.clone(), graphql::build(app.clone()));
    let mut through_pages = 0;
    let mut opened = 0;
    let mut after = 0;
    loop {
        let recipients: Vec<(i64, i32)> = recipient::Entity::find()
            .select_only()
            .columns([recipient::Column::Id, recipient::Column::LinkVersion])
            .filter(recipient::Column::CampaignId.eq(campaign.get()))
            .filter(recipient::Column::FirstSentAt.is_not_null())
            .filter(recipient::Column::AcknowledgedAt.is_null())
            .filter(recipient::Column::Id.gt(after))
            .order_by_asc(recipient::Column::Id)
            .limit(PAGE)
            .into_tuple()
            .all(app.database.reader())
            .await?;
        let Some(&(last, _)) = recipients.last() else { return Ok(opened) };
        after = last;
        let mut events = Vec::new();
        let mut visits = Vec::new();
        for (id, version) in recipients {
            let id = RecipientId::from(id);
            if !chance.random_bool(habits.follow) {
                continue;
            }
            opened += 1;
            let acknowledges = chance.random_bool(habits.acknowledge);
            if through_pages < THROUGH_PAGES {
                through_pages += 1;
                visits.push(visit(&router, format!("/m/{}", app.keys.link_token(id, version)), acknowledges));
                continue;
            }
            let now = app.clock.timestamp();
            events.push((id, EventKind::Followed, now));
            if acknowledges {
                events.push((id, EventKind::Acknowledged, now));
            }
        }
        // Together, as patients come: their events share a commit.
        futures::future::try_join_all(visits).await?;
        acknowledgements::record_many(app, &events).await?;
        bar.set_position(opened);
    }
}

/// Opens the page of a link and, where the patient does, presses its button.
async fn visit(router: &Router, path: String, acknowledges: bool) -> anyhow::Result<()> {
    request(router, Method::GET, &path).await?;
    if acknowledges {
        request(router, Method::POST, &path).await?;
    }
    Ok(())
}

async fn request(router: &Router, method: Method, path: &str) -> anyhow::Result<()> {
    let request = Request::builder().method(method.clone()).uri(path).body(Body::empty())?;
    let status = router.clone().oneshot(request).await?.status();
    anyhow::ensure!(
        status == StatusCode::OK || status.is_redirection(),
        "a patient's {method} was answered with {status}"
    );
    Ok(())
}
