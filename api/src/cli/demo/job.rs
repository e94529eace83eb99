//! The whole job, step by step, through the same functions that serve staff and patients.

use std::{fs::File, io::BufWriter, time::Instant};

use anyhow::Context as _;
use indicatif::ProgressBar;
use shared::{
    channel::Channel,
    cohort::CohortRule,
    ids::{CampaignId, UserId},
    permission::Role,
    plan::Plan,
    report::ReportKind,
    template::{default_email_body, default_email_subject, default_sms},
};

use super::{
    Args,
    checks::Checks,
    folder::DemoFolder,
    patients::{self, FIRST_WAVE, SECOND_WAVE},
    steps::Steps,
    summary::{Administrator, Counts, Summary},
    tables,
};
use crate::{
    cli::memory,
    config::Config,
    database::{Database, Engine},
    domain::{
        Actor, audit,
        campaigns::{self, Draft, TemplateText, counts},
        cohorts, identity, imports, reports, snapshots,
    },
    state::App,
    worker,
};

const CODE_SET: &str = "chronic-respiratory-disease";
const ADMINISTRATOR: &str = "admin@example.org";

struct Job<'a> {
    app: App,
    actor: Actor,
    folder: &'a DemoFolder,
    args: &'a Args,
    steps: Steps,
    counts: Counts,
    checks: Checks,
}

#[allow(clippy::disallowed_methods, reason = "a measurement of this run, shown to a person")]
pub async fn run(config: &Config, folder: &DemoFolder, args: &Args, shown: bool) -> anyhow::Result<Summary> {
    let start = Instant::now();
    let app = App::open(config.clone()).await?;
    app.migrate().await?;
    anyhow::ensure!(
        tables::one_number(&app.database, "SELECT COUNT(*) AS n FROM patient").await? == 0,
        "the configured database holds patients already; the demo needs an empty one"
    );
    let command = Actor::command("demo");
    let new = identity::users::NewUser {
        email: ADMINISTRATOR.parse()?,
        name: "Demo administrator".to_owned(),
        role: Role::Administrator,
    };
    let credentials = identity::users::create_with_credentials(&app, &command, &new).await?;
    let engine = match app.database.engine() {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    };
    let mut job = Job {
        app,
        actor: command,
        folder,
        args,
        steps: Steps::new(shown),
        counts: Counts::default(),
        checks: Checks::default(),
    };
    job.import().await?;
    let id = job.launch(credentials.user, &credentials.totp.secret).await?;
    job.dispatch("send to everybody", id).await?;
    job.patients_act("patients open their links", id, FIRST_WAVE, 1).await?;
    job.remind(id).await?;
    job.patients_act("patients open the reminder", id, SECOND_WAVE, 2).await?;
    job.report(id).await?;
    job.sums(id).await?;
    job.snapshot().await?;
    job.audit().await?;
    Ok(Summary {
        patients: args.patients,
        seed: args.seed,
        engine,
        steps: job.steps.into_done(),
        counts: job.counts,
        checks: job.checks.into_all(),
        seconds: start.elapsed().as_secs_f64(),
        peak_memory_bytes: memory::peak_bytes(),
        administrator: Administrator {
            email: ADMINISTRATOR.to_owned(),
            password: credentials.password,
            totp_secret: credentials.totp.secret,
            otpauth_uri: credentials.totp.uri,
        },
    })
}

