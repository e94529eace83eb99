//! What a link still does when its message is no longer shown: it stops messages, whatever has become of the campaign.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header::CONTENT_TYPE},
};
use sea_orm::ConnectionTrait;
use shared::ids::{PatientId, RecipientId};
use tower::ServiceExt;

use crate::{
    domain::campaigns::{
        create,
        fixtures::{NewPatient, Practice, command, flu, manager},
        launch_unattended, revoke_link,
    },
    graphql,
};

/// What ends a link, and the status of its page then.
const ENDS: [(&str, StatusCode); 9] = [
    ("UPDATE campaign SET state = 'running'", StatusCode::OK),
    ("UPDATE campaign SET state = 'paused'", StatusCode::OK),
    ("UPDATE campaign SET state = 'completed'", StatusCode::GONE),
    ("UPDATE campaign SET state = 'cancelled'", StatusCode::GONE),
    ("UPDATE campaign SET expires_at = 1", StatusCode::GONE),
    ("UPDATE recipient SET link_version = 3", StatusCode::GONE),
    ("UPDATE patient SET status = 'left'", StatusCode::GONE),
    ("UPDATE patient SET status = 'deceased'", StatusCode::GONE),
    ("UPDATE patient SET status = 'restricted'", StatusCode::GONE),
];

/// A patient with a phone and an email address, and the link to their message.
struct Ground {
    practice: Practice,
    router: Router,
    patient: PatientId,
    recipient: RecipientId,
}

impl Ground {
    async fn all() -> Vec<Self> {
        let mut grounds = Vec::new();
        for practice in [Some(Practice::open().await), Practice::open_postgres().await].into_iter().flatten() {
            let app = practice.app.clone();
            let patient = practice.add(NewPatient::with_asthma(Some("+447700900001"), Some("a@example.org"))).await;
            let campaign = create(&app, &manager(), flu()).await.unwrap().id.into();
            launch_unattended(&app, &command(), campaign).await.unwrap();
            let router = crate::http::router(app.clone(), graphql::build(app));
            grounds.push(Self { practice, router, patient, recipient: RecipientId::from(1) });
        }
        grounds
    }

    fn token(&self, version: i32) -> String {
        self.practice.app.keys.link_token(self.recipient, version)
    }

    async fn sql(&self, sql: &str) {
        self.practice.app.database.writer().execute_unprepared(sql).await.unwrap();
    }

    /// As before anybody pressed anything, with the campaign running.
    async fn begin_anew(&self) {
        for sql in [
            "DELETE FROM suppression",
            "DELETE FROM recipient_event",
            "UPDATE recipient SET link_version = 1, opted_out_at = NULL, not_me_at = NULL",
            "UPDATE patient SET status = 'active', erased_at = NULL",
            "UPDATE campaign SET state = 'running', expires_at = 1900000000000",
        ] {
            self.sql(sql).await;
        }
    }

    async fn count(&self, what: &str) -> i64 {
        let sql = format!("SELECT COUNT(*) AS n FROM {what}");
        let database = &self.practice.app.database;
        let row = database.writer().query_one_raw(database.statement(&sql, [])).await.unwrap().unwrap();
        row.try_get("", "n").unwrap()
    }

    async fn suppressed(&self, reason: &str) -> i64 {
        self.count(&format!("suppression WHERE reason = '{reason}'")).await
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, String) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    async fn get(&self, path: &str) -> (StatusCode, String) {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str) -> (StatusCode, String) {
        let form = "application/x-www-form-urlencoded";
        let click = Request::post(path).header(CONTENT_TYPE, form).body("List-Unsubscribe=One-Click".into()).unwrap();
        self.send(click).await
    }
}

