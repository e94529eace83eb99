//! Power cuts while a form is published: whatever was done last, the next process comes to the same end.

use std::fs;

use anyhow::Context;
use recall_tests::{App, Client, Engine, Result, for_each_engine, wait};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, TransactionTrait};
use serde_json::json;

use super::publishing::pages;
use recall_tests::forms::{Made, count, done, lungs, open, quick, rows, titled};

const STEPS: [&str; 6] = ["check", "view", "page", "store", "switch", "audit"];

/// Where the process is stopped.
#[derive(Clone, Copy, Debug)]
enum Point {
    /// Before a step is begun: the ones before it are done.
    Before(&'static str),
    /// After the work of a step, before it is marked as done.
    Unmarked(&'static str),
}

impl Point {
    const fn step(self) -> &'static str {
        match self {
            Self::Before(step) | Self::Unmarked(step) => step,
        }
    }

    /// The column whose change a process never comes past, and when.
    fn change(self) -> (&'static str, String) {
        match self {
            Self::Before(step) => ("attempts", format!("NEW.step = '{step}'")),
            Self::Unmarked(step) => ("state", format!("NEW.step = '{step}' AND NEW.state = 'done'")),
        }
    }
}

/// Holds whoever comes to a point inside the database: behind a lock on PostgreSQL, in a query without end on SQLite.
struct Hold {
    database: DatabaseConnection,
    lock: Option<DatabaseTransaction>,
}

impl Hold {
    async fn at(app: &App, engine: Engine, point: Point) -> Result<Self> {
        let database = app.database().connect().await?;
        let (column, when) = point.change();
        let lock = if engine == Engine::Postgres {
            let lock = database.begin().await?;
            lock.execute_unprepared("SELECT pg_advisory_xact_lock(4711)").await?;
            let function = "CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS \
                            $$ BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NEW; END $$";
            database.execute_unprepared(function).await?;
            let trigger = format!(
                "CREATE TRIGGER hold BEFORE UPDATE OF {column} ON form_publication FOR EACH ROW \
                 WHEN ({when}) EXECUTE FUNCTION hold()"
            );
            database.execute_unprepared(&trigger).await?;
            Some(lock)
        } else {
            let endless = "CREATE VIEW endless(n) AS WITH RECURSIVE counted(n) AS \
                           (SELECT 1 UNION ALL SELECT n + 1 FROM counted) SELECT n FROM counted";
            database.execute_unprepared(endless).await?;
            let trigger = format!(
                "CREATE TRIGGER hold BEFORE UPDATE OF {column} ON form_publication WHEN {when} \
                 BEGIN SELECT COUNT(*) FROM endless; END"
            );
            database.execute_unprepared(&trigger).await?;
            None
        };
        Ok(Self { database, lock })
    }