impl Job<'_> {
    async fn import(&mut self) -> anyhow::Result<()> {
        let path = self.folder.patients_file();
        let (patients, seed) = (self.args.patients, self.args.seed);
        self.steps
            .run("make patients", "patients", patients, async |bar| {
                let (path, bar) = (path.clone(), bar.clone());
                let made = tokio::task::spawn_blocking(move || -> anyhow::Result<()> {
                    let out = BufWriter::new(File::create(&path)?);
                    Ok(imports::generate::write(out, patients, seed, &|done| bar.set_position(done))?)
                });
                made.await??;
                Ok(((), patients))
            })
            .await?;
        let (app, actor) = (&self.app, &self.actor);
        let summary = self
            .steps
            .run("import: check, compare, seal, commit", "rows", patients, async |bar| {
                let request = imports::ImportRequest { path: path.clone(), ..Default::default() };
                let summary =
                    imports::run_file(app, actor, request, &|progress| bar.set_position(progress.tally.rows)).await?;
                let rows = summary.tally.rows;
                Ok((summary, rows))
            })
            .await?;
        self.counts.rows = summary.tally.rows;
        self.counts.imported = summary.tally.created + summary.tally.updated + summary.tally.unchanged;
        self.counts.rejected = summary.tally.rejected;
        Ok(())
    }

    async fn launch(&mut self, user: UserId, secret: &str) -> anyhow::Result<CampaignId> {
        let rule = CohortRule::code_set(CODE_SET);
        let app = &self.app;
        let today = app.clock.now().date_naive();
        let preview = self
            .steps
            .run("cohort: count long-term lung conditions", "patients", 0, async |_| {
                let preview = cohorts::count_now(app.database.reader(), &rule, today).await?;
                let count = u64::try_from(preview.reach.patients - preview.reach.inactive)?;
                Ok((preview, count))
            })
            .await?;
        self.counts.cohort = preview.reach.patients - preview.reach.inactive;
        let draft = Draft {
            name: "Flu 2026, lungs".to_owned(),
            kind: "flu".to_owned(),
            rule,
            channels: vec![Channel::Email, Channel::Sms],
            templates: vec![
                TemplateText {
                    channel: Channel::Email,
                    subject: Some(default_email_subject().to_owned()),
                    body: default_email_body().to_owned(),
                },
                TemplateText { channel: Channel::Sms, subject: None, body: default_sms().to_owned() },
            ],
            expires_at: None,
            plan: Plan::default(),
            variants: Vec::new(),
        };
        // Launched as a member of staff would: with a fresh code of their authenticator.
        let administrator = Actor::user(user, "Demo administrator", Role::Administrator);
        let code = identity::totp::code_at(secret, app.clock.timestamp())?;
        let id = self
            .steps
            .run("launch: freeze recipients, queue messages", "recipients", 0, async |_| {
                let campaign = campaigns::create(app, &administrator, draft).await?;
                let id = CampaignId::from(campaign.id);
                campaigns::launch(app, &administrator, id, &code).await?;
                let funnel = campaigns::funnel(app.database.reader(), id).await?;
                Ok((id, u64::try_from(funnel.recipients)?))
            })
            .await?;
        Ok(id)
    }

    async fn dispatch(&mut self, name: &'static str, id: CampaignId) -> anyhow::Result<()> {
        let app = &self.app;
        let before = self.settled(id).await?;
        let queued = messages_in(app, id, |state| !state.is_terminal()).await?;
        self.steps
            .run(name, "messages", queued, async |bar| {
                let watching = watch(app, id, before, bar);
                tokio::select! {
                    drained = worker::drain(app) => { drained?; }
                    watched = watching => watched?,
                }
                let after = messages_in(app, id, shared::channel::MessageState::is_terminal).await?;
                Ok(((), after - before))
            })
            .await
    }

    async fn settled(&self, id: CampaignId) -> anyhow::Result<u64> {
        messages_in(&self.app, id, shared::channel::MessageState::is_terminal).await
    }

    async fn patients_act(
        &mut self,
        name: &'static str,
        id: CampaignId,
        habits: patients::Habits,
        salt: u64,
    ) -> anyhow::Result<()> {
        let (app, seed) = (&self.app, self.args.seed.wrapping_add(salt));
        self.steps.run(name, "links", 0, async |bar| Ok(((), patients::act(app, id, habits, seed, bar).await?))).await
    }

    async fn remind(&mut self, id: CampaignId) -> anyhow::Result<()> {
        let (app, actor) = (&self.app, &self.actor);
        let non_respondents = campaigns::funnel(app.database.reader(), id).await?.non_respondents;
        let reminded = "SELECT COUNT(DISTINCT recipient_id) AS n FROM message WHERE wave = 1 AND state = 'queued'";
        let queued = self
            .steps
            .run("remind those who have not acknowledged", "recipients", 0, async |_| {
                campaigns::remind(app, actor, id).await?;
                let queued = tables::one_number(&app.database, reminded).await?;
                Ok((queued, u64::try_from(queued)?))
            })
            .await?;
        self.counts.second_wave_recipients = queued;
        let reachable = tables::one_number(&app.database, &reachable_non_respondents(id)).await?;
        self.checks.equal("second wave = non-respondents who can be reached", queued, reachable);
        self.checks.equal("non-respondents counted = non-respondents kept", reachable, non_respondents);
        self.dispatch("send the reminder", id).await
    }

    async fn report(&mut self, id: CampaignId) -> anyhow::Result<()> {
        let (app, actor) = (&self.app, &self.actor);
        let run = self
            .steps
            .run("report of those who have not acknowledged", "rows", 0, async |_| {
                let new = reports::NewReport {
                    name: "Not acknowledged: Flu 2026, lungs".to_owned(),
                    kind: ReportKind::NonRespondents,
                    campaign: id,
                };
                let report = reports::save(app, actor, new).await?;
                let run = reports::run_now(app, actor, report.id.into(), reports::Trigger::Manual).await?;
                let rows = u64::try_from(run.row_count)?;
                Ok((run, rows))
            })
            .await?;
        self.counts.report_rows = run.row_count;
        Ok(())
    }

    async fn sums(&mut self, id: CampaignId) -> anyhow::Result<()> {
        let funnel = campaigns::funnel(self.app.database.reader(), id).await?;
        let ledger = counts::ledger(self.app.database.reader(), id).await?;
        let counts = &mut self.counts;
        counts.recipients = funnel.recipients;
        counts.unreachable = funnel.unreachable;
        counts.followed = funnel.followed;
        counts.acknowledged = funnel.acknowledged;
        counts.non_respondents = funnel.non_respondents;
        counts.never_sent = funnel.never_sent;
        let second: i64 =
            ledger.iter().filter(|((wave, _), _)| *wave == 1).flat_map(|(_, states)| states.values()).sum();
        counts.second_wave_messages = second;
        for ((wave, channel), states) in &ledger {
            for (state, n) in states {
                counts.ledger.insert(format!("{wave}/{channel}/{state}"), *n);
            }
        }
        counts.outbox_emails = outbox_lines(&self.app, "email")?;
        counts.outbox_texts = outbox_lines(&self.app, "sms")?;
        self.checks.sums(counts, &ledger);
        self.checks.ledger_rows(&self.app.database, id, &ledger).await
    }

    async fn snapshot(&mut self) -> anyhow::Result<()> {
        let (app, actor, folder) = (&self.app, &self.actor, self.folder);
        let taken = self
            .steps
            .run("snapshot: read, compress, encrypt, check", "rows", 0, async |bar| {
                let taken = snapshots::take_now(app, actor, "command", &|rows| bar.set_position(rows.done)).await?;
                Ok((taken, bar.position()))
            })
            .await?;
        self.counts.snapshot_bytes = taken.size_bytes;
        let file = snapshots::folder(&app.config).join(&taken.file_name);
        let restored_to = Database::connect(&format!("sqlite:{}", folder.restored_database().display()), 1).await?;
        let restored = self
            .steps
            .run("restore into a second database", "rows", bar_total(&taken), async |bar| {
                let restored = snapshots::restore(
                    file,
                    folder.backup_identity(),
                    &restored_to,
                    &folder.restored_keys(),
                    &folder.restored_keys().with_file_name("restored-files"),
                    &|rows| bar.set_position(rows),
                )
                .await?;
                let rows = restored.rows.values().sum();
                Ok((restored, rows))
            })
            .await?;
        self.counts.restored_rows = restored.rows.values().sum();
        let last = tables::last_audit_event(&restored_to).await?;
        let there = tables::count(&restored_to, restored.rows.keys(), i64::MAX).await?;
        let here = tables::count(&app.database, restored.rows.keys(), last).await?;
        self.checks.tables(&there, &here);
        Ok(())
    }

    async fn audit(&mut self) -> anyhow::Result<()> {
        let verified = audit::verify(&self.app.database, None).await?.context("the audit chain does not hold")?;
        self.counts.audit_events = verified.events;
        Ok(())
    }
}

