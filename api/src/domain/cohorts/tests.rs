//! The compiled SQL against the evaluator in `shared`, on random rules over a random population.
#![allow(clippy::unwrap_used)]

use chrono::{Days, NaiveDate};
use entity::recipient;
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ConnectionTrait,
};
use serde_json::json;
use shared::{
    channel::Channel,
    coding::CodeSystem,
    cohort::{
        AcknowledgedWithin, AcknowledgementFact, Age, AnswerValue, CodeLookup, CohortRule, Condition, ConditionFact,
        Contactable, FormAnswer, FormAnswerFact, PatientFacts, evaluate, validate,
    },
    person::{PatientStatus, Sex},
};

use super::{Reach, compile, count_now};
use crate::{
    database::Engine,
    domain::{
        Error,
        campaigns::fixtures::{ACUTE_BRONCHITIS, ASTHMA, LUNG, NewPatient, Practice, past_campaign},
        day,
    },
};

const PATIENTS: usize = 60;
const RULES: usize = 150;
const FORM: &str = "lungs";

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

fn days() -> impl Strategy<Value = NaiveDate> {
    (0..4_u64).prop_map(|n| today() - Days::new(2) + Days::new(n))
}

fn codes() -> impl Strategy<Value = (CodeSystem, String)> {
    prop::sample::select(vec![
        (CodeSystem::SnomedCt, ASTHMA.to_owned()),
        (CodeSystem::SnomedCt, ACUTE_BRONCHITIS.to_owned()),
        (CodeSystem::Icd10, "J39.9".to_owned()),
        (CodeSystem::Icd10, "J40".to_owned()),
        (CodeSystem::Icd10, "J45.9".to_owned()),
        (CodeSystem::Icd10, "J47.9".to_owned()),
        (CodeSystem::Icd10, "J48".to_owned()),
        (CodeSystem::Local, "J45.9".to_owned()),
    ])
}

fn facts() -> impl Strategy<Value = PatientFacts> {
    let condition = (codes(), prop::option::of(days()), prop::option::of(days()));
    let conditions = prop::collection::vec(condition, 0..3).prop_map(|conditions| {
        let fact = |((system, code), onset, abatement)| ConditionFact { system, code, onset, abatement };
        conditions.into_iter().map(fact).collect()
    });
    let acknowledgement = (prop::sample::select(vec!["flu", "shingles"]), 0..5_u64);
    let acknowledgements = prop::option::of(acknowledgement).prop_map(|made| {
        let fact = |(kind, ago): (&str, _)| AcknowledgementFact {
            campaign_kind: kind.to_owned(),
            on: today() + Days::new(1) - Days::new(ago),
        };
        made.into_iter().map(fact).collect()
    });
    let chosen = prop::sample::subsequence(vec!["blood", "ankles", "none"], 0..3);
    let form_answers = (chosen, prop::option::of(any::<bool>())).prop_map(|(signs, well)| {
        let fact = |field: &str, values| FormAnswerFact { form: FORM.to_owned(), field: field.to_owned(), values };
        let signs = signs.into_iter().map(|sign| AnswerValue::Text(sign.to_owned())).collect();
        let well = well.map(|well| fact("well", vec![AnswerValue::YesNo(well)]));
        std::iter::once(fact("signs", signs)).chain(well).collect()
    });
    let birth = prop::option::of((0..800_u64).prop_map(|n| today() - Days::new(n * 40)));
    let postcodes = vec!["SW1A 1AA", "SW1 2BB", "M1 1AE", "02139-4307"];
    let postcode = prop::option::of(prop::sample::select(postcodes).prop_map(str::to_owned));
    let sex = prop::sample::select(Sex::ALL);
    let status = prop::sample::select(PatientStatus::ALL);
    (birth, sex, status, postcode, any::<bool>(), any::<bool>(), conditions, acknowledgements, form_answers).prop_map(
        |(birth_date, sex, status, postcode, email, sms, conditions, acknowledgements, form_answers)| PatientFacts {
            birth_date,
            sex,
            status,
            postcode,
            email,
            sms,
            conditions,
            acknowledgements,
            form_answers,
        },
    )
}

