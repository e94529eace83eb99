//! The approval of a large launch: by somebody who has neither written the campaign nor launches it.

use shared::{channel::CampaignState, ids::CampaignId};

use super::schedule::Mo;
use crate::{
    config::Config,
    domain::{
        Error,
        campaigns::{
            ScheduledLaunch, approve, create,
            fixtures::{NewPatient, Practice, flu},
            launch, launch_scheduled, schedule,
        },
    },
    state::App,
};

fn code_of<T: std::fmt::Debug>(outcome: Result<T, Error>) -> &'static str {
    outcome.unwrap_err().code()
}

/// A practice where more than two recipients take two people, with a campaign of Ann's for three, and Bob.
struct Scene {
    practice: Practice,
    app: App,
    ann: Mo,
    bob: Mo,
    id: CampaignId,
}

async fn scenes() -> Vec<Scene> {
    let mut scenes = Vec::new();
    for practice in [Some(Practice::open().await), Practice::open_postgres().await].into_iter().flatten() {
        for n in 1..=3 {
            practice.add(NewPatient::with_asthma(Some(&format!("+44770090000{n}")), Some("a@example.org"))).await;
        }
        let mut config = Config::default();
        config.sending.approval_above = 2;
        let app = App { config: config.into(), ..practice.app.clone() };
        let (ann, bob) = (Mo::named(&practice, "Ann").await, Mo::named(&practice, "Bob").await);
        let id = create(&app, &ann.actor, flu()).await.unwrap().id.into();
        scenes.push(Scene { practice, app, ann, bob, id });
    }
    scenes
}

#[tokio::test]
async fn whoever_has_written_a_campaign_does_not_approve_it() {
    for Scene { practice, app, ann, bob, id } in scenes().await {
        let refused = approve(&app, &ann.actor, id, &ann.code(&practice)).await;
        assert_eq!(code_of(refused), "OWN_CAMPAIGN");
        let early = launch(&app, &ann.actor, id, &ann.code(&practice)).await;
        assert_eq!(code_of(early), "APPROVAL_NEEDED");
        let approved = approve(&app, &bob.actor, id, &bob.code(&practice)).await.unwrap();
        assert_eq!(approved.approved_by.as_ref(), Some(&bob.actor.id));
        let same = launch(&app, &bob.actor, id, &bob.code(&practice)).await;
        assert_eq!(code_of(same), "APPROVAL_NEEDED", "the approver launches it");
        let launched = launch(&app, &ann.actor, id, &ann.code(&practice)).await.unwrap();
        assert_eq!(launched.state, CampaignState::Running);
    }
}

#[tokio::test]
async fn a_refused_approval_leaves_the_code_fresh_and_a_wrong_code_is_counted() {
    for Scene { practice, app, ann, bob, id } in scenes().await {
        let code = ann.code(&practice);
        assert_eq!(code_of(approve(&app, &ann.actor, id, &code).await), "OWN_CAMPAIGN");
        approve(&app, &bob.actor, id, &bob.code(&practice)).await.unwrap();
        for _ in 0..5 {
            assert_eq!(code_of(launch(&app, &bob.actor, id, "000000").await), "WRONG_CODE");
        }
        assert_eq!(code_of(launch(&app, &bob.actor, id, "000000").await), "LOCKED_OUT");
        let code = ann.code(&practice);
        assert_eq!(launch(&app, &ann.actor, id, &code).await.unwrap().state, CampaignState::Running);
    }
}

#[tokio::test]
async fn a_launch_at_a_later_time_takes_the_same_approval() {
    for Scene { practice, app, ann, bob, id } in scenes().await {
        let at = "2026-11-24T08:00:00Z".parse().unwrap();
        let early = schedule(&app, &ann.actor, id, &ann.code(&practice), at).await;
        assert_eq!(code_of(early), "APPROVAL_NEEDED");
        approve(&app, &bob.actor, id, &bob.code(&practice)).await.unwrap();
        let same = schedule(&app, &bob.actor, id, &bob.code(&practice), at).await;
        assert_eq!(code_of(same), "APPROVAL_NEEDED", "the approver schedules it");
        let scheduled = schedule(&app, &ann.actor, id, &ann.code(&practice), at).await.unwrap();
        assert_eq!(scheduled.state, CampaignState::Scheduled);
        practice.clock.put(at);
        let outcome = launch_scheduled(&app, id, at.into()).await.unwrap();
        assert!(matches!(outcome, ScheduledLaunch::Launched(_)), "{outcome:?}");
    }
}
