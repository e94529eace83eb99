//! Drafts: made, saved, copied, and never overwritten by who has not seen them.

use serde_json::json;
use shared::{form::starters, permission::Role};

use super::ground::{grounds, lungs};
use crate::domain::{
    Actor, Error,
    campaigns::fixtures::manager,
    forms::{self, DraftChange, NewForm, Source},
};

fn new(source: Source) -> NewForm {
    NewForm { source, name: None, slug: None, is_public: false, changeable: false }
}

#[tokio::test]
async fn a_form_is_made_from_every_source_and_has_an_address_of_its_own() {
    for ground in grounds().await {
        let app = &ground.0.app;
        for starter in starters() {
            let made = forms::create(app, &manager(), new(Source::Starter(starter.slug.to_owned()))).await.unwrap();
            assert_eq!(made.form.kind, starter.kind);
            assert!(forms::problems(app, &made.form).unwrap().is_empty(), "{}", starter.slug);
        }
        let json = || new(Source::Json(lungs().to_string()));
        let first = forms::create(app, &manager(), json()).await.unwrap().form;
        let second = forms::create(app, &manager(), new(Source::Copy(first.id.into()))).await.unwrap().form;
        assert_eq!((first.slug.as_str(), second.slug.as_str()), ("your-lungs", "your-lungs-2"));
        assert_eq!((first.name.as_str(), &second.draft), ("Your lungs", &first.draft));
        let questionnaire = json!({ "resourceType": "Questionnaire", "title": "Old", "item": [
            { "linkId": "1", "type": "string", "text": "Name" }] });
        let imported = forms::create(app, &manager(), new(Source::Questionnaire(questionnaire.to_string()))).await;
        assert_eq!(imported.unwrap().form.slug, "old");
        let wrong = forms::create(app, &manager(), new(Source::Json("[]".to_owned()))).await.unwrap_err();
        assert!(matches!(wrong, Error::Invalid { field, .. } if field == "json"));
        let taken = NewForm { slug: Some("your-lungs".to_owned()), ..json() };
        let taken = forms::create(app, &manager(), taken).await.unwrap_err();
        assert!(matches!(taken, Error::Invalid { field, .. } if field == "slug"));
        let viewer = Actor::user(2.into(), "V", Role::Viewer);
        assert_eq!(forms::create(app, &viewer, json()).await.unwrap_err().code(), "FORBIDDEN");
    }
}

#[tokio::test]
async fn asked_again_the_same_form_comes_back() {
    const KEY: Option<&str> = Some("0b0c6b3c-6f1d-4f63-9f3e-4a4b8f0e7d11");
    for ground in grounds().await {
        let app = &ground.0.app;
        let json = || new(Source::Json(lungs().to_string()));
        let first = forms::create_once(app, &manager(), json(), KEY).await.unwrap().form;
        let again = forms::create_once(app, &manager(), json(), KEY).await.unwrap().form;
        assert_eq!(first.id, again.id);
        assert_eq!(forms::count(app.database.reader()).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn who_has_not_seen_the_newest_draft_overwrites_nothing() {
    for ground in grounds().await {
        let app = &ground.0.app;
        let form = ground.form(false).await;
        let named = |name: &str| DraftChange { name: Some(name.to_owned()), ..DraftChange::default() };
        let saved = forms::save_draft(app, &manager(), form, 1, named("First")).await.unwrap();
        assert_eq!((saved.name.as_str(), saved.draft_version), ("First", 2));
        let late = forms::save_draft(app, &manager(), form, 1, named("Second")).await.unwrap_err();
        assert_eq!(late.code(), "STALE_DRAFT");
        assert_eq!(forms::find(app.database.reader(), form).await.unwrap().name, "First");
        // What is not finished is saved; what is no form is not.
        let half = DraftChange { draft: Some(lungs().to_string().replace("Name", "")), ..DraftChange::default() };
        let saved = forms::save_draft(app, &manager(), form, 2, half).await.unwrap();
        assert!(!forms::problems(app, &saved).unwrap().is_empty());
        let none = DraftChange { draft: Some("{\"format\": 9}".to_owned()), ..DraftChange::default() };
        assert_eq!(forms::save_draft(app, &manager(), form, 3, none).await.unwrap_err().code(), "INVALID_INPUT");
        let nowhere = forms::save_draft(app, &manager(), 999.into(), 1, named("X")).await.unwrap_err();
        assert_eq!(nowhere.code(), "NOT_FOUND");
    }
}
