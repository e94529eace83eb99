//! The numbers of a campaign while they change.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use async_graphql::{Context, ID, Result, Subscription};
use futures::{Stream, stream};
use shared::{channel::Channel, ids::CampaignId, permission::Permission};

use super::{sending::ended, types::Campaign};
use crate::{
    domain::campaigns::{self, Progress, Rates},
    graphql::{
        context::{app, require},
        error::to_graphql,
        scalars::parse_id,
    },
    state::App,
};

const POLL: Duration = Duration::from_millis(500); // twice a second is as fast as people read
const RATED: usize = 41; // looks: the rate is that of the last twenty seconds
const LEAST: Duration = Duration::from_secs(2); // a rate of less time jumps about
const LONGEST: u32 = 15 * 60 * 2; // looks: as long as an access token lives; then the client asks again with a new one

#[derive(Default)]
pub struct CampaignSubscription;

#[Subscription]
impl CampaignSubscription {
    /// The campaign now and whenever its numbers have changed, at most twice a second, until it ends or
    /// for 15 minutes.
    async fn campaign_progress(
        &self,
        ctx: &Context<'_>,
        id: ID,
    ) -> Result<impl Stream<Item = Result<Campaign>> + use<>> {
        require(ctx, Permission::ViewCampaigns)?;
        let id = parse_id("id", &id)?;
        let app = app(ctx)?.clone();
        campaigns::get(app.database.reader(), id).await.map_err(to_graphql)?;
        Ok(changes(app, id))
    }
}

struct Watch {
    app: App,
    id: CampaignId,
    last: Option<Progress>,
    looks: u32,
    /// How many messages of each channel had ended at the last looks, the oldest first.
    ended: VecDeque<BTreeMap<Channel, i64>>,
}

fn changes(app: App, id: CampaignId) -> impl Stream<Item = Result<Campaign>> + use<> {
    stream::unfold(Some(Watch { app, id, last: None, looks: 0, ended: VecDeque::new() }), |watch| async {
        let mut watch = watch?;
        match watch.next().await {
            Ok(Some(progress)) => {
                let campaign = Campaign::watched(progress.campaign.clone(), watch.rates());
                let ended = progress.campaign.state.is_terminal();
                watch.last = Some(progress);
                Some((Ok(campaign), (!ended).then_some(watch)))
            }
            Ok(None) => None,
            Err(error) => Some((Err(to_graphql(error)), None)),
        }
    })
}

impl Watch {
    /// Messages a second of each channel over the last looks; none before there were enough of them.
    #[allow(clippy::cast_precision_loss, reason = "a rate is an estimate")]
    fn rates(&self) -> Option<Rates> {
        let (first, last) = (self.ended.front()?, self.ended.back()?);
        let time = POLL.mul_f64(self.ended.len().saturating_sub(1) as f64);
        let rate = |(channel, n): (&Channel, &i64)| {
            let since = n - first.get(channel).copied().unwrap_or_default();
            (*channel, since.max(0) as f64 / time.as_secs_f64())
        };
        (time >= LEAST).then(|| last.iter().map(rate).collect())
    }

    /// The next progress that differs from the last one; `None` when it was looked at long enough.
    async fn next(&mut self) -> crate::domain::Result<Option<Progress>> {
        while self.looks < LONGEST {
            if self.looks > 0 {
                tokio::time::sleep(POLL).await;
            }
            self.looks += 1;
            let progress = campaigns::progress(self.app.database.reader(), self.id).await?;
            self.ended.push_back(Channel::ALL.iter().map(|&on| (on, ended(&progress.ledger, on))).collect());
            if self.ended.len() > RATED {
                self.ended.pop_front();
            }
            if self.last.as_ref() != Some(&progress) {
                return Ok(Some(progress));
            }
        }
        Ok(None)
    }
}
