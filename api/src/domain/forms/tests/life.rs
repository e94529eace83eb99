//! What is asked for at the same time: saving, publishing, retiring, and campaigns that ask for a form.

use shared::{
    form::{
        FormState, PublishStep,
        StepState::{Done, Failed, Waiting},
    },
    ids::{FormId, FormVersionId},
    permission::Permission,
};

use super::ground::{Ground, grounds, lungs};
use crate::domain::{
    Actor, acknowledgements,
    campaigns::{self, fixtures::manager},
    forms::{self, DraftChange, steps_of},
};

async fn ask(ground: &Ground, form: FormId, draft: i32) -> FormVersionId {
    forms::publish(&ground.0.app, &manager(), form, draft).await.unwrap().id.into()
}

#[tokio::test]
async fn a_form_on_its_way_is_not_retired_and_a_retired_one_does_not_come_back_by_itself() {
    for ground in grounds().await {
        let app = &ground.0.app;
        let form = ground.form(false).await;
        ground.publish(form).await;
        let mut changed = lungs();
        changed["title"]["en"] = "Your breathing".into();
        ground.save(form, &changed).await;
        let second = ask(&ground, form, 2).await;
        let refused = forms::retire(app, &manager(), form).await.unwrap_err();
        assert_eq!(refused.code(), "PUBLISHING");
        assert!(refused.to_string().starts_with("Version 2 of this form is being published"), "{refused}");
        // Its job is given up, the form is retired, and then a worker that was thought lost goes on.
        ground.sql("UPDATE job SET state = 'failed' WHERE kind = 'publish_form'").await;
        ground.0.clock.advance(std::time::Duration::from_secs(1));
        forms::retire(app, &manager(), form).await.unwrap();
        forms::run_publication(app, second).await.unwrap_err();
        let now = forms::find(app.database.reader(), form).await.unwrap();
        assert_eq!((now.state, now.current_version), (FormState::Retired, Some(1)));
        let steps = steps_of(app.database.reader(), second).await.unwrap();
        assert_eq!(steps[4].state, Failed);
        let told = steps[4].error.as_deref().unwrap();
        assert_eq!(told, "The form was retired after this was asked for. Publish it again to bring it back.");
        // Asked for anew it comes back, as a version of its own.
        let third = ground.publish(form).await;
        assert_ne!(third, second);
        assert_eq!(ground.addressed(None).await.unwrap().version.number, 3);
    }
}

#[tokio::test]
async fn what_failed_after_the_switch_is_finished_when_it_is_asked_for_again() {
    for ground in grounds().await {
        let app = &ground.0.app;
        let form = ground.form(false).await;
        let version = ground.publish(form).await;
        ground.sql("UPDATE form_publication SET state = 'failed' WHERE step = 'audit'").await;
        let again = ask(&ground, form, 1).await;
        assert_eq!(again, version);
        let open = steps_of(app.database.reader(), version).await.unwrap();
        assert_eq!((open[4].state, open[5].state), (Done, Waiting));
        let waits = forms::publish(app, &manager(), form, 1).await.unwrap_err();
        assert_eq!(waits.code(), "PUBLISHING");
        forms::run_publication(app, version).await.unwrap();
        ground.sql("UPDATE job SET state = 'done' WHERE kind = 'publish_form'").await;
        let steps = steps_of(app.database.reader(), version).await.unwrap();
        assert!(steps.iter().all(|row| row.state == Done) && steps.len() == PublishStep::ALL.len());
        assert_eq!(forms::publish(app, &manager(), form, 1).await.unwrap_err().code(), "NOTHING_CHANGED");
    }
}

#[tokio::test]
async fn who_only_edits_forms_opens_none_that_is_live() {
    for ground in grounds().await {
        let app = &ground.0.app;
        let editor = Actor::client("api-client-1", "Editor", vec![Permission::EditForms]);
        let form = ground.form(false).await;
        let public = |is_public| DraftChange { is_public: Some(is_public), ..DraftChange::default() };
        let changeable = DraftChange { changeable: Some(true), ..DraftChange::default() };
        forms::save_draft(app, &editor, form, 1, public(false)).await.unwrap();
        forms::save_draft(app, &editor, form, 2, public(true)).await.unwrap();
        ground.publish(form).await;
        for change in [public(false), changeable.clone()] {
            let refused = forms::save_draft(app, &editor, form, 3, change).await.unwrap_err();
            assert_eq!(refused.code(), "FORBIDDEN");
        }
        let unchanged = DraftChange { name: Some("Lungs".to_owned()), ..public(true) };
        let saved = forms::save_draft(app, &editor, form, 3, unchanged).await.unwrap();
        assert_eq!((saved.name.as_str(), saved.is_public, saved.changeable), ("Lungs", true, false));
        let saved = forms::save_draft(app, &manager(), form, 4, changeable).await.unwrap();
        assert!(saved.changeable);
        let renamed = DraftChange { slug: Some("other".to_owned()), ..DraftChange::default() };
        let refused = forms::save_draft(app, &manager(), form, 5, renamed).await.unwrap_err();
        assert_eq!(refused.code(), "ALREADY_PUBLISHED");
    }
}

#[tokio::test]
async fn a_form_that_a_running_campaign_asks_for_stays() {
    for ground in grounds().await {
        let app = &ground.0.app;
        let form = ground.form(false).await;
        let version = ground.publish(form).await;
        let (campaign, recipient) = ground.campaign(version).await;
        let name = campaigns::get(app.database.reader(), campaign).await.unwrap().name;
        let refused = forms::retire(app, &manager(), form).await.unwrap_err();
        assert_eq!(refused.code(), "FORM_IN_USE");
        assert!(refused.to_string().contains(&format!("\"{name}\"")), "{refused}");
        let token = app.keys.link_token(recipient, 1);
        let offers = || async { acknowledgements::open(app, &token, None).await.unwrap().unwrap().has_form };
        assert!(offers().await);
        ground.sql("UPDATE form SET state = 'retired'").await;
        assert!(!offers().await, "the page offers nothing that leads nowhere");
        ground.sql("UPDATE form SET state = 'published'").await;
        campaigns::cancel(app, &manager(), campaign).await.unwrap();
        forms::retire(app, &manager(), form).await.unwrap();
    }
}
