//! Who is on the list for letters.

use futures::TryStreamExt;
use sea_orm::ConnectionTrait;
use shared::ids::CampaignId;

use crate::domain::campaigns::{
    create,
    fixtures::{NewPatient, Practice, command, flu, manager},
    launch_unattended, unreachable_csv,
};

/// What became of the messages to each recipient by email and by text, and why; nobody's messages are queued any more.
const ENDS: [(&str, &str, bool); 9] = [
    (
        "state = 'bounced', reason = 'bounced (5.1.1)'",
        "state = 'failed', reason = 'refused: SNS: InvalidParameter'",
        true,
    ),
    ("state = 'bounced', reason = 'bounced (5.1.1)'", "state = 'sent'", false),
    ("state = 'failed', reason = 'refused: 550'", "state = 'uncertain', reason = 'worker_lost'", false),
    ("state = 'delivered'", "state = 'failed', reason = 'refused: SNS: InvalidParameter'", false),
    ("state = 'suppressed', reason = 'hard_bounce'", "state = 'suppressed', reason = 'no_mobile'", true),
    ("state = 'failed', reason = 'refused: 550'", "state = 'suppressed', reason = 'household'", false),
    ("state = 'suppressed', reason = 'opted_out'", "state = 'suppressed', reason = 'opted_out'", false),
    ("state = 'failed', reason = 'refused: 550'", "state = 'cancelled', reason = 'superseded'", true),
    ("state = 'failed', reason = 'refused: 550'", "state = 'queued'", false),
];

async fn rows(practice: &Practice, id: CampaignId) -> Vec<Vec<String>> {
    let file = unreachable_csv(&practice.app, &manager(), id).await.unwrap();
    let chunks: Vec<_> = file.chunks.try_collect().await.unwrap();
    let text = String::from_utf8(chunks.concat()).unwrap();
    let text = text.trim_start_matches('\u{feff}');
    text.lines().skip(1).map(|line| line.split(',').map(ToOwned::to_owned).collect()).collect()
}

#[tokio::test]
async fn whom_nothing_reached_after_the_launch_gets_a_letter_like_those_nothing_could() {
    for practice in [Some(Practice::open().await), Practice::open_postgres().await].into_iter().flatten() {
        for n in 0..ENDS.len() {
            let (phone, email) = (format!("+44770090000{n}"), format!("{n}@example.org"));
            practice.add(NewPatient::with_asthma(Some(&phone), Some(&email))).await;
        }
        practice.add(NewPatient::with_asthma(None, None)).await;
        let id = create(&practice.app, &manager(), flu()).await.unwrap().id.into();
        launch_unattended(&practice.app, &command(), id).await.unwrap();
        let nobody = ENDS.len() + 1;
        let listed = async || -> Vec<String> {
            rows(&practice, id).await.into_iter().map(|row| row[0].replace("patient-", "")).collect()
        };
        assert_eq!(listed().await, [nobody.to_string()], "everybody else's messages are on their way");
        let writer = practice.app.database.writer();
        for (n, (email, text, _)) in (1..).zip(ENDS) {
            for (channel, end) in [("email", email), ("sms", text)] {
                let sql = format!("UPDATE message SET {end} WHERE recipient_id = {n} AND channel = '{channel}'");
                writer.execute_unprepared(&sql).await.unwrap();
            }
        }
        let need = (1..).zip(ENDS).filter(|(_, (_, _, needs))| *needs).map(|(n, _): (usize, _)| n);
        let expected: Vec<String> = need.chain([nobody]).map(|n| n.to_string()).collect();
        assert_eq!(listed().await, expected);
        let reasons: Vec<_> = rows(&practice, id).await.into_iter().filter_map(|row| row.last().cloned()).collect();
        assert_eq!(reasons[..3], ["refused: SNS: InvalidParameter", "no_mobile", "refused: 550"]);
        writer.execute_unprepared("UPDATE patient SET status = 'deceased' WHERE id = 1").await.unwrap();
        writer.execute_unprepared("UPDATE recipient SET acknowledged_at = 1 WHERE id = 5").await.unwrap();
        assert_eq!(
            listed().await,
            ["8".to_owned(), nobody.to_string()],
            "nobody is written to who must not be, or answered"
        );
    }
}
