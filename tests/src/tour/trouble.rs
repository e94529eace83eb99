//! A campaign whose emails failed, and one about whose emails nobody knows: the lists of what needs a hand.

use anyhow::{Context, ensure};

use super::stop::{Act, Stop};
use crate::sink::{Fate, SmtpSink};
use crate::{App, Client, Engine, Result, scene};

const PATIENTS: u32 = 40;

/// A server with such campaigns. The mail server takes everything from then on, as long as the value lives.
pub struct Trouble {
    pub app: App,
    failed: String,
    in_doubt: String,
    _sink: SmtpSink,
}

/// Launches both, one after the other.
pub async fn scene() -> Result<Trouble> {
    let sink = SmtpSink::start()?;
    let app = App::on(Engine::Sqlite).variables(sink.settings()).start().await?;
    scene::import_patients(&app, PATIENTS).await?;
    let mut client = app.signed_in("manager").await?;
    // In this order: an address that is refused for good is not written to again.
    let in_doubt = launched(&sink, Fate::HungUp, &mut client, "uncertain").await?;
    let failed = launched(&sink, Fate::Refused, &mut client, "failed").await?;
    sink.otherwise(Fate::Taken);
    Ok(Trouble { app, failed, in_doubt, _sink: sink })
}

/// A campaign whose emails meet this fate; `state` is where they must be then.
async fn launched(sink: &SmtpSink, fate: Fate, client: &mut Client, state: &str) -> Result<String> {
    sink.otherwise(fate);
    let id = scene::draft(client).await?;
    scene::launch(client, &id).await?;
    let campaign = scene::dispatched(client, &id).await?;
    let there: i64 = scene::channels(&campaign).map(|channel| scene::number(channel, state)).sum();
    ensure!(there > 0, "no message is {state}: {campaign}");
    id.as_str().map(ToOwned::to_owned).context("the campaign has no id")
}

impl Trouble {
    pub fn stops(&self) -> Vec<Stop> {
        let Self { failed, in_doubt, .. } = self;
        let failed_list = format!("/campaigns/{failed}/messages?state=FAILED");
        let doubt_list = format!("/campaigns/{in_doubt}/messages?state=UNCERTAIN");
        let decide =
            [Act::Mark("Send once more"), Act::Press("Decide about all"), Act::See("dialog[open] .dialog__title")];
        vec![
            Stop::at("trouble-dashboard", "/"),
            Stop::at("trouble-campaigns", "/campaigns"),
            Stop::at("trouble-campaign", format!("/campaigns/{in_doubt}")),
            Stop::at("failed-list", failed_list.clone()),
            Stop::at("failed-dialog", failed_list).dialog(&["Retry failed"]),
            Stop::at("doubt-list", doubt_list.clone()),
            Stop::at("doubt-dialog", doubt_list).after(&decide),
        ]
    }
}
