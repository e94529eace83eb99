//! A budget that is given more.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use sea_orm::EntityTrait;
use shared::{channel::CampaignState, ids::CampaignId, money::Money, permission::Role, plan::Plan};

use crate::{
    clients::{
        delivery::{Accepted, Answer},
        email::{Email, EmailSender},
        notices::Notices,
    },
    domain::{
        Actor, Error,
        campaigns::{
            Draft, cancel, create,
            fixtures::{NewPatient, Practice, command, flu, manager},
            get, launch_unattended, pause_at_budget, plan_of, raise_budget, resume,
        },
    },
    state::App,
};

const OLD: Money = Money::pounds(1);
const NEW: Money = Money::pounds(2);

fn code_of<T: std::fmt::Debug>(outcome: Result<T, Error>) -> &'static str {
    outcome.unwrap_err().code()
}

/// A running campaign that may spend a pound, on every engine there is.
async fn campaigns() -> Vec<(Practice, CampaignId)> {
    let mut campaigns = Vec::new();
    for practice in [Some(Practice::open().await), Practice::open_postgres().await].into_iter().flatten() {
        practice.add(NewPatient::with_asthma(Some("+447700900001"), Some("a@example.org"))).await;
        let plan = Plan { budget: Some(OLD), doubt_hours: 48, ..Plan::default() };
        let id = create(&practice.app, &manager(), Draft { plan, ..flu() }).await.unwrap().id.into();
        launch_unattended(&practice.app, &command(), id).await.unwrap();
        campaigns.push((practice, id));
    }
    campaigns
}

async fn raised(practice: &Practice) -> Vec<serde_json::Value> {
    let events = entity::audit_event::Entity::find().all(practice.app.database.reader()).await.unwrap();
    events.into_iter().filter(|event| event.action == "campaign.budget_raised").map(|event| event.detail).collect()
}

#[tokio::test]
async fn a_campaign_paused_at_its_budget_is_given_more_and_goes_on() {
    for (practice, id) in campaigns().await {
        let app = &practice.app;
        pause_at_budget(app, id, OLD).await.unwrap();
        let campaign = raise_budget(app, &manager(), id, OLD, Some(NEW)).await.unwrap();
        let plan = plan_of(&campaign).unwrap();
        assert_eq!((campaign.state, plan.budget, plan.doubt_hours), (CampaignState::Paused, Some(NEW), 48));
        // The answer was lost and it is asked for again.
        raise_budget(app, &manager(), id, OLD, Some(NEW)).await.unwrap();
        let said = raised(&practice).await;
        assert_eq!(said, [serde_json::json!({ "from": "1.00", "to": "2.00", "currency": "GBP" })]);
        assert_eq!(resume(app, &manager(), id).await.unwrap().state, CampaignState::Running);
        // A worker that has seen the old budget used up comes late.
        pause_at_budget(app, id, OLD).await.unwrap();
        assert_eq!(get(app.database.reader(), id).await.unwrap().state, CampaignState::Running);
        let unlimited = raise_budget(app, &manager(), id, NEW, None).await.unwrap();
        assert_eq!(plan_of(&unlimited).unwrap().budget, None);
        assert_eq!(raised(&practice).await.len(), 2);
    }
}

/// Remembers what staff were told.
#[derive(Debug, Default)]
struct Post(Mutex<Vec<Email>>);

#[async_trait::async_trait]
impl EmailSender for Post {
    async fn send(&self, email: &Email) -> Answer {
        self.0.lock().unwrap().push(email.clone());
        Ok(Accepted { provider_id: None })
    }
}

#[tokio::test]
async fn staff_are_told_once_that_a_campaign_has_reached_its_budget() {
    for (practice, id) in campaigns().await {
        let post = Arc::new(Post::default());
        let staff = vec!["staff@practice.example".parse().unwrap()];
        let app = App { notices: Arc::new(Notices::new(post.clone(), staff, None)), ..practice.app.clone() };
        pause_at_budget(&app, id, OLD).await.unwrap();
        pause_at_budget(&app, id, OLD).await.unwrap(); // by another worker
        for _ in 0..100 {
            if !post.0.lock().unwrap().is_empty() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let told: Vec<String> = post.0.lock().unwrap().iter().map(|email| email.text.clone()).collect();
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("is paused: its budget of £1.00") && told[0].contains("Raise its budget"), "{told:?}");
    }
}

#[tokio::test]
async fn a_budget_that_is_not_more_or_not_the_one_that_was_known_is_refused() {
    for (practice, id) in campaigns().await {
        let app = &practice.app;
        for less in [OLD, Money::ZERO] {
            let refused = raise_budget(app, &manager(), id, OLD, Some(less)).await.unwrap_err();
            assert!(matches!(&refused, Error::Invalid { field, .. } if field == "to"), "{refused}");
        }
        raise_budget(app, &manager(), id, OLD, Some(NEW)).await.unwrap();
        let stale = raise_budget(app, &manager(), id, OLD, Some(Money::pounds(3))).await;
        assert_eq!(code_of(stale), "CONFLICT", "somebody else was quicker");
        let viewer = Actor::user(9.into(), "Vi", Role::Viewer);
        assert_eq!(code_of(raise_budget(app, &viewer, id, NEW, None).await), "FORBIDDEN");
        cancel(app, &manager(), id).await.unwrap();
        assert_eq!(code_of(raise_budget(app, &manager(), id, NEW, None).await), "CONFLICT", "it is over");
    }
}
