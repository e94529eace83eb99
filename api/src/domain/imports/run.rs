//! Reading a file against the database: to see the difference, or to write it.

use entity::values::ImportState;
use tokio::sync::mpsc;

use super::{
    commit::{Finished, Target, Writer},
    difference::Difference,
    pipeline::{self, BATCHES_WAITING, Input, Outcome},
    progress::{Progress, Watched},
};
use crate::{
    domain::{Actor, Error, Result},
    state::App,
};

/// Called after each batch.
pub type OnProgress<'p> = &'p (dyn Fn(Progress) + Send + Sync);

const ANALYSE_FROM: u64 = 1000; // changed rows; below, the planner's statistics are still near the truth

/// Reads and compares; writes nothing.
pub async fn check(app: &App, input: Input, source: &str, on_progress: OnProgress<'_>) -> Result<Outcome> {
    let input = Input { seal: false, ..input };
    let difference = Difference::load(app.database.reader(), &app.keys, source).await?;
    let (sender, mut batches) = mpsc::channel(BATCHES_WAITING);
    let reading = tokio::task::spawn_blocking(move || pipeline::run(&input, difference, &sender));
    while let Some(batch) = batches.recv().await {
        on_progress(batch.progress);
    }
    finished(reading.await)
}

/// What became of a file that was to be written.
pub enum Written {
    Committed(Outcome),
    /// Rows were rejected and none were wanted: nothing was written.
    Refused(Outcome),
    /// Another process has written it already.
    Before,
}

/// One file on its way into the database.
pub struct Writing<'w> {
    pub import: i64,
    pub source: String,
    pub actor: &'w Actor,
    /// Whether a rejected row keeps everything out.
    pub strict: bool,
}

/// Reads and writes in one transaction: all rows but the rejected ones, or nothing.
pub async fn write(app: &App, input: Input, writing: &Writing<'_>, on_progress: OnProgress<'_>) -> Result<Written> {
    let now = app.clock.timestamp();
    let target = Target { import: writing.import, source: writing.source.clone(), now };
    let watched = Watched::start(writing.import.into());
    let mut writer = Writer::begin(&app.database, target).await?;
    writer.date(app.clock.timestamp());
    if writer.import(writing.import).await?.state == ImportState::Committed {
        writer.roll_back().await?;
        return Ok(Written::Before);
    }
    let input = Input { seal: true, ..input };
    let difference = writer.difference(&app.keys, &writing.source).await?;
    let (sender, mut batches) = mpsc::channel(BATCHES_WAITING);
    let reading = tokio::task::spawn_blocking(move || pipeline::run(&input, difference, &sender));
    while let Some(batch) = batches.recv().await {
        let progress = batch.progress;
        if let Err(error) = writer.write(batch).await {
            drop(batches); // the reading thread ends at its next batch
            writer.roll_back().await.ok(); // the connection may be the very thing that failed
            return Err(error);
        }
        watched.set(progress);
        on_progress(progress);
    }
    let outcome = match finished(reading.await) {
        Ok(outcome) => outcome,
        Err(error) => {
            writer.roll_back().await?;
            return Err(error);
        }
    };
    if writing.strict && outcome.tally.rejected > 0 {
        writer.roll_back().await?;
        return Ok(Written::Refused(outcome));
    }
    let now = app.clock.timestamp();
    writer.commit(&Finished { import: writing.import, outcome: &outcome, actor: writing.actor, now }).await?;
    if outcome.tally.created + outcome.tally.updated >= ANALYSE_FROM {
        // A launch right after an import would else be planned for empty tables.
        app.database.settle(&["patient", "contact_point", "condition", "code_set_code"]).await;
    }
    Ok(Written::Committed(outcome))
}

fn finished(reading: Result<Result<Outcome>, tokio::task::JoinError>) -> Result<Outcome> {
    reading.map_err(|error| Error::Internal(anyhow::Error::new(error).context("the reading thread ended")))?
}
