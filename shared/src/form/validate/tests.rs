//! Answers of every kind, right and wrong, and what is said about the wrong ones.
#![allow(clippy::unwrap_used)]

use serde_json::{Value as Json, json};

use super::*;
use crate::form::file::FileAnswer;
use crate::form::test_forms::{checked, checked_given, clean, form_of, given, message, today, validator};

/// A form of one field with the id `it`.
fn one(kind: Json) -> FormSchema {
    form_of(json!([{ "id": "it", "kind": kind, "label": { "en": "Visit reason" } }]))
}

fn kept(kind: Json, answer: Json) -> Json {
    clean(&one(kind), json!({ "it": answer }))["it"].take()
}

fn said(kind: Json, answer: Json) -> String {
    message(&one(kind), json!({ "it": answer }))
}

#[test]
fn a_text_is_trimmed_and_its_length_counted_in_characters() {
    let kind = json!({ "text": { "minLength": 2, "maxLength": 4 } });
    assert_eq!(kept(kind.clone(), json!("  Zoë  ")), json!("Zoë"));
    assert_eq!(kept(kind.clone(), json!("a\u{0}\r\nb")), json!("a  b"));
    assert_eq!(said(kind.clone(), json!("abcde")), "Visit reason must be 4 characters or less");
    assert_eq!(said(kind.clone(), json!("a")), "Visit reason must be 2 characters or more");
    assert_eq!(said(kind.clone(), json!(5)), "Visit reason must be a short text");
    assert_eq!(said(kind, json!(["a", "b"])), "Visit reason must be a short text");
    assert_eq!(kept(json!({ "longText": {} }), json!(" a\r\nb\u{202e}c\td ")), json!("a\nbc\td"));
    let long = "é".repeat(201);
    assert_eq!(said(json!({ "text": {} }), json!(long)), "Visit reason must be 200 characters or less");
}

#[test]
fn html_and_formulas_stay_the_text_they_are() {
    for text in ["<script>alert(1)</script>", "=HYPERLINK(\"x\")", "'; DROP TABLE patient; --", "{{ 7*7 }}"] {
        assert_eq!(kept(json!({ "text": {} }), json!(text)), json!(text));
    }
}

#[test]
fn a_pattern_has_its_own_message() {
    let pattern = json!({ "text": { "pattern": { "regex": "[0-9]{9}", "message": { "en": "Passport number must be 9 digits" } } } });
    assert_eq!(kept(pattern.clone(), json!("123456789")), json!("123456789"));
    assert_eq!(said(pattern, json!("x123456789")), "Passport number must be 9 digits");
    let silent = json!({ "text": { "pattern": { "regex": "[0-9]+" } } });
    assert_eq!(said(silent, json!("x")), "Visit reason is not in the right format");
}

#[test]
fn a_number_is_exact_and_within_its_limits() {
    let kind = json!({ "number": { "from": 30, "to": 250.5, "decimals": 1 } });
    assert_eq!(kept(kind.clone(), json!("172.5")), json!(172.5));
    assert_eq!(kept(kind.clone(), json!(30)), json!(30));
    assert_eq!(said(kind.clone(), json!("29.9")), "Visit reason must be 30 or more");
    assert_eq!(said(kind.clone(), json!(250.6)), "Visit reason must be 250.5 or less");
    assert_eq!(said(kind.clone(), json!("1.75")), "Visit reason must have no more than 1 digit after the point");
    assert_eq!(said(kind.clone(), json!("tall")), "Visit reason must be a number, like 12");
    assert_eq!(said(kind.clone(), json!(true)), "Visit reason must be a number");
    assert_eq!(said(kind, json!(1e300)), "Visit reason must be a number");
    assert_eq!(said(json!({ "number": {} }), json!("1.5")), "Visit reason must be a whole number");
}

