//! Drafts, estimates, lists and the timeline.

use chrono::NaiveDate;
use entity::{audit_event, recipient, recipient_event, time::Timestamp, values::EventKind};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
};
use shared::{channel::Channel, person::PatientStatus, sms};

use crate::domain::{
    Error,
    campaigns::{
        Draft, RecipientState, TemplateText, TemplateVariant, Window, advise, create, estimate,
        fixtures::{NewPatient, Practice, command, flu, manager},
        get, launch_unattended, read_recipients, revoke_link, timeline,
    },
    cohorts::{self, LeftOut},
    day,
};

fn field_of<T: std::fmt::Debug>(outcome: Result<T, Error>) -> String {
    match outcome {
        Err(Error::Invalid { field, .. }) => field,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_wrong_draft_is_refused_field_by_field() {
    let practice = Practice::open().await;
    let save = async |draft| field_of(create(&practice.app, &manager(), draft).await);
    assert_eq!(save(Draft { name: "  ".to_owned(), ..flu() }).await, "name");
    assert_eq!(save(Draft { kind: "Flu jab".to_owned(), ..flu() }).await, "kind");
    assert_eq!(save(Draft { channels: Vec::new(), ..flu() }).await, "channels");
    let rule = shared::cohort::CohortRule::code_set("nowhere");
    assert_eq!(save(Draft { rule, ..flu() }).await, "rule.condition.codeSet");
    let expires_at = Some("2026-11-22T09:59:59Z".parse().unwrap());
    assert_eq!(save(Draft { expires_at, ..flu() }).await, "expiresAt");
    let body = "Dear {{ first_name }}, {{ link }}".to_owned();
    let templates = vec![TemplateText { channel: Channel::Sms, subject: None, body }];
    assert_eq!(save(Draft { templates, ..flu() }).await, "templates[0]");
    assert_eq!(save(Draft { channels: vec![Channel::Email], ..flu() }).await, "templates[1]");
}

#[tokio::test]
async fn advice_counts_the_segments_for_a_name_outside_the_alphabet_of_texts() {
    for practice in [Some(Practice::open().await), Practice::open_postgres().await].into_iter().flatten() {
        practice.add(NewPatient::with_asthma(Some("+447700900001"), None)).await;
        let somebody = practice.add(NewPatient::with_asthma(Some("+447700900002"), None)).await;
        let body = format!("{{{{ given_name }}}}, {} {{{{ link }}}}", "x".repeat(70));
        let templates = [TemplateText { channel: Channel::Sms, subject: None, body }];
        let longest = async || {
            let mut advised = advise(&practice.app, &manager(), &templates, None).await.unwrap();
            let longest = advised.remove(0).1.longest.unwrap();
            (longest.encoding, longest.segments)
        };
        assert_eq!(longest().await, (sms::Encoding::Gsm7, 1));
        let sql = "UPDATE patient SET given_name = 'Siân' WHERE id = ?";
        let database = &practice.app.database;
        database.writer().execute_raw(database.statement(sql, [somebody.get().into()])).await.unwrap();
        assert_eq!(longest().await, (sms::Encoding::Ucs2, 2));
    }
}

#[tokio::test]
async fn an_estimate_says_what_a_launch_does() {
    let practice = Practice::open().await;
    practice.add(NewPatient::with_asthma(Some("+447700900001"), Some("a@example.org"))).await;
    practice.add(NewPatient::with_asthma(Some("+447700900002"), None)).await;
    practice.add(NewPatient::with_asthma(None, None)).await;
    let today = day::of(practice.now().to_utc());
    let draft = create(&practice.app, &manager(), flu()).await.unwrap();
    let before = estimate(&practice.app, &draft, today).await.unwrap();
    assert_eq!((before.recipients, before.unreachable, before.emails, before.texts), (3, 1, 1, 2));
    assert_eq!((before.segments, before.duration_seconds), (2, 1));
    assert!(before.cost.ten_thousandths() > 0);
    assert_eq!((before.email_and_text, before.email_only, before.text_only), (1, 0, 1));
    assert_eq!(before.email_cost + before.sms_cost, before.cost);
    let launched = launch_unattended(&practice.app, &command(), draft.id.into()).await.unwrap();
    assert_eq!(estimate(&practice.app, &launched, today).await.unwrap(), before);
}

/// A text that fits one segment with every name, and with one in 16-bit units does not.
async fn wide_names_and_languages_are_priced(practice: &Practice) {
    let (app, writer) = (&practice.app, practice.app.database.writer());
    let names = ["Ada", "Zoë", "Łukasz", "O`Brien", "José", "Ünal-Øst"];
    for (n, name) in names.into_iter().enumerate() {
        let id = practice.add(NewPatient::with_asthma(Some(&format!("+44770090000{n}")), None)).await;
        let sql = "UPDATE patient SET given_name = ? WHERE id = ?";
        let values = [name.into(), id.get().into()];
        writer.execute_raw(app.database.statement(sql, values)).await.unwrap();
    }
    cohorts::changed(writer).await.unwrap();
    let text = |body: &str| TemplateText { channel: Channel::Sms, subject: None, body: body.to_owned() };
    let today = day::of(practice.now().to_utc());
    let save = async |body: &str, variants: Vec<TemplateVariant>| {
        let draft = Draft { channels: vec![Channel::Sms], templates: vec![text(body)], variants, ..flu() };
        let draft = create(app, &manager(), draft).await.unwrap();
        estimate(app, &draft, today).await.unwrap().segments
    };
    let long = "Dear {{ given_name }}, it is time for your jab. Please read this: {{ link }}";
    let segments = names.map(|name| sms::segments(&format!("{name}{}", "x".repeat(80))).segments);
    assert_eq!(segments, [1, 2, 2, 2, 1, 1], "ë, Ł and the accent are dear; é, Ü and Ø are not");
    assert_eq!(save(long, Vec::new()).await, 9);
    assert_eq!(
        save("It is time for your jab. Please read this: {{ link }}", Vec::new()).await,
        6,
        "no name, no matter"
    );

    let speak =
        |id: i64, language: &str| format!("UPDATE patient SET preferred_language = '{language}' WHERE id = {id}");
    for (id, language) in [(1, "cy"), (2, "CY-GB"), (3, "zh-TW"), (4, "zh"), (5, "cym")] {
        writer.execute_unprepared(&speak(id, language)).await.unwrap();
    }
    cohorts::changed(writer).await.unwrap();
    let variant =
        |language: &str, body: String| TemplateVariant { text: text(&body), wave: 0, language: language.to_owned() };
    let variants = vec![
        variant("cy", format!("{} {{{{ link }}}}", "ŵ".repeat(70))),
        variant("zh", format!("{} {{{{ link }}}}", "苗".repeat(140))),
        variant("zh-tw", "{{ link }}".to_owned()),
    ];
    let base = save("{{ link }}", Vec::new()).await;
    assert_eq!(base, 6);
    assert_eq!(save("{{ link }}", variants).await, base + 2 + 2, "two in Welsh of 2, one in Chinese of 3 segments");
}

#[tokio::test]
async fn an_estimate_knows_dear_names_and_languages() {
    wide_names_and_languages_are_priced(&Practice::open().await).await;
}

#[tokio::test]
async fn an_estimate_knows_dear_names_and_languages_on_postgresql() {
    if let Some(practice) = Practice::open_postgres().await {
        wide_names_and_languages_are_priced(&practice).await;
    }
}

#[tokio::test]
async fn an_estimate_says_who_is_left_out_and_why() {
    let practice = Practice::open().await;
    practice.add(NewPatient::with_asthma(None, Some("a@example.org"))).await;
    for status in [PatientStatus::Deceased, PatientStatus::Left, PatientStatus::Restricted, PatientStatus::Active] {
        let id = practice.add(NewPatient { status, ..NewPatient::with_asthma(None, Some("b@example.org")) }).await;
        let sql = "UPDATE patient SET never_contact_at = 1 WHERE id = ? AND status IN ('active', 'left')";
        let database = &practice.app.database;
        database.writer().execute_raw(database.statement(sql, [id.get().into()])).await.unwrap();
    }
    practice.add(NewPatient { status: PatientStatus::Deceased, ..NewPatient::default() }).await;
    let today = day::of(practice.now().to_utc());
    let draft =
        create(&practice.app, &manager(), Draft { channels: vec![Channel::Email], ..email_only() }).await.unwrap();
    let before = estimate(&practice.app, &draft, today).await.unwrap();
    assert_eq!(before.left_out, LeftOut { deceased: 1, left: 1, restricted: 1, never_contact: 1 });
    assert_eq!((before.recipients, before.email_only, before.email_and_text), (1, 1, 0));
    let launched = launch_unattended(&practice.app, &command(), draft.id.into()).await.unwrap();
    assert_eq!(estimate(&practice.app, &launched, today).await.unwrap().recipients, 1);
}

fn email_only() -> Draft {
    let mut draft = flu();
    draft.templates.retain(|template| template.channel == Channel::Email);
    draft
}

#[tokio::test]
async fn recipients_are_read_page_by_page_and_every_look_is_recorded() {
    let practice = Practice::open().await;
    for n in 0..3 {
        let phone = (n > 0).then(|| format!("+44770090000{n}"));
        practice.add(NewPatient::with_asthma(phone.as_deref(), None)).await;
    }
    let app = &practice.app;
    let id = create(app, &manager(), flu()).await.unwrap().id.into();
    launch_unattended(app, &command(), id).await.unwrap();
    let read = async |state, from, backward| {
        let window = Window { from, backward, limit: 2 };
        let rows = read_recipients(app, &manager(), id, state, window).await.unwrap();
        rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(read(None, None, false).await, [1, 2]);
    assert_eq!(read(None, Some(2), false).await, [3]);
    assert_eq!(read(None, Some(3), true).await, [2, 1]);
    assert_eq!(read(Some(RecipientState::Unreachable), None, false).await, [1]);
    assert_eq!(read(Some(RecipientState::Sent), None, false).await, [0_i64; 0]);
    let looks = audit_event::Entity::find().filter(audit_event::Column::Action.eq("campaign.recipients_read"));
    assert_eq!(looks.count(app.database.reader()).await.unwrap(), 5);
    let auditor = crate::domain::Actor::user(3.into(), "Al", shared::permission::Role::Auditor);
    let window = Window { from: None, backward: false, limit: 2 };
    assert!(matches!(read_recipients(app, &auditor, id, None, window).await, Err(Error::Forbidden(_))));
}

#[tokio::test]
async fn a_revoked_link_has_a_new_version() {
    let practice = Practice::open().await;
    practice.add(NewPatient::with_asthma(None, None)).await;
    let id = create(&practice.app, &manager(), flu()).await.unwrap().id.into();
    launch_unattended(&practice.app, &command(), id).await.unwrap();
    assert_eq!(revoke_link(&practice.app, &manager(), 1.into()).await.unwrap().link_version, 2);
    assert!(matches!(revoke_link(&practice.app, &manager(), 2.into()).await, Err(Error::NotFound("recipient"))));
}

#[tokio::test]
async fn the_timeline_has_a_point_for_every_london_day() {
    let practice = Practice::open().await;
    practice.add(NewPatient::with_asthma(None, None)).await;
    let app = &practice.app;
    let id = create(app, &manager(), flu()).await.unwrap().id.into();
    launch_unattended(app, &command(), id).await.unwrap();
    let recipient = recipient::Entity::find().one(app.database.reader()).await.unwrap().unwrap();
    let events = [
        (EventKind::Followed, "2026-11-22T23:59:59Z"),
        (EventKind::Followed, "2026-11-24T00:00:00Z"),
        (EventKind::Acknowledged, "2026-11-24T00:00:01Z"),
        (EventKind::OptedOut, "2026-11-24T00:00:02Z"),
    ];
    for (kind, at) in events {
        let row = recipient_event::ActiveModel {
            id: NotSet,
            campaign_id: Set(recipient.campaign_id),
            recipient_id: Set(recipient.id),
            kind: Set(kind),
            at: Set(Timestamp::from(at.parse::<chrono::DateTime<chrono::Utc>>().unwrap())),
            weak: Set(false),
            agent: Set(None),
        };
        row.insert(app.database.writer()).await.unwrap();
    }
    let campaign = get(app.database.reader(), id).await.unwrap();
    let points = timeline(app.database.reader(), &campaign).await.unwrap();
    let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
    let points: Vec<_> = points.iter().map(|point| (point.date, point.followed, point.acknowledged)).collect();
    assert_eq!(points, [(day(22), 1, 0), (day(23), 0, 0), (day(24), 1, 1)]);
}