fn rules() -> impl Strategy<Value = CohortRule> {
    let of_set = prop::option::of(days()).prop_map(|active_on| {
        let code_set = Some(LUNG.to_owned());
        CohortRule::Condition(Condition { code_set, active_on, ..Condition::default() })
    });
    let of_code = (codes(), any::<bool>(), prop::option::of(days())).prop_map(|((system, code), named, active_on)| {
        let system = named.then_some(system);
        CohortRule::Condition(Condition { code: Some(code.to_lowercase()), system, active_on, ..Condition::default() })
    });
    let age = (prop::option::of(0..50_u32), prop::option::of(50..90_u32), prop::option::of(days()))
        .prop_map(|(from, to, on)| CohortRule::Age(Age { from, to, on }));
    let within = (prop::sample::select(vec!["flu", "shingles"]), 1..4_u32).prop_map(|(kind, days)| {
        CohortRule::AcknowledgedWithin(AcknowledgedWithin { campaign_kind: kind.to_owned(), days })
    });
    let asked = vec![
        ("signs", AnswerValue::Text("blood".to_owned())),
        ("signs", AnswerValue::Text("none".to_owned())),
        ("well", AnswerValue::YesNo(true)),
        ("well", AnswerValue::YesNo(false)),
    ];
    let answer = prop::sample::select(asked).prop_map(|(field, value)| {
        CohortRule::FormAnswer(FormAnswer { form: FORM.to_owned(), field: field.to_owned(), value })
    });
    let prefixes = vec!["sw1", "SW1A1", "SW1 2", "m", "021", "SW1A 1AA", "X"];
    let leaf = prop_oneof![
        of_set,
        of_code,
        age,
        within,
        answer,
        prop::sample::select(Sex::ALL).prop_map(CohortRule::Sex),
        prop::sample::select(PatientStatus::ALL).prop_map(CohortRule::Status),
        prop::sample::select(prefixes).prop_map(|prefix| CohortRule::PostcodePrefix(prefix.to_owned())),
        prop::sample::select(Channel::ALL).prop_map(|channel| CohortRule::Contactable(Contactable { channel })),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(CohortRule::All),
            prop::collection::vec(inner.clone(), 1..4).prop_map(CohortRule::Any),
            inner.prop_map(|rule| CohortRule::Not(Box::new(rule))),
        ]
    })
    .prop_filter("only rules that are well formed", |rule| validate(rule).is_ok())
}