#[test]
fn dates_say_which_side_of_today_they_must_be_on() {
    let born = form_of(json!([{
        "id": "birth_date", "kind": { "date": { "from": "today-130y", "to": "today-1d" } }, "required": true,
        "label": { "en": "What is your date of birth?" }, "name": { "en": "your date of birth" }
    }]));
    let say = |answer: Json| message(&born, json!({ "birth_date": answer }));
    assert_eq!(message(&born, json!({})), "Enter your date of birth");
    assert_eq!(say(json!("  ")), "Enter your date of birth");
    assert_eq!(say(json!({ "day": "", "month": "", "year": "" })), "Enter your date of birth");
    assert_eq!(say(json!("2026-11-23")), "Date of birth must be in the past");
    assert_eq!(say(json!("1/1/1850")), "Date of birth must be no more than 130 years ago");
    assert_eq!(say(json!({ "day": "3", "month": "", "year": "" })), "Date of birth must include a month and year");
    assert_eq!(
        say(json!({ "day": "31", "month": "2", "year": "1957" })),
        "Date of birth must be a real date, like 27 3 1957"
    );
    assert_eq!(say(json!({ "day": "3", "month": "2", "year": "57" })), "Date of birth must have a year of 4 digits");
    assert_eq!(
        clean(&born, json!({ "birth_date": { "day": "3", "month": "Feb", "year": "1957" } }))["birth_date"],
        "1957-02-03"
    );

    for (limits, answer, words) in [
        (json!({ "from": "today" }), "2026-11-22", "must be today or in the future"),
        (json!({ "from": "today+1d" }), "2026-11-23", "must be in the future"),
        (json!({ "from": "today+2w" }), "2026-11-30", "must be at least 2 weeks from today"),
        (json!({ "to": "today" }), "2026-11-24", "must be today or in the past"),
        (json!({ "to": "today-16y" }), "2020-01-01", "must be at least 16 years ago"),
        (json!({ "to": "today+1m" }), "2027-01-01", "must be no more than 1 month from today"),
        (json!({ "from": "2026-09-01" }), "2026-08-31", "must be 1 September 2026 or later"),
        (json!({ "to": "2027-03-31" }), "2027-04-01", "must be 31 March 2027 or earlier"),
    ] {
        assert_eq!(said(json!({ "date": limits }), json!(answer)), format!("Visit reason {words}"));
    }
}

#[test]
fn a_time_is_read_and_limited() {
    let kind = json!({ "time": { "from": "08:00", "to": "18:30" } });
    assert_eq!(kept(kind.clone(), json!("2.30pm")), json!("14:30"));
    assert_eq!(said(kind.clone(), json!("7:59")), "Visit reason must be 8am or later");
    assert_eq!(said(kind.clone(), json!("19:00")), "Visit reason must be 6:30pm or earlier");
    assert_eq!(said(kind, json!("soon")), "Visit reason must be a time, like 9:30am or 14:30");
}

fn options(style: &str) -> Json {
    json!({ "choice": { "style": style, "options": [
        { "value": "a", "label": { "en": "A" } },
        { "value": "b", "label": { "en": "B" } },
        { "value": "none", "label": { "en": "None of these" }, "exclusive": style == "several" }
    ] } })
}

#[test]
fn a_choice_is_among_its_options() {
    for style in ["radio", "select"] {
        assert_eq!(kept(options(style), json!("a")), json!("a"));
        assert_eq!(said(options(style), json!("c")), "Select one of the answers in the list");
        assert_eq!(said(options(style), json!("A")), "Select one of the answers in the list");
        assert_eq!(said(options(style), json!(["a"])), "Visit reason must be a choice of one");
    }
}

#[test]
fn several_are_kept_once_and_in_the_order_of_the_form() {
    let several = options("several");
    assert_eq!(kept(several.clone(), json!(["b", "a", "b", ""])), json!(["a", "b"]));
    assert_eq!(kept(several.clone(), json!("a")), json!(["a"]));
    assert_eq!(said(several.clone(), json!(["a", "x"])), "Select one of the answers in the list");
    let both = "Select either \"None of these\" or the other answers that apply, not both";
    assert_eq!(said(several.clone(), json!(["a", "none"])), both);
    let mut counted = several;
    counted["choice"]["atLeast"] = json!(2);
    counted["choice"]["atMost"] = json!(2);
    assert_eq!(said(counted.clone(), json!(["a"])), "Select at least 2 answers");
    assert_eq!(kept(counted.clone(), json!(["none"])), json!(["none"]));
    counted["choice"]["atLeast"] = json!(1);
    counted["choice"]["atMost"] = json!(1);
    assert_eq!(said(counted, json!(["a", "b"])), "Select no more than 1 answer");
}

