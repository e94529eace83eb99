//! Publishing: its steps, what stops it, and that it goes on after anything.

use std::{path::Path, sync::Arc};

use bytes::Bytes;
use sea_orm::{ConnectionTrait, TransactionTrait};
use serde_json::json;
use shared::{
    form::{
        FormState, PublishStep,
        StepState::{self, Done, Failed, Waiting},
    },
    ids::FormVersionId,
    permission::Role,
};

use super::ground::{Ground, grounds, lungs};
use crate::{
    clients::objects::{ObjectStore, Served},
    config::PracticeConfig,
    database::Engine,
    domain::{
        Actor,
        campaigns::fixtures::{Practice, manager},
        forms, settings,
    },
    state::App,
};

/// A bucket that is down.
#[derive(Debug)]
struct Down;

#[async_trait::async_trait]
impl ObjectStore for Down {
    fn place(&self) -> String {
        "s3://down/".to_owned()
    }
    async fn put(&self, _: &str, _: &Path) -> anyhow::Result<()> {
        anyhow::bail!("the bucket is down")
    }
    async fn put_bytes(&self, _: &str, _: Bytes, _: Served) -> anyhow::Result<()> {
        anyhow::bail!("the bucket is down")
    }
    async fn get_bytes(&self, _: &str, _: u64) -> anyhow::Result<Option<Bytes>> {
        anyhow::bail!("the bucket is down")
    }
    async fn get(&self, _: &str, _: &Path) -> anyhow::Result<()> {
        anyhow::bail!("the bucket is down")
    }
    async fn list(&self, _: &str) -> anyhow::Result<Vec<(String, u64)>> {
        anyhow::bail!("the bucket is down")
    }
    async fn delete(&self, _: &str) -> anyhow::Result<()> {
        anyhow::bail!("the bucket is down")
    }
}

async fn states(ground: &Ground, version: FormVersionId) -> Vec<StepState> {
    let steps = forms::steps_of(ground.0.app.database.reader(), version).await.unwrap();
    assert!(steps.iter().map(|row| row.step).eq(PublishStep::ALL.iter().copied()));
    steps.into_iter().map(|row| row.state).collect()
}

#[tokio::test]
async fn a_published_form_is_at_its_address_and_in_its_view() {
    for ground in grounds().await {
        let app = &ground.0.app;
        let form = ground.form(false).await;
        assert!(ground.addressed(None).await.is_none());
        let version = ground.publish(form).await;
        assert_eq!(states(&ground, version).await, [Done; 6]);
        let addressed = ground.addressed(None).await.unwrap();
        assert_eq!((addressed.form.state, addressed.version.number), (FormState::Published, 1));
        let page = forms::stored_page(app, &addressed.version).await.unwrap();
        assert!(page.contains("Do you wheeze?") && page.contains("action=\"/f/your-lungs\""), "{page}");
        assert!(app.form_pages.get_bytes("your-lungs.html", 1_000_000).await.unwrap().is_some());
        assert_eq!(ground.number("SELECT COUNT(*) AS n FROM form_your_lungs").await, 0);
        assert_eq!(ground.number("SELECT COUNT(*) AS n FROM audit_event WHERE action = 'form.published'").await, 1);
        let unchanged = forms::publish(app, &manager(), form, 1).await.unwrap_err();
        assert_eq!(unchanged.code(), "NOTHING_CHANGED");
        forms::retire(app, &manager(), form).await.unwrap();
        assert!(ground.addressed(None).await.is_none());
        ground.publish(form).await;
        assert_eq!(ground.addressed(None).await.unwrap().version.number, 2);
    }
}

#[tokio::test]
async fn what_is_not_right_is_not_published() {
    for ground in grounds().await {
        let app = &ground.0.app;
        let form = ground.form(false).await;
        ground
            .save(
                form,
                &json!({ "format": 1, "kind": "consent", "languages": ["en"], "title": { "en": "T" }, "pages": [] }),
            )
            .await;
        let error = forms::publish(app, &manager(), form, 2).await.unwrap_err();
        assert!(
            error.to_string().starts_with("The form cannot be published. the form: the form has no page"),
            "{error}"
        );
        assert_eq!(forms::publish(app, &manager(), form, 1).await.unwrap_err().code(), "STALE_DRAFT");
        assert_eq!(ground.number("SELECT COUNT(*) AS n FROM form_version").await, 0);
    }
}