/// The same draws on every run.
fn draw<S: Strategy>(strategy: &S, n: usize) -> Vec<S::Value> {
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    (0..n).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

async fn populate(practice: &Practice, population: &[PatientFacts]) {
    let flu = past_campaign(practice, "flu").await;
    let shingles = past_campaign(practice, "shingles").await;
    publish_form(practice).await;
    for (index, facts) in population.iter().enumerate() {
        let patient = practice
            .add(NewPatient {
                birth_date: facts.birth_date,
                sex: facts.sex,
                status: facts.status,
                postcode: facts.postcode.clone(),
                phone: facts.sms.then(|| format!("+447700900{index:03}")),
                email: facts.email.then(|| format!("p{index}@example.org")),
                conditions: facts
                    .conditions
                    .iter()
                    .map(|fact| (fact.system, fact.code.clone(), fact.onset, fact.abatement))
                    .collect(),
            })
            .await;
        answer(practice, patient.get(), &facts.form_answers).await;
        for fact in &facts.acknowledgements {
            let campaign = if fact.campaign_kind == "flu" { flu } else { shingles };
            let at = day::start(fact.on).plus(std::time::Duration::from_secs(u64::try_from(index).unwrap() * 1400));
            let row = recipient::ActiveModel {
                id: NotSet,
                campaign_id: Set(campaign.get()),
                patient_id: Set(patient.get()),
                link_version: Set(1),
                acknowledged_at: Set(Some(at)),
                created_at: Set(at),
                ..Default::default()
            };
            row.insert(practice.app.database.writer()).await.unwrap();
        }
    }
}

/// A form with what the rules ask about, in a version that is published.
async fn publish_form(practice: &Practice) {
    let fields = json!([
        { "id": "signs", "label": { "en": "Signs" }, "kind": { "choice": { "style": "several", "options": [] } } },
        { "id": "well", "label": { "en": "Well" }, "kind": { "yesNo": {} } },
        { "id": "secret", "label": { "en": "Secret" }, "kind": { "yesNo": {} }, "sensitive": true },
    ]);
    let schema = json!({ "format": 1, "kind": "questionnaire", "languages": ["en"], "title": { "en": "Lungs" },
        "pages": [{ "id": "p", "sections": [{ "fields": fields }] }] });
    let writer = practice.app.database.writer();
    let statement = |sql: &str, values: Vec<sea_orm::Value>| Engine::of(writer).statement(sql, values);
    let form = "INSERT INTO form (id, slug, name, kind, state, is_public, changeable, draft, draft_version, draft_saved_at, \
                draft_saved_by, current_version, created_by, created_at) \
                VALUES (1, ?, 'Lungs', 'questionnaire', 'published', TRUE, TRUE, ?, 1, 1, 'test', 1, 'test', 1)";
    writer.execute_raw(statement(form, vec![FORM.into(), schema.clone().into()])).await.unwrap();
    let version = "INSERT INTO form_version (id, form_id, number, schema, checksum, created_by, created_at, published_at) \
                   VALUES (1, 1, 1, ?, '', 'test', 1, 1)";
    writer.execute_raw(statement(version, vec![schema.into()])).await.unwrap();
}

async fn answer(practice: &Practice, patient: i64, facts: &[FormAnswerFact]) {
    let stored = |fact: &FormAnswerFact| match fact.values.as_slice() {
        [AnswerValue::YesNo(yes)] => json!(yes),
        values => json!(values),
    };
    let answers: serde_json::Map<_, _> = facts.iter().map(|fact| (fact.field.clone(), stored(fact))).collect();
    let sql = "INSERT INTO form_response (form_id, form_version_id, patient_id, language, answers, request_key, submitted_at) \
               VALUES (1, 1, ?, 'en', ?, ?, 1)";
    let writer = practice.app.database.writer();
    let values = [patient.into(), json!(answers).into(), format!("of {patient}").into()];
    writer.execute_raw(Engine::of(writer).statement(sql, values)).await.unwrap();
}

async fn selected(practice: &Practice, rule: &CohortRule) -> Vec<i64> {
    let connection = practice.app.database.reader();
    let cohort = compile(connection, rule, today()).await.unwrap();
    let sql = format!("SELECT p.id FROM patient p WHERE {} ORDER BY p.id", cohort.sql);
    let rows = connection.query_all_raw(Engine::of(connection).statement(&sql, cohort.values)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

fn reach<'a>(patients: impl Iterator<Item = &'a PatientFacts>) -> Reach {
    let mut reach = Reach::default();
    for facts in patients {
        reach.patients += 1;
        reach.inactive += i64::from(facts.status != PatientStatus::Active);
        reach.email += i64::from(facts.email);
        reach.phone += i64::from(facts.sms);
        reach.both += i64::from(facts.email && facts.sms);
        reach.neither += i64::from(!facts.email && !facts.sms);
    }
    reach
}

async fn agrees_with_the_evaluator(practice: &Practice) {
    let population = draw(&facts(), PATIENTS);
    populate(practice, &population).await;
    let mut lookup = CodeLookup::default();
    lookup.insert(LUNG, CodeSystem::SnomedCt, ASTHMA);
    lookup.insert_range(LUNG, CodeSystem::Icd10, "J40", "J47");
    let mut matched = 0;
    for rule in draw(&rules(), RULES) {
        let selects = |facts: &&PatientFacts| evaluate(&rule, facts, today(), &lookup);
        let expected: Vec<i64> =
            population.iter().zip(1..).filter(|(facts, _)| selects(facts)).map(|(_, id)| id).collect();
        let preview = count_now(practice.app.database.reader(), &rule, today()).await.unwrap();
        assert_eq!(preview.reach, reach(population.iter().filter(selects)));
        matched += usize::from(!expected.is_empty() && expected.len() < PATIENTS);
        assert_eq!(selected(practice, &rule).await, expected, "{}", serde_json::to_string(&rule).unwrap());
    }
    assert!(matched > RULES / 2, "only {matched} rules told patients apart");
}

#[tokio::test]
async fn the_sql_selects_whom_the_evaluator_selects() {
    agrees_with_the_evaluator(&Practice::open().await).await;
}

#[tokio::test]
async fn the_sql_selects_the_same_on_postgresql() {
    if let Some(practice) = Practice::open_postgres().await {
        agrees_with_the_evaluator(&practice).await;
    }
}

#[tokio::test]
async fn acute_bronchitis_alone_is_not_selected() {
    let practice = Practice::open().await;
    let code = (CodeSystem::SnomedCt, ACUTE_BRONCHITIS.to_owned(), None, None);
    practice.add(NewPatient { conditions: vec![code], ..NewPatient::default() }).await;
    let asthmatic = practice.add(NewPatient::with_asthma(None, None)).await;
    assert_eq!(selected(&practice, &CohortRule::code_set(LUNG)).await, [asthmatic.get()]);
}

#[tokio::test]
async fn a_code_set_that_is_not_there_is_named_with_its_place() {
    let practice = Practice::open().await;
    let rule: CohortRule =
        serde_json::from_str(r#"{"all":[{"sex":"male"},{"not":{"condition":{"codeSet":"skin"}}}]}"#).unwrap();
    match compile(practice.app.database.reader(), &rule, today()).await {
        Err(Error::Invalid { field, message }) => {
            assert_eq!(field, "rule.all[1].not.condition.codeSet");
            assert!(message.contains("skin"), "{message}");
        }
        other => panic!("{other:?}"),
    }
    publish_form(&practice).await;
    for (form, asked, place) in [("none", "well", "form"), (FORM, "nothing", "field"), (FORM, "secret", "field")] {
        let value = AnswerValue::YesNo(true);
        let rule = CohortRule::FormAnswer(FormAnswer { form: form.to_owned(), field: asked.to_owned(), value });
        match compile(practice.app.database.reader(), &rule, today()).await {
            Err(Error::Invalid { field, .. }) => assert_eq!(field, format!("rule.formAnswer.{place}")),
            other => panic!("{other:?}"),
        }
    }
    let rule = CohortRule::All(Vec::new());
    assert!(matches!(compile(practice.app.database.reader(), &rule, today()).await, Err(Error::Invalid { .. })));
}

#[tokio::test]
async fn a_preview_tells_who_can_be_reached() {
    let practice = Practice::open().await;
    practice.add(NewPatient::with_asthma(Some("+447700900001"), Some("a@example.org"))).await;
    practice.add(NewPatient::with_asthma(Some("+447700900002"), None)).await;
    practice.add(NewPatient::with_asthma(None, None)).await;
    practice.add(NewPatient::with_asthma(None, Some("stop@example.org"))).await;
    let deceased = NewPatient { status: PatientStatus::Deceased, ..NewPatient::with_asthma(None, None) };
    practice.add(deceased).await;
    practice.suppress(entity::values::ContactKind::Email, "stop@example.org").await;
    let actor = crate::domain::campaigns::fixtures::manager();
    crate::domain::patients::set_never_contact(&practice.app, &actor, 2.into(), "asked us").await.unwrap();
    let rule = CohortRule::code_set(LUNG);
    let preview = count_now(practice.app.database.reader(), &rule, today()).await.unwrap();
    let expected = Reach { patients: 5, inactive: 1, never_contact: 1, email: 1, phone: 2, both: 1, neither: 3 };
    assert_eq!(preview.reach, expected);
    assert_eq!(preview.sentence, "patients with an active condition of lung");
}