#[test]
fn yes_no_scale_and_consent() {
    assert_eq!(kept(json!({ "yesNo": {} }), json!("yes")), json!(true));
    assert_eq!(kept(json!({ "yesNo": {} }), json!(false)), json!(false));
    assert_eq!(said(json!({ "yesNo": {} }), json!("maybe")), "Select one of the answers in the list");
    let scale = json!({ "scale": { "from": 0, "to": 10 } });
    assert_eq!(kept(scale.clone(), json!("7")), json!(7));
    for wrong in ["11", "-1", "5.5", "x"] {
        assert_eq!(said(scale.clone(), json!(wrong)), "Select one of the answers in the list");
    }
    let consent = form_of(json!([{
        "id": "agreed", "kind": "consent", "required": true, "label": { "en": "I agree" }, "name": { "en": "that you agree" }
    }]));
    assert_eq!(clean(&consent, json!({ "agreed": "yes" })), json!({ "agreed": true }));
    for none in [json!({}), json!({ "agreed": false }), json!({ "agreed": "no" })] {
        assert_eq!(message(&consent, none), "Tick the box to confirm that you agree");
    }
}

#[test]
fn identities_are_normalised_by_the_parsers_everybody_uses() {
    assert_eq!(kept(json!({ "phone": {} }), json!("07700 900123")), json!("+447700900123"));
    assert_eq!(kept(json!({ "phone": {} }), json!("020 7946 0018")), json!("+442079460018"));
    assert_eq!(
        said(json!({ "phone": { "mobile": true } }), json!("020 7946 0018")),
        "Enter a mobile number that can receive text messages, like 07700 900123"
    );
    assert_eq!(
        said(json!({ "phone": {} }), json!("12")),
        "Enter a phone number, like 07700 900123 or +33 6 31 96 65 43"
    );
    assert!(said(json!({ "phone": {} }), json!("07700 90O123")).ends_with("character 9 is not one"));
    assert_eq!(kept(json!("email"), json!(" Jo@Example.ORG ")), json!("Jo@example.org"));
    assert_eq!(
        said(json!("email"), json!("jo")),
        "Enter an email address in the correct format, like name@example.com, with one @"
    );
    assert_eq!(kept(json!("postcode"), json!("sw1a1aa")), json!("SW1A 1AA"));
    assert_eq!(said(json!("postcode"), json!("SW1A")), "Enter a full UK postcode, like SW1A 1AA");
    assert_eq!(kept(json!("nhsNumber"), json!("943 476 5919")), json!("9434765919"));
    assert_eq!(said(json!("nhsNumber"), json!("943 476 591")), "NHS number must be 10 digits; this has 9");
    assert_eq!(
        said(json!("nhsNumber"), json!("9434765918")),
        "Enter a real NHS number: look for a mistyped or swapped digit"
    );
}

fn file(name: &str, media_type: &str, size_bytes: u64) -> Json {
    serde_json::to_value(FileAnswer {
        key: "uploads/1".into(),
        name: name.into(),
        media_type: media_type.into(),
        size_bytes,
    })
    .unwrap()
}

#[test]
fn a_file_is_of_a_type_and_a_size() {
    let kind = json!({ "file": { "types": ["pdf", "jpeg"], "maxKilobytes": 1500 } });
    let stored = kept(kind.clone(), file("../scan\n.pdf", "application/pdf", 1_500_000));
    assert_eq!((stored["name"].as_str(), stored["mediaType"].as_str()), (Some("scan.pdf"), Some("application/pdf")));
    assert_eq!(
        said(kind.clone(), file("a.exe", "application/x-msdownload", 10)),
        "Visit reason must be a PDF or JPEG file"
    );
    assert_eq!(said(kind.clone(), file("a.png", "image/png", 10)), "Visit reason must be a PDF or JPEG file");
    assert_eq!(
        said(kind.clone(), file("a.pdf", "application/pdf", 1_500_001)),
        "Visit reason must be smaller than 1.5 MB"
    );
    assert_eq!(said(kind, json!("a.pdf")), "Visit reason must be a file");
}

#[test]
fn missing_answers_are_asked_for_in_the_words_of_the_field() {
    for (kind, label, words) in [
        (json!({ "text": {} }), "First name", "Enter first name"),
        (json!({ "phone": {} }), "Phone number", "Enter your phone number"),
        (json!("nhsNumber"), "NHS number", "Enter your NHS number"),
        (json!({ "yesNo": {} }), "Do you smoke?", "Select an answer to \"Do you smoke?\""),
        (options("several"), "Which apply?", "Select at least one answer to \"Which apply?\""),
        (json!("consent"), "I have read the leaflet", "Tick the box to confirm \"I have read the leaflet\""),
        (json!({ "file": { "types": ["pdf"] } }), "Letter", "Choose a file for letter"),
    ] {
        let form = form_of(json!([{ "id": "it", "kind": kind, "required": true, "label": { "en": label } }]));
        assert_eq!(message(&form, json!({})), words);
    }
}