#[tokio::test]
async fn a_bucket_that_is_down_leaves_the_old_version_and_says_so() {
    for ground in grounds().await {
        let up = &ground.0.app;
        let form = ground.form(false).await;
        ground.publish(form).await;
        let mut changed = lungs();
        changed["title"]["en"] = "Your breathing".into();
        ground.save(form, &changed).await;
        let down = App { form_pages: Arc::new(Down), ..up.clone() };
        let version: FormVersionId = forms::publish(&down, &manager(), form, 2).await.unwrap().id.into();
        forms::run_publication(&down, version).await.unwrap_err();
        assert_eq!(states(&ground, version).await, [Done, Done, Done, Failed, Waiting, Waiting]);
        let failed = &forms::steps_of(up.database.reader(), version).await.unwrap()[3];
        let told = failed.error.clone().unwrap();
        assert!(told.contains("the bucket is down") && told.ends_with("The version before stays live."), "{told}");
        let live = ground.addressed(None).await.unwrap();
        assert_eq!(live.version.number, 1);
        let page = forms::stored_page(&down, &live.version).await.unwrap();
        assert!(page.contains("Your lungs"), "out of the database, where the bucket is down: {page}");
        let waiting = forms::publish(up, &manager(), form, 2).await.unwrap_err();
        assert_eq!(waiting.code(), "PUBLISHING", "its job still tries");
        ground.sql("UPDATE job SET state = 'failed'").await;
        let again: FormVersionId = forms::publish(up, &manager(), form, 2).await.unwrap().id.into();
        assert_eq!(again, version, "the same version goes on");
        forms::run_publication(up, version).await.unwrap();
        assert_eq!(states(&ground, version).await, [Done; 6]);
        assert_eq!(ground.addressed(None).await.unwrap().version.number, 2);
    }
}

#[tokio::test]
async fn the_view_keeps_its_columns_until_the_switch() {
    for ground in grounds().await {
        let up = &ground.0.app;
        let form = ground.form(false).await;
        ground.publish(form).await;
        let mut changed = lungs();
        changed["pages"][0]["sections"][0]["fields"][2] =
            json!({ "id": "mornings", "kind": { "number": {} }, "label": { "en": "Mornings" } });
        ground.save(form, &changed).await;
        let down = App { form_pages: Arc::new(Down), ..up.clone() };
        let version: FormVersionId = forms::publish(&down, &manager(), form, 2).await.unwrap().id.into();
        forms::run_publication(&down, version).await.unwrap_err();
        assert_eq!(states(&ground, version).await, [Done, Done, Done, Failed, Waiting, Waiting]);
        assert_eq!(ground.number("SELECT COUNT(nights) AS n FROM form_your_lungs").await, 0);
        forms::run_publication(up, version).await.unwrap();
        assert_eq!(ground.number("SELECT COUNT(mornings) AS n FROM form_your_lungs").await, 0);
    }
}

#[tokio::test]
async fn a_reader_of_the_view_who_stays_does_not_hold_up_the_next() {
    // On SQLite nobody waits for readers.
    let Some(ground) = Practice::open_postgres().await.map(Ground) else { return };
    let app = &ground.0.app;
    let form = ground.form(false).await;
    ground.publish(form).await;
    let reading = app.database.reader().begin().await.unwrap();
    reading.execute_unprepared("SELECT * FROM form_your_lungs").await.unwrap();
    let mut changed = lungs();
    changed["title"]["en"] = "Your breathing".into();
    ground.save(form, &changed).await;
    let version: FormVersionId = forms::publish(app, &manager(), form, 2).await.unwrap().id.into();
    forms::run_publication(app, version).await.unwrap_err();
    assert_eq!(states(&ground, version).await, [Done, Done, Done, Done, Failed, Waiting]);
    let failed = &forms::steps_of(app.database.reader(), version).await.unwrap()[4];
    let told = failed.error.clone().unwrap();
    assert!(told.starts_with("The view form_your_lungs cannot be made again: somebody has been reading it"), "{told}");
    assert!(told.ends_with("It is tried again by itself for some minutes. The version before stays live."), "{told}");
    assert_eq!(ground.addressed(None).await.unwrap().version.number, 1);
    reading.rollback().await.unwrap();
    forms::run_publication(app, version).await.unwrap();
    assert_eq!(ground.addressed(None).await.unwrap().version.number, 2);
}

#[tokio::test]
async fn a_publication_that_was_cut_off_after_any_step_comes_to_the_same_end() {
    for ground in grounds().await {
        let app = &ground.0.app;
        let form = ground.form(false).await;
        let version = ground.publish(form).await;
        for cut_off in 0..PublishStep::ALL.len() {
            // As if the process had ended after the work of a step and before it was marked.
            for step in &PublishStep::ALL[cut_off..] {
                ground.sql(&format!("UPDATE form_publication SET state = 'waiting' WHERE step = '{step}'")).await;
            }
            forms::run_publication(app, version).await.unwrap();
            assert_eq!(states(&ground, version).await, [Done; 6], "after {cut_off}");
            let live = ground.addressed(None).await.unwrap();
            assert!(forms::stored_page(app, &live.version).await.unwrap().contains("Do you wheeze?"));
            assert_eq!(ground.number("SELECT COUNT(*) AS n FROM form_your_lungs").await, 0);
        }
    }
}

