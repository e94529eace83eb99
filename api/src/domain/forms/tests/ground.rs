//! What the tests start from: an application, a form of four fields, and recipients of a running campaign.

use std::time::Duration;

use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use serde_json::{Value as Json, json};
use shared::{
    form::{Answers, Language},
    ids::{CampaignId, FormId, FormVersionId, RecipientId},
    plan::Plan,
};

use crate::domain::{
    Error,
    campaigns::{
        self, Draft,
        fixtures::{NewPatient, Practice, command, flu, manager},
    },
    forms::{self, Addressed, DraftChange, NewForm, Personal, Sender, Source, Submitted},
};

/// Each engine that is there.
pub async fn grounds() -> Vec<Ground> {
    let mut grounds = vec![Ground(Practice::open().await)];
    grounds.extend(Practice::open_postgres().await.map(Ground));
    grounds
}

pub struct Ground(pub Practice);

/// Asks for a name, for wheezing, for nights where there is any, and for a secret.
pub fn lungs() -> Json {
    json!({ "format": 1, "kind": "questionnaire", "languages": ["en"], "title": { "en": "Your lungs" },
        "pages": [{ "id": "p", "sections": [{ "fields": [
            { "id": "name", "kind": { "text": {} }, "label": { "en": "Name" }, "required": true },
            { "id": "wheeze", "kind": { "yesNo": { "yesPoints": 2 } }, "label": { "en": "Do you wheeze?" }, "required": true },
            { "id": "nights", "kind": { "number": {} }, "label": { "en": "Nights awake" },
              "showIf": { "yesNo": { "field": "wheeze", "is": true } } },
            { "id": "secret", "kind": { "longText": {} }, "label": { "en": "Anything else?" }, "sensitive": true }
        ] }] }],
        "scoring": { "title": { "en": "Score" }, "bands": [
            { "id": "well", "from": 0, "to": 1, "label": { "en": "Well" } },
            { "id": "call", "from": 2, "to": 2, "label": { "en": "Call" } }] } })
}

pub fn given(json: Json) -> Answers {
    serde_json::from_value(json).unwrap()
}

impl Ground {
    pub async fn form(&self, changeable: bool) -> FormId {
        let source = Source::Json(lungs().to_string());
        let new = NewForm { source, name: None, slug: None, is_public: true, changeable };
        forms::create(&self.0.app, &manager(), new).await.unwrap().form.id.into()
    }

    /// Publishes the draft as it is.
    pub async fn publish(&self, form: FormId) -> FormVersionId {
        let app = &self.0.app;
        let draft = forms::find(app.database.reader(), form).await.unwrap().draft_version;
        let version = forms::publish(app, &manager(), form, draft).await.unwrap().id.into();
        forms::run_publication(app, version).await.unwrap();
        // The job that asks for the same is done with it.
        self.sql("UPDATE job SET state = 'done' WHERE kind = 'publish_form'").await;
        version
    }

    pub async fn save(&self, form: FormId, draft: &Json) {
        let app = &self.0.app;
        let seen = forms::find(app.database.reader(), form).await.unwrap().draft_version;
        let change = DraftChange { draft: Some(draft.to_string()), ..DraftChange::default() };
        forms::save_draft(app, &manager(), form, seen, change).await.unwrap();
    }

    /// A running campaign that asks its one recipient to fill in the form.
    pub async fn campaign(&self, form: FormVersionId) -> (CampaignId, RecipientId) {
        let app = &self.0.app;
        self.0.add(NewPatient::with_asthma(Some("+447700900001"), None)).await;
        let plan = Plan { form: Some(form), ..Plan::default() };
        let id: CampaignId = campaigns::create(app, &manager(), Draft { plan, ..flu() }).await.unwrap().id.into();
        campaigns::launch_unattended(app, &command(), id).await.unwrap();
        let recipient = self.number("SELECT MAX(id) AS n FROM recipient").await;
        (id, recipient.into())
    }

    pub async fn personal(&self, recipient: RecipientId) -> Personal {
        let token = self.0.app.keys.link_token(recipient, 1);
        forms::personal(&self.0.app, &token).await.unwrap().unwrap()
    }

    pub async fn addressed(&self, number: Option<i32>) -> Option<Addressed> {
        forms::at_address(&self.0.app, "your-lungs", number).await.unwrap()
    }

    pub async fn answer(&self, personal: &Personal, answers: Json) -> Result<Submitted, Error> {
        let (app, language) = (&self.0.app, Language::english());
        let sender = Sender::Recipient(personal);
        Ok(forms::submit(app, &personal.form, &language, &given(answers), sender).await?.unwrap())
    }

    /// Answers of nobody that is known, by a page that was made a minute ago.
    pub async fn answer_openly(&self, form: &Addressed, stamp: &str, answers: Json) -> Result<Submitted, Error> {
        let (app, language) = (&self.0.app, Language::english());
        let stamp = forms::read_stamp(app, form.form.id.into(), stamp).unwrap();
        let sender = Sender::Anybody(&stamp);
        Ok(forms::submit(app, form, &language, &given(answers), sender).await?.unwrap())
    }

    /// A stamp of a page of this form; then a minute passes.
    pub fn stamp(&self, form: &Addressed) -> String {
        let stamp = forms::issue_stamp(&self.0.app, form.form.id.into());
        self.0.clock.advance(Duration::from_mins(1));
        stamp
    }

    pub async fn sql(&self, sql: &str) {
        self.0.app.database.writer().execute_unprepared(sql).await.unwrap();
    }

    /// The one number a query answers.
    pub async fn number(&self, sql: &str) -> i64 {
        #[derive(FromQueryResult)]
        struct Row {
            n: Option<i64>,
        }
        let database = &self.0.app.database;
        let statement = database.statement(sql, Vec::<Value>::new());
        Row::find_by_statement(statement).one(database.reader()).await.unwrap().and_then(|row| row.n).unwrap_or(0)
    }
}
