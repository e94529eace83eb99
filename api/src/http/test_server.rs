//! What the tests of pages start from: a server without a socket, one running campaign and its recipients.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode},
};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use shared::{channel::CampaignState, ids::RecipientId};
use tower::ServiceExt;

use crate::{config::Config, graphql, state::App, testing::TestApp};

pub(crate) struct TestServer {
    pub app: App,
    router: Router,
    test: TestApp,
}

/// What came back.
pub(crate) struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl TestServer {
    /// Two recipients of a running campaign by email and text, their texts still queued.
    pub async fn start() -> Self {
        let mut test = TestApp::start().await;
        let mut config = Config::clone(&test.app.config);
        config.practice.booking_link = Some("https://booking.example.org".into());
        test.app.config = Arc::new(config);
        let app = test.app.clone();
        let server = Self { router: super::router(app.clone(), graphql::build(app.clone())), app, test };
        server.fill().await;
        server
    }

    async fn fill(&self) {
        let later = self.app.clock.timestamp().0 + 86_400_000;
        self.sql(&format!(
            "INSERT INTO campaign (id, name, kind, state, rule, channels, wave, expires_at, created_by, created_at) \
             VALUES (1, 'Flu 2026, lungs', 'flu', 'running', '{{}}', '[\"email\",\"sms\"]', 0, {later}, 'user-1', 1)"
        ))
        .await;
        let body = shared::template::default_email_body().replace('\'', "''");
        let subject = shared::template::default_email_subject();
        self.sql(&format!(
            "INSERT INTO template (campaign_id, channel, subject, body, created_at) VALUES (1, 'email', '{subject}', '{body}', 1)"
        ))
        .await;
        for id in [1, 2] {
            self.sql(&format!(
                "INSERT INTO patient (id, source, given_name, family_name, name_key, sex, status, content_hash, created_at, updated_at) \
                 VALUES ({id}, 'test', 'Ada <b>', 'Byron', 'byron', 'female', 'active', x'00', 1, 1)"
            ))
            .await;
            self.sql(&format!(
                "INSERT INTO contact_point (patient_id, kind, position, value_sealed, value_index) \
                 VALUES ({id}, 'phone', 0, x'00', x'0{id}'), ({id}, 'email', 0, x'00', x'1{id}')"
            ))
            .await;
            self.sql(&format!(
                "INSERT INTO recipient (id, campaign_id, patient_id, link_version, created_at) VALUES ({id}, 1, {id}, 1, 1)"
            ))
            .await;
            self.sql(&format!(
                "INSERT INTO message (campaign_id, recipient_id, wave, channel, state, attempts, epoch, available_at, created_at, updated_at) \
                 VALUES (1, {id}, 0, 'sms', 'queued', 0, 0, 1, 1, 1)"
            ))
            .await;
        }
        self.sql("INSERT INTO message_count (campaign_id, wave, channel, state, n) VALUES (1, 0, 'sms', 'queued', 2)")
            .await;
    }

    /// Time passes.
    pub fn advance(&self, by: std::time::Duration) {
        self.test.clock.advance(by);
    }

    pub async fn sql(&self, sql: &str) {
        self.app.database.writer().execute_unprepared(sql).await.unwrap();
    }

    /// The one number a query answers.
    pub async fn count(&self, sql: &str) -> i64 {
        #[derive(FromQueryResult)]
        struct Row {
            n: Option<i64>,
        }
        let statement = self.app.database.statement(sql, Vec::<Value>::new());
        Row::find_by_statement(statement)
            .one(self.app.database.reader())
            .await
            .unwrap()
            .and_then(|row| row.n)
            .unwrap_or(0)
    }

    /// Recipients that reached a stage, as the screens show it.
    pub async fn reached(&self, stage: &str) -> i64 {
        self.count(&format!("SELECT SUM(n) AS n FROM recipient_count WHERE stage = '{stage}'")).await
    }

    pub async fn campaign_is(&self, state: CampaignState) {
        self.sql(&format!("UPDATE campaign SET state = '{state}'")).await;
    }

    pub fn link(&self, recipient: i64) -> String {
        format!("/m/{}", self.app.keys.link_token(RecipientId::from(recipient), 1))
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str) -> Answer {
        self.send(Request::post(path).body(Body::empty()).unwrap()).await
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 1 << 20).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8(body.to_vec()).unwrap() }
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}
