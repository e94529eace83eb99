//! Importing a file of this machine, for the command line and the demo.

use std::path::PathBuf;

use entity::{import, values::ImportState};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use serde_json::json;
use shared::{ids::ImportId, permission::Permission};

use super::{
    check::Rules,
    commit,
    map::Mapping,
    pipeline::{Input, Outcome},
    run::{self, OnProgress, Writing, Written},
    source::Source,
    summary::ImportSummary,
};
use crate::{
    domain::{
        Actor, Result,
        audit::{self, Entry},
        code_sets::Vocabulary,
    },
    state::App,
};

/// Where rows come from when nobody names a source.
pub const DEFAULT_SOURCE: &str = "practice";

/// A file to be imported.
#[derive(Clone, Debug, Default)]
pub struct ImportRequest {
    pub path: PathBuf,
    /// The system it comes from, within which `local_id` is unique; else the mapping's, else `practice`.
    pub source: Option<String>,
    pub mapping: Option<Mapping>,
    /// Only look: nothing is written.
    pub dry_run: bool,
    /// Rejected rows keep everything out.
    pub strict: bool,
}

/// Reads the file and, unless it is a dry run, writes it in one transaction.
pub async fn run_file(
    app: &App,
    actor: &Actor,
    request: ImportRequest,
    progress: OnProgress<'_>,
) -> Result<ImportSummary> {
    actor.require(Permission::ImportPatients)?;
    let mapping = request.mapping.unwrap_or_default();
    let source = request.source.or_else(|| mapping.source.clone()).unwrap_or_else(|| DEFAULT_SOURCE.to_owned());
    let file = Source::File(request.path);
    let file_name = file.file_name();
    let conditions = mapping.conditions.as_ref().and_then(|conditions| file.beside(&conditions.file));
    let input = input(app, file, conditions, mapping.clone()).await?;
    if request.dry_run {
        let outcome = run::check(app, input, &source, progress).await?;
        let detail = json!({ "rows": outcome.tally.rows, "rejected": outcome.tally.rejected, "dryRun": true });
        let event = Entry { action: "import.checked", subject: None, detail };
        audit::record_alone(&app.database, app.clock.timestamp(), actor, event).await?;
        return Ok(ImportSummary::new(None, file_name, &outcome, false));
    }
    let mapping = serde_json::to_value(&mapping).ok();
    let import = create(app, actor, &file_name, &source, mapping).await?;
    let writing = Writing { import, source, actor, strict: request.strict };
    let id = Some(ImportId::from(import));
    match run::write(app, input, &writing, progress).await {
        Ok(Written::Committed(outcome)) => Ok(ImportSummary::new(id, file_name, &outcome, true)),
        Ok(Written::Refused(outcome)) => {
            let message = format!("{} rows were rejected, so nothing was written.", outcome.tally.rejected);
            fail(app, import, &message).await?;
            keep_rejections(app, import, &outcome).await?;
            Ok(ImportSummary::new(id, file_name, &outcome, false))
        }
        Ok(Written::Before) => Err(anyhow::anyhow!("import {import} was written by another process").into()),
        Err(error) => {
            let message =
                if error.is_internal() { "The import failed; the log says why.".into() } else { error.to_string() };
            fail(app, import, &message).await?;
            Err(error)
        }
    }
}

/// What was wrong in a file that was kept out as a whole.
async fn keep_rejections(app: &App, import: i64, outcome: &Outcome) -> Result<()> {
    let transaction = app.database.begin().await?;
    commit::replace_issues(&transaction, import, &outcome.issues).await?;
    let row = import::ActiveModel {
        id: sea_orm::ActiveValue::Unchanged(import),
        rows_total: Set(commit::signed(outcome.tally.rows)),
        created: Set(commit::signed(outcome.tally.created)),
        updated: Set(commit::signed(outcome.tally.updated)),
        unchanged: Set(commit::signed(outcome.tally.unchanged)),
        rejected: Set(commit::signed(outcome.tally.rejected)),
        reasons: Set(commit::reasons(&outcome.reasons)),
        ..Default::default()
    };
    import::Entity::update(row).exec(&transaction).await?;
    transaction.commit().await?;
    Ok(())
}

/// What a reading needs, from the application and the mapping.
pub async fn input(app: &App, source: Source, conditions: Option<Source>, mapping: Mapping) -> Result<Input> {
    let rules = Rules {
        today: app.clock.now().date_naive(),
        date_formats: mapping.date_formats.clone(),
        code_system: mapping.code_system.as_deref().and_then(|system| system.parse().ok()),
        vocabulary: Vocabulary::load(app.database.reader()).await?,
    };
    let (keys, random) = (app.keys.clone(), app.random.clone());
    Ok(Input { source, conditions, mapping, rules, keys, random, seal: true })
}

async fn create(
    app: &App,
    actor: &Actor,
    file_name: &str,
    source: &str,
    mapping: Option<serde_json::Value>,
) -> Result<i64> {
    let row = import::ActiveModel {
        file_name: Set(file_name.to_owned()),
        source: Set(source.to_owned()),
        state: Set(ImportState::Committing),
        mapping: Set(mapping),
        size_bytes: Set(0),
        bytes_done: Set(0),
        rows_total: Set(0),
        created: Set(0),
        updated: Set(0),
        unchanged: Set(0),
        rejected: Set(0),
        created_by: Set(actor.id.clone()),
        created_at: Set(app.clock.timestamp()),
        ..Default::default()
    };
    Ok(row.insert(app.database.writer()).await?.id)
}

/// Marks an import as failed, with what to tell people.
pub async fn fail(app: &App, import: i64, message: &str) -> Result<()> {
    let row = import::ActiveModel {
        id: sea_orm::ActiveValue::Unchanged(import),
        state: Set(ImportState::Failed),
        message: Set(Some(message.to_owned())),
        ..Default::default()
    };
    import::Entity::update(row).exec(app.database.writer()).await?;
    Ok(())
}