#[test]
fn a_form_can_bring_its_own_words_in_its_languages() {
    let form = form_of(json!([{
        "id": "it", "kind": { "number": {} }, "required": true, "label": { "en": "Age" },
        "missing": { "en": "Tell us your age", "cy": "Rhowch eich oedran" }, "wrong": { "en": "Age must be in years" }
    }]));
    let welsh: Language = "cy".parse().unwrap();
    let first = |language: &Language, answers: Json| {
        super::validate(&form, language, &given(answers), today()).unwrap_err()[0].message.clone()
    };
    assert_eq!(first(&Language::english(), json!({})), "Tell us your age");
    assert_eq!(first(&welsh, json!({})), "Rhowch eich oedran");
    assert_eq!(first(&welsh, json!({ "it": "x" })), "Age must be in years");
}

#[test]
fn unknown_fields_are_named_without_their_answers() {
    let form = one(json!({ "text": {} }));
    let problems = checked(&form, json!({ "it": "a", "other": "secret", "\u{7}x": "secret" })).unwrap_err();
    assert_eq!(problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), [ProblemCode::UnknownField; 2]);
    assert_eq!(problems[1].message, "This form does not ask for \"other\"; leave it out, or reload the form");
    assert!(!format!("{problems:?}").contains("secret"));
    assert!(checked(&form, json!({ "it": "a", "other": " ", "third": null })).is_ok());
    let many: Json = (0..1000).map(|index| (format!("x{index}"), json!("a"))).collect::<serde_json::Map<_, _>>().into();
    assert_eq!(checked(&form, many).unwrap_err().len(), UNKNOWN_NAMED);
}

#[test]
fn all_problems_come_at_once_in_the_order_of_the_form() {
    let form = form_of(json!([
        { "id": "b", "kind": { "text": {} }, "label": { "en": "B" }, "required": true },
        { "id": "a", "kind": { "number": {} }, "label": { "en": "A" } },
        { "id": "c", "kind": "email", "label": { "en": "C" }, "required": true }
    ]));
    let problems = checked(&form, json!({ "a": "x", "c": " ", "d": 1 })).unwrap_err();
    let found: Vec<_> = problems.iter().map(|problem| (problem.field.as_str(), problem.code)).collect();
    assert_eq!(
        found,
        [
            ("b", ProblemCode::Missing),
            ("a", ProblemCode::NotANumber),
            ("c", ProblemCode::Missing),
            ("d", ProblemCode::UnknownField)
        ]
    );
}

fn smoking() -> FormSchema {
    form_of(json!([
        { "id": "smoker", "kind": { "yesNo": {} }, "label": { "en": "Do you smoke?" }, "required": true },
        { "id": "a_day", "kind": { "number": {} }, "label": { "en": "How many a day?" }, "required": true,
          "showIf": { "yesNo": { "field": "smoker", "is": true } } },
        { "id": "heavy", "kind": { "longText": {} }, "label": { "en": "Tell us more" },
          "showIf": { "number": { "field": "a_day", "from": 20 } } },
        { "id": "email", "kind": "email", "label": { "en": "Email" } },
        { "id": "phone", "kind": { "phone": {} }, "label": { "en": "Phone" },
          "requiredIf": { "not": { "answered": "email" } } }
    ]))
}

#[test]
fn a_hidden_field_keeps_no_answer_and_hides_what_depends_on_it() {
    let form = smoking();
    let no = json!({ "smoker": "no", "a_day": 30, "heavy": "text", "email": "a@example.org" });
    assert_eq!(clean(&form, no), json!({ "smoker": false, "email": "a@example.org" }));
    let nonsense = json!({ "smoker": "no", "a_day": "not a number", "email": "a@example.org" });
    assert_eq!(clean(&form, nonsense), json!({ "smoker": false, "email": "a@example.org" }));
    let yes = json!({ "smoker": "yes", "a_day": 30, "heavy": "text", "email": "a@example.org" });
    assert_eq!(clean(&form, yes)["heavy"], "text");
    let few = json!({ "smoker": "yes", "a_day": 3, "heavy": "text", "email": "a@example.org" });
    assert!(clean(&form, few).get("heavy").is_none());
}

