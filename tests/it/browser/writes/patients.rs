//! Patients: added, corrected, never contacted again; and their files.

use recall_tests::{App, Engine, Result, browser, scene};
use serde_json::json;

use super::Button::{InDialog, OnPage};
use super::Once::{Event, Holds};
use super::Step::{Attach, Fill, Press, See, Visit};
use super::stage::{id, play};
use super::{ALREADY, Write};

/// Files of one patient each.
const FILES: [(&str, &str); 3] = [
    ("first file", "local_id,family_name,given_name\n1,Hill,Ada\n"),
    ("second file", "local_id,family_name,given_name\n2,Ward,Tom\n"),
    ("third file", "local_id,family_name,given_name\n3,Khan,Noor\n"),
];

#[tokio::test]
async fn what_is_done_to_a_patient_survives_the_connection() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    scene::import_patients(&app, 20).await?;
    let client = app.signed_in("manager").await?;
    let patient = id(&client, "{ patients(first: 1) { nodes { id } } }", json!({})).await?;
    play("writes-patient", &app, &[("patient", patient)], PATIENT).await
}

#[tokio::test]
async fn what_is_done_with_a_file_survives_the_connection() -> Result {
    if !browser::is_available() {
        return Ok(());
    }
    let app = App::start(Engine::Sqlite).await?;
    let mut words = Vec::new();
    for (name, content) in FILES {
        let file = scene::file(&app, &format!("{}.csv", name.replace(' ', "-")), content)?;
        words.push((name, file.display().to_string()));
    }
    play("writes-file", &app, &words, FILE).await
}

const PATIENT: &[Write] = &[
    Write {
        name: "add a patient",
        steps: &[
            Visit("/patients/new"),
            Fill("First names", "Ada"),
            Fill("Surname", "Hill"),
            Fill("Date of birth", "24/03/1957"),
        ],
        button: OnPage("Add patient"),
        code: None,
        mutation: "addPatient",
        once: Event("patient.added"),
        done: "The patient has been added.",
        learns: false,
    },
    Write {
        name: "correct a patient",
        steps: &[Visit("/patients/{patient}/correct"), Fill("Surname", "Hillary")],
        button: OnPage("Save the corrections"),
        code: None,
        mutation: "correctPatient",
        once: Holds("{ patient(id: \"{patient}\") { familyName } }", "Hillary"),
        done: "The corrections have been saved.",
        learns: false,
    },
    Write {
        name: "never contact a patient",
        steps: &[Visit("/patients/{patient}"), Press("Never contact"), Fill("Reason", "Asked by letter.")],
        button: InDialog("Never contact"),
        code: None,
        mutation: "setNeverContact",
        once: Holds("{ patient(id: \"{patient}\") { neverContact { reason } } }", "Asked by letter."),
        done: "Never to be contacted, since",
        learns: false,
    },
    Write {
        name: "allow contact again",
        steps: &[Visit("/patients/{patient}"), Press("Lift")],
        button: InDialog("Allow contact"),
        code: None,
        mutation: "clearNeverContact",
        once: Holds("{ patient(id: \"{patient}\") { neverContact { reason } } }", "null"),
        done: "Campaigns may contact this patient again.",
        learns: false,
    },
    Write {
        name: "stop a number",
        steps: &[
            Visit("/patients/stopped"),
            Press("Stop a number or address"),
            Fill("Phone number", "07700 900555"),
            Fill("Why", "She rang."),
        ],
        button: InDialog("Stop messages to it"),
        code: None,
        mutation: "addSuppression",
        once: Event("suppression.added"),
        done: ALREADY,
        learns: false,
    },
    Write {
        name: "allow messages to a number",
        steps: &[
            Visit("/patients/stopped"),
            Press("Lift 07700 900555"),
            Fill("Why may it be used again?", "She asked for it."),
        ],
        button: InDialog("Allow messages"),
        code: None,
        mutation: "liftSuppression",
        once: Event("suppression.lifted"),
        done: "Campaigns may use it again.",
        learns: false,
    },
];

const FILE: &[Write] = &[
    Write {
        name: "check a file",
        steps: &[Visit("/patients/upload"), Attach("Patient file", "{first file}")],
        button: OnPage("Upload and check"),
        code: None,
        mutation: "createImport",
        once: Event("import.created"),
        done: "Waits for your decision",
        learns: false,
    },
    Write {
        name: "write an import",
        steps: &[
            Visit("/patients/upload"),
            Attach("Patient file", "{second file}"),
            Press("Upload and check"),
            See("Waits for your decision"),
            Press("Import 1 patient"),
        ],
        button: InDialog("Import 1 patient"),
        code: None,
        mutation: "commitImport",
        once: Event("import.commit_requested"),
        done: ALREADY,
        learns: false,
    },
    Write {
        name: "discard an import",
        steps: &[
            Visit("/patients/upload"),
            Attach("Patient file", "{third file}"),
            Press("Upload and check"),
            See("Waits for your decision"),
            Press("Discard"),
        ],
        button: InDialog("Discard the import"),
        code: None,
        mutation: "discardImport",
        once: Event("import.discarded"),
        done: ALREADY,
        learns: false,
    },
];
