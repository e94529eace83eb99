//! A campaign whose form was retired is neither approved, nor scheduled, nor launched.

use std::time::Duration;

use shared::{channel::CampaignState, ids::CampaignId, plan::Plan};

use super::schedule::Mo;
use crate::domain::{
    Error,
    campaigns::{
        Draft, ScheduledLaunch, approve, create,
        fixtures::{NewPatient, Practice, command, flu, manager},
        launch, launch_scheduled, launch_unattended, schedule,
    },
    forms::{self, NewForm, Source},
};

fn refused<T: std::fmt::Debug>(outcome: Result<T, Error>) {
    let error = outcome.unwrap_err();
    assert_eq!(error.code(), "FORM_RETIRED", "{error}");
    assert!(error.to_string().ends_with("Publish the form again, or choose another in the campaign."), "{error}");
}

#[tokio::test]
async fn a_campaign_does_not_begin_with_a_form_that_was_retired() {
    for practice in [Some(Practice::open().await), Practice::open_postgres().await].into_iter().flatten() {
        let app = &practice.app;
        practice.add(NewPatient::with_asthma(Some("+447700900001"), Some("a@example.org"))).await;
        let source = Source::Starter("already-vaccinated".to_owned());
        let new = NewForm { source, name: None, slug: None, is_public: true, changeable: false };
        let form = forms::create(app, &manager(), new).await.unwrap().form;
        let version = forms::publish(app, &manager(), form.id.into(), 1).await.unwrap().id.into();
        forms::run_publication(app, version).await.unwrap();
        let done = "UPDATE job SET state = 'done'";
        sea_orm::ConnectionTrait::execute_unprepared(app.database.writer(), done).await.unwrap();
        let (ann, mo) = (Mo::named(&practice, "Ann").await, Mo::named(&practice, "Mo").await);
        let plan = Plan { form: Some(version), ..Plan::default() };
        let id: CampaignId = create(app, &ann.actor, Draft { plan, ..flu() }).await.unwrap().id.into();
        let at = app.clock.now() + Duration::from_hours(24);
        let scheduled = schedule(app, &mo.actor, id, &mo.code(&practice), at).await.unwrap();
        assert_eq!(scheduled.state, CampaignState::Scheduled);
        forms::retire(app, &manager(), form.id.into()).await.unwrap();
        refused(approve(app, &mo.actor, id, &mo.code(&practice)).await);
        refused(schedule(app, &mo.actor, id, &mo.code(&practice), at).await);
        refused(launch(app, &mo.actor, id, &mo.code(&practice)).await);
        refused(launch_unattended(app, &command(), id).await);
        practice.clock.put(at);
        match launch_scheduled(app, id, at.into()).await.unwrap() {
            ScheduledLaunch::PutBack { campaign, reason } => {
                assert_eq!(campaign.state, CampaignState::Draft);
                assert!(reason.contains("was retired"), "{reason}");
            }
            other => panic!("{other:?}"),
        }
    }
}