#[tokio::test]
async fn messages_can_be_stopped_whatever_has_become_of_the_campaign() {
    for ground in Ground::all().await {
        let token = ground.token(1);
        for (end, status) in ENDS {
            for (path, said, reason) in [
                (format!("/u/{token}"), "We have stopped the messages", "opted_out"),
                (format!("/m/{token}/opt-out"), "We have stopped the messages", "opted_out"),
                (format!("/m/{token}/not-me"), "Thank you for telling us", "wrong_person"),
            ] {
                ground.begin_anew().await;
                ground.sql(end).await;
                let (shown, page) = ground.get(&format!("/m/{token}")).await;
                assert_eq!(shown, status, "{end}");
                for button in ["opt-out", "not-me"] {
                    assert!(page.contains(&format!("href=\"/m/{token}/{button}\"")), "{end}: {page}");
                }
                assert_eq!(ground.get(&path).await.0, StatusCode::OK, "{end}: {path} asks");
                assert_eq!(ground.count("suppression").await, 0, "{end}: {path} only asks");
                for _ in 0..2 {
                    let (done, page) = ground.post(&path).await;
                    assert!(done == StatusCode::OK && page.contains(said), "{end}: {path}: {done} {page}");
                }
                assert_eq!(ground.suppressed(reason).await, 2, "{end}: {path}");
            }
        }
    }
}

#[tokio::test]
async fn of_an_erased_patient_nothing_is_written_down() {
    for ground in Ground::all().await {
        let token = ground.token(1);
        ground.sql("UPDATE recipient SET link_version = 2").await;
        ground.sql("UPDATE patient SET status = 'left', erased_at = 5").await;
        let (status, page) = ground.get(&format!("/m/{token}")).await;
        assert!(status == StatusCode::GONE && page.contains("This message was withdrawn"), "{page}");
        let audited = ground.count("audit_event").await;
        for (path, said) in [
            (format!("/u/{token}"), "We have stopped the messages"),
            (format!("/m/{token}/not-me"), "Thank you for telling us"),
        ] {
            let (status, page) = ground.post(&path).await;
            assert!(status == StatusCode::OK && page.contains(said), "{path}: {status} {page}");
        }
        assert_eq!((ground.count("suppression").await, ground.count("recipient_event").await), (0, 0));
        assert_eq!(ground.count("audit_event").await, audited);
    }
}

#[tokio::test]
async fn who_opts_out_again_is_heard_again() {
    for ground in Ground::all().await {
        let path = format!("/u/{}", ground.token(1));
        ground.post(&path).await;
        ground.sql("DELETE FROM suppression").await;
        ground.post(&path).await;
        assert_eq!(ground.suppressed("opted_out").await, 2);
        let said = "audit_event WHERE action = 'recipient.opted_out'";
        assert_eq!(ground.count(said).await, 2);
        ground.post(&path).await;
        assert_eq!(ground.count(said).await, 2, "what changes nothing is not told");
    }
}

#[tokio::test]
async fn a_new_link_is_open_to_whom_it_is_for() {
    for ground in Ground::all().await {
        let (old, app) = (ground.token(1), &ground.practice.app);
        ground.post(&format!("/m/{old}/not-me")).await;
        // Staff correct the number, lift the suppression and revoke the link.
        ground.sql("DELETE FROM suppression").await;
        revoke_link(app, &manager(), ground.recipient).await.unwrap();
        let new = format!("/m/{}", ground.token(2));
        assert_eq!(ground.get(&new).await.0, StatusCode::OK);
        assert!(ground.post(&format!("/m/{old}/not-me")).await.1.contains("Thank you for telling us"));
        assert_eq!(ground.count("suppression").await, 0, "what the old link said was put right");
        assert_eq!(ground.get(&new).await.0, StatusCode::OK);
        ground.post(&format!("{new}/not-me")).await;
        assert_eq!((ground.get(&new).await.0, ground.suppressed("wrong_person").await), (StatusCode::GONE, 2));
        let rows = ground.count(&format!("suppression WHERE patient_id = {}", ground.patient.get())).await;
        assert_eq!(rows, 2);
    }
}