#[tokio::test]
async fn a_view_that_is_missing_is_made_again() {
    for ground in grounds().await {
        let form = ground.form(false).await;
        ground.publish(form).await;
        ground.sql("DROP VIEW form_your_lungs").await;
        forms::ensure_views(&ground.0.app.database).await.unwrap();
        forms::ensure_views(&ground.0.app.database).await.unwrap();
        assert_eq!(ground.number("SELECT COUNT(*) AS n FROM form_your_lungs").await, 0);
    }
}

#[tokio::test]
async fn a_page_of_another_release_is_shown_as_today_and_stored_anew() {
    for ground in grounds().await {
        let app = &ground.0.app;
        let form = ground.form(false).await;
        ground.publish(form).await;
        assert_eq!(forms::refresh_pages(app).await.unwrap(), 0, "nothing is put where nothing has changed");
        let live = ground.addressed(None).await.unwrap().version;
        let old = live.object_key.clone().unwrap();
        // As an older release would have stored it: its policy names another style.
        let served = Served { content_type: "text/html", cache_control: "no-cache" };
        let page = forms::stored_page(app, &live).await.unwrap().replace("sha256-", "sha256-old");
        for key in [&old, "your-lungs.html"] {
            app.form_pages.put_bytes(key, page.clone().into(), served).await.unwrap();
        }
        let set = format!("UPDATE form_version SET page = {}", literal(app.database.engine(), page.as_bytes()));
        ground.sql(&set).await;
        let fresh = App { forms: forms::Versions::default(), ..app.clone() };
        let shown = |app: App| async move {
            let version = forms::at_address(&app, "your-lungs", None).await.unwrap().unwrap().version;
            forms::stored_page(&app, &version).await.unwrap()
        };
        assert!(!shown(fresh.clone()).await.contains("sha256-old"), "its style would not be allowed");
        assert_eq!(forms::refresh_pages(&fresh).await.unwrap(), 1);
        assert!(!shown(fresh).await.contains("sha256-old"));
        let bucket = app.form_pages.get_bytes("your-lungs.html", 1_000_000).await.unwrap().unwrap();
        assert!(!String::from_utf8_lossy(&bucket).contains("sha256-old"));
        // A name of its own for another page, by which other processes see that there is one.
        let practice = PracticeConfig { name: "Hill Practice".to_owned(), ..app.config.practice.clone() };
        settings::save_practice(app, &Actor::user(1.into(), "Gwen", Role::Administrator), practice).await.unwrap();
        assert_eq!(forms::refresh_pages(app).await.unwrap(), 1);
        assert!(shown(app.clone()).await.contains("Hill Practice"));
        assert!(app.form_pages.get_bytes(&old, 1_000_000).await.unwrap().is_none());
    }
}

fn literal(engine: Engine, bytes: &[u8]) -> String {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    match engine {
        Engine::Sqlite => format!("X'{hex}'"),
        Engine::Postgres => format!("'\\x{hex}'"),
    }
}

#[tokio::test]
async fn a_view_that_somebody_built_on_leaves_the_old_page_in_the_bucket_and_says_why() {
    let Some(ground) = Practice::open_postgres().await.map(Ground) else { return };
    let app = &ground.0.app;
    let form = ground.form(false).await;
    ground.publish(form).await;
    ground.sql("CREATE VIEW of_ours AS SELECT * FROM form_your_lungs").await;
    let mut changed = lungs();
    changed["title"]["en"] = "Your breathing".into();
    ground.save(form, &changed).await;
    let version: FormVersionId = forms::publish(app, &manager(), form, 2).await.unwrap().id.into();
    forms::run_publication(app, version).await.unwrap_err();
    let failed = &forms::steps_of(app.database.reader(), version).await.unwrap()[4];
    let told = failed.error.clone().unwrap();
    assert!(told.contains("somebody has built another view on it. Drop that one"), "{told}");
    let bucket = app.form_pages.get_bytes("your-lungs.html", 1_000_000).await.unwrap().unwrap();
    assert!(String::from_utf8_lossy(&bucket).contains("Your lungs"), "what it shows takes answers");
    ground.sql("DROP VIEW of_ours").await;
    forms::run_publication(app, version).await.unwrap();
    let bucket = app.form_pages.get_bytes("your-lungs.html", 1_000_000).await.unwrap().unwrap();
    assert!(String::from_utf8_lossy(&bucket).contains("Your breathing"));
}