fn bar_total(taken: &entity::snapshot::Model) -> u64 {
    taken.row_counts.as_object().map_or(0, |counts| counts.values().filter_map(serde_json::Value::as_u64).sum())
}

/// Moves the bar while messages go out; never returns by itself.
async fn watch(app: &App, id: CampaignId, before: u64, bar: &ProgressBar) -> anyhow::Result<()> {
    loop {
        tokio::time::sleep(std::time::Duration::from_millis(250)).await;
        let settled = messages_in(app, id, shared::channel::MessageState::is_terminal).await?;
        bar.set_position(settled.saturating_sub(before));
    }
}

async fn messages_in(
    app: &App,
    id: CampaignId,
    wanted: impl Fn(shared::channel::MessageState) -> bool,
) -> anyhow::Result<u64> {
    let ledger = counts::ledger(app.database.reader(), id).await?;
    let sum: i64 = ledger.values().flatten().filter(|(state, _)| wanted(**state)).map(|(_, n)| *n).sum();
    Ok(u64::try_from(sum)?)
}

/// Counted from the rows themselves, not from the kept numbers.
fn reachable_non_respondents(id: CampaignId) -> String {
    format!(
        "SELECT COUNT(*) AS n FROM recipient r WHERE r.campaign_id = {} AND r.first_sent_at IS NOT NULL \
         AND r.acknowledged_at IS NULL AND EXISTS (SELECT 1 FROM contact_point c WHERE c.patient_id = r.patient_id)",
        id.get()
    )
}

fn outbox_lines(app: &App, channel: &str) -> anyhow::Result<u64> {
    use std::io::BufRead;
    let mut lines = 0;
    for entry in std::fs::read_dir(app.config.outbox_dir()).context("the outbox")? {
        let path = entry?.path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(channel)) {
            for line in std::io::BufReader::new(File::open(path)?).lines() {
                // Notices to staff lie in the same outbox.
                lines += u64::from(line?.contains("\"message-"));
            }
        }
    }
    Ok(lines)
}
