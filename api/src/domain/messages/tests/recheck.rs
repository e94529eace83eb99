//! What is seen at the last moment.

use shared::channel::{Channel, MessageState};

use super::ground::{Step, grounds};
use crate::{database::Engine, domain::messages::reason};

#[tokio::test]
async fn who_must_not_be_written_to_is_not() {
    for ground in grounds(6, 10).await {
        for (patient, status) in [(1, "deceased"), (2, "left"), (3, "restricted")] {
            ground
                .execute(&format!("UPDATE patient SET status = '{status}' WHERE local_id = 'sample-{patient}'"))
                .await;
        }
        let of = |n: i32| format!("(SELECT id FROM patient WHERE local_id = 'sample-{n}')");
        ground.execute(&format!("UPDATE recipient SET acknowledged_at = 1 WHERE patient_id = {}", of(4))).await;
        ground.execute(&format!("UPDATE recipient SET opted_out_at = 1 WHERE patient_id = {}", of(5))).await;
        ground.execute(&format!("DELETE FROM contact_point WHERE patient_id = {}", of(6))).await;
        let done = ground.run_once().await;
        assert_eq!((done.claimed, done.suppressed, done.sent), (12, 12, 0));
        assert!(ground.client.given().is_empty());
        let mut reasons = Vec::new();
        for id in ground.ids(Channel::Sms).await {
            reasons.push(ground.state(id).await.1.unwrap());
        }
        let expected = [
            reason::DECEASED,
            reason::LEFT,
            reason::RESTRICTED,
            reason::ACKNOWLEDGED,
            reason::OPTED_OUT,
            reason::NO_CONTACT_POINT,
        ];
        assert_eq!(reasons, expected);
    }
}

#[tokio::test]
async fn nothing_goes_to_whom_a_link_was_closed_as_somebody_else_s() {
    for ground in grounds(1, 10).await {
        ground.execute("UPDATE recipient SET not_me_at = 1").await;
        let done = ground.run_once().await;
        assert_eq!((done.claimed, done.suppressed, done.sent), (2, 2, 0));
        let id = ground.ids(Channel::Sms).await[0];
        assert_eq!(ground.state(id).await, (MessageState::Suppressed, Some("wrong_person".to_owned())));
    }
}

#[tokio::test]
async fn a_suppressed_contact_point_is_passed_over_for_the_next_one() {
    for ground in grounds(1, 10).await {
        // The same number twice, of which the first place has an index of its own that is suppressed.
        ground
            .execute(
                "INSERT INTO contact_point (patient_id, kind, position, value_sealed, value_index) \
                 SELECT patient_id, kind, position + 1, value_sealed, value_index FROM contact_point WHERE kind = 'phone'",
            )
            .await;
        let bytes = match ground.app.database.engine() {
            Engine::Sqlite => "BLOB",
            Engine::Postgres => "BYTEA",
        };
        let other_index = format!(
            "UPDATE contact_point SET value_index = CAST('bounced' AS {bytes}) WHERE kind = 'phone' AND position = 0"
        );
        ground.execute(&other_index).await;
        ground
            .execute(
                "INSERT INTO suppression (kind, value_index, reason, created_at) \
                 SELECT kind, value_index, 'hard_bounce', 0 FROM contact_point WHERE kind = 'phone' AND position = 0",
            )
            .await;
        ground.run_once().await;
        assert_eq!(ground.texts(MessageState::Sent).await, 1);
    }
}

#[tokio::test]
async fn who_acknowledges_after_the_claim_is_not_sent() {
    for ground in grounds(3, 1).await {
        let ids = ground.ids(Channel::Sms).await;
        let acknowledge = format!(
            "UPDATE recipient SET acknowledged_at = 1 WHERE id = (SELECT recipient_id FROM message WHERE id = {})",
            ids[2]
        );
        ground.client.step(ids[0], Step::Meanwhile(acknowledge));
        ground.run_once().await;
        assert_eq!(ground.state(ids[2]).await.0, MessageState::Queued, "it is given back");
        ground.run_once().await;
        assert_eq!(ground.state(ids[2]).await, (MessageState::Suppressed, Some(reason::ACKNOWLEDGED.to_owned())));
        assert_eq!(ground.texts(MessageState::Sent).await, 2);
    }
}