#[test]
fn a_rule_can_require() {
    let form = smoking();
    assert_eq!(message(&form, json!({ "smoker": "no" })), "Enter your phone");
    assert!(checked(&form, json!({ "smoker": "no", "phone": "07700 900123" })).is_ok());
}

#[test]
fn a_hidden_value_has_its_default_and_information_takes_no_answer() {
    let form = form_of(json!([
        { "id": "source", "kind": { "hidden": {} }, "default": "poster" },
        { "id": "words", "kind": { "information": { "text": { "en": "Read this" } } } }
    ]));
    assert_eq!(clean(&form, json!({})), json!({ "source": "poster" }));
    assert_eq!(clean(&form, json!({ "source": "web" })), json!({ "source": "web" }));
    assert_eq!(checked(&form, json!({ "words": "x" })).unwrap_err()[0].code, ProblemCode::UnknownField);
}

#[test]
fn the_browser_reads_phones_by_their_shape() {
    let (form, language) = (one(json!({ "phone": {} })), Language::english());
    let browser = Validator::new(&form, &language, today(), crate::phone::parse_by_shape);
    let answers = given(json!({ "it": "020 7946 0018" }));
    assert_eq!(browser.validate(&answers).unwrap(), checked_given(&form, &answers).unwrap());
    assert!(browser.validate(&given(json!({ "it": "12" }))).is_err());
}

#[test]
fn nothing_of_an_answer_shows_in_debug_output() {
    let form = one(json!({ "text": {} }));
    let answers = given(json!({ "it": "secret" }));
    let shown = format!("{answers:?} {:?}", checked_given(&form, &answers).unwrap());
    assert!(!shown.contains("secret"), "{shown}");
}

#[test]
fn so_far_takes_what_is_right_already() {
    let (form, language) = (smoking(), Language::english());
    let validator = validator(&form, &language);
    let answers = given(json!({ "smoker": "yes", "a_day": "x" }));
    assert_eq!(serde_json::to_value(validator.so_far(&answers)).unwrap(), json!({ "smoker": true }));
    let visible = validator.visible(&answers);
    assert!(visible.contains("a_day") && !visible.contains("heavy"));
}

#[test]
fn several_steps_are_checked_in_one_walk() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static READ: AtomicUsize = AtomicUsize::new(0);
    const STEPS: usize = 60;
    let phone = |at: usize| {
        let mut field = json!({ "id": format!("p{at}"), "kind": { "phone": {} }, "label": { "en": "Phone" } });
        if at > 0 {
            field["showIf"] = json!({ "answered": format!("p{}", at - 1) });
        }
        field
    };
    let form = form_of((0..STEPS).map(phone).collect());
    let counted: PhoneReader = |text| {
        READ.fetch_add(1, Ordering::Relaxed);
        crate::phone::parse_by_shape(text)
    };
    let language = Language::english();
    let validator = Validator::new(&form, &language, today(), counted);
    let mut answers: Answers = (0..STEPS).map(|at| (format!("p{at}"), Given::from("07700 900123"))).collect();
    let steps = crate::form::steps(&form);
    assert_eq!(steps.len(), STEPS, "each asks about the one before");
    assert!(validator.validate_steps(&answers, &steps).is_ok());
    assert_eq!(READ.load(Ordering::Relaxed), STEPS, "each answer is read once");
    answers.set("p59", Given::from("12"));
    assert!(validator.validate_steps(&answers, &steps[..59]).is_ok(), "those asked for and no others");
    assert_eq!(validator.validate_steps(&answers, &steps[58..]).unwrap_err()[0].field, "p59");
}

#[test]
fn a_reader_gets_their_language_or_none() {
    let mut form = one(json!({ "text": {} }));
    form.languages = ["en", "cy-GB", "zh-Hant"].map(|tag| tag.parse().unwrap()).to_vec();
    let like = |wanted: &str| form.language_like(wanted).map(Language::as_str);
    assert_eq!((like("cy"), like("zh-Hant"), like("en-US")), (Some("cy-GB"), Some("zh-Hant"), Some("en")));
    assert_eq!((like("pl"), like("*"), like("")), (None, None, None));
}