    /// Whoever was held is dead: what is left of them ends without a trace.
    async fn lift(self) -> Result {
        if let Some(lock) = self.lock {
            lock.rollback().await?;
            self.database.execute_unprepared("DROP TRIGGER hold ON form_publication").await?;
            self.database.execute_unprepared("DROP FUNCTION hold()").await?;
            // Where several processes share a database, the job of a dead one is free when its lease ends: now.
            self.database.execute_unprepared("UPDATE job SET lease_expires_at = 0 WHERE state = 'running'").await?;
        } else {
            self.database.execute_unprepared("DROP TRIGGER hold").await?;
            self.database.execute_unprepared("DROP VIEW endless").await?;
        }
        Ok(())
    }
}

/// Whether a process has come to the point.
async fn is_reached(app: &App, database: &DatabaseConnection, slug: &str, point: Point) -> Result<bool> {
    let rows = rows(database, &["step", "state", "attempts"], "form_publication").await?;
    let row = |step: &str| rows.iter().find(|row| row["step"] == step);
    let at = STEPS.iter().position(|step| *step == point.step()).context("there is no such step")?;
    let before = STEPS[..at].iter().all(|step| row(step).is_some_and(|row| row["state"] == "done"));
    let begun = row(point.step()).is_some_and(|row| row["attempts"].as_i64() >= Some(1));
    let worked = match point {
        Point::Before(_) => return Ok(before && !rows.is_empty()),
        // What this one leaves outside the database is there before it is marked.
        Point::Unmarked("store") => {
            pages(app).unwrap_or_default().iter().any(|name| name.starts_with(&format!("{slug}-v1-")))
        }
        Point::Unmarked(_) => true,
    };
    Ok(before && begun && worked)
}

/// Stops the server dead at a point of publishing a form, starts it again, and looks at the end.
async fn cut(engine: Engine, point: Point) -> Result {
    let mut app = quick(App::on(engine)).await?;
    let mut client = app.signed_in("manager").await?;
    let form = Made::draft(&client, &lungs(), true).await?;
    let hold = Hold::at(&app, engine, point).await?;
    let version = form.ask(&client).await?;
    let database = app.database().connect().await?;
    wait::until("the process to come to the point", || async {
        Ok(is_reached(&app, &database, &form.slug, point).await?.then_some(()))
    })
    .await
    .with_context(|| format!("{point:?}"))?;
    app.kill().await?;
    hold.lift().await?;
    app.restart().await?;
    client.move_to(&app.url(""));
    is_at_its_end(&app, &client, &form, &version).await.with_context(|| format!("{point:?}"))
}

/// What every publication comes to, however often it was cut off.
async fn is_at_its_end(app: &App, client: &Client, form: &Made, version: &str) -> Result {
    done(client, version).await?;
    let anybody = app.client()?;
    let shown = open(&anybody, &form.path()).await?;
    assert!(shown.status == 200 && shown.says("Do you wheeze?"), "{}", shown.html);
    // The store follows the database, by a job of its own where the process ended in between.
    let stored = wait::until("the store to show the form", || async {
        let stored = pages(app)?;
        Ok((stored.len() == 2 && stored[1] == format!("{}.html", form.slug)).then_some(stored))
    })
    .await?;
    let folder = app.data().join("forms").join("pages");
    assert_eq!(fs::read(folder.join(&stored[0]))?, fs::read(folder.join(&stored[1]))?);
    let database = app.database().connect().await?;
    let review = shown.press(&anybody, "next", &[("name", "Ada"), ("wheeze", "no")]).await?;
    assert!(review.press(&anybody, "send", &[]).await?.says("We have your answers."));
    let seen = rows(&database, &["form_version", "name"], &form.view()).await?;
    assert_eq!(seen, [json!({ "form_version": 1, "name": "Ada" })]);
    assert_eq!(count(app, "audit_event WHERE action = 'form.published'").await?, 1, "told once");
    let versions = "query($id: ID!) { form(id: $id) { versions { number publishedAt } } }";
    let versions = client.query(versions, json!({ "id": form.id })).await?["form"]["versions"].clone();
    assert_eq!(versions.as_array().map(Vec::len), Some(1), "{versions}");
    Ok(())
}

for_each_engine! {
    async fn a_publication_cut_off_before_any_step_comes_to_the_same_end(engine: Engine) {
        for step in STEPS {
            cut(engine, Point::Before(step)).await?;
        }
    }

    async fn a_publication_cut_off_in_any_step_comes_to_the_same_end(engine: Engine) {
        for step in STEPS {
            cut(engine, Point::Unmarked(step)).await?;
        }
    }

    async fn a_second_version_cut_off_before_the_switch_leaves_the_first_live_till_then(engine: Engine) {
        let mut app = quick(App::on(engine)).await?;
        let mut client = app.signed_in("manager").await?;
        let mut form = Made::published(&client, &lungs(), true).await?;
        form.save(&client, &json!({ "draft": titled("Your breathing") })).await?;
        let hold = Hold::at(&app, engine, Point::Before("switch")).await?;
        let version = form.ask(&client).await?;
        let database = app.database().connect().await?;
        let second = version.trim_start_matches("form-version-").to_owned();
        wait::until("the second version to be stored", || async {
            let of = format!("form_publication WHERE step = 'store' AND form_version_id = {second}");
            Ok(rows(&database, &["state"], &of).await?.iter().any(|row| row["state"] == "done").then_some(()))
        })
        .await?;
        app.kill().await?;
        let kept = fs::read_to_string(app.data().join("forms").join("pages").join("your-lungs.html"))?;
        assert!(kept.contains("Your lungs") && !kept.contains("Your breathing"), "{kept}");
        hold.lift().await?;
        app.restart().await?;
        client.move_to(&app.url(""));
        done(&client, &version).await?;
        assert!(open(&app.client()?, &form.path()).await?.says("Your breathing"));
    }
}