#[tokio::test]
async fn who_is_never_to_be_contacted_is_not_even_when_that_is_said_after_the_claim() {
    for ground in grounds(4, 1).await {
        let ids = ground.ids(Channel::Sms).await;
        let never = |n: usize| {
            format!(
                "UPDATE patient SET never_contact_at = 1 WHERE id = (SELECT r.patient_id FROM message m \
                 JOIN recipient r ON r.id = m.recipient_id WHERE m.id = {})",
                ids[n]
            )
        };
        ground.execute(&never(0)).await;
        ground.client.step(ids[1], Step::Meanwhile(never(3)));
        ground.run_once().await;
        assert_eq!(ground.state(ids[3]).await.0, MessageState::Queued, "it is given back");
        ground.run_once().await;
        for id in [ids[0], ids[3]] {
            assert_eq!(ground.state(id).await, (MessageState::Suppressed, Some(reason::NEVER_CONTACT.to_owned())));
        }
        assert_eq!(ground.texts(MessageState::Sent).await, 2);
    }
}

#[tokio::test]
async fn a_contact_point_that_is_suppressed_after_the_claim_gets_nothing() {
    for ground in grounds(3, 1).await {
        let ids = ground.ids(Channel::Sms).await;
        let stop = "INSERT INTO suppression (kind, value_index, reason, created_at) \
             SELECT DISTINCT kind, value_index, 'stop', 0 FROM contact_point WHERE kind = 'phone'";
        ground.client.step(ids[0], Step::Meanwhile(stop.to_owned()));
        ground.run_once().await;
        assert_eq!(ground.texts(MessageState::Sent).await, 1, "it was on its way");
        assert_eq!(ground.texts(MessageState::Queued).await, 2, "they are given back");
        ground.run_once().await;
        for id in [ids[1], ids[2]] {
            assert_eq!(ground.state(id).await, (MessageState::Suppressed, Some("stop".to_owned())));
        }
        assert_eq!(ground.client.given().len(), 4, "an email each, and one text");
    }
}

#[tokio::test]
async fn nothing_goes_to_whom_somebody_else_reads_for() {
    for ground in grounds(2, 1).await {
        let ids = ground.ids(Channel::Sms).await;
        let astray = format!(
            "UPDATE recipient SET not_me_at = 1 WHERE id = (SELECT recipient_id FROM message WHERE id = {})",
            ids[1]
        );
        ground.client.step(ids[0], Step::Meanwhile(astray));
        ground.run_once().await;
        assert_eq!(ground.state(ids[1]).await.0, MessageState::Queued, "it is given back");
        ground.run_once().await;
        assert_eq!(ground.state(ids[1]).await, (MessageState::Suppressed, Some(reason::WRONG_PERSON.to_owned())));
    }
}

#[tokio::test]
async fn a_paused_campaign_stops_after_the_group_on_its_way() {
    for ground in grounds(10, 2).await {
        let id = ground.ids(Channel::Sms).await[0];
        ground.client.step(id, Step::Meanwhile("UPDATE campaign SET state = 'paused'".to_owned()));
        ground.run_once().await;
        assert_eq!(ground.texts(MessageState::Sent).await, 2);
        assert_eq!(ground.texts(MessageState::Queued).await, 8);
        assert_eq!(ground.run_once().await.claimed, 0);
        ground.execute("UPDATE campaign SET state = 'running'").await;
        ground.run_once().await;
        assert_eq!(ground.texts(MessageState::Sent).await, 10);
    }
}

#[tokio::test]
async fn what_was_claimed_of_a_cancelled_campaign_is_cancelled() {
    for ground in grounds(4, 2).await {
        let id = ground.ids(Channel::Sms).await[0];
        ground.client.step(id, Step::Meanwhile("UPDATE campaign SET state = 'cancelled'".to_owned()));
        ground.run_once().await;
        assert_eq!((ground.texts(MessageState::Sent).await, ground.texts(MessageState::Cancelled).await), (2, 2));
    }
}
